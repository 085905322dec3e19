package loosethreads.leakcheck.programs;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Leaks in each way that the golden reports show. */
public final class PriceTicker implements AutoCloseable {
  private final LinkedBlockingQueue<Integer> prices = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<ExecutorService> pool = Optional.empty();

  /** Starts a thread that listens for prices. */
  public void listen() {
    Thread.startVirtualThread(this::loop);
  }

  /** Starts a thread that no interrupt ends. */
  public void listenForGood() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (closed.getCount() > 0) {
            loop();
          }
        });
  }

  /** Makes a pool, has it do a task, and keeps it. */
  public void pool() throws Exception {
    pool = Optional.of(Executors.newFixedThreadPool(3));
    pool.get().submit(() -> prices.size()).get();
  }

  private void loop() {
    try {
      prices.take();
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    for (int i = 0; i < 5_000; i++) {
      prices.add(i);
    }
    pool.ifPresent(ExecutorService::close);
  }

  /** Shuts a pool down whose only task is due in an hour. */
  public static ExecutorService poolWithALateTask() {
    var pool = Executors.newScheduledThreadPool(1);
    var _ = pool.schedule(() -> {}, 1, java.util.concurrent.TimeUnit.HOURS);
    pool.shutdown();
    return pool;
  }

  /** Starts a thread that listens for an hour. */
  public void listenForAnHour() {
    Thread.startVirtualThread(() -> {
      try {
        prices.poll(1, java.util.concurrent.TimeUnit.HOURS);
      } catch (InterruptedException e) {
        // It is over.
      }
    });
  }

  /** Starts a thread that asks for prices without a pause. */
  public void ask() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (closed.getCount() > 0) {
            Thread.onSpinWait();
          }
        });
  }

  /** Starts a thread that nobody can ever wake: the ticker is forgotten. */
  public static void listenAndForget() {
    new PriceTicker().listen();
  }
}
