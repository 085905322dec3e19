package loosethreads.workbook.snippet;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loosethreads.workbook.engine.Word;

/** One snippet that runs, or ran. */
public final class SnippetRun {
  private static final int OUT_OF_MEMORY = 3;

  private final String id;
  private final Workbench bench;
  private final SnippetLimits limits;
  private final Consumer<SnippetEvent> events;
  private final Snippets owner;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Trend trend = new Trend();
  private final StringBuilder tail = new StringBuilder();
  private Word.Sample last = new Word.Sample(0, 0, 0, 0);
  private int printed;
  private int problem;
  private boolean exiting;
  private int samplesSinceEvaluated = -1;
  private long evaluatedAt;

  SnippetRun(
      String id,
      Workbench bench,
      SnippetLimits limits,
      Consumer<SnippetEvent> events,
      Snippets owner) {
    this.id = id;
    this.bench = bench;
    this.limits = limits;
    this.events = events;
    this.owner = owner;
  }

  /** Names this run among all of this JVM's. */
  public String id() {
    return id;
  }

  /** Ends it: its JVM is gone soon after, and {@code Ended(stopped)} follows. */
  public void stop() {
    bench.steps().add(new Step.Stop());
    bench.jvm().kill();
  }

  void begin(List<Piece> pieces) {
    Thread compiler =
        Thread.ofPlatform().name("snippet-compiler").daemon().start(() -> bench.evaluate(pieces));
    Thread.ofPlatform().name("snippet-events").daemon().start(() -> follow(compiler));
  }

  /** Ends what never began. */
  void abandon() {
    bench.close();
  }

  /** Waits until its JVM is gone and its last event has been told. */
  void awaitEnd() throws InterruptedException {
    done.await();
  }

  private void follow(Thread compiler) {
    var ended = new SnippetEvent.Ended("stopped", "Stopped.");
    try {
      ended = hear();
      if (ended.reason().equals("finished")) {
        events.accept(trend.last());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Whoever listened can't any more: it ends here, as promised.
    } finally {
      endAll(compiler);
      tellLast(ended);
    }
  }

  private void tellLast(SnippetEvent.Ended ended) {
    try {
      events.accept(ended);
    } catch (RuntimeException e) {
      // Nobody listens. It is over all the same.
    } finally {
      owner.over(this);
      done.countDown();
    }
  }

  private void endAll(Thread compiler) {
    bench.close();
    owner.jvmGone();
    try {
      compiler.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells everything until it is over. */
  private SnippetEvent.Ended hear() throws InterruptedException {
    long deadline = System.nanoTime() + limits.time().toNanos();
    while (true) {
      Step step = bench.steps().poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (step) {
        case null -> {
          return ended(
              "time", "It ran for %d s and was stopped.".formatted(limits.time().toSeconds()));
        }
        case Step.Stop() -> {
          return ended("stopped", "Stopped.");
        }
        case Step.Gone() -> {
          return gone();
        }
        case Step.Evaluated() -> {
          samplesSinceEvaluated = 0;
          evaluatedAt = System.nanoTime();
        }
        case Step.Told(SnippetEvent.Output(String text)) -> {
          printed += text.length();
          if (printed > limits.output()) {
            return ended(
                "output",
                "It printed more than %,d characters and was stopped.".formatted(limits.output()));
          }
          keepTail(text);
          events.accept(new SnippetEvent.Output(text));
        }
        case Step.Told(SnippetEvent event) -> {
          if (event instanceof SnippetEvent.Problem(int line, _)) {
            problem = line;
          }
          events.accept(event);
        }
        case Step.Said(Word.Sample sample) -> {
          tell(sample);
          if (tooMany(sample)) {
            return tooManyThreads();
          }
          if (hasSettled()) {
            return finished();
          }
        }
        case Step.Said(Word.Exiting()) -> exiting = true;
        case Step.Said(Word _) -> {}
      }
    }
  }

  private void tell(Word.Sample sample) {
    last = sample;
    events.accept(
        new SnippetEvent.Sample(
            sample.millis(), sample.platform(), sample.virtual(), sample.heapKb()));
    trend.next(sample.millis(), sample.platform() + sample.virtual()).ifPresent(events);
    if (samplesSinceEvaluated >= 0) {
      samplesSinceEvaluated++;
    }
  }

  /** The first sample may have been taken before the last line was evaluated. */
  private boolean hasSettled() {
    return samplesSinceEvaluated > 1
        && (last.platform() + last.virtual() == 0
            || System.nanoTime() - evaluatedAt > limits.settling().toNanos());
  }

  private boolean tooMany(Word.Sample sample) {
    return sample.platform() > limits.platform() || sample.virtual() > limits.virtual();
  }

  private SnippetEvent.Ended tooManyThreads() {
    return ended(
        "threads",
        "It had %,d platform and %,d virtual threads and was stopped: %,d and %,d are the most."
            .formatted(last.platform(), last.virtual(), limits.platform(), limits.virtual()));
  }

  private SnippetEvent.Ended finished() {
    int left = last.platform() + last.virtual();
    String threads =
        left == 0
            ? "No thread is left."
            : Trend.threads(left) + (left == 1 ? " is" : " are") + " left.";
    return problem > 0
        ? ended("finished", "It ended at line %d. %s".formatted(problem, threads))
        : ended("finished", "It ran to its last line. " + threads);
  }

  private SnippetEvent.Ended gone() throws InterruptedException {
    int exit = bench.jvm().exitValue();
    if (tooMany(last)) {
      return tooManyThreads();
    }
    if (exit == OUT_OF_MEMORY && tail.indexOf("java.lang.OutOfMemoryError") >= 0) {
      return ended("heap", "It used up its heap of %d MB and was ended.".formatted(limits.heap()));
    }
    return exiting
        ? ended("crashed", "It ended its JVM with System.exit(%d).".formatted(exit))
        : ended(
            "crashed",
            "Its JVM ended with exit value %d: Runtime.halt, or a crash of the JVM itself."
                .formatted(exit));
  }

  /** What the JVM says of its own end is among the last words. */
  private void keepTail(String text) {
    tail.append(text);
    if (tail.length() > 2_000) {
      tail.delete(0, tail.length() - 1_000);
    }
  }

  private static SnippetEvent.Ended ended(String reason, String text) {
    return new SnippetEvent.Ended(reason, text);
  }
}
