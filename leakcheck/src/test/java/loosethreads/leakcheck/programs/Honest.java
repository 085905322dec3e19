package loosethreads.leakcheck.programs;

import com.sun.net.httpserver.HttpServer;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;

/** Programs whose threads all end, if only a moment after the program returned. */
@SuppressWarnings("FutureReturnValueIgnored") // what counts here is when threads end
public enum Honest {
  NOTHING {
    @Override
    public void run() {}
  },
  JOINED {
    @Override
    public void run() throws Exception {
      Thread.startVirtualThread(() -> work(1_000)).join();
      Thread platform = Thread.ofPlatform().start(() -> work(1_000));
      platform.join();
    }
  },
  ENDS_LATE_VIRTUAL {
    @Override
    public void run() {
      Thread.startVirtualThread(() -> work(3_000_000));
    }
  },
  ENDS_LATE_PLATFORM {
    @Override
    public void run() {
      Thread.ofPlatform().start(() -> work(3_000_000));
    }
  },
  SLEEPS_A_LITTLE {
    @Override
    public void run() {
      Thread.startVirtualThread(() -> LockSupport.parkNanos(30_000_000));
      Thread.ofPlatform().start(() -> LockSupport.parkNanos(30_000_000));
    }
  },
  /** All but one wait without a limit, and the one only burns CPU: longer than a quick look. */
  CONSUMER_OF_A_SLOW_PRODUCER_VIRTUAL {
    @Override
    public void run() {
      slowProducer(Thread.ofVirtual());
    }
  },
  CONSUMER_OF_A_SLOW_PRODUCER_PLATFORM {
    @Override
    public void run() {
      slowProducer(Thread.ofPlatform());
    }
  },
  /** The only sign of life of a future that is about to complete is a scheduler's task. */
  COMPLETED_BY_DELAY {
    @Override
    public void run() {
      var future = new CompletableFuture<String>();
      future.completeOnTimeout("late", 400, TimeUnit.MILLISECONDS);
      Thread.startVirtualThread(future::join);
      Thread.ofPlatform().start(future::join);
    }
  },
  /** Whoever is seen, waits. */
  PING_PONG_VIRTUAL {
    @Override
    public void run() {
      pingPong(Thread.ofVirtual());
    }
  },
  PING_PONG_PLATFORM {
    @Override
    public void run() {
      pingPong(Thread.ofPlatform());
    }
  },
  CHAIN_VIRTUAL {
    @Override
    public void run() throws Exception {
      chain(Thread.ofVirtual());
    }
  },
  CHAIN_PLATFORM {
    @Override
    public void run() throws Exception {
      chain(Thread.ofPlatform());
    }
  },
  SHUTDOWN_WITHOUT_WAITING {
    @Override
    public void run() {
      ExecutorService pool = Executors.newFixedThreadPool(4);
      IntStream.range(0, 20).forEach(_ -> pool.execute(() -> work(20_000)));
      pool.shutdown();
    }
  },
  CLOSED_POOLS {
    @Override
    public void run() {
      for (ExecutorService one :
          new ExecutorService[] {
            Executors.newFixedThreadPool(2),
            Executors.newCachedThreadPool(),
            Executors.newVirtualThreadPerTaskExecutor(),
            new ForkJoinPool(2),
            Executors.newScheduledThreadPool(1)
          }) {
        try (one) {
          one.submit(() -> work(1_000));
        }
      }
    }
  },
  SCOPE {
    @Override
    public void run() throws Exception {
      try (var scope = StructuredTaskScope.open()) {
        scope.fork(() -> work(1_000));
        scope.fork(() -> work(1_000));
        scope.join();
      }
    }
  },
  COMMON_POOL_IDLE_AFTERWARDS {
    @Override
    public void run() {
      CompletableFuture.runAsync(() -> work(1_000)).join();
      CompletableFuture.runAsync(() -> work(100_000));
      sink = IntStream.range(0, 1_000).parallel().map(i -> i * i).sum();
    }
  },
  TIMER_CANCELLED {
    @Override
    public void run() {
      Timer timer = new Timer();
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {}
          },
          3_600_000);
      timer.cancel();
    }
  },
  HTTP_CLIENT_CLOSED {
    @Override
    public void run() {
      HttpClient.newHttpClient().close();
    }
  },
  WATCH_SERVICE_CLOSED {
    @Override
    public void run() throws Exception {
      FileSystems.getDefault().newWatchService().close();
    }
  },
  PROCESS {
    @Override
    public void run() throws Exception {
      new ProcessBuilder("true").start().waitFor();
    }
  },
  SOCKETS {
    @Override
    public void run() throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Thread.startVirtualThread(() -> {
          try (Socket socket = server.accept()) {
            socket.getOutputStream().write(1);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
          client.getInputStream().read();
        }
      }
    }
  },
  INTERRUPTED_SLEEPERS {
    @Override
    public void run() {
      for (int i = 0; i < 5; i++) {
        Thread.ofVirtual().start(Honest::sleepLong).interrupt();
        Thread.ofPlatform().start(Honest::sleepLong).interrupt();
      }
    }
  },
  VIRTUAL_SLEEP {
    @Override
    public void run() throws Exception {
      Thread.startVirtualThread(() -> LockSupport.parkNanos(1_000_000)).join();
    }
  },
  /** Many at once, so that there are as many carriers as there can be. */
  THOUSAND_VIRTUAL {
    @Override
    public void run() throws Exception {
      Thread[] threads = new Thread[1_000];
      for (int i = 0; i < threads.length; i++) {
        threads[i] = Thread.startVirtualThread(() -> work(10_000));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  },
  /** Virtual threads that wait for a monitor are the business of a thread of the JVM. */
  CONTENDED_MONITOR {
    @Override
    public void run() throws Exception {
      Object monitor = new Object();
      Thread[] threads = new Thread[8];
      for (int i = 0; i < threads.length; i++) {
        threads[i] =
            Thread.startVirtualThread(() -> {
              synchronized (monitor) {
                LockSupport.parkNanos(1_000_000);
              }
            });
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  },
  DELAYED_TASK {
    @Override
    public void run() {
      var soon = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
      CompletableFuture.runAsync(() -> work(1_000), soon).orTimeout(1, TimeUnit.HOURS).join();
    }
  },
  /** Nobody closes it, and nobody has to: without work it ends its threads. */
  POOL_THAT_TIMES_OUT {
    @Override
    public void run() throws Exception {
      var pool =
          new ThreadPoolExecutor(
              2, 2, 50, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<Runnable>());
      pool.allowCoreThreadTimeOut(true);
      pool.submit(() -> work(1_000)).get();
    }
  },
  /** Ends when it is collected. */
  CLEANER {
    @Override
    public void run() {
      Cleaner.create().register(new Object(), () -> {});
    }
  },
  TIMEOUT_OF_JUNIT {
    @Override
    public void run() {
      Assertions.assertTimeoutPreemptively(Duration.ofHours(1), () -> work(1_000));
    }
  },
  HTTP_SERVER_STOPPED {
    @Override
    public void run() throws Exception {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.start();
      server.stop(0);
    }
  };

  /** Whether under load its threads may need more time than tests give by default. */
  public boolean isSlow() {
    return name().startsWith("CONSUMER_OF") || name().startsWith("PING_PONG");
  }

  /** Runs it. When this returns, threads may have a moment to live. */
  public abstract void run() throws Exception;

  @SuppressWarnings("unused") // written, so that the loop is not optimized away
  private static volatile double sink;

  /** A fixed amount of work, not of time. */
  private static void work(int rounds) {
    double x = 1;
    for (int i = 0; i < rounds; i++) {
      x = Math.sqrt(x + i);
    }
    sink = x;
  }

  private static void slowProducer(Thread.Builder builder) {
    var queue = new SynchronousQueue<Integer>();
    for (int i = 0; i < 3; i++) {
      builder.start(() -> take(queue));
    }
    builder.start(() -> {
      for (int i = 0; i < 3; i++) {
        work(20_000_000);
        put(queue, i);
      }
    });
  }

  private static void pingPong(Thread.Builder builder) {
    var ping = new SynchronousQueue<Integer>();
    var pong = new SynchronousQueue<Integer>();
    int rounds = 5_000;
    builder.start(() -> {
      for (int i = 0; i < rounds; i++) {
        put(ping, i);
        take(pong);
      }
    });
    builder.start(() -> {
      for (int i = 0; i < rounds; i++) {
        take(ping);
        put(pong, i);
      }
    });
  }

  private static void chain(Thread.Builder builder) throws InterruptedException {
    var first = new SynchronousQueue<Integer>();
    var in = first;
    for (int i = 0; i < 20; i++) {
      var from = in;
      var to = new SynchronousQueue<Integer>();
      boolean last = i == 19;
      builder.start(() -> {
        int value = take(from);
        if (!last) {
          put(to, value + 1);
        }
      });
      in = to;
    }
    first.put(1);
  }

  private static void sleepLong() {
    try {
      new CountDownLatch(1).await(10, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      work(1_000);
    }
  }

  private static <T> T take(SynchronousQueue<T> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> void put(SynchronousQueue<T> queue, T value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
