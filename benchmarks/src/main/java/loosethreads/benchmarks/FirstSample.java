package loosethreads.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import loosethreads.workbook.bench.Metric;
import loosethreads.workbook.bench.Setting;
import loosethreads.workbook.bench.Unit;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.snippet.SnippetEvent;
import loosethreads.workbook.snippet.SnippetRefused;
import loosethreads.workbook.snippet.SnippetRun;
import loosethreads.workbook.snippet.Snippets;

/**
 * How long a reader waits after Run, until the chart has its first point, and until it shows the
 * first thread.
 *
 * <p>Runs a snippet of the book, stops it at its first thread, pauses as a reader does, so that a
 * spare JVM is ready, and runs it again. Times are in milliseconds, from the call that the server
 * makes to the event that it sends on: the browser and the wire are not in them.
 */
final class FirstSample implements Experiment {
  private static final String SNIPPET = "docs/snippets/context-leaking.jsh";
  private static final Metric SAMPLE = new Metric("first sample", Unit.MILLIS);
  private static final Metric THREAD = new Metric("first thread", Unit.MILLIS);
  private static final long PAUSE_MILLIS = 1_500;

  private final Checkout checkout;

  FirstSample(Checkout checkout) {
    this.checkout = checkout;
  }

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public String question() {
    return "How long does a reader wait after Run for the first point of the chart?";
  }

  @Override
  public List<Step> steps(Effort effort) {
    int runs = effort.pick(1, 3, 20);
    int untimed = effort.pick(0, 1, 3);
    return List.of(
        new Step(
            SNIPPET,
            Duration.ofMillis(3_000 + (untimed + runs) * (PAUSE_MILLIS + 500)),
            figures -> measure(figures, untimed, runs)));
  }

  private void measure(Figures figures, int untimed, int runs)
      throws IOException, InterruptedException, SnippetRefused {
    String source = Files.readString(checkout.root().resolve(SNIPPET));
    var setting = new Setting(SNIPPET, "", "", 1);
    try (var snippets = Snippets.open(checkout)) {
      for (int i = -untimed; i < runs; i++) {
        if (untimed > 0) {
          Thread.sleep(PAUSE_MILLIS);
        }
        snippets.awaitWarm();
        var firstSample = new AtomicLong();
        var firstThread = new AtomicLong();
        long start = System.nanoTime();
        run(snippets, source, firstSample, firstThread);
        if (firstThread.get() == 0) {
          throw new IllegalStateException(SNIPPET + " ended before it showed a thread");
        }
        if (i >= 0) {
          figures.add(setting, SAMPLE, (firstSample.get() - start) / 1e6);
          figures.add(setting, THREAD, (firstThread.get() - start) / 1e6);
        }
      }
    }
  }

  private static void run(
      Snippets snippets, String source, AtomicLong firstSample, AtomicLong firstThread)
      throws InterruptedException, SnippetRefused {
    var seen = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    SnippetRun run =
        snippets.start(
            source,
            event -> {
              if (event instanceof SnippetEvent.Sample sample) {
                firstSample.compareAndSet(0, System.nanoTime());
                if (sample.platform() + sample.virtual() > 0) {
                  firstThread.compareAndSet(0, System.nanoTime());
                  seen.countDown();
                }
              } else if (event instanceof SnippetEvent.Ended) {
                seen.countDown();
                over.countDown();
              }
            });
    seen.await();
    run.stop();
    over.await();
  }
}
