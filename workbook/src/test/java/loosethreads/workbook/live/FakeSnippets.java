package loosethreads.workbook.live;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loosethreads.workbook.snippet.SnippetEvent;

/** Snippets that do what the test says, in no JVM at all. */
final class FakeSnippets implements SnippetStarter {
  private static final int MOST = 3;

  private final List<Run> running = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Run> started = new LinkedBlockingQueue<>();

  /** One of them. */
  final class Run {
    private final String source;
    private final Consumer<SnippetEvent> events;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Run(String source, Consumer<SnippetEvent> events) {
      this.source = source;
      this.events = events;
    }

    String source() {
      return source;
    }

    void happens(SnippetEvent event) {
      events.accept(event);
    }

    boolean isStopped() throws InterruptedException {
      return stopped.await(20, TimeUnit.SECONDS);
    }

    private void stop() {
      if (running.remove(this)) {
        events.accept(new SnippetEvent.Ended("stopped", "You stopped it."));
      }
      stopped.countDown();
    }
  }

  @Override
  public synchronized Running start(String source, Consumer<SnippetEvent> events) {
    if (running.size() == MOST) {
      throw new Refused(429, "Three run already; stop one.");
    }
    Run run = new Run(source, events);
    running.add(run);
    started.add(run);
    return new Running("r" + System.identityHashCode(run), run::stop);
  }

  /** The next one that was started. */
  Run next() throws InterruptedException {
    Run run = started.poll(20, TimeUnit.SECONDS);
    if (run == null) {
      throw new AssertionError("nothing was started");
    }
    return run;
  }

  int running() {
    return running.size();
  }
}
