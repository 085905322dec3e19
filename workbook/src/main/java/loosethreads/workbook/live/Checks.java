package loosethreads.workbook.live;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.watch.Desk;

/** Has the one judge look at what is saved. It is opened for the first check, and stays. */
final class Checks implements AutoCloseable {
  private final Desk desk;
  private final Semaphore places;
  private Optional<Judge> judge = Optional.empty();
  private boolean closed;

  /**
   * Checks of katas.
   *
   * @param places how many may be under way or wait
   */
  Checks(Desk desk, int places) {
    this.desk = desk;
    this.places = new Semaphore(places);
  }

  /**
   * Judges a kata, and remembers it if it is solved.
   *
   * @throws Refused if too many wait already
   */
  Verdict check(Kata kata) throws InterruptedException {
    if (!places.tryAcquire()) {
      throw new Refused(429, "Too many checks wait already; let one of them end.");
    }
    try {
      Candidate candidate = Candidate.learners(desk.checkout(), kata);
      Verdict verdict = judge().judge(candidate);
      if (verdict.solved()) {
        desk.progress().solvedBy(kata, candidate.files());
      }
      return verdict;
    } finally {
      places.release();
    }
  }

  private synchronized Judge judge() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    if (judge.isEmpty()) {
      judge = Optional.of(Judge.open(desk.checkout()));
    }
    return judge.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    judge.ifPresent(Judge::close);
  }
}
