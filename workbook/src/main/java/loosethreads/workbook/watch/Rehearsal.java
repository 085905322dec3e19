package loosethreads.workbook.watch;

import java.io.PrintWriter;
import java.io.Writer;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Kata;

/** A session that nobody sees. */
public final class Rehearsal {
  private Rehearsal() {}

  /** Draws the first screens of a session. */
  public static void of(Desk desk, Verdict verdict) {
    Effects none =
        new Effects() {
          @Override
          public void watch(Kata kata) {}

          @Override
          public void judge(Kata kata) {}

          @Override
          public void openPage(Kata kata) {}
        };
    var session = new Session(desk, none);
    var nowhere = new PrintWriter(Writer.nullWriter());
    session.frame(80, 24).draw(nowhere, 80, 24, true);
    session.on(new Event.Judged(Candidate.learners(desk.checkout(), verdict.kata()), verdict));
    session.on(new Event.Pressed(Key.LIST));
    session.frame(80, 24).draw(nowhere, 80, 24, true);
  }
}
