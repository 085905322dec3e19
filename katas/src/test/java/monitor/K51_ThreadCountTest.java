package monitor;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.Thread.State;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.management.VirtualThreadSchedulerMXBean;
import loosethreads.leakcheck.LeakFree;
import monitor.K51_ThreadCount.Count;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nobody else in this JVM has virtual threads while these tests run, so all that are counted must
 * be theirs. Before a count, all of them come to rest. The leak test runs first: a thread that all
 * counters share would be born in it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K51_ThreadCountTest {
  private static final VirtualThreadSchedulerMXBean SCHEDULER =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  /**
   * How long one wait may take. Only a program that hangs uses it up. A count may take long on a
   * busy machine: the JVM asks each thread for its stack.
   */
  private static Duration patience = Duration.ofSeconds(25);

  private final K51_ThreadCount counter = new K51_ThreadCount();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Thread> started = new ArrayList<>();

  @BeforeEach
  void startFromRest() {
    rest();
  }

  @AfterEach
  void endAll() {
    over.countDown();
    rest();
  }

  @Test
  @Order(1)
  @LeakFree
  void noThreadIsLeftBehind() throws Exception {
    start(3, Thread.ofVirtual());
    count();
    count();
    end();
  }

  @Test
  void virtualThreadsCount() throws Exception {
    start(7, Thread.ofVirtual());

    assertVirtual(count(), 7);
    Count another = inTime(new FutureTask<>(new K51_ThreadCount()::liveThreads));
    assertThat(another.virtual())
        .as("virtual threads, counted by somebody who came later")
        .isEqualTo(7);
  }

  @Test
  void aThousandVirtualThreadsCount() throws Exception {
    start(1000, Thread.ofVirtual().name("order ", 0));

    assertVirtual(count(), 1000);
  }

  @Test
  void carriersAreNoVirtualThreads() throws Exception {
    start(20, Thread.ofVirtual());
    end();

    Measured counted = count();
    assertVirtual(counted, 0);
    assertPlatform(counted);
  }

  @Test
  void platformThreadsCount() throws Exception {
    start(10, Thread.ofPlatform());
    start(10, Thread.ofPlatform().daemon());
    start(10, Thread.ofPlatform().group(new ThreadGroup("others")));

    Measured counted = count();
    assertPlatform(counted);
    assertVirtual(counted, 0);
    assertThat(counted.count.all()).as("all()").isEqualTo(counted.count.platform());
  }

  @Test
  void bothKindsAreCountedApart() throws Exception {
    start(12, Thread.ofVirtual());
    start(5, Thread.ofPlatform());

    Measured counted = count();
    assertPlatform(counted);
    assertVirtual(counted, 12);
    assertThat(counted.count.all()).as("all()").isEqualTo(counted.count.platform() + 12);
  }

  @Test
  void itDoesNotMatterWhereAThreadWasStarted() throws Exception {
    start(1, Thread.ofVirtual());
    started.add(Thread.startVirtualThread(this::untilOver));
    ThreadFactory factory = Thread.ofVirtual().factory();
    started.add(factory.newThread(this::untilOver));
    started.getLast().start();

    try (var many = Executors.newVirtualThreadPerTaskExecutor();
        var pool = Executors.newFixedThreadPool(3, Thread.ofVirtual().factory());
        var platform = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
        var scope = new Scope()) {
      for (int i = 0; i < 3; i++) {
        for (var executor : List.of(many, pool, platform)) {
          executor.execute(this::remembered);
        }
      }
      scope.fork(3);
      assertInTime(comes(() -> started().size() == 16), "the threads were started");

      Measured counted = count();
      over.countDown();

      assertVirtual(counted, 3 + 3 + 3 + 4);
      assertPlatform(counted);
    } finally {
      over.countDown();
    }
  }

  @Test
  void onlyThreadsThatLiveCount() throws Exception {
    List<Thread> unstarted =
        Stream.generate(() -> Thread.ofVirtual().unstarted(this::untilOver)).limit(9).toList();
    List<Thread> ended =
        Stream.generate(() -> Thread.ofVirtual().start(() -> {})).limit(11).toList();
    started.addAll(ended);
    start(4, Thread.ofVirtual());

    assertVirtual(count(), 4);
    assertThat(unstarted).noneMatch(Thread::isAlive);
  }

  @Test
  void eachCountIsANewOne() throws Exception {
    start(3, Thread.ofVirtual());
    assertVirtual(count(), 3);
    start(5, Thread.ofVirtual());
    assertVirtual(count(), 8);
    start(6, Thread.ofPlatform());
    Measured counted = count();
    assertVirtual(counted, 8);
    assertPlatform(counted);

    end();

    counted = count();
    assertVirtual(counted, 0);
    assertPlatform(counted);
  }

  @Test
  void threadsThatComeAndGoDoNotDisturbACount() throws Exception {
    start(3, Thread.ofVirtual());
    int before = count().count.platform();
    var enough = new CountDownLatch(1);
    var coming =
        new FutureTask<>(() -> {
          while (enough.getCount() > 0) {
            Thread.ofPlatform().daemon().start(() -> {}).join();
          }
          return true;
        });
    Thread.ofPlatform().daemon().start(coming);

    try {
      for (int i = 0; i < 10; i++) {
        Measured counted = count();
        // The busy thread, and the one that it has started. A carrier may go home, or come back.
        assertThat(counted.count.platform())
            .as("platform threads, while some come and go")
            .isBetween(before - 5, before + 5);
      }
    } finally {
      enough.countDown();
      coming.get(patience.toMillis(), MILLISECONDS);
    }
  }

  @Test
  void aNameMayBeAnything() throws Exception {
    for (String name : hostileNames()) {
      start(1, Thread.ofPlatform().name(name));
      start(1, Thread.ofVirtual().name(name));
      started.add(Thread.ofPlatform().name(name).start(new Virtual()::virtual));
      started.add(Thread.ofVirtual().name(name).start(new Virtual()::virtual));
    }

    Measured counted = count();
    assertVirtual(counted, 2 * hostileNames().size());
    assertPlatform(counted);
  }

  @Test
  void whoAsksCountsToo() throws Exception {
    start(2, Thread.ofVirtual());
    var asking = new FutureTask<>(counter::liveThreads);

    started.add(Thread.ofVirtual().start(asking));

    assertThat(result(asking).virtual())
        .as("virtual threads: two that wait, and the one that asks")
        .isEqualTo(3);
  }

  @Test
  void severalMayAskAtTheSameTime() throws Exception {
    assertSeveralMayAskAtTheSameTime(() -> counter);
  }

  @Test
  void severalCountersMayCountAtTheSameTime() throws Exception {
    assertSeveralMayAskAtTheSameTime(K51_ThreadCount::new);
  }

  private void assertSeveralMayAskAtTheSameTime(Supplier<K51_ThreadCount> counters)
      throws Exception {
    start(50, Thread.ofVirtual());
    rest();
    int callers = 3;
    var together = new CyclicBarrier(callers);
    List<FutureTask<List<String>>> asking = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      K51_ThreadCount own = counters.get();
      asking.add(
          new FutureTask<>(() -> {
            List<String> answers = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
              together.await(patience.toMillis(), MILLISECONDS);
              answers.add(virtualOrWhyNot(own));
            }
            return answers;
          }));
    }
    asking.forEach(each -> Thread.ofPlatform().daemon().start(each));

    for (var each : asking) {
      assertThat(result(each))
          .as("virtual threads, by one of several who ask at the same time")
          .containsExactly("50", "50", "50");
    }
  }

  private static String virtualOrWhyNot(K51_ThreadCount counter) {
    try {
      Callable<Count> asking = counter::liveThreads;
      return String.valueOf(asking.call().virtual());
    } catch (Exception e) {
      return e.toString();
    }
  }

  @Test
  void noFileIsLeftBehind() throws Exception {
    Instant before = Instant.now();
    String name = "thread " + UUID.randomUUID();
    start(1, Thread.ofPlatform().name(name));
    start(3, Thread.ofVirtual());

    count();
    count();

    assertThat(filesAbout(name, before)).as("files that were left behind by two counts").isEmpty();
  }

  @Test
  void noFolderIsLeftBehind() throws Exception {
    int counts = 20;
    Set<Path> before = temporaryFolders();
    start(3, Thread.ofVirtual());
    for (int i = 0; i < counts; i++) {
      count();
    }

    Set<Path> left = temporaryFolders();
    left.removeAll(before);
    // Others make folders, too, but not so many at a time.
    assertThat(left)
        .as("folders that were left behind by %d counts", counts)
        .size()
        .isLessThan(counts);
  }

  /**
   * JDK 25 can't write every name into JSON: a control character makes it throw. What it has
   * written by then must go as well.
   */
  @Test
  void aCountThatFailsIsNoCountAndLeavesNoFileBehind() throws Exception {
    Instant before = Instant.now();
    String name = "thread " + UUID.randomUUID();
    start(40, Thread.ofPlatform().name(name));
    start(3, Thread.ofVirtual().name("bell \u0007"));

    try {
      assertVirtual(count(), 3);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).as("what a count fails with").isInstanceOf(Exception.class);
    }

    assertThat(filesAbout(name, before)).as("files that a failed count left behind").isEmpty();
  }

  /**
   * A count.
   *
   * @param least how many platform threads there were before or after it, whichever is less
   * @param most how many platform threads there were before or after it, whichever is more
   */
  private record Measured(Count count, int least, int most) {}

  private Measured count() throws Exception {
    rest();
    return inTime(
        new FutureTask<>(() -> {
          int before = ManagementFactory.getThreadMXBean().getThreadCount();
          Count count = counter.liveThreads();
          int after = ManagementFactory.getThreadMXBean().getThreadCount();
          return new Measured(count, Math.min(before, after), Math.max(before, after));
        }));
  }

  private static void assertVirtual(Measured counted, int expected) {
    assertThat(counted.count.virtual())
        .as("virtual threads, %d of which live", expected)
        .isEqualTo(expected);
  }

  private static void assertPlatform(Measured counted) {
    assertThat(counted.count.platform())
        .as("platform threads, those of the JVM and the carriers among them")
        .isBetween(counted.least, counted.most);
  }

  private static List<String> hostileNames() {
    return List.of(
        "",
        "\"",
        "\\",
        "a\", \"virtual\": true, \"b\": \"",
        "\"virtual\": true",
        "virtual",
        "\" virtual WAITING 2026-11-25T21:25:32Z",
        "a\n\n#99 \"b\" virtual WAITING 2026-11-25T21:25:32Z\n    at a.B.c(B.java:1)\n",
        "a\n            \"tid\": \"99\",\n            \"virtual\": true,\n",
        "\"tid\": \"99\"",
        "} ] }",
        "ForkJoinPool-1-worker-1",
        "Grüße, 你好, 🧵\u2028");
  }

  /** A class that is virtual by name only. */
  private final class Virtual {
    void virtual() {
      untilOver();
    }
  }

  /** A scope with its owner, a virtual thread. */
  private final class Scope implements AutoCloseable {
    private Thread owner;

    void fork(int threads) {
      owner =
          Thread.ofVirtual()
              .start(() -> {
                synchronized (started) {
                  started.add(Thread.currentThread());
                }
                try (var scope = StructuredTaskScope.open()) {
                  for (int i = 0; i < threads; i++) {
                    scope.fork(() -> remembered());
                  }
                  scope.join();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    @Override
    public void close() throws InterruptedException {
      over.countDown();
      owner.join(patience);
    }
  }

  private void start(int threads, Thread.Builder builder) {
    for (int i = 0; i < threads; i++) {
      Thread thread = builder.start(this::untilOver);
      synchronized (started) {
        started.add(thread);
      }
    }
  }

  private void remembered() {
    synchronized (started) {
      started.add(Thread.currentThread());
    }
    untilOver();
  }

  private void untilOver() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Thread> started() {
    synchronized (started) {
      return List.copyOf(started);
    }
  }

  private void end() {
    over.countDown();
    rest();
  }

  /**
   * Waits until all that was started waits or has ended, and no carrier is busy. JDK 25 may crash
   * if it is asked about a virtual thread that is just being mounted or unmounted (JDK-8364343).
   */
  private void rest() {
    assertInTime(
        comes(() -> {
          boolean isOver = over.getCount() == 0;
          return SCHEDULER.getQueuedVirtualThreadCount() <= 0
              && SCHEDULER.getMountedVirtualThreadCount() <= 0
              && started().stream()
                  .map(Thread::getState)
                  .allMatch(s -> s == State.TERMINATED || s == State.WAITING && !isOver);
        }),
        "the threads of the test came to rest");
  }

  private static boolean comes(BooleanSupplier event) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!event.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(200_000);
    }
    return true;
  }

  private static Set<Path> temporaryFolders() throws IOException {
    Set<Path> folders = new HashSet<>();
    try (var children = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")))) {
      for (Path child : children) {
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(child);
        }
      }
    }
    return folders;
  }

  /** The files in which a program may put what it writes, as far as they tell of a thread. */
  private static List<Path> filesAbout(String thread, Instant since) throws IOException {
    // Not every file system keeps time to the millisecond.
    FileTime oldest = FileTime.from(since.minusSeconds(2));
    List<Path> found = new ArrayList<>();
    for (String folder : List.of("java.io.tmpdir", "user.dir", "user.home")) {
      search(Path.of(System.getProperty(folder)).toAbsolutePath(), 3, oldest, thread, found);
    }
    return found;
  }

  private static void search(
      Path folder, int depth, FileTime oldest, String thread, List<Path> found) {
    try (var children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        visit(child, depth, oldest, thread, found);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Somebody else's, or gone by now.
    }
  }

  private static void visit(
      Path file, int depth, FileTime oldest, String thread, List<Path> found) {
    try {
      var about = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (about.lastModifiedTime().compareTo(oldest) < 0) {
        return;
      }
      if (about.isDirectory() && depth > 1) {
        search(file, depth - 1, oldest, thread, found);
      } else if (about.isRegularFile() && about.size() < 20_000_000) {
        if (new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(thread)) {
          found.add(file);
        }
      }
    } catch (IOException e) {
      // Somebody else's, or gone by now.
    }
  }

  /** On a thread of its own: a program that hangs must not hold the test. */
  private static <T> T inTime(FutureTask<T> task) throws Exception {
    Thread.ofPlatform().daemon().name("test").start(task);
    return result(task);
  }

  private static <T> T result(FutureTask<T> task) throws Exception {
    try {
      return task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "the threads were counted");
      throw e;
    }
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofSeconds(2);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }
}
