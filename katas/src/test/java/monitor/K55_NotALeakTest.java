package monitor;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import loosethreads.leakcheck.LeakFree;
import monitor.K55_NotALeak.Mailer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A test of a check that tests use. No time passes here: the test owns the pauses, and what happens
 * in a pause has happened when it is over.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K55_NotALeakTest {
  private static final ThreadFactory PLATFORM =
      Thread.ofPlatform().name("platform thread ", 1).factory();
  private static final ThreadFactory DAEMON =
      Thread.ofPlatform().daemon().name("daemon thread ", 1).factory();
  private static final ThreadFactory VIRTUAL =
      Thread.ofVirtual().name("virtual thread ", 1).factory();
  private static final List<ThreadFactory> KINDS = List.of(PLATFORM, DAEMON, VIRTUAL);

  /** A check that hangs must not keep the test from ending. So somebody else asks it. */
  private static final ThreadPoolExecutor ASKING =
      new ThreadPoolExecutor(5, 5, 0, MILLISECONDS, new LinkedBlockingQueue<>(), DAEMON);

  /** How long one wait may take. Only a program that hangs uses it up. */
  private static Duration patience = Duration.ofSeconds(8);

  /** All that keeps a thread of the test from ending. */
  private final List<CountDownLatch> gates = new CopyOnWriteArrayList<>();

  private final CountDownLatch over = gate();

  /** All threads of the test. Held here, none can be garbage collected and seem to have ended. */
  private final List<Thread> all = new CopyOnWriteArrayList<>();

  private final Pauses pauses = new Pauses();
  private final K55_NotALeak check = new K55_NotALeak(pauses);

  @BeforeAll
  static void whoAsksIsThereBefore() {
    ASKING.prestartAllCoreThreads();
  }

  @AfterEach
  void endAll() throws Exception {
    gates.forEach(CountDownLatch::countDown);
    all.forEach(LockSupport::unpark);
    end(all);
  }

  // What works today.

  @Test
  @Order(1)
  @LeakFree
  void aCheckStartsNoThread() throws Exception {
    assertLeaks(check, List.of(), "if nothing was started");
    start(check.threads(VIRTUAL), over);
    leaks(check);
    over.countDown();
    end(all);
    leaks(check);

    assertThat(madeByACheck()).as("threads that a check has made for itself").isZero();
  }

  /** A new thread inherits from whoever makes it. So none is missed, however soon it ends. */
  private int madeByACheck() throws Exception {
    var made = new AtomicInteger();
    var heirloom =
        new InheritableThreadLocal<String>() {
          @Override
          protected String childValue(String parentValue) {
            made.incrementAndGet();
            return parentValue;
          }
        };
    var until = gate();
    inTime(
        ASKING.submit(() -> {
          heirloom.set("heirloom");
          try {
            var another = new K55_NotALeak(pauses);
            ThreadFactory childless =
                work -> {
                  heirloom.remove();
                  Thread thread = VIRTUAL.newThread(work);
                  heirloom.set("heirloom");
                  return thread;
                };
            Thread thread = another.threads(childless).newThread(() -> await(until));
            all.add(thread);
            heirloom.remove(); // the JDK may start a carrier
            thread.start();
            heirloom.set("heirloom");
            pauses.begin();
            return another.leaks();
          } finally {
            heirloom.remove();
          }
        }),
        "leaks() returned");
    until.countDown();
    end(all);
    return made.get();
  }

  @Test
  @Order(30)
  void theCodeGetsTheThreadsThatItAskedFor() throws Exception {
    var isDone = new CountDownLatch(2);
    Thread virtual =
        check.threads(Thread.ofVirtual().name("mail ", 7).factory()).newThread(isDone::countDown);
    Thread platform =
        check.threads(Thread.ofPlatform().name("log").factory()).newThread(isDone::countDown);

    assertThat(virtual.isVirtual()).as("is virtual").isTrue();
    assertThat(platform.isVirtual()).as("is virtual").isFalse();
    assertThat(virtual.getName()).isEqualTo("mail 7");
    assertThat(platform.getName()).isEqualTo("log");
    for (Thread thread : List.of(virtual, platform)) {
      assertThat(thread.getState()).as("of a new thread").isEqualTo(State.NEW);
      all.add(thread);
      thread.start();
    }
    assertInTime(isDone.await(patience.toMillis(), MILLISECONDS), "the threads did their work");
  }

  @Test
  @Order(31)
  void theMailerSendsWhatItHasTakenAndNobodyWaits() throws Exception {
    for (ThreadFactory kind : KINDS) {
      var isHeld = gate();
      var sent = new CopyOnWriteArrayList<String>();
      var mailer =
          mailer(
              kind,
              mail -> {
                await(isHeld);
                sent.add(mail);
              });
      mailer.send("one");
      mailer.send("two");
      mailer.send("three");

      close(mailer);

      assertThat(sent).as("what was sent so far").isEmpty();
      isHeld.countDown();
      end(all);
      assertThat(sent).as("what was sent").containsExactly("one", "two", "three");
    }
  }

  // It cries wolf.

  @Test
  @Order(2)
  void aMailerThatIsAboutToEndIsNoLeak() throws Exception {
    for (ThreadFactory kind : KINDS) {
      var isHeld = gate();
      var mailer = mailer(kind, _ -> await(isHeld));
      mailer.send("one");
      mailer.send("two");
      close(mailer);

      pauses.at(
          3,
          () -> {
            isHeld.countDown();
            end(all);
          });

      assertLeaks(check, List.of(), "the mailer was closed, and ended in the third of 20 pauses");
    }
  }

  @Test
  @Order(3)
  void aThreadMayTakeAllThePatienceToEnd() throws Exception {
    for (ThreadFactory kind : KINDS) {
      for (int last = 1; last <= Pauses.PATIENCE; last++) {
        var until = gate();
        Thread slow = start(check.threads(kind), until);
        pauses.at(
            last,
            () -> {
              until.countDown();
              end(List.of(slow));
            });

        assertLeaks(check, List.of(), "one ended in pause " + last + " of 20");
        assertThat(pauses.taken)
            .as("pauses, one after the other until it had ended")
            .isEqualTo(last);
      }
    }
  }

  @Test
  @Order(4)
  void threadsMayEndOneAfterTheOther() throws Exception {
    for (ThreadFactory kind : KINDS) {
      ThreadFactory threads = check.threads(kind);
      List<CountDownLatch> ends = IntStream.range(0, 6).mapToObj(_ -> gate()).toList();
      Thread[] runner = {relay(threads, ends, 0)};
      for (int i = 0; i < ends.size(); i++) {
        int turn = i;
        pauses.at(
            3 * i + 2,
            () -> {
              ends.get(turn).countDown();
              end(List.of(runner[0]));
              runner[0] = all.getLast();
            });
      }

      assertLeaks(
          check, List.of(), "each thread started the next one and ended, and so did the last");
    }
  }

  @Test
  @Order(5)
  void nobodyWaitsIfNothingLives() throws Exception {
    leaksNobodyAndWithoutAPause("nothing was started");
    for (ThreadFactory kind : KINDS) {
      Thread ended = start(check.threads(kind), new CountDownLatch(0));
      end(List.of(ended));
      leaksNobodyAndWithoutAPause("all had ended");
      Thread idle = check.threads(kind).newThread(() -> await(over));
      leaksNobodyAndWithoutAPause("one was made, and never started");
      assertThat(idle.getState()).as("of that thread").isEqualTo(State.NEW);
    }
  }

  @Test
  @Order(6)
  void threadsOfOtherTestsAreNoLeaks() throws Exception {
    for (ThreadFactory kind : KINDS) {
      ThreadFactory threads = check.threads(kind);
      Thread ours = start(threads, new CountDownLatch(0));
      end(List.of(ours));
      start(kind, over);
      start(kind, over).setName(ours.getName());
      start(new K55_NotALeak(pauses).threads(kind), over);

      leaksNobodyAndWithoutAPause("only threads of others live");

      var until = gate();
      Thread slow = start(threads, until);
      pauses.at(
          2,
          () -> {
            start(kind, over);
            until.countDown();
            end(List.of(slow));
          });
      assertLeaks(check, List.of(), "in the pause, others have started a thread");
    }
  }

  @Test
  @Order(7)
  void aPoolThatIsSharedOnPurposeIsNoLeak() throws Exception {
    for (ThreadFactory kind : KINDS) {
      try (var shared = Executors.newFixedThreadPool(2, remembered(kind))) {
        // Its threads are born in the middle of the code under test.
        var mailer = mailer(kind, _ -> shared.execute(() -> {}));
        mailer.send("one");
        mailer.send("two");
        close(mailer);
        end(List.of(all.getFirst()));

        leaksNobodyAndWithoutAPause("only the pool lives that all share");
      } finally {
        end(all);
        all.clear();
      }
    }
  }

  @Test
  @Order(8)
  void threadsOfTheJdkAreNoLeaks() throws Exception {
    var made =
        new FutureTask<>(() -> {
          // A virtual thread that waits for a moment is woken by a thread of the JDK.
          LockSupport.parkNanos(1);
          return new Timer("the timer of all");
        });
    Thread ours = remembered(check.threads(VIRTUAL)).newThread(made);
    ours.start();
    Timer shared = inTime(made, "a timer was made");
    try {
      end(List.of(ours));

      leaksNobodyAndWithoutAPause("only threads that the JDK has made live, one of them a timer's");
    } finally {
      shared.cancel();
    }
  }

  // It misses the wolf.

  @Test
  @Order(32)
  void aThreadThatStaysIsALeak() throws Exception {
    Thread leak = start(check.threads(PLATFORM), over);

    assertLeaks(check, List.of(leak), "a platform thread that stays");
  }

  @Test
  @Order(9)
  void aVirtualThreadThatStaysIsALeak() throws Exception {
    Thread leak = start(check.threads(VIRTUAL), over);

    assertLeaks(check, List.of(leak), "a virtual thread that stays");
  }

  @Test
  @Order(10)
  void eachLeakIsToldOnce() throws Exception {
    List<Thread> leaks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ThreadFactory kind = KINDS.get(i % 3);
      leaks.add(start(check.threads(kind), over));
      start(kind, over);
      end(List.of(start(check.threads(kind), new CountDownLatch(0))));
    }

    assertLeaks(check, leaks, "among threads of others and threads that have ended");
    assertLeaks(check, leaks, "when asked again");
  }

  @Test
  @Order(11)
  void aLeakCannotHideBehindAThreadThatEnds() throws Exception {
    for (ThreadFactory kind : KINDS) {
      var until = gate();
      Thread old = start(kind, until);
      var another = new K55_NotALeak(pauses);
      Thread leak = start(another.threads(kind), over);
      until.countDown();
      end(List.of(old));

      assertLeaks(
          another,
          List.of(leak),
          "as many threads as before, since one of somebody else has ended");
    }
  }

  @Test
  @Order(12)
  void aLeakMayBeBornWhileTheCheckWaits() throws Exception {
    for (ThreadFactory kind : KINDS) {
      var another = new K55_NotALeak(pauses);
      var gate = gate();
      Thread parent = relay(another.threads(kind), List.of(gate, over), 0);
      pauses.at(
          4,
          () -> {
            gate.countDown();
            end(List.of(parent));
          });

      assertSame(
          leaks(another),
          List.of(all.getLast()),
          "in a pause a thread has started another one, and has ended");
    }
  }

  @Test
  @Order(13)
  void aThreadMayBeStartedLongAfterItWasMade() throws Exception {
    for (ThreadFactory kind : KINDS) {
      var another = new K55_NotALeak(pauses);
      Thread late = another.threads(kind).newThread(() -> await(over));
      all.add(late);
      assertLeaks(another, List.of(), "before it was started");

      late.start();

      assertLeaks(another, List.of(late), "somebody has started what was made before");
    }
  }

  @Test
  @Order(14)
  void itDoesNotMatterWhatALeakDoes() throws Exception {
    var lock = new Object();
    for (ThreadFactory kind : KINDS) {
      ThreadFactory threads = check.threads(kind);
      startInto(State.WAITING, threads, LockSupport::park);
      startInto(State.TIMED_WAITING, threads, () -> LockSupport.parkNanos(Long.MAX_VALUE));
      startInto(State.WAITING, threads, this::deaf);
    }
    startInto(State.RUNNABLE, check.threads(PLATFORM), Thread::onSpinWait);
    startInto(State.RUNNABLE, check.threads(DAEMON), Thread::onSpinWait);
    all.getLast().interrupt(); // it never looks
    synchronized (lock) {
      for (ThreadFactory kind : KINDS) {
        startInto(
            State.BLOCKED,
            check.threads(kind),
            () -> {
              synchronized (lock) {
                await(over);
              }
            });
      }
      assertLeaks(check, all, "threads that wait, for a while or for a lock, or are busy, or deaf");
    }
  }

  @Test
  @Order(15)
  void aNameHidesNobody() throws Exception {
    for (String name :
        List.of(
            "",
            "main",
            "mailer",
            "shared-pool-1",
            "pool-1-thread-1",
            "ForkJoinPool-1-worker-1",
            "ForkJoinPool.commonPool-worker-1",
            "HttpClient-1-SelectorManager",
            "Common-Cleaner",
            "process reaper",
            "VirtualThread-unblocker")) {
      start(check.threads(Thread.ofPlatform().name(name).factory()), over);
      start(check.threads(Thread.ofVirtual().name(name).factory()), over);
    }

    assertLeaks(check, all, "all are the code's, whatever they are called");
  }

  @Test
  @Order(16)
  void aThreadIsMoreThanItsWork() throws Exception {
    for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      ThreadFactory slow =
          work ->
              builder.unstarted(() -> {
                await(over);
                work.run();
              });
      start(check.threads(slow), over);

      var isDone = gate();
      ThreadFactory staying =
          work ->
              builder.unstarted(() -> {
                work.run();
                isDone.countDown();
                await(over);
              });
      start(check.threads(staying), new CountDownLatch(0));
      assertInTime(isDone.await(patience.toMillis(), MILLISECONDS), "the work was done");
    }

    assertLeaks(check, all, "threads that have not begun their work, or have done it, and live");
  }

  @Test
  @Order(17)
  void aCheckOnlyLooks() throws Exception {
    for (ThreadFactory kind : KINDS) {
      startInto(State.WAITING, check.threads(kind), () -> await(over));
      startInto(State.WAITING, check.threads(kind), LockSupport::park);
    }

    assertLeaks(check, all, "they would end if they were interrupted, and must not be");
    assertThat(all).as("the leaks").allMatch(Thread::isAlive).noneMatch(Thread::isInterrupted);

    var isStillInterrupted = new AtomicBoolean();
    pauses.begin();
    List<Thread> told =
        inTime(
            ASKING.submit(() -> {
              Thread.currentThread().interrupt();
              try {
                return List.copyOf(check.leaks());
              } finally {
                isStillInterrupted.set(Thread.interrupted());
              }
            }),
            "leaks() returned");
    assertSame(told, all, "whoever asks was interrupted");
    assertThat(pauses.taken)
        .as("pauses, while all live and whoever asks was interrupted")
        .isEqualTo(Pauses.PATIENCE);
    assertThat(isStillInterrupted).as("whoever was interrupted and asked still is").isTrue();
  }

  @Test
  @Order(18)
  void whoHasEndedIsNoLeakAnyMore() throws Exception {
    for (ThreadFactory kind : KINDS) {
      var until = gate();
      Thread first = start(check.threads(kind), until);
      assertLeaks(check, List.of(first), "one that stays for now");

      until.countDown();
      end(List.of(first));

      leaksNobodyAndWithoutAPause("what had leaked has ended");
    }
  }

  @Test
  @Order(19)
  void oneCheckKnowsNothingOfAnother() throws Exception {
    var another = new K55_NotALeak(pauses);
    for (ThreadFactory kind : KINDS) {
      start(another.threads(kind), over);
    }
    List<Thread> others = List.copyOf(all);

    leaksNobodyAndWithoutAPause("only another check has leaks");
    assertLeaks(another, others, "those of the other check");
  }

  @Test
  @Order(20)
  void severalMayTakeThreadsAtTheSameTime() throws Exception {
    var meeting = new AtomicInteger();
    ThreadFactory kind =
        work -> {
          Thread thread = VIRTUAL.newThread(work);
          meet(meeting);
          return thread;
        };
    ThreadFactory shared = check.threads(kind);
    List<Future<?>> making = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<Thread> made = new ArrayList<>();
      ThreadFactory own = check.threads(kind);
      making.add(
          ASKING.submit(() -> {
            // On a busy machine it may take a while until two threads really meet.
            long enough = System.nanoTime() + 1_000_000_000;
            while (made.size() < 2000 && System.nanoTime() < enough) {
              ThreadFactory threads = made.size() % 2 == 0 ? shared : own;
              made.add(threads.newThread(() -> await(over)));
            }
            made.forEach(Thread::start);
            return all.addAll(made);
          }));
    }
    for (Future<?> each : making) {
      inTime(each, "the threads were made");
    }

    assertLeaks(check, all, "two have taken their threads at the same time");
  }

  @Test
  @Order(21)
  void aCheckMayLookWhileSomebodyTakesThreads() throws Exception {
    Thread leak = start(check.threads(VIRTUAL), over);
    ThreadFactory threads = check.threads(VIRTUAL);
    for (int i = 0; i < 5_000; i++) {
      threads.newThread(() -> {}); // so that a look takes a while
    }
    var asked = new AtomicInteger();
    var made = new AtomicInteger();
    Future<?> making =
        ASKING.submit(() -> {
          for (int turn = 0; turn < 100 && over.getCount() > 0; turn++) {
            int askedBefore = asked.get();
            while (asked.get() == askedBefore && over.getCount() > 0) {
              Thread.onSpinWait();
            }
            for (int i = 0; i < 100; i++) {
              threads.newThread(() -> {});
              made.incrementAndGet();
            }
          }
        });

    // Who has no lock breaks at once. On a busy machine it may take a while until they meet.
    long enough = System.nanoTime() + 3_000_000_000L;
    for (int meetings = 0; meetings < 20 && !making.isDone() && System.nanoTime() < enough; ) {
      int madeBefore = made.get();
      asked.incrementAndGet();
      assertLeaks(check, List.of(leak), "meanwhile, others take threads and don't start them yet");
      meetings += made.get() > madeBefore ? 1 : 0;
    }
    over.countDown();
    inTime(making, "the threads were made");
  }

  /** Waits for another one, but not for long: a factory may well let in one at a time. */
  private static void meet(AtomicInteger meeting) {
    int number = meeting.incrementAndGet();
    int both = number + number % 2;
    for (int i = 0; i < 1000 && meeting.get() < both; i++) {
      Thread.onSpinWait();
    }
  }

  private void leaksNobodyAndWithoutAPause(String why) throws Exception {
    assertLeaks(check, List.of(), why);
    assertThat(pauses.taken).as("pauses, and there was nothing to wait for: %s", why).isZero();
  }

  private void assertLeaks(K55_NotALeak asked, List<Thread> expected, String why) throws Exception {
    assertSame(leaks(asked), expected, why);
  }

  private static void assertSame(List<Thread> told, List<Thread> expected, String why) {
    assertThat(told).as("the leaks, each told once: %s", why).doesNotHaveDuplicates();
    Set<Thread> wolves = new LinkedHashSet<>(expected);
    List<Thread> others = new ArrayList<>();
    for (Thread each : told) {
      if (!wolves.remove(each)) {
        others.add(each);
      }
    }
    assertThat(some(others)).as("told as a leak, and is none: %s", why).isEqualTo("nobody");
    assertThat(some(wolves)).as("a leak, and was not told: %s", why).isEqualTo("nobody");
  }

  private static String some(Collection<Thread> threads) {
    return switch (threads.size()) {
      case 0 -> "nobody";
      case 1 -> threads.iterator().next().toString();
      default -> threads.size() + " threads, one of them " + threads.iterator().next();
    };
  }

  private List<Thread> leaks(K55_NotALeak asked) throws Exception {
    pauses.begin();
    try {
      return inTime(ASKING.submit(() -> List.copyOf(asked.leaks())), "leaks() returned");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private Mailer mailer(ThreadFactory kind, Consumer<String> server) {
    return new Mailer(remembered(check.threads(kind)), server);
  }

  private static void close(Mailer mailer) throws Exception {
    inTime(ASKING.submit(mailer::close), "close() returned, however slow the server is");
  }

  private ThreadFactory remembered(ThreadFactory kind) {
    return work -> {
      Thread thread = kind.newThread(work);
      all.add(thread);
      return thread;
    };
  }

  private Thread start(ThreadFactory threads, CountDownLatch until) {
    Thread thread = remembered(threads).newThread(() -> await(until));
    thread.start();
    return thread;
  }

  /** Starts a thread that does the same again and again until the test is over. */
  private void startInto(State state, ThreadFactory threads, Runnable step) {
    Thread thread =
        remembered(threads)
            .newThread(() -> {
              while (over.getCount() > 0) {
                step.run();
              }
            });
    thread.start();
    assertInTime(comes(() -> thread.getState() == state), "a thread of the test is " + state);
  }

  /** Starts a thread that starts the next one when its gate opens, and ends. */
  private Thread relay(ThreadFactory threads, List<CountDownLatch> ends, int turn) {
    Thread thread =
        remembered(threads)
            .newThread(() -> {
              await(ends.get(turn));
              if (turn + 1 < ends.size()) {
                relay(threads, ends, turn + 1);
              }
            });
    thread.start();
    return thread;
  }

  private CountDownLatch gate() {
    var gate = new CountDownLatch(1);
    gates.add(gate);
    return gate;
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no notice of an interrupt. */
  private void deaf() {
    try {
      over.await();
    } catch (InterruptedException _) {
      // That is what it is there for.
    }
  }

  private static void end(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      if (thread.getState() != State.NEW) {
        assertInTime(thread.join(patience), "a thread of the test ended: " + thread);
      }
    }
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

  private static <T> T inTime(Future<T> task, String what) throws Exception {
    try {
      return task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, what);
      throw e;
    }
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  private interface Happening {
    void happens() throws Exception;
  }

  /** Patience for twenty pauses, with what happens in them. */
  private static final class Pauses implements BooleanSupplier {
    static final int PATIENCE = 20;

    private final Map<Integer, Happening> happenings = new HashMap<>();
    private int refused;
    int taken;

    void begin() {
      taken = 0;
      refused = 0;
    }

    void at(int pause, Happening happening) {
      happenings.put(pause, happening);
    }

    @Override
    public synchronized boolean getAsBoolean() {
      if (taken == PATIENCE) {
        refused++;
        assertThat(refused)
            .as("how often the check asks for one more pause, with no patience left")
            .isLessThan(100_000);
        return false;
      }
      taken++;
      Happening happening = happenings.remove(taken);
      if (happening != null) {
        try {
          happening.happens();
        } catch (Exception e) {
          throw new IllegalStateException("what happens in pause " + taken, e);
        }
      }
      return true;
    }
  }
}
