package loosethreads.workbook.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loosethreads.workbook.compile.KataCompiler;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Recording;

/** Some judges at work side by side, with one compiler between them: for many candidates. */
public final class Judges implements AutoCloseable {
  private final List<Judge> all = new ArrayList<>();
  private final BlockingQueue<Judge> free = new LinkedBlockingQueue<>();

  private Judges(Checkout checkout, int number) {
    // A test that one judge had compiled serves the others: they are mostly at the same kata.
    var compiler = new KataCompiler(checkout.kataClassPath());
    for (int i = 0; i < number; i++) {
      all.add(new Judge(checkout, Limits.SIDE_BY_SIDE, compiler, false));
    }
    free.addAll(all);
  }

  /** Opens as many judges, with patience: they keep each other waiting. */
  public static Judges open(Checkout checkout, int number) {
    return new Judges(checkout, number);
  }

  /**
   * Waits for a judge that is free, and has the candidate judged.
   *
   * @throws InterruptedException if the caller no longer wants to know
   */
  public Verdict judge(Candidate candidate) throws InterruptedException {
    Judge judge = free.take();
    try {
      return judge.judge(candidate);
    } finally {
      free.add(judge);
    }
  }

  /**
   * Waits for a judge that is free, and has it run a candidate's tests again and again.
   *
   * @see Judge#rounds(Candidate, int)
   */
  public List<Recording.Sample> rounds(Candidate candidate, int rounds)
      throws InterruptedException {
    Judge judge = free.take();
    try {
      return judge.rounds(candidate, rounds);
    } finally {
      free.add(judge);
    }
  }

  /** Ends every judge. */
  @Override
  public void close() {
    all.forEach(Judge::close);
  }
}
