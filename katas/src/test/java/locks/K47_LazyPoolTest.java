package locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ConstantDescs;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all pools share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K47_LazyPoolTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final Settings settings = new Settings();
  private final List<K47_LazyPool> opened = new CopyOnWriteArrayList<>();

  /** Pools and threads. Held here, none can be garbage collected and seem to have ended. */
  private final List<Object> held = new CopyOnWriteArrayList<>();

  /** One permit for each job that has begun. */
  private final Semaphore begun = new Semaphore(0);

  /** What jobs wait for that take their time. */
  private final CountDownLatch jobsMayEnd = new CountDownLatch(1);

  @AfterEach
  void closeWhatIsStillOpen() {
    settings.mayAnswer.countDown();
    jobsMayEnd.countDown();
    // In the background: whether close() returns is asked where it matters.
    opened.forEach(pool -> inBackground(pool::close));
  }

  @Test
  @Order(1)
  @LeakFree
  void aPoolThatIsClosedDuringItsStartIsGone() throws Exception {
    useAndClose();
    var pool = open(settings.slow());
    var first = bring(pool, jobsMayEnd);
    settings.areAsked();
    var second = bring(pool, jobsMayEnd);
    assertRests(second.caller, "a second execute(), while the settings are asked,");

    Thread closing = closeInBackground(pool);
    assertRests(closing, "close(), while the settings are asked,");
    settings.mayAnswer.countDown();
    assertRests(first.caller, "execute(), with the answer of the settings,");
    assertRests(second.caller, "execute(), with the answer of the settings,");
    jobsMayEnd.countDown();

    first.isDoneOrRefused();
    second.isDoneOrRefused();
    assertEnds(closing, "close() returned, with an answer of the settings and all jobs done");
    assertRefuses(pool);
  }

  @Test
  @Order(2)
  @LeakFree
  void aPoolThatIsClosedWhileItsStartFailsIsGone() throws Exception {
    useAndClose();
    for (int i = 0; i < 3; i++) {
      var failing = new Settings().slow().failOnce();
      var pool = open(failing);
      var first = bring(pool);
      failing.areAsked();

      Thread closing = closeInBackground(pool);
      assertRests(closing, "close(), while the settings are asked,");
      var second = bring(pool);
      assertRests(second.caller, "a second execute(), while the settings are asked,");
      failing.mayAnswer.countDown();

      first.isRefusedOrFails();
      second.isDoneOrRefused();
      assertEnds(closing, "close() returned, with an answer of the settings and all jobs done");
      assertRefuses(pool);
    }
  }

  @Test
  @Order(3)
  void whereverTheFirstJobIsWhenThePoolIsClosedNobodyIsLeft() throws Exception {
    var program = new CopyWithStops().program();
    for (int step = 0; meet(program, step, false); step++) {
      assertThat(step).as("steps of execute() until it ends").isLessThan(300);
    }
  }

  @Test
  @Order(4)
  void whereverCloseIsWhenTheFirstJobComesNobodyIsLeft() throws Exception {
    var program = new CopyWithStops().program();
    for (int step = 0; meet(program, step, true); step++) {
      assertThat(step).as("steps of close() until it ends").isLessThan(300);
    }
  }

  @Test
  @Order(5)
  void whereverTheFirstJobIsWhenAnotherComesNobodyIsLeftAfterClose() throws Exception {
    var program = new CopyWithStops().program();
    for (int step = 0; meetAnother(program, step); step++) {
      assertThat(step).as("steps of execute() until it ends").isLessThan(300);
    }
  }

  @Test
  @Order(6)
  @LeakFree
  void aPoolThatIsClosedIsGone() throws Exception {
    useAndClose();
    var neverUsed = open(settings);
    close(neverUsed);
    close(neverUsed);
    assertRefuses(neverUsed);

    assertThat(settings.asked).as("times the settings were asked, without a job").hasValue(0);
  }

  @Test
  void theSettingsAreAskedWhenTheFirstJobComes() throws Exception {
    var pool = open(settings);
    assertThat(settings.asked).as("times the settings were asked before the first job").hasValue(0);

    for (int i = 0; i < 10; i++) {
      bring(pool).isDone();
    }

    assertThat(settings.asked).as("times the settings were asked for ten jobs").hasValue(1);
  }

  @Test
  void settingsThatFailAreAskedAgain() throws Exception {
    var pool = open(settings.failOnce());

    bring(pool).fails();
    bring(pool).isDone();

    assertThat(settings.asked).as("times the settings were asked").hasValue(2);
    close(pool);
    assertRefuses(pool);
  }

  @Test
  void whoeverWaitsForSettingsThatFailAsksAgainOrHearsOfIt() throws Exception {
    var pool = open(settings.slow().failOnce());
    var first = bring(pool);
    settings.areAsked();
    var second = bring(pool);
    assertRests(second.caller, "a second execute(), while the settings are asked,");

    settings.mayAnswer.countDown();

    first.isDoneOrFails();
    second.isDoneOrFails();
    bring(pool).isDone();
    close(pool);
    assertRefuses(pool);
  }

  @Test
  void settingsThatFailWithAnErrorAreAskedAgain() throws Exception {
    var pool =
        open(() -> {
          if (settings.asked.incrementAndGet() == 1) {
            throw new ExceptionInInitializerError("The settings can't be loaded.");
          }
          return 2;
        });

    assertThat(bring(pool).outcome()).as("what execute() throws").isPresent();
    bring(pool).isDone();

    assertThat(settings.asked).as("times the settings were asked").hasValue(2);
    close(pool);
    assertRefuses(pool);
  }

  @Test
  void whoeverIsInterruptedWhileClosingClosesThePool() throws Exception {
    var pool = open(settings.slow());
    var job = bring(pool);
    settings.areAsked();
    Thread closing = closeInBackground(pool);
    assertRests(closing, "close(), while the settings are asked,");

    closing.interrupt();
    assertRests(closing, "close(), interrupted while the settings are asked,");
    settings.mayAnswer.countDown();

    assertEnds(job.caller, "execute() returned, with an answer of the settings");
    assertEnds(closing, "close() returned, with an answer of the settings and all jobs done");
    assertRefuses(pool);
  }

  @Test
  void jobsThatFailTakeNoThreadWithThem() throws Exception {
    var pool = open(settings);
    for (int i = 0; i < 5; i++) {
      var failing =
          new Job(
              pool,
              () -> {
                Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
                throw new AssertionError("This job fails.");
              });
      failing.caller.start();
      assertThat(failing.outcome()).as("what execute() says to a job").isEmpty();
    }

    bring(pool).isDone();
    close(pool);
  }

  @Test
  void jobsRunSideBySideOnAsManyThreadsAsTheSettingsSay() throws Exception {
    var pool = open(settings);
    bring(pool).isDone();
    begun.acquire();
    var jobs = Stream.generate(() -> bring(pool, jobsMayEnd)).limit(3).toList();
    for (var job : jobs) {
      assertEnds(job.caller, "execute() returned, while the jobs were running");
    }
    assertInTime(begun.tryAcquire(2, patience.toMillis(), MILLISECONDS), "two jobs ran at once");

    // Time for one job too many. Nobody has to use it.
    assertThat(begun.tryAcquire(20, MILLISECONDS)).as("a third job on two threads").isFalse();
    jobsMayEnd.countDown();

    for (var job : jobs) {
      job.isDone();
    }
  }

  @Test
  void closingWaitsForTheJobsThatWereTaken() throws Exception {
    var pool = open(settings);
    bring(pool).isDone();
    var jobs = Stream.generate(() -> bring(pool, jobsMayEnd)).limit(5).toList();
    for (var job : jobs) {
      assertEnds(job.caller, "execute() returned, while the jobs were running");
    }

    Thread closing = closeInBackground(pool);
    assertRests(closing, "close(), while jobs are running,");
    assertThat(closing.isAlive()).as("close() waits for the jobs").isTrue();
    assertRefuses(pool);
    jobsMayEnd.countDown();

    for (var job : jobs) {
      job.isDone();
    }
    assertEnds(closing, "close() returned when the jobs were done");
  }

  @Test
  void closingDoesNotWaitForATimeOnly() throws Exception {
    var pool = open(settings.slow());
    bring(pool);
    settings.areAsked();

    Thread closing = closeInBackground(pool);
    boolean endsByItself = assertRests(closing, "close(), during the start,");

    assertThat(endsByItself && !looksAgain(closing))
        .as("close() waits for a time. And if the settings take longer?")
        .isFalse();
  }

  @Test
  void aJobCanBringAnotherOne() throws Exception {
    var pool = open(settings);
    var second = new Job(pool, new CountDownLatch(0));
    var first =
        new Job(
            pool,
            () -> {
              second.caller.start();
              second.caller.join();
              return null;
            });
    first.caller.start();

    first.isDone();
    second.isDone();
  }

  @Test
  void aJobCanBringAnotherOneWhileThePoolIsClosed() throws Exception {
    var pool = open(settings);
    var second = new Job(pool, new CountDownLatch(0));
    var first =
        new Job(
            pool,
            () -> {
              jobsMayEnd.await();
              second.caller.start();
              second.caller.join();
              return null;
            });
    first.caller.start();
    assertEnds(first.caller, "execute() returned");
    Thread closing = closeInBackground(pool);
    assertRests(closing, "close(), while a job is running,");

    jobsMayEnd.countDown();

    second.isDoneOrRefused();
    first.isDone();
    assertEnds(closing, "close() returned when the jobs were done");
  }

  @Test
  void closingOnePoolLeavesTheOthersAlone() throws Exception {
    var pool = open(settings);
    bring(pool).isDone();
    useAndClose();

    bring(pool).isDone();
  }

  /**
   * Lets close() meet the first job. One of them is stopped before a step; the other one goes past
   * it, or waits for it. Tells whether there was such a step; the first one has number 0.
   */
  private boolean meet(Class<?> program, int step, boolean closeIsStopped) throws Exception {
    var stop = new Stop(step);
    IntSupplier oneThread = () -> 1;
    Object pool = program.getConstructor(IntSupplier.class).newInstance(oneThread);
    held.add(pool);
    try (var _ = LeakWatch.open()) {
      var job = new Job((Executor) pool, new CountDownLatch(0));
      Thread closing = thread(() -> closeNow((AutoCloseable) pool));
      Thread stopped = closeIsStopped ? closing : job.caller;
      Thread other = closeIsStopped ? job.caller : closing;
      stop.when = stopped;
      Stop.next = stop;
      stopped.start();
      stop.isReachedOrNever();
      other.start();
      assertRests(
          other, closeIsStopped ? "execute(), during close()," : "close(), during execute(),");
      stop.mayGoOn.countDown();
      job.isDoneOrRefused();
      assertEnds(closing, "close() returned");
    } catch (LeakError leak) {
      System.out.println(
          closeIsStopped
              ? "close() had come to " + stop.place + ". Then a job came, and then close() went on."
              : "The job had come to "
                  + stop.place
                  + ". Then the pool was closed, and then the job"
                  + " went on.");
      throw leak;
    } finally {
      stop.mayGoOn.countDown();
    }
    return stop.reached.getCount() == 0;
  }

  /**
   * Lets two jobs be the first. One is stopped before a step; the other one goes past it, or waits
   * for it. Both are taken, and then the pool is closed. Tells whether there was such a step.
   */
  private boolean meetAnother(Class<?> program, int step) throws Exception {
    var stop = new Stop(step);
    IntSupplier oneThread = () -> 1;
    Object pool = program.getConstructor(IntSupplier.class).newInstance(oneThread);
    held.add(pool);
    try (var _ = LeakWatch.open()) {
      var job = new Job((Executor) pool, new CountDownLatch(0));
      var another = new Job((Executor) pool, new CountDownLatch(0));
      stop.when = job.caller;
      Stop.next = stop;
      job.caller.start();
      stop.isReachedOrNever();
      another.caller.start();
      assertRests(another.caller, "a second execute(), during the first,");
      stop.mayGoOn.countDown();
      job.isDone();
      another.isDone();
      assertEnds(inBackground(() -> closeNow((AutoCloseable) pool)), "close() returned");
    } catch (LeakError leak) {
      System.out.println(
          "The first job had come to "
              + stop.place
              + ". Then another one came, then the first went on, and then the pool was closed.");
      throw leak;
    } finally {
      stop.mayGoOn.countDown();
    }
    return stop.reached.getCount() == 0;
  }

  /**
   * On another thread: a program that starts in its constructor would keep the test from ending.
   */
  private K47_LazyPool open(IntSupplier settings) throws Exception {
    var opening = new FutureTask<>(() -> new K47_LazyPool(settings));
    inBackground(opening);
    try {
      var pool = opening.get(patience.toMillis(), MILLISECONDS);
      opened.add(pool);
      held.add(pool);
      return pool;
    } catch (TimeoutException e) {
      assertInTime(false, "the constructor returned");
      throw e;
    }
  }

  /** Whatever is slow the first time, a class that is loaded, is behind us then. */
  private void useAndClose() throws Exception {
    var pool = open(() -> 2);
    bring(pool).isDone();
    close(pool);
    assertRefuses(pool);
  }

  private Job bring(K47_LazyPool pool) {
    return bring(pool, new CountDownLatch(0));
  }

  private Job bring(K47_LazyPool pool, CountDownLatch mayEnd) {
    var job = new Job(pool, mayEnd);
    job.caller.start();
    return job;
  }

  private void assertRefuses(K47_LazyPool pool) throws Exception {
    bring(pool).isRefused();
  }

  private void close(K47_LazyPool pool) throws InterruptedException {
    opened.remove(pool);
    var closing = new FutureTask<>(pool::close, true);
    assertEnds(inBackground(closing), "close() returned");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private Thread closeInBackground(K47_LazyPool pool) {
    opened.remove(pool);
    return inBackground(pool::close);
  }

  private static void closeNow(AutoCloseable pool) {
    try {
      pool.close();
    } catch (Exception e) {
      throw new AssertionError("close() failed", e);
    }
  }

  private static void assertEnds(Thread thread, String what) throws InterruptedException {
    assertInTime(thread.join(patience), what);
  }

  private static void assertOpens(CountDownLatch gate, String what) throws InterruptedException {
    assertInTime(gate.await(patience.toMillis(), MILLISECONDS), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /**
   * Waits until the thread comes to rest: it has ended, or it waits for something. As a wait may be
   * a short one that nobody wrote, it counts if it is seen many times in a row. Tells whether it is
   * a wait that ends by itself.
   */
  private static boolean assertRests(Thread thread, String what) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean endsByItself = false;
    for (int inARow = 0; inARow < 10 && !thread.join(Duration.ofMillis(1)); ) {
      Thread.State state = thread.getState();
      inARow = state == Thread.State.RUNNABLE ? 0 : inARow + 1;
      endsByItself |= state == Thread.State.TIMED_WAITING && !isInCloseOfAnExecutor(thread);
      assertInTime(System.nanoTime() < deadline, what + " returned or came to rest");
    }
    return endsByItself;
  }

  /** Whether who waits for a time goes on to do so, again and again. */
  private static boolean looksAgain(Thread thread) throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    ThreadInfo first = threads.getThreadInfo(thread.threadId());
    if (first == null || thread.join(patience)) {
      return false;
    }
    ThreadInfo last = threads.getThreadInfo(thread.threadId());
    return last != null && last.getWaitedCount() > first.getWaitedCount() + 1;
  }

  /** There the JDK waits for a day at a time, as often as it takes. */
  private static boolean isInCloseOfAnExecutor(Thread thread) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame ->
            frame.getClassName().startsWith("java.util.concurrent.")
                && frame.getMethodName().equals("close"));
  }

  private static Thread inBackground(Runnable action) {
    Thread thread = thread(action);
    thread.start();
    return thread;
  }

  private static Thread thread(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").unstarted(action);
  }

  /** Somebody brings a job, on a thread of their own. */
  private final class Job {
    final CountDownLatch done = new CountDownLatch(1);
    final FutureTask<Void> bringing;
    final Thread caller;

    Job(Executor pool, CountDownLatch mayEnd) {
      this(
          pool,
          () -> {
            mayEnd.await();
            return null;
          });
    }

    Job(Executor pool, Callable<Void> work) {
      bringing = new FutureTask<>(() -> pool.execute(() -> run(work)), null);
      caller = thread(bringing);
      held.add(caller);
    }

    private void run(Callable<Void> work) {
      held.add(Thread.currentThread());
      begun.release();
      try {
        work.call();
        done.countDown();
      } catch (Exception e) {
        // Not done, then.
      }
    }

    void isDone() throws Exception {
      assertThat(outcome()).as("what execute() says to a job").isEmpty();
      assertOpens(done, "a job that was taken was done");
    }

    void isRefused() throws Exception {
      assertThat(outcome())
          .as("what execute() throws when the pool is closed")
          .get()
          .isInstanceOf(RejectedExecutionException.class);
    }

    void isDoneOrRefused() throws Exception {
      if (outcome().isPresent()) {
        isRefused();
      } else {
        isDone();
      }
    }

    void fails() throws Exception {
      assertThat(outcome())
          .as("what execute() throws when the settings fail")
          .get()
          .isInstanceOf(UncheckedIOException.class);
    }

    void isDoneOrFails() throws Exception {
      if (outcome().isPresent()) {
        fails();
      } else {
        isDone();
      }
    }

    void isRefusedOrFails() throws Exception {
      assertThat(outcome())
          .as("what execute() throws when the settings fail and the pool is closed")
          .get()
          .isInstanceOfAny(RejectedExecutionException.class, UncheckedIOException.class);
    }

    private Optional<Throwable> outcome() throws Exception {
      try {
        bringing.get(patience.toMillis(), MILLISECONDS);
        return Optional.empty();
      } catch (ExecutionException e) {
        return Optional.of(e.getCause());
      } catch (TimeoutException e) {
        assertInTime(false, "execute() returned");
        throw e;
      }
    }
  }

  /** Say two. Can be slow, and then fail. */
  private static final class Settings implements IntSupplier {
    final AtomicInteger asked = new AtomicInteger();
    final CountDownLatch somebodyAsks = new CountDownLatch(1);
    final AtomicInteger failures = new AtomicInteger();
    volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    Settings slow() {
      mayAnswer = new CountDownLatch(1);
      return this;
    }

    Settings failOnce() {
      failures.set(1);
      return this;
    }

    void areAsked() throws InterruptedException {
      assertOpens(somebodyAsks, "the settings were asked");
    }

    @Override
    public int getAsInt() {
      asked.incrementAndGet();
      somebodyAsks.countDown();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("hung up", e);
      }
      if (failures.getAndDecrement() > 0) {
        throw new UncheckedIOException(new IOException("The settings can't be reached."));
      }
      return 2;
    }
  }

  /** Where one thread is stopped: before one of the steps that it makes in the program. */
  public static final class Stop {
    private static volatile Stop next = new Stop(0);

    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final int step;
    private volatile Thread when;
    private volatile String place = "its end";
    private int steps;

    Stop(int step) {
      this.step = step;
    }

    /** Called by the copy of the program before each of its steps, whoever makes it. */
    public static void here() {
      if (next.when == Thread.currentThread()) {
        next.pass();
      }
    }

    private void pass() {
      if (steps++ != step) {
        return;
      }
      StackTraceElement frame = new Throwable().getStackTrace()[2];
      place = frame.getMethodName() + ", line " + frame.getLineNumber();
      reached.countDown();
      for (boolean stopped = true; stopped; ) {
        try {
          mayGoOn.await();
          stopped = false;
        } catch (InterruptedException e) {
          when.interrupt();
          stopped = false;
        }
      }
    }

    void isReachedOrNever() throws InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!reached.await(1, MILLISECONDS) && when.isAlive()) {
        assertInTime(System.nanoTime() < deadline, "the program came to its next step, or an end");
      }
    }
  }

  /**
   * Copies the program, with a stop before each step that other threads could see: whatever is read
   * or written, called or locked. To be stopped there is what can happen to any thread at any time;
   * here it happens on demand.
   */
  private static final class CopyWithStops extends ClassLoader {
    private static final ClassLoader ORIGINALS = K47_LazyPool.class.getClassLoader();

    CopyWithStops() {
      super(ORIGINALS);
    }

    Class<?> program() throws ClassNotFoundException {
      return loadClass(K47_LazyPool.class.getName());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        boolean ofTheProgram =
            name.startsWith("locks.") && !name.startsWith("locks.K47_LazyPoolTest");
        return loaded != null ? loaded : ofTheProgram ? copy(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> copy(String name) throws ClassNotFoundException {
      try (InputStream original =
          ORIGINALS.getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (original == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] copy = withStops(original.readAllBytes());
        return defineClass(name, copy, 0, copy.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private static byte[] withStops(byte[] original) {
      var types =
          ClassHierarchyResolver.ofResourceParsing(ORIGINALS)
              .orElse(ClassHierarchyResolver.defaultResolver());
      var classFile = ClassFile.of(ClassHierarchyResolverOption.of(types));
      var stop = Stop.class.describeConstable().orElseThrow();
      return classFile.transformClass(
          classFile.parse(original),
          ClassTransform.transformingMethodBodies((code, element) -> {
            if (element instanceof InvokeInstruction
                || element instanceof FieldInstruction
                || element instanceof MonitorInstruction) {
              code.invokestatic(stop, "here", ConstantDescs.MTD_void);
            }
            code.with(element);
          }));
    }
  }
}
