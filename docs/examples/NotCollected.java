import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Starts threads that nobody can end and nobody refers to, and sees whether they are collected. */
class NotCollected {
  /** Begins to wait, and says so just before. */
  private interface Wait {
    void begin() throws InterruptedException;
  }

  void main() throws InterruptedException {
    tell("platform, take() on its own queue", start(Thread.ofPlatform().daemon(), takeForGood()));
    tell("virtual, take() on its own queue", start(Thread.ofVirtual(), takeForGood()));
    tell("virtual, sleeps for a day", start(Thread.ofVirtual(), sleepForADay()));
    tell("virtual, in an executor that is dropped", startIn(executorOfVirtualThreads()));
    tell("platform, in a pool that is dropped", startIn(poolOfDaemons()));
  }

  private static Wait takeForGood() {
    return () -> new LinkedBlockingQueue<String>().take();
  }

  private static Wait sleepForADay() {
    return () -> Thread.sleep(Duration.ofDays(1));
  }

  private static ExecutorService executorOfVirtualThreads() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  private static ExecutorService poolOfDaemons() {
    return Executors.newFixedThreadPool(1, Thread.ofPlatform().daemon().factory());
  }

  private static WeakReference<Thread> start(Thread.Builder builder, Wait wait)
      throws InterruptedException {
    return whenItWaits(builder.start(() -> quietly(wait)));
  }

  private static WeakReference<Thread> startIn(ExecutorService executor)
      throws InterruptedException {
    var thread = new Thread[1];
    var isThere = new CountDownLatch(1);
    executor.execute(() -> {
      thread[0] = Thread.currentThread();
      isThere.countDown();
      quietly(takeForGood());
    });
    isThere.await();
    Thread found = thread[0];
    thread[0] = null;
    return whenItWaits(found);
  }

  private static void quietly(Wait wait) {
    try {
      wait.begin();
    } catch (InterruptedException e) {
      // Nobody interrupts it: nobody has it.
    }
  }

  /** From here on, only a weak reference is left. */
  private static WeakReference<Thread> whenItWaits(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    return new WeakReference<>(thread);
  }

  private static void tell(String kind, WeakReference<Thread> thread) throws InterruptedException {
    for (int i = 0; i < 5 && thread.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    IO.println("%-42s %s".formatted(kind, thread.refersTo(null) ? "collected" : "still there"));
  }
}
