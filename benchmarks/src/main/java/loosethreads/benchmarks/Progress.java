package loosethreads.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says how far a run has come, and how long it still takes: as a bar that stays in its line on a
 * terminal, or as a line a step in a log.
 */
final class Progress implements AutoCloseable {
  private static final int COLUMNS = 20;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean bar;
  private final CountDownLatch over = new CountDownLatch(1);
  private Thread ticker = Thread.ofPlatform().unstarted(() -> {});
  private Forecast forecast = Forecast.of(Duration.ZERO);
  private String now = "";

  Progress(PrintStream out, boolean bar) {
    this.out = out;
    this.bar = bar;
  }

  /** The run begins. */
  synchronized void begin(Duration expected) {
    forecast = Forecast.of(expected);
    if (bar) {
      ticker = Thread.ofPlatform().name("progress").daemon().start(this::tick);
    }
  }

  /** A step begins. */
  synchronized void begins(String experiment, Step step) {
    now = experiment + ": " + step.what();
    if (bar) {
      draw();
    } else {
      out.println(now + " · " + left());
    }
  }

  /** A step failed, or will not be done. */
  synchronized void skips(Step step) {
    forecast = forecast.without(step.expected());
  }

  /** A step is over. */
  synchronized void ends(Step step) {
    forecast = forecast.done(step.expected());
  }

  /** Says something that stays. */
  synchronized void say(String line) {
    out.println((bar ? CLEAR : "") + line);
  }

  private void tick() {
    try {
      while (!over.await(1, TimeUnit.SECONDS)) {
        synchronized (this) {
          draw();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    int filled = (int) (COLUMNS * forecast.share());
    out.print(
        CLEAR + "█".repeat(filled) + "░".repeat(COLUMNS - filled) + " " + left() + " · " + now);
    out.flush();
  }

  private String left() {
    return told(forecast.left(System.nanoTime())) + " left";
  }

  /** A time that does not pretend to be exact. */
  static String told(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 10) {
      return "some seconds";
    }
    return seconds < 90
        ? "about %d s".formatted((seconds + 5) / 10 * 10)
        : "about %d min".formatted((seconds + 30) / 60);
  }

  @Override
  public void close() {
    over.countDown();
    try {
      ticker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (bar) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
