package loosethreads.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
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
 * spare JVM is ready, and runs it again. Times are in milliseconds. Run from the root, after a
 * build.
 */
public final class FirstSample {
  private static final int UNTIMED = 3;
  private static final long PAUSE_MILLIS = 1_500;

  private FirstSample() {}

  /**
   * Measures and prints.
   *
   * @param args how many runs (20 if not given), and the snippet's file ({@code
   *     docs/snippets/context-leaking.jsh})
   */
  public static void main(String[] args) throws IOException, InterruptedException, SnippetRefused {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    Path root = Path.of("").toAbsolutePath();
    Path file = root.resolve(args.length > 1 ? args[1] : "docs/snippets/context-leaking.jsh");
    String source = Files.readString(file);
    System.out.printf(
        "JDK %s, %d cores, %s, %s%n%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        root.relativize(file));
    List<Double> samples = new ArrayList<>();
    List<Double> threads = new ArrayList<>();
    try (var snippets = Snippets.open(new Checkout(root, root.resolve(".kata"), root))) {
      snippets.awaitWarm();
      for (int i = 0; i < UNTIMED + runs; i++) {
        Thread.sleep(PAUSE_MILLIS);
        snippets.awaitWarm();
        var firstSample = new AtomicLong();
        var firstThread = new AtomicLong();
        long start = System.nanoTime();
        run(snippets, source, firstSample, firstThread);
        if (i >= UNTIMED) {
          samples.add((firstSample.get() - start) / 1e6);
          threads.add((firstThread.get() - start) / 1e6);
        }
      }
    }
    System.out.printf("first sample  %s%nfirst thread  %s%n", told(samples), told(threads));
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

  private static String told(List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "median %5.0f ms  (%.0f to %.0f, n=%d)",
        sorted.get(sorted.size() / 2),
        Collections.min(times),
        Collections.max(times),
        times.size());
  }
}
