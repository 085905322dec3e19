package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all lookups share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K23_SlowLookupTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofHours(1);

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> brokenOff = new CopyOnWriteArrayList<>();
  private final CountDownLatch registryIsBusy = new CountDownLatch(1);
  private final CountDownLatch registryIsFree = new CountDownLatch(1);

  /** The threads that asked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> lookups = ConcurrentHashMap.newKeySet();

  /** So that what a lookup starts for itself is not collected, either. */
  private final List<K23_SlowLookup> held = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  @LeakFree
  void nothingIsLeftOfALookupThatWasTooSlow() throws Exception {
    var lookup = lookup(SHORT);
    for (int i = 0; i < 3; i++) {
      assertThat(answerTo(visitor(lookup, "slow-" + i)))
          .as("when it takes too long")
          .isEqualTo("?");
    }

    registryIsFree.countDown();
  }

  @Test
  @Order(2)
  @LeakFree
  void nothingIsLeftOfALookupThatNobodyWaitsFor() throws Exception {
    var lookup = lookup(LONG);
    var leaving = visitor(lookup, "slow");
    assertOpens(registryIsBusy, "the registry was asked");
    letItRest(leaving.thread);
    leaving.thread.interrupt();
    assertThatThrownBy(() -> answerTo(leaving))
        .as("what a caller gets who was interrupted")
        .isInstanceOf(InterruptedException.class);

    var unknownLanguage = new IllegalStateException("Which language is that?");
    var strange =
        visitor(
            lookup,
            "slow-2",
            () -> {
              throw unknownLanguage;
            });
    assertThatThrownBy(() -> answerTo(strange))
        .as("what a caller gets whose guess throws")
        .isSameAs(unknownLanguage);
    registryIsFree.countDown();
  }

  @Test
  @Order(3)
  @LeakFree
  void nothingIsLeftOfALookupThatWasInTime() throws Exception {
    assertThat(answerTo(visitor(lookup(LONG), "quick"))).isEqualTo("country of quick");
    assertThat(answerTo(visitor(lookup(LONG), "broken"))).isEqualTo("?");
  }

  @Test
  void ifTheRegistryThrowsAnErrorTheGuessIsGivenAtOnce() throws Exception {
    var lookup =
        hold(
            new K23_SlowLookup(
                address -> {
                  throw new LinkageError("The registry has a new version.");
                },
                LONG));

    var visitor = visitor(lookup, "broken");

    assertInTime(
        visitor.thread.join(patience),
        "the guess was given when the registry threw an Error. That is to throw, too");
    assertThat(answerTo(visitor)).isEqualTo("?");
  }

  @Test
  void theRegistryGetsItsTime() throws Exception {
    var visitor = visitor(lookup(LONG), "slow");
    assertOpens(registryIsBusy, "the registry was asked");
    letItRest(visitor.thread);

    assertThat(visitor.task.isDone()).as("country() returned before the answer came").isFalse();
    registryIsFree.countDown();

    assertThat(answerTo(visitor)).isEqualTo("country of slow");
  }

  @Test
  void anAnswerThatIsThereBeforeTheGuessIsTaken() throws Exception {
    var times = List.of(LONG, SHORT);
    for (int i = 0; i < 2; i++) {
      int answers = i + 1;
      var visitor =
          visitor(
              lookup(times.get(i)),
              "quick",
              () -> {
                letThemPauseAfter(answers);
                return "?";
              });

      assertThat(answerTo(visitor))
          .as("the answer was there before country() began to wait")
          .isEqualTo("country of quick");
    }
  }

  @Test
  void aLateAnswerIsKept() throws Exception {
    var lookup = lookup(SHORT);
    assertThat(answerTo(visitor(lookup, "slow"))).isEqualTo("?");
    registryIsFree.countDown();
    letThemPauseAfter(1);

    assertThat(answerTo(visitor(lookup, "slow")))
        .as("the next answer")
        .isEqualTo("country of slow");
    assertThat(asked).as("questions to the registry").containsExactly("slow");
  }

  @Test
  void anAnswerIsKeptThatNobodyWaitsFor() throws Exception {
    var lookup = lookup(LONG);
    var leaving = visitor(lookup, "slow");
    assertOpens(registryIsBusy, "the registry was asked");
    letItRest(leaving.thread);
    leaving.thread.interrupt();
    assertThatThrownBy(() -> answerTo(leaving)).isInstanceOf(InterruptedException.class);
    var unknownLanguage = new IllegalStateException("Which language is that?");
    var strange = visitor(lookup, "slow-2", guessThatThrows(unknownLanguage));
    assertThatThrownBy(() -> answerTo(strange)).isSameAs(unknownLanguage);
    registryIsFree.countDown();
    letThemPauseAfter(2);

    for (var address : List.of("slow", "slow-2")) {
      assertThat(answerTo(visitor(lookup, address)))
          .as("the answer for an address that was asked for before")
          .isEqualTo("country of " + address);
    }
    assertThat(asked).as("questions to the registry").containsExactlyInAnyOrder("slow", "slow-2");
  }

  @Test
  void aLateFailureIsNotKept() throws Exception {
    var lookup = lookup(LONG);
    var leaving = visitor(lookup, "slow and moody");
    assertOpens(registryIsBusy, "the registry was asked");
    letItRest(leaving.thread);
    leaving.thread.interrupt();
    assertThatThrownBy(() -> answerTo(leaving)).isInstanceOf(InterruptedException.class);
    registryIsFree.countDown();
    letThemPauseAfter(1);

    assertThat(answerTo(visitor(lookup, "slow and moody")))
        .as("the answer for an address for which the registry failed before, when nobody waited")
        .isEqualTo("country of slow and moody");
  }

  @Test
  void aGuessIsNotKept() throws Exception {
    var lookup = lookup(SHORT);

    assertThat(answerTo(visitor(lookup, "slow", () -> "AT"))).isEqualTo("AT");
    assertThat(answerTo(visitor(lookup, "slow", () -> "CH")))
        .as("the guess of the next one who asks for the address")
        .isEqualTo("CH");
    registryIsFree.countDown();
  }

  @Test
  void aQuestionIsNeverBrokenOff() throws Exception {
    var hasty = lookup(SHORT);
    assertThat(answerTo(visitor(hasty, "slow"))).isEqualTo("?");
    var patient = lookup(LONG);
    var leaving = visitor(patient, "slow");
    letItRest(leaving.thread);
    leaving.thread.interrupt();
    assertThatThrownBy(() -> answerTo(leaving)).isInstanceOf(InterruptedException.class);
    var unknownLanguage = new IllegalStateException("Which language is that?");
    var strange = visitor(patient, "slow-2", guessThatThrows(unknownLanguage));
    assertThatThrownBy(() -> answerTo(strange)).isSameAs(unknownLanguage);

    registryIsFree.countDown();
    letThemPauseAfter(3);

    assertThat(brokenOff).as("questions that were broken off").isEmpty();
  }

  @Test
  void anAnswerIsKept() throws Exception {
    var lookup = lookup(LONG);

    assertThat(answerTo(visitor(lookup, "quick"))).isEqualTo("country of quick");
    assertThat(answerTo(visitor(lookup, "quick"))).isEqualTo("country of quick");

    assertThat(asked).as("questions to the registry").containsExactly("quick");
  }

  @Test
  void ifTheRegistryThrowsTheGuessIsGivenAtOnce() throws Exception {
    var lookup = lookup(LONG);

    assertThat(answerTo(visitor(lookup, "broken"))).isEqualTo("?");
    assertThat(answerTo(visitor(lookup, "broken"))).isEqualTo("?");

    assertThat(asked).as("questions to the registry").containsExactly("broken", "broken");
  }

  @Test
  void everybodyGetsTheirOwnAnswer() throws Exception {
    var everybody = new CountDownLatch(50);
    var lookup =
        hold(
            new K23_SlowLookup(
                address -> {
                  lookups.add(Thread.currentThread());
                  everybody.countDown();
                  awaitGate(everybody);
                  return "country of " + address;
                },
                LONG));
    var visitors = new ArrayList<Visitor>();
    for (int i = 0; i < 50; i++) {
      visitors.add(visitor(lookup, "address " + i));
    }

    assertOpens(everybody, "50 questions were asked at a time");
    for (int i = 0; i < 50; i++) {
      assertThat(answerTo(visitors.get(i))).isEqualTo("country of address " + i);
    }
  }

  @Test
  void aLateAnswerIsNotGivenToSomebodyElse() throws Exception {
    var lookup = lookup(Duration.ofMillis(20));
    assertThat(answerTo(visitor(lookup, "slow"))).isEqualTo("?");
    registryIsFree.countDown();
    letThemPauseAfter(1);

    assertThat(answerTo(visitor(lookup, "quick"))).isIn("country of quick", "?");
  }

  @Test
  void slowLookupsLeaveTheOthersAlone() throws Exception {
    var lookup = lookup(LONG);
    var slow = new ArrayList<Visitor>();
    for (int i = 0; i < 20; i++) {
      slow.add(visitor(lookup, "slow " + i));
    }

    assertThat(answerTo(visitor(lookup, "quick"))).isEqualTo("country of quick");
    registryIsFree.countDown();
    for (int i = 0; i < 20; i++) {
      assertThat(answerTo(slow.get(i))).isEqualTo("country of slow " + i);
    }
  }

  @Test
  void whoGotAGuessIsNotLeftInterrupted() throws Exception {
    var lookup = lookup(SHORT);
    var interrupted = new AtomicBoolean();
    var visitor =
        new Visitor(() -> {
          String country = lookup.country("slow", () -> "?");
          interrupted.set(Thread.currentThread().isInterrupted());
          return country;
        });

    assertThat(answerTo(visitor)).isEqualTo("?");
    registryIsFree.countDown();
    assertThat(interrupted).as("the caller's own thread is interrupted").isFalse();
  }

  private K23_SlowLookup lookup(Duration patience) {
    return hold(new K23_SlowLookup(this::registry, patience));
  }

  private K23_SlowLookup hold(K23_SlowLookup lookup) {
    held.add(lookup);
    return lookup;
  }

  private String registry(String address) {
    lookups.add(Thread.currentThread());
    asked.add(address);
    try {
      return answer(address);
    } finally {
      answered.incrementAndGet();
    }
  }

  private String answer(String address) {
    if (address.startsWith("broken")) {
      throw new IllegalStateException("out of order");
    }
    if (address.startsWith("slow")) {
      registryIsBusy.countDown();
      try {
        registryIsFree.await();
      } catch (InterruptedException e) {
        brokenOff.add(address);
        throw new IllegalStateException("broken off", e);
      }
    }
    if (address.endsWith("moody") && asked.size() == 1) {
      throw new IllegalStateException("not in the mood");
    }
    return "country of " + address;
  }

  private static Visitor visitor(K23_SlowLookup lookup, String address) {
    return visitor(lookup, address, () -> "?");
  }

  private static Visitor visitor(K23_SlowLookup lookup, String address, Supplier<String> guess) {
    return new Visitor(() -> lookup.country(address, guess));
  }

  private static Supplier<String> guessThatThrows(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  private static String answerTo(Visitor visitor) throws Exception {
    try {
      return visitor.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "country() returned");
      throw e;
    }
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

  private static void awaitGate(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("broken off", e);
    }
  }

  /** Returns when the thread has ended or waits for something, or when patience is at its end. */
  private static void letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !thread.join(Duration.ofMillis(1))) {}
  }

  /**
   * Returns when the registry has answered so often, and whoever asked has ended or waits without a
   * time limit: then it stays until somebody wakes it. Those that wait with a limit, or not at all,
   * get two and a half seconds to give up.
   */
  private void letThemPauseAfter(int answers) {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && (answered.get() < answers
            || !lookups.stream().allMatch(K23_SlowLookupTest::hasEndedOrStays))) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** In jox, another thread looks at the clock for the one that is in selectWithin(). */
  private static boolean hasEndedOrStays(Thread thread) {
    return switch (thread.getState()) {
      case TERMINATED -> true;
      case WAITING ->
          Stream.of(thread.getStackTrace()).noneMatch(f -> f.getMethodName().endsWith("Within"));
      default -> thread == Thread.currentThread();
    };
  }

  /** Somebody who waits for a page, in a thread of their own. */
  private static final class Visitor {
    final FutureTask<String> task;
    final Thread thread;

    Visitor(Callable<String> wish) {
      task = new FutureTask<>(wish);
      thread = Thread.ofPlatform().daemon().name("visitor").start(task);
    }
  }
}
