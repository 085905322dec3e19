package loosethreads.leakcheck.programs;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Programs with a thread that waits, with no limit, and that a live thread will wake after some
 * time. What wakes it has the only way to it: nothing is held for the sake of the test.
 */
@SuppressWarnings({"FutureReturnValueIgnored", "InterruptedExceptionSwallowed"})
public enum Wakeable {
  FED_BY_A_SLEEPER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      other.start(() -> {
        Thread.sleep(millis);
        queue.put("late");
      });
    }
  },
  FED_BY_A_SPINNER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      long end = System.nanoTime() + Math.min(millis, 300) * 1_000_000;
      other.start(() -> {
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        queue.put("late");
      });
    }
  },
  FED_BY_ONE_THAT_WAITS_FOR_A_LIVE_ONE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var first = new LinkedBlockingQueue<String>();
      var second = new LinkedBlockingQueue<String>();
      var third = new LinkedBlockingQueue<String>();
      waiter(kind, third::take);
      waiter(other, () -> third.put(second.take()));
      waiter(kind, () -> second.put(first.take()));
      other.start(() -> {
        Thread.sleep(millis);
        first.put("late");
      });
    }
  },
  FED_THROUGH_A_STATIC_FIELD {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      BOARD.add(queue);
      waiter(
          kind,
          () -> {
            queue.take();
            BOARD.remove(queue);
          });
      SCHEDULER.schedule(
          () -> BOARD.forEach(one -> one.offer("late")), millis, TimeUnit.MILLISECONDS);
    }
  },
  FED_BY_A_TIMER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      var timer = new Timer(true);
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              queue.offer("late");
              timer.cancel();
            }
          },
          millis);
    }
  },
  FED_BY_A_SCHEDULED_EXECUTOR {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      SCHEDULER.schedule(() -> queue.offer("late"), millis, TimeUnit.MILLISECONDS);
    }
  },
  FED_BY_A_POOL {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      POOL.submit(() -> {
        Thread.sleep(millis);
        return queue.offer("late");
      });
    }
  },
  FED_BY_A_DELAYED_EXECUTOR {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
          .execute(() -> queue.offer("late"));
    }
  },
  FED_BY_A_THREAD_NOT_YET_STARTED {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      Thread unstarted = other.unstarted(() -> queue.offer("late"));
      SCHEDULER.schedule(unstarted::start, millis, TimeUnit.MILLISECONDS);
    }
  },
  ON_A_FUTURE_WITH_A_TIMEOUT {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var future = new CompletableFuture<String>();
      future.orTimeout(millis, TimeUnit.MILLISECONDS);
      waiter(kind, future::get);
    }
  },
  ON_A_FUTURE_OF_A_DROPPED_EXECUTOR {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var executor = Executors.newThreadPerTaskExecutor(other::unstarted);
      var future =
          executor.submit(() -> {
            Thread.sleep(millis);
            return "late";
          });
      executor.shutdown();
      waiter(kind, future::get);
    }
  },
  ON_A_STAGE_OF_THE_COMMON_POOL {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var future =
          CompletableFuture.supplyAsync(
                  () -> "late",
                  CompletableFuture.delayedExecutor(
                      millis, TimeUnit.MILLISECONDS, ForkJoinPool.commonPool()))
              .thenApply(String::length);
      waiter(kind, future::join);
    }
  },
  ON_A_LATCH {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var latch = new CountDownLatch(1);
      waiter(kind, latch::await);
      other.start(() -> {
        Thread.sleep(millis);
        latch.countDown();
      });
    }
  },
  ON_A_SEMAPHORE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var semaphore = new Semaphore(0);
      waiter(kind, semaphore::acquire);
      other.start(() -> {
        Thread.sleep(millis);
        semaphore.release();
      });
    }
  },
  ON_A_LOCK {
    @Override
    void start(Kind kind, Kind other, long millis) throws Exception {
      var lock = new ReentrantLock();
      var locked = new CountDownLatch(1);
      other.start(() -> {
        lock.lock();
        try {
          locked.countDown();
          Thread.sleep(millis);
        } finally {
          lock.unlock();
        }
      });
      locked.await();
      waiter(kind, lock::lock);
    }
  },
  ON_A_CONDITION {
    @Override
    @SuppressWarnings("WaitNotInLoop")
    void start(Kind kind, Kind other, long millis) {
      var lock = new ReentrantLock();
      var condition = lock.newCondition();
      var waits = new CountDownLatch(1);
      waiter(
          kind,
          () -> {
            lock.lock();
            try {
              waits.countDown();
              condition.await();
            } finally {
              lock.unlock();
            }
          });
      other.start(() -> {
        waits.await();
        Thread.sleep(millis);
        lock.lock();
        try {
          condition.signalAll();
        } finally {
          lock.unlock();
        }
      });
    }
  },
  AT_A_BARRIER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var barrier = new CyclicBarrier(2);
      waiter(kind, barrier::await);
      other.start(() -> {
        Thread.sleep(millis);
        barrier.await();
      });
    }
  },
  AT_A_PHASER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var phaser = new Phaser(2);
      waiter(kind, phaser::arriveAndAwaitAdvance);
      other.start(() -> {
        Thread.sleep(millis);
        phaser.arrive();
      });
    }
  },
  AT_AN_EXCHANGER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var exchanger = new Exchanger<String>();
      waiter(kind, () -> exchanger.exchange("mine"));
      other.start(() -> {
        Thread.sleep(millis);
        exchanger.exchange("yours");
      });
    }
  },
  UNPARKED {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var flag = new AtomicInteger();
      Thread waiter =
          waiter(
              kind,
              () -> {
                while (flag.get() == 0) {
                  LockSupport.park();
                }
              });
      other.start(() -> {
        Thread.sleep(millis);
        flag.set(1);
        LockSupport.unpark(waiter);
      });
    }
  },
  NOTIFIED {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var monitor = new Object();
      var waits = new CountDownLatch(1);
      waiter(kind, () -> waitOn(monitor, waits));
      other.start(() -> {
        waits.await();
        Thread.sleep(millis);
        notifyOf(monitor);
      });
    }
  },
  NOTIFIED_OF_AN_ARRAY {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var monitor = new byte[0];
      var waits = new CountDownLatch(1);
      waiter(kind, () -> waitOn(monitor, waits));
      other.start(() -> {
        waits.await();
        Thread.sleep(millis);
        notifyOf(monitor);
      });
    }
  },
  NOTIFIED_IN_A_SYNCHRONIZED_METHOD {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var gate = new Gate();
      waiter(kind, gate::pass);
      other.start(() -> {
        Thread.sleep(millis);
        gate.open();
      });
    }
  },
  AT_A_MONITOR {
    @Override
    void start(Kind kind, Kind other, long millis) throws Exception {
      var monitor = new Object();
      var entered = new CountDownLatch(1);
      other.start(() -> {
        synchronized (monitor) {
          entered.countDown();
          Thread.sleep(millis);
        }
      });
      entered.await();
      waiter(
          kind,
          () -> {
            synchronized (monitor) {
              entered.countDown();
            }
          });
    }
  },
  IN_JOIN {
    @Override
    void start(Kind kind, Kind other, long millis) {
      Thread sleeper = other.start(() -> Thread.sleep(millis));
      waiter(kind, sleeper::join);
    }
  },
  IN_A_SCOPE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      waiter(
          kind,
          () -> {
            try (var scope = StructuredTaskScope.open()) {
              scope.fork(() -> sleep(millis));
              scope.join();
            }
          });
    }
  },
  INTERRUPTED {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      Thread waiter = waiter(kind, queue::take);
      other.start(() -> {
        Thread.sleep(millis);
        waiter.interrupt();
      });
    }
  },
  INTERRUPTED_BY_A_WEAK_REFERENCE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      var waiter = new WeakReference<Thread>(waiter(kind, queue::take));
      other.start(() -> {
        Thread.sleep(millis);
        waiter.get().interrupt();
      });
    }
  },
  FED_THROUGH_A_SOFT_REFERENCE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      var soft = new SoftReference<BlockingQueue<String>>(queue);
      waiter(kind, queue::take);
      other.start(() -> {
        Thread.sleep(millis);
        soft.get().put("late");
      });
    }
  },
  INTERRUPTED_WITH_ITS_GROUP {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      var group = new ThreadGroup("outer");
      var inner = new ThreadGroup(group, "inner");
      Thread waiter = new Thread(inner, () -> Kind.quietly(waiting(queue::take)));
      waiter.setDaemon(true);
      waiter.start();
      note(waiter);
      other.start(() -> {
        Thread.sleep(millis);
        group.interrupt();
      });
    }
  },
  ENDED_WITH_ITS_POOL {
    @Override
    void start(Kind kind, Kind other, long millis) {
      ExecutorService pool =
          Executors.newFixedThreadPool(1, task -> waiter(kind, task::run, false));
      pool.submit(() -> "done");
      other.start(() -> {
        Thread.sleep(millis);
        pool.shutdown();
      });
    }
  },
  FED_BY_A_CLEANER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      var garbage = new Object();
      CLEANER.register(garbage, () -> queue.offer("late"));
      other.start(() -> keepFor(garbage, millis));
    }
  },
  FED_BY_A_FINALIZER {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var queue = new LinkedBlockingQueue<String>();
      waiter(kind, queue::take);
      var garbage = new Finalized(queue);
      other.start(() -> keepFor(garbage, millis));
    }
  },
  ON_A_REFERENCE_QUEUE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      var garbage = new Object();
      other.start(() -> keepFor(garbage, millis));
      startWithReference(kind, garbage);
    }
  },
  FED_THROUGH_A_CLASS_VALUE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      // One at a time: a class has one value.
      if (CLASS_VALUE_TAKEN.compareAndSet(0, 1)) {
        waiter(kind, OF_CLASS.get(Wakeable.class)::take);
        other.start(() -> {
          Thread.sleep(millis);
          OF_CLASS.get(Wakeable.class).put("late");
          OF_CLASS.remove(Wakeable.class);
          CLASS_VALUE_TAKEN.set(0);
        });
      }
    }
  },
  FED_THROUGH_A_THREAD_LOCAL {
    @Override
    void start(Kind kind, Kind other, long millis) {
      other.start(() -> {
        startWithThreadLocal(kind);
        Thread.sleep(millis);
        LOCAL.get().put("late");
      });
    }
  },
  FED_THROUGH_AN_INHERITED_THREAD_LOCAL {
    @Override
    void start(Kind kind, Kind other, long millis) throws Exception {
      Kind.PLATFORM
          .start(() -> {
            INHERITED.set(new LinkedBlockingQueue<>());
            other.start(() -> {
              Thread.sleep(millis);
              INHERITED.get().put("late");
            });
            waiter(kind, INHERITED.get()::take);
          })
          .join();
    }
  },
  FED_THROUGH_A_SCOPED_VALUE {
    @Override
    void start(Kind kind, Kind other, long millis) {
      other.start(() ->
          ScopedValue.where(SCOPED, new LinkedBlockingQueue<>())
              .run(() -> {
                waiter(kind, SCOPED.get()::take);
                Kind.quietly(() -> {
                  Thread.sleep(millis);
                  SCOPED.get().put("late");
                });
              }));
    }
  },
  FED_BY_A_SOCKET {
    @Override
    void start(Kind kind, Kind other, long millis) throws Exception {
      var queue = new LinkedBlockingQueue<String>();
      var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      waiter(kind, queue::take);
      other.start(() -> {
        try (server;
            Socket accepted = server.accept()) {
          queue.put(accepted.toString());
        }
      });
      int port = server.getLocalPort();
      SCHEDULER.schedule(() -> connect(port), millis, TimeUnit.MILLISECONDS);
    }
  },
  ON_A_WATCH_SERVICE {
    @Override
    void start(Kind kind, Kind other, long millis) throws Exception {
      Path folder = Files.createTempDirectory("watched");
      var service = FileSystems.getDefault().newWatchService();
      folder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
      waiter(
          kind,
          () -> {
            try (service) {
              service.take();
            }
          });
      SCHEDULER.schedule(() -> createAndDelete(folder), millis, TimeUnit.MILLISECONDS);
    }
  },
  ON_A_PROCESS {
    @Override
    void start(Kind kind, Kind other, long millis) throws Exception {
      Process process = new ProcessBuilder("sleep", Double.toString(millis / 1e3)).start();
      waiter(kind, process::waitFor);
    }
  },
  /** Once it is compiled, the object that leads to the queue is none any more. */
  FED_BY_CODE_THAT_TAKES_OBJECTS_APART {
    @Override
    void start(Kind kind, Kind other, long millis) throws InterruptedException {
      Apart.warmUp();
      other.start(() -> Apart.feed(waitingQueue(kind), millis));
    }
  };

  /** Started with the JVM's end; nobody but the JDK's list of hooks knows of it. */
  public static void startOneThatAShutdownHookWakes(Kind kind) {
    var queue = new LinkedBlockingQueue<String>();
    waiter(kind, queue::take);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> queue.offer("late")));
  }

  private static final ConcurrentLinkedQueue<Long> NOTED = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger ALIVE = new AtomicInteger();

  private static final ConcurrentLinkedQueue<BlockingQueue<String>> BOARD =
      new ConcurrentLinkedQueue<>();
  private static final ScheduledExecutorService SCHEDULER =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());
  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
  private static final Cleaner CLEANER = Cleaner.create();
  private static final ThreadLocal<BlockingQueue<String>> LOCAL = new ThreadLocal<>();
  private static final InheritableThreadLocal<BlockingQueue<String>> INHERITED =
      new InheritableThreadLocal<>();
  private static final ScopedValue<BlockingQueue<String>> SCOPED = ScopedValue.newInstance();
  private static final AtomicInteger CLASS_VALUE_TAKEN = new AtomicInteger();
  private static final ClassValue<BlockingQueue<String>> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected BlockingQueue<String> computeValue(Class<?> type) {
          return new LinkedBlockingQueue<>();
        }
      };

  abstract void start(Kind kind, Kind other, long millis) throws Exception;

  /** Starts a thread that waits, and what will wake it, after about the time given. */
  public void run(Kind kind, Kind other, long millis) throws Exception {
    start(kind, other, millis);
  }

  /** The ids of all threads that were started to wait. */
  public static java.util.List<Long> ids() {
    return java.util.List.copyOf(NOTED);
  }

  /** Forgets the ids. */
  public static void forget() {
    NOTED.clear();
  }

  /** How many of the threads have not come to their end yet. */
  public static int alive() {
    return ALIVE.get();
  }

  private static void note(Thread thread) {
    NOTED.add(thread.threadId());
  }

  private static Kind.Body waiting(Kind.Body body) {
    ALIVE.incrementAndGet();
    return () -> {
      try {
        body.run();
      } finally {
        ALIVE.decrementAndGet();
      }
    };
  }

  private static Thread waiter(Kind kind, Kind.Body body) {
    return waiter(kind, body, true);
  }

  private static Thread waiter(Kind kind, Kind.Body body, boolean started) {
    Kind.Body waiting = waiting(body);
    Thread thread = kind.unstarted(() -> Kind.quietly(waiting));
    note(thread);
    if (started) {
      thread.start();
    }
    return thread;
  }

  @SuppressWarnings("WaitNotInLoop")
  private static void waitOn(Object monitor, CountDownLatch waits) throws InterruptedException {
    synchronized (monitor) {
      waits.countDown();
      monitor.wait();
    }
  }

  private static void notifyOf(Object monitor) {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }

  private static BlockingQueue<String> waitingQueue(Kind kind) {
    var queue = new LinkedBlockingQueue<String>();
    waiter(kind, queue::take);
    return queue;
  }

  private static void startWithThreadLocal(Kind kind) {
    LOCAL.set(waitingQueue(kind));
  }

  private static void startWithReference(Kind kind, Object garbage) {
    var queue = new ReferenceQueue<Object>();
    var weak = new WeakReference<>(garbage, queue);
    var phantom = new PhantomReference<>(garbage, queue);
    waiter(
        kind,
        () -> {
          try {
            queue.remove();
          } finally {
            Reference.reachabilityFence(weak);
            Reference.reachabilityFence(phantom);
          }
        });
  }

  private static String sleep(long millis) throws InterruptedException {
    Thread.sleep(millis);
    return "late";
  }

  private static void keepFor(Object garbage, long millis) throws InterruptedException {
    try {
      Thread.sleep(millis);
    } finally {
      Reference.reachabilityFence(garbage);
    }
  }

  private static void connect(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getPort();
    } catch (IOException e) {
      // The other side has gone: it has what it waited for.
    }
  }

  private static void createAndDelete(Path folder) {
    try {
      Path file = Files.createFile(folder.resolve("event"));
      SCHEDULER.schedule(
          () -> {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
            return true;
          },
          1,
          TimeUnit.SECONDS);
    } catch (IOException e) {
      // The folder stays, and so does the thread: the trial will tell.
    }
  }

  private static final class Gate {
    private boolean open;

    synchronized void pass() throws InterruptedException {
      while (!open) {
        wait();
      }
    }

    synchronized void open() {
      open = true;
      notifyAll();
    }
  }

  /** One that wakes a thread when the collector comes for it. */
  private static final class Finalized {
    private final BlockingQueue<String> queue;

    Finalized(BlockingQueue<String> queue) {
      this.queue = queue;
    }

    @Override
    @SuppressWarnings({"removal", "deprecation", "Finalize"})
    protected void finalize() {
      queue.offer("late");
    }
  }

  /** The optimizing compiler keeps the fields of a {@code Holder} where no dump looks. */
  private static final class Apart {
    private static final LinkedBlockingQueue<String> SINK = new LinkedBlockingQueue<>(1);
    private static final int ENOUGH = 60_000;
    private static int warm;
    private static volatile int sum;

    static void warmUp() throws InterruptedException {
      for (; warm < ENOUGH; warm++) {
        // Some must sleep, or the compiler would leave the call out, and go back when it comes.
        feed(SINK, warm % 2_000 == 0 ? 1 : 0);
      }
    }

    // tag::apart[]
    private record Holder(BlockingQueue<String> queue, int number) {}

    /** From the second line on, only the holder is needed, and only the holder has the queue. */
    static void feed(BlockingQueue<String> queue, long millis) throws InterruptedException {
      Holder holder = new Holder(queue, sum);
      if (millis > 0) {
        Thread.sleep(millis);
      }
      sum = holder.number() + 1;
      holder.queue().offer("late");
    }
    // end::apart[]
  }
}
