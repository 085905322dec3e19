package loosethreads.workbook.snippet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Keeps what is told of a run, and waits for what a test wants to hear. */
final class Hearing implements Consumer<SnippetEvent> {
  /** Nothing here takes as long, even on a busy machine. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

  private final List<SnippetEvent> events = new ArrayList<>();

  @Override
  public synchronized void accept(SnippetEvent event) {
    events.add(event);
    notifyAll();
  }

  synchronized List<SnippetEvent> events() {
    return List.copyOf(events);
  }

  /** Waits for an event of this kind that is so. */
  synchronized <E extends SnippetEvent> E await(Class<E> kind, Predicate<E> such)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      var found = events.stream().filter(kind::isInstance).map(kind::cast).filter(such).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      boolean ended = !events.isEmpty() && events.getLast() instanceof SnippetEvent.Ended;
      if (left <= 0 || ended) {
        throw new AssertionError(
            (ended ? "it ended" : "waited in vain")
                + " without such a "
                + kind.getSimpleName()
                + ": "
                + told());
      }
      wait(left);
    }
  }

  SnippetEvent.Ended awaitEnd() throws InterruptedException {
    return await(SnippetEvent.Ended.class, _ -> true);
  }

  /** Waits until as many threads have been seen at once. */
  SnippetEvent.Sample awaitThreads(int number) throws InterruptedException {
    return await(SnippetEvent.Sample.class, s -> s.platform() + s.virtual() >= number);
  }

  String output() {
    var text = new StringBuilder();
    for (SnippetEvent event : events()) {
      if (event instanceof SnippetEvent.Output(String some)) {
        text.append(some);
      }
    }
    return text.toString();
  }

  List<SnippetEvent.Problem> problems() {
    return events().stream()
        .filter(SnippetEvent.Problem.class::isInstance)
        .map(SnippetEvent.Problem.class::cast)
        .toList();
  }

  /** The most threads that were seen at once. */
  int peak() {
    return events().stream()
        .mapToInt(e -> e instanceof SnippetEvent.Sample s ? s.platform() + s.virtual() : 0)
        .max()
        .orElse(0);
  }

  /** All that was told, without the samples. */
  List<SnippetEvent> told() {
    return events().stream().filter(e -> !(e instanceof SnippetEvent.Sample)).toList();
  }
}
