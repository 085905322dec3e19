package loosethreads.benchmarks.live;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Pages on which Run was pressed at the same time.
 *
 * @param pages each is there once its program has begun
 */
public record OpeningPages(List<FutureTask<RunningPage>> pages) {

  /** Presses Run on so many, each on a thread of its own, and returns at once. */
  public static OpeningPages of(ServedBook book, Program program, int number) {
    List<FutureTask<RunningPage>> pages = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      var page = new FutureTask<>(() -> RunningPage.open(book, program.source()));
      Thread.ofVirtual().name("page").start(page);
      pages.add(page);
    }
    return new OpeningPages(pages);
  }

  /** Whether there is a program that has not begun. */
  public boolean goOn() {
    return pages.stream().anyMatch(page -> !page.isDone());
  }

  /**
   * Waits until all programs have begun.
   *
   * @throws ExecutionException if one has not; its cause says why
   */
  public List<RunningPage> await() throws InterruptedException, ExecutionException {
    List<RunningPage> running = new ArrayList<>();
    for (FutureTask<RunningPage> page : pages) {
      running.add(page.get());
    }
    return running;
  }
}
