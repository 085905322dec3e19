package loosethreads.workbook.check;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;
import java.util.function.Consumer;
import java.util.function.Function;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judges;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.kata.Recording;
import loosethreads.workbook.kata.Recording.Sample;

/** Records for the book how a kata's leak grows, and how the reference solution does not. */
public final class Recorder {
  private static final int ROUNDS = 20;

  /** More would count each other's time, and heaps are large. */
  private static final int JUDGES = 2;

  private final Checkout checkout;
  private final Function<Kata, Candidate> originals;
  private final Consumer<String> progress;

  /**
   * Prepares to record.
   *
   * @param originals finds a kata's original, whatever stands in its files now
   * @param progress told a line for each kata
   */
  public Recorder(
      Checkout checkout, Function<Kata, Candidate> originals, Consumer<String> progress) {
    this.checkout = checkout;
    this.originals = originals;
    this.progress = progress;
  }

  /** Records katas, and keeps what was recorded where the book finds it. */
  public void record(List<Kata> katas) throws InterruptedException {
    try (Judges judges = Judges.open(checkout, JUDGES);
        var scope = StructuredTaskScope.open()) {
      for (Kata kata : katas) {
        scope.fork(() -> record(kata, judges));
      }
      scope.join();
    }
  }

  private Void record(Kata kata, Judges judges) throws InterruptedException {
    List<Sample> leaking = judges.rounds(originals.apply(kata), ROUNDS);
    List<Sample> fixed = judges.rounds(Candidate.reference(checkout, kata), ROUNDS);
    var recording =
        new Recording(
            1,
            kata.id(),
            LocalDate.now(ZoneOffset.UTC).toString(),
            Runtime.version().toString(),
            Runtime.getRuntime().availableProcessors(),
            Recording.dependsOn(checkout, kata),
            leaking,
            fixed);
    if (recording.showsALeak()) {
      recording.write(checkout, kata);
    } else {
      recording.remove(checkout, kata);
    }
    progress.accept(
        "%s %s leaking %s, fixed %s"
            .formatted(
                recording.showsALeak() ? "rec" : "no growth to see:",
                kata.id(),
                told(leaking.getLast()),
                told(fixed.getLast())));
    return null;
  }

  private static String told(Sample last) {
    return "%d threads, %d KiB after %d rounds"
        .formatted(last.threads(), last.heapKb(), last.round());
  }
}
