package loosethreads.leakcheck.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Programs whose threads wait for good. Each returns the threads' ids, and nothing that could wake
 * one. They end with their JVM only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as in programs that leak
public enum Stuck {
  ON_QUEUE(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      return ids(kind.start(queue::take));
    }
  },
  ON_HANDOVER(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new SynchronousQueue<String>();
      return ids(kind.start(() -> queue.put("result")));
    }
  },
  ON_LATCH(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var latch = new CountDownLatch(1);
      return ids(kind.start(latch::await));
    }
  },
  ON_FUTURE(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var future = new CompletableFuture<String>();
      return ids(kind.start(future::get));
    }
  },
  ON_SEMAPHORE(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var semaphore = new Semaphore(0);
      return ids(kind.start(semaphore::acquire));
    }
  },
  ON_CONDITION(Proof.ALL) {
    @Override
    @SuppressWarnings("WaitNotInLoop")
    public List<Long> start(Kind kind) {
      var lock = new ReentrantLock();
      var condition = lock.newCondition();
      return ids(
          kind.start(() -> {
            lock.lock();
            condition.await();
          }));
    }
  },
  ON_BARRIER(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var barrier = new CyclicBarrier(2);
      return ids(kind.start(barrier::await));
    }
  },
  ON_PHASER(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var phaser = new Phaser(2);
      return ids(kind.start(phaser::arriveAndAwaitAdvance));
    }
  },
  ON_EXCHANGER(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var exchanger = new Exchanger<String>();
      return ids(kind.start(() -> exchanger.exchange("mine")));
    }
  },
  PARKED(Proof.ALL) {
    @Override
    @SuppressWarnings("InfiniteLoopStatement")
    public List<Long> start(Kind kind) {
      return ids(
          kind.start(() -> {
            while (true) {
              LockSupport.park();
            }
          }));
    }
  },
  ON_MONITOR(Proof.PLATFORM_ONLY) {
    @Override
    public List<Long> start(Kind kind) {
      var monitor = new Object();
      return ids(kind.start(() -> waitOn(monitor)));
    }
  },
  ON_LOCK_OF_THE_DEAD(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) throws Exception {
      var lock = new ReentrantLock();
      kind.start(lock::lock).join();
      return ids(kind.start(lock::lock));
    }
  },
  ON_READ_LOCK_OF_THE_DEAD(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) throws Exception {
      var lock = new ReentrantReadWriteLock();
      kind.start(() -> lock.readLock().lock()).join();
      return ids(kind.start(() -> lock.writeLock().lock()));
    }
  },
  TWO_LOCKS(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var one = new ReentrantLock();
      var other = new ReentrantLock();
      var both = new CyclicBarrier(2);
      return ids(
          kind.start(() -> lockBoth(one, other, both)),
          kind.start(() -> lockBoth(other, one, both)));
    }
  },
  TWO_MONITORS(Proof.PLATFORM_ONLY) {
    @Override
    public List<Long> start(Kind kind) {
      var one = new Object();
      var other = new Object();
      var both = new CyclicBarrier(2);
      return ids(
          kind.start(() -> enterBoth(one, other, both)),
          kind.start(() -> enterBoth(other, one, both)));
    }
  },
  MONITOR_OF_THE_STUCK(Proof.PLATFORM_ONLY) {
    @Override
    public List<Long> start(Kind kind) throws Exception {
      var monitor = new Object();
      var latch = new CountDownLatch(1);
      var entered = new CountDownLatch(1);
      Thread holds =
          kind.start(() -> {
            synchronized (monitor) {
              entered.countDown();
              latch.await();
            }
          });
      entered.await();
      Thread wants =
          kind.start(() -> {
            synchronized (monitor) {
              latch.countDown();
            }
          });
      // The one that holds the monitor is proven either way, unless the other may run on.
      return ids(wants, holds);
    }
  },
  ON_THE_STUCK(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      Thread stuck = kind.start(queue::take);
      return ids(stuck, kind.start(stuck::join));
    }
  },
  FED_BY_THE_STUCK(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      var next = new LinkedBlockingQueue<String>();
      return ids(kind.start(() -> next.put(queue.take())), kind.start(next::take));
    }
  },
  HOLDS_ITSELF(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      return ids(
          kind.start(() -> {
            OWN.set(Thread.currentThread());
            queue.take();
          }));
    }
  },
  WORKER_OF_A_DROPPED_POOL(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) throws Exception {
      var ids = new ArrayList<Long>();
      ExecutorService pool = Executors.newFixedThreadPool(2, noting(kind, ids));
      pool.submit(() -> "done").get();
      pool.submit(() -> "done").get();
      return ids;
    }
  },
  TASK_OF_A_DROPPED_EXECUTOR(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) throws Exception {
      var queue = new LinkedBlockingQueue<String>();
      var ids = new ArrayList<Long>();
      var started = new CountDownLatch(1);
      ExecutorService executor = Executors.newThreadPerTaskExecutor(noting(kind, ids));
      executor.submit(() -> {
        started.countDown();
        return queue.take();
      });
      started.await();
      return ids;
    }
  },
  SCOPE_OF_THE_STUCK(Proof.ALL) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      return ids(
          kind.start(() -> {
            try (var scope = StructuredTaskScope.open()) {
              scope.fork(queue::take);
              scope.join();
            }
          }));
    }
  },
  /** To join a platform thread is to wait for its monitor. */
  ON_A_STUCK_PLATFORM_THREAD(Proof.PLATFORM_ONLY) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      Thread stuck = Kind.PLATFORM.start(queue::take);
      return ids(stuck, kind.start(stuck::join));
    }
  },
  /**
   * The JDK shuts such a pool down when nobody can reach it any more: a live thread can wake it.
   */
  WORKER_OF_A_POOL_WITH_A_CLEANER(Proof.NONE) {
    @Override
    public List<Long> start(Kind kind) throws Exception {
      var ids = new ArrayList<Long>();
      ExecutorService pool = Executors.newSingleThreadExecutor(noting(kind, ids));
      HELD.add(pool);
      pool.submit(() -> "done").get();
      return ids;
    }
  },
  THREAD_OF_A_TIMER(Proof.NONE) {
    @Override
    public List<Long> start(Kind kind) throws Exception {
      var timer = new Timer(true);
      HELD.add(timer);
      var id = new CompletableFuture<Long>();
      timer.schedule(
          new java.util.TimerTask() {
            @Override
            public void run() {
              id.complete(Thread.currentThread().threadId());
            }
          },
          0);
      return List.of(id.get());
    }
  },
  ON_A_QUEUE_IN_A_STATIC_FIELD(Proof.NONE) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      HELD.add(queue);
      return ids(kind.start(queue::take));
    }
  },
  WITH_A_LIMIT(Proof.NONE) {
    @Override
    public List<Long> start(Kind kind) {
      var queue = new LinkedBlockingQueue<String>();
      return ids(kind.start(() -> queue.poll(1, TimeUnit.HOURS)));
    }
  };

  /** Of which kinds of threads a heap dump can show that they are stuck. */
  private enum Proof {
    ALL,
    PLATFORM_ONLY,
    NONE
  }

  private static final List<Object> HELD = new ArrayList<>();
  private static final ThreadLocal<Thread> OWN = new ThreadLocal<>();

  private final Proof proof;

  Stuck(Proof proof) {
    this.proof = proof;
  }

  /** Starts the threads. */
  public abstract List<Long> start(Kind kind) throws Exception;

  /** Whether all of its threads can be proven to be stuck; else, none can. */
  public boolean isProvable(Kind kind) {
    return proof == Proof.ALL || (proof == Proof.PLATFORM_ONLY && kind == Kind.PLATFORM);
  }

  private static List<Long> ids(Thread... threads) {
    List<Long> ids = new ArrayList<>();
    for (Thread thread : threads) {
      ids.add(thread.threadId());
    }
    return ids;
  }

  private static ThreadFactory noting(Kind kind, List<Long> ids) {
    return task -> {
      Thread thread = kind.unstarted(task);
      ids.add(thread.threadId());
      return thread;
    };
  }

  @SuppressWarnings({"WaitNotInLoop", "NakedNotify"})
  private static void waitOn(Object monitor) throws InterruptedException {
    synchronized (monitor) {
      monitor.wait();
    }
  }

  private static void lockBoth(ReentrantLock one, ReentrantLock other, CyclicBarrier both)
      throws Exception {
    one.lock();
    both.await();
    other.lock();
  }

  private static void enterBoth(Object one, Object other, CyclicBarrier both) throws Exception {
    synchronized (one) {
      both.await();
      synchronized (other) {
        both.reset();
      }
    }
  }
}
