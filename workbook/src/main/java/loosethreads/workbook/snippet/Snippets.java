package loosethreads.workbook.snippet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import loosethreads.workbook.jvm.JavaCommand;
import loosethreads.workbook.kata.Checkout;

/**
 * Runs snippets, each in a JVM of its own, and keeps one such JVM ready.
 *
 * <p>What a snippet does to its JVM ends with that JVM; when this JVM ends, however it does, those
 * of the snippets follow.
 */
public final class Snippets implements AutoCloseable {
  private static final String MAIN = "loosethreads.workbook.engine.Engine";

  /** By then this side has stopped it, or is too busy to. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final String WARM_UP =
      """
      import java.util.concurrent.*;
      record Price(String share, int cents) {}
      class Ticker implements AutoCloseable {
        private final BlockingQueue<Price> prices = new LinkedBlockingQueue<>();
        private final Thread thread = Thread.ofVirtual().name("ticker").start(this::run);
        private void run() {
          try {
            while (true) {
              prices.put(new Price("ACME", 7));
              Thread.sleep(1_000);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        public void close() {
          thread.interrupt();
        }
      }
      void wait(CountDownLatch gate) {
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      var gate = new CountDownLatch(1);
      for (int i = 0; i < 3; i++) {
        try (var ticker = new Ticker()) {
          System.out.println(ticker);
        }
        Thread.startVirtualThread(() -> wait(gate));
      }
      gate.countDown()
      """;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final SnippetLimits limits;
  private final JavaCommand command;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("snippet-spare").daemon().factory());
  private final Set<SnippetRun> running = new HashSet<>();
  private final Future<?> warm;
  private Future<Workbench> spare;
  private int jvms;
  private boolean closed;

  private Snippets(Checkout checkout, SnippetLimits limits) {
    this.limits = limits;
    List<Path> classPath = new ArrayList<>(checkout.kataClassPath());
    classPath.add(checkout.kataJar());
    classPath.add(checkout.workbookJar());
    this.command = new JavaCommand(JavaCommand.classPath(classPath), limits.heap(), MAIN);
    this.spare = background.submit(this::prepare);
    this.warm = background.submit(this::warmUp);
  }

  /** Opens with the usual limits and returns at once; it gets warm in the background. */
  public static Snippets open(Checkout checkout) {
    return open(checkout, SnippetLimits.USUAL);
  }

  /** Opens with other limits. */
  public static Snippets open(Checkout checkout, SnippetLimits limits) {
    return new Snippets(checkout, limits);
  }

  /** Waits until all is warm and a JVM stands ready, or it is known that none can be had. */
  public void awaitWarm() throws InterruptedException {
    try {
      warm.get();
      next().get();
    } catch (ExecutionException e) {
      // Whoever starts a snippet will be told.
    }
  }

  private synchronized Future<Workbench> next() {
    return spare;
  }

  /**
   * Starts a snippet.
   *
   * @param source imports, declarations, statements and expressions, as one types them into jshell
   * @param events told what happens, in order, on one thread; the last is {@link
   *     SnippetEvent.Ended}. If it throws, the run ends
   * @throws SnippetRefused if it can't be run; its message says why
   */
  public SnippetRun start(String source, Consumer<SnippetEvent> events) throws SnippetRefused {
    if (source.length() > SnippetLimits.LONGEST_SOURCE) {
      throw new SnippetRefused(
          SnippetRefused.Why.TOO_LONG,
          "A snippet has at most %,d characters.".formatted(SnippetLimits.LONGEST_SOURCE));
    }
    reserve();
    boolean begun = false;
    try {
      var run = new SnippetRun("r" + NUMBER.incrementAndGet(), take(), limits, events, this);
      enter(run);
      run.begin(Pieces.of(source));
      begun = true;
      return run;
    } finally {
      if (!begun) {
        jvmGone();
      }
    }
  }

  private synchronized void reserve() throws SnippetRefused {
    refuseIfClosed();
    if (jvms >= limits.runs()) {
      throw new SnippetRefused(
          SnippetRefused.Why.BUSY,
          "%d programs run already; stop one of them first.".formatted(jvms));
    }
    jvms++;
  }

  private void refuseIfClosed() throws SnippetRefused {
    if (closed) {
      throw new SnippetRefused(SnippetRefused.Why.CLOSED, "Snippets are closed.");
    }
  }

  private void enter(SnippetRun run) throws SnippetRefused {
    synchronized (this) {
      if (!closed) {
        running.add(run);
        return;
      }
    }
    run.abandon();
    throw new SnippetRefused(SnippetRefused.Why.CLOSED, "Snippets are closed.");
  }

  /** Hears from a run that its JVM is gone, so that another one may start. */
  synchronized void jvmGone() {
    jvms--;
  }

  /** Hears from a run that it has told its last. */
  synchronized void over(SnippetRun run) {
    running.remove(run);
  }

  private Workbench take() throws SnippetRefused {
    String why = "";
    for (int attempt = 0; attempt < 3; attempt++) {
      try {
        Workbench bench = takeNext().get();
        if (bench.jvm().alive()) {
          return bench;
        }
        // It was killed while it waited.
        bench.close();
      } catch (ExecutionException e) {
        why = ": " + e.getCause().getMessage();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new SnippetRefused(
        SnippetRefused.Why.NO_JVM, "No JVM can be had for the snippet" + why + ".");
  }

  private synchronized Future<Workbench> takeNext() throws SnippetRefused {
    refuseIfClosed();
    Future<Workbench> mine = spare;
    spare = background.submit(this::prepare);
    return mine;
  }

  private Workbench prepare() throws IOException, InterruptedException {
    if (isClosed()) {
      throw new IOException("snippets are closed");
    }
    return Workbench.start(command, limits.time().plus(GRACE), limits.output());
  }

  /** Runs a snippet for nobody: the next one finds jshell's compiler warm. */
  private Object warmUp() throws IOException, InterruptedException {
    try (Workbench bench = prepare()) {
      bench.evaluate(Pieces.of(WARM_UP));
      return bench;
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Ends every run and every JVM, and waits until they are gone. */
  @Override
  public void close() {
    List<SnippetRun> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(running);
    }
    all.forEach(SnippetRun::stop);
    try {
      for (SnippetRun run : all) {
        run.awaitEnd();
      }
      // Not shutdownNow: a JVM that is being started must be known to be ended.
      background.shutdown();
      background.close();
      next().get().close();
    } catch (ExecutionException e) {
      // It never started: nothing to end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
