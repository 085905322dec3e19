package loosethreads.leakcheck.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.FileSystems;
import java.nio.file.WatchService;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Programs that leave a thread behind. Each returns what ends it after all. */
@SuppressWarnings("FutureReturnValueIgnored") // as in programs that leak
public enum Leaking {
  VIRTUAL_ON_QUEUE("take() on a LinkedBlockingQueue that nobody fills") {
    @Override
    public AutoCloseable start() {
      var queue = new LinkedBlockingQueue<String>();
      return end(Thread.startVirtualThread(() -> quietly(queue::take)));
    }
  },
  PLATFORM_ON_QUEUE("take() on a LinkedBlockingQueue that nobody fills") {
    @Override
    public AutoCloseable start() {
      var queue = new LinkedBlockingQueue<String>();
      return end(Thread.ofPlatform().start(() -> quietly(queue::take)));
    }
  },
  DAEMON_ON_LATCH("await() on a CountDownLatch that") {
    @Override
    public AutoCloseable start() {
      var latch = new CountDownLatch(3);
      return end(Thread.ofPlatform().daemon().start(() -> quietly(latch::await)));
    }
  },
  SENDER_WITHOUT_RECEIVER("put() on a SynchronousQueue that nobody empties") {
    @Override
    public AutoCloseable start() {
      var queue = new SynchronousQueue<String>();
      return end(Thread.startVirtualThread(() -> quietly(() -> queue.put("result"))));
    }
  },
  ON_FUTURE("get() on a CompletableFuture that nobody completes") {
    @Override
    public AutoCloseable start() {
      var future = new CompletableFuture<String>();
      return end(Thread.startVirtualThread(() -> quietly(future::get)));
    }
  },
  ON_SEMAPHORE("acquire() on a Semaphore whose permits nobody releases") {
    @Override
    public AutoCloseable start() {
      var semaphore = new Semaphore(0);
      return end(Thread.startVirtualThread(() -> quietly(semaphore::acquire)));
    }
  },
  ON_LOCK("lockInterruptibly() on a ReentrantLock that another holds") {
    @Override
    public AutoCloseable start() {
      var lock = new ReentrantLock();
      lock.lock();
      return end(Thread.startVirtualThread(() -> quietly(lock::lockInterruptibly)));
    }
  },
  ON_CONDITION("await() on a Condition that nobody signals") {
    @Override
    public AutoCloseable start() {
      var lock = new ReentrantLock();
      var full = lock.newCondition();
      return end(
          Thread.startVirtualThread(() -> {
            lock.lock();
            try {
              quietly(full::await);
            } finally {
              lock.unlock();
            }
          }));
    }
  },
  ON_BARRIER("await() on a CyclicBarrier for others that do not come") {
    @Override
    public AutoCloseable start() {
      var barrier = new CyclicBarrier(2);
      return end(Thread.startVirtualThread(() -> quietly(barrier::await)));
    }
  },
  ON_MONITOR("wait() for a notify that nobody sends") {
    @Override
    public AutoCloseable start() {
      var monitor = new Object();
      return end(Thread.ofPlatform().start(() -> waitOn(monitor)));
    }
  },
  PARKED("is parked by LockSupport and nobody unparks it") {
    @Override
    public AutoCloseable start() {
      return end(
          Thread.startVirtualThread(() -> {
            while (!Thread.interrupted()) {
              LockSupport.park();
            }
          }));
    }
  },
  SLEEPER("sleeps, in a loop or for long") {
    @Override
    public AutoCloseable start() {
      return end(Thread.startVirtualThread(() -> quietly(() -> Thread.sleep(600_000))));
    }
  },
  SPINNER("is running, not waiting") {
    @Override
    public AutoCloseable start() {
      var stopped = new AtomicBoolean();
      Thread thread =
          Thread.startVirtualThread(() -> {
            while (!stopped.get()) {
              Thread.onSpinWait();
            }
          });
      return () -> {
        stopped.set(true);
        thread.join();
      };
    }
  },
  GRANDCHILD("take() on a LinkedBlockingQueue that nobody fills") {
    @Override
    public AutoCloseable start() throws Exception {
      var queue = new LinkedBlockingQueue<String>();
      var child = new LinkedBlockingQueue<Thread>();
      Thread.ofPlatform()
          .start(() -> child.add(Thread.startVirtualThread(() -> quietly(queue::take))));
      return end(child.take());
    }
  },
  WITHOUT_INHERITANCE("take() on a LinkedBlockingQueue that nobody fills") {
    @Override
    public AutoCloseable start() {
      var queue = new LinkedBlockingQueue<String>();
      return end(
          Thread.ofVirtual()
              .inheritInheritableThreadLocals(false)
              .start(() -> quietly(queue::take)));
    }
  },
  IDLE_FIXED_POOL("is an idle worker and waits for the next task of its pool") {
    @Override
    public AutoCloseable start() throws Exception {
      return usedOnce(Executors.newFixedThreadPool(1));
    }
  },
  IDLE_CACHED_POOL("is an idle worker and waits for the next task of its pool") {
    @Override
    public AutoCloseable start() throws Exception {
      return usedOnce(Executors.newCachedThreadPool());
    }
  },
  IDLE_WORK_STEALING_POOL("is an idle worker and waits for the next task of its pool") {
    @Override
    public AutoCloseable start() throws Exception {
      return usedOnce(new ForkJoinPool(1));
    }
  },
  SCHEDULED_POOL("is an idle worker and waits for the next task of its pool") {
    @Override
    public AutoCloseable start() {
      ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
      pool.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.HOURS);
      return pool::shutdownNow;
    }
  },
  BUSY_POOL("await() on a CountDownLatch that") {
    @Override
    public AutoCloseable start() {
      var latch = new CountDownLatch(1);
      ExecutorService pool = Executors.newFixedThreadPool(1);
      pool.execute(() -> quietly(latch::await));
      return pool::shutdownNow;
    }
  },
  VIRTUAL_EXECUTOR("await() on a CountDownLatch that") {
    @Override
    public AutoCloseable start() {
      var latch = new CountDownLatch(1);
      ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
      pool.execute(() -> quietly(latch::await));
      return pool::shutdownNow;
    }
  },
  SCOPE("await() on a CountDownLatch that") {
    @Override
    public AutoCloseable start() {
      var latch = new CountDownLatch(1);
      Thread owner =
          Thread.startVirtualThread(() -> {
            try (var scope = StructuredTaskScope.open()) {
              scope.fork(() -> quietly(latch::await));
              quietly(scope::join);
            }
          });
      return end(owner);
    }
  },
  COMMON_POOL("await() on a CountDownLatch that") {
    @Override
    public AutoCloseable start() throws Exception {
      var started = new CountDownLatch(1);
      var latch = new CountDownLatch(1);
      CompletableFuture<Void> task =
          CompletableFuture.runAsync(() -> {
            started.countDown();
            quietly(latch::await);
          });
      started.await();
      return () -> {
        latch.countDown();
        task.join();
      };
    }
  },
  TIMER("is the thread of a Timer and waits for its next task") {
    @Override
    public AutoCloseable start() {
      Timer timer = new Timer();
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {}
          },
          3_600_000);
      return timer::cancel;
    }
  },
  HTTP_CLIENT("is the thread of an HttpClient that nobody closed") {
    @Override
    public AutoCloseable start() {
      return HttpClient.newHttpClient();
    }
  },
  WATCH_SERVICE("is the thread of a WatchService that nobody closed") {
    @Override
    public AutoCloseable start() throws IOException {
      WatchService service = FileSystems.getDefault().newWatchService();
      return service;
    }
  },
  WATCH_SERVICE_TAKER("take() on a WatchService that nobody closes") {
    @Override
    public AutoCloseable start() throws IOException {
      WatchService service = FileSystems.getDefault().newWatchService();
      Thread taker = Thread.startVirtualThread(() -> quietly(service::take));
      return () -> {
        end(taker).close();
        service.close();
      };
    }
  },
  SERVER("accept() on a ServerSocket") {
    @Override
    public AutoCloseable start() throws IOException {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(() -> quietly(server::accept));
      return server;
    }
  },
  SERVER_PLATFORM("accept() on a ServerSocket") {
    @Override
    public AutoCloseable start() throws IOException {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.ofPlatform().start(() -> quietly(server::accept));
      return server;
    }
  },
  DEAF("take() on a LinkedBlockingQueue that nobody fills") {
    @Override
    public AutoCloseable start() {
      var queue = new LinkedBlockingQueue<String>();
      Thread thread =
          Thread.startVirtualThread(() -> {
            while (true) {
              try {
                queue.take();
                return;
              } catch (InterruptedException e) {
                // Swallowed, as so often.
              }
            }
          });
      return () -> {
        queue.add("end");
        thread.join();
      };
    }
  };

  private final String words;

  Leaking(String words) {
    this.words = words;
  }

  /** What its report has to say. */
  public String words() {
    return words;
  }

  /** Leaves a thread behind, and returns what ends it. */
  public abstract AutoCloseable start() throws Exception;

  private static AutoCloseable end(Thread thread) {
    return () -> {
      thread.interrupt();
      thread.join();
    };
  }

  private static AutoCloseable usedOnce(ExecutorService pool) throws Exception {
    pool.submit(() -> {}).get();
    return pool;
  }

  private static void waitOn(Object monitor) {
    synchronized (monitor) {
      try {
        while (true) {
          monitor.wait();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void quietly(Call call) {
    try {
      call.run();
    } catch (Exception e) {
      // It is over, one way or the other.
    }
  }
}
