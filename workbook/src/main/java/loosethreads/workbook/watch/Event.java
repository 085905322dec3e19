package loosethreads.workbook.watch;

import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Verdict;

/** Whatever the watch screen reacts to. Events come one after another, from several threads. */
sealed interface Event {
  /** A key was pressed. */
  record Pressed(Key key) implements Event {}

  /** A file of the kata on the screen was saved. */
  record Saved() implements Event {}

  /** The judge has answered. */
  record Judged(Candidate candidate, Verdict verdict) implements Event {}

  /** The judge itself failed, which is our fault. */
  record Broken(RuntimeException why) implements Event {}

  /** Something that went on beside has ended; here is what to tell about it. */
  record Told(String message) implements Event {}

  /** The terminal has another size. */
  record Resized() implements Event {}

  /** Ctrl-C, or the terminal is gone. */
  record Stopped() implements Event {}
}
