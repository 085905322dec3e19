package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import wild.K64_FeatureFlags.Server;
import wild.K64_FeatureFlags.Visitor;

/**
 * Nothing in here needs a thread, so what leaks is not one.
 *
 * <p>What a future holds can be counted, and what is on the heap without a reason can be told by
 * the garbage collector: it frees everything that nobody holds. It need not do so at the first
 * call, so a test asks until it has, or until it has asked very often.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K64_FeatureFlagsTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Questions questions = new Questions();
  private final K64_FeatureFlags flags = new K64_FeatureFlags(questions, closing);

  /** Before anybody has asked, and a few more: a program may need some for itself. */
  private final int ownDependents = closing.getNumberOfDependents() + 10;

  /** What nobody should hold any more when its question is over. */
  private final List<WeakReference<Visitor>> visitors = new ArrayList<>();

  private final List<WeakReference<CompletableFuture<Boolean>>> given = new ArrayList<>();

  @SuppressWarnings("unused") // It is written so that no compiler leaves out the garbage.
  private volatile byte[] garbage;

  @Test
  @Order(1)
  @LeakFree
  void whoHasLeftIsNoDependent() throws Exception {
    afterManyQuestions((question, answer) -> answer.cancel(true));

    assertNoDependents("1000 visitors have left and cancelled their questions");
  }

  @Test
  @Order(2)
  @LeakFree
  void whoHasLeftIsNotKept() throws Exception {
    afterHeavyQuestions((question, answer) -> answer.cancel(true));

    assertNobodyIsKept("have left and cancelled their questions");
  }

  @Test
  @Order(3)
  @LeakFree
  void whoWaitsNoLongerThanAMomentIsNotKept() throws Exception {
    afterHeavyQuestions((question, answer) -> answer.orTimeout(1, MILLISECONDS));

    assertNobodyIsKept("have not waited for longer than a moment");
  }

  @Test
  @Order(4)
  @LeakFree
  void whoHasAnAnswerIsNoDependent() throws Exception {
    afterManyQuestions((question, answer) -> question.complete(true));
    assertNoDependents("1000 visitors have their answers");

    afterManyQuestions((question, answer) -> question.completeExceptionally(new IOException()));
    assertNoDependents("1000 visitors have heard that the server failed");
  }

  @Test
  @Order(5)
  @LeakFree
  void whoHasAnAnswerIsNotKept() throws Exception {
    afterHeavyQuestions((question, answer) -> question.complete(false));
    assertNobodyIsKept("have their answers");

    afterHeavyQuestions((question, answer) -> question.completeExceptionally(new IOException()));
    assertNobodyIsKept("have heard that the server failed");
  }

  @Test
  @Order(6)
  void aDayOfQuestionsLeavesTheHeapAsItWas() throws Exception {
    afterManyQuestions((question, answer) -> answer.cancel(true));
    long before = usedHeap();

    for (int thousand = 0; thousand < 10; thousand++) {
      afterManyQuestions((question, answer) -> answer.cancel(true));
    }

    long kibibytes = 0;
    long deadline = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    for (int i = 0; i < 5 || System.nanoTime() < deadline; i++) {
      kibibytes = (usedHeap() - before) / 1024;
      if (kibibytes < 400) {
        return;
      }
    }
    assertThat(kibibytes)
        .as(
            "by how many KiB the heap has grown while 10000 visitors came and left. Everything that"
                + " nobody holds was collected. %s",
            whoHoldsThem())
        .isLessThan(400);
  }

  @Test
  @Order(7)
  @LeakFree
  void whoWaitsCostsNoThread() throws Exception {
    for (int i = 0; i < 10; i++) {
      isOn(new Visitor("Ada", false, List.of()));
    }
  }

  @Test
  @Order(8)
  void whoHasAnAnswerOfItsOwnIsNotKept() throws Exception {
    afterManyQuestions((question, answer) -> answer.completeOnTimeout(false, 1, MILLISECONDS));
    assertNoDependents("1000 visitors did not wait and have put in an answer of their own");

    afterHeavyQuestions((question, answer) -> answer.complete(true));
    assertNobodyIsKept("did not wait and have put in an answer of their own");
  }

  @Test
  void theServerSaysWhatIsOn() throws Exception {
    for (boolean on : new boolean[] {true, false}) {
      for (boolean staff : new boolean[] {true, false}) {
        var answer = isOn(visitor(staff));
        questions.next().complete(on);
        assertThat(result(answer)).as("the answer, if the server says %s", on).isEqualTo(on);
      }
    }
    assertThat(closing.isDone()).as("the shop is closed").isFalse();
  }

  @Test
  void aFailureIsNotHidden() throws Exception {
    var answer = isOn(visitor(true));

    questions.next().completeExceptionally(new IOException("server is on fire"));

    assertThatThrownBy(() -> result(answer))
        .as("the answer, if the server fails")
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("server is on fire");
  }

  @Test
  void aSlowServerIsWaitedFor() throws Exception {
    var answer = isOn(visitor(true));

    assertThatThrownBy(() -> answer.get(1500, MILLISECONDS))
        .as("the answer, while the server has not said anything")
        .isInstanceOf(TimeoutException.class);
    questions.next().complete(false);

    assertThat(result(answer)).as("the answer of a slow server").isFalse();
  }

  @Test
  void whenTheShopClosesEverybodyGetsAnAnswer() throws Exception {
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(isOn(visitor(i % 2 == 0)));
    }
    answers.get(10).cancel(true);
    assertThat(answers)
        .as("answers, while the shop is open")
        .filteredOn(a -> a.isDone())
        .hasSize(1);

    closing.complete(null);

    for (int i = 0; i < 100; i++) {
      if (i != 10) {
        assertThat(result(answers.get(i)))
            .as("the answer when the shop closes, for somebody who is staff: %s", i % 2 == 0)
            .isEqualTo(i % 2 == 0);
      }
    }
  }

  @Test
  void whoAsksInAClosedShopDoesNotWait() throws Exception {
    closing.complete(null);

    assertThat(result(isOn(visitor(true)))).as("the answer for the staff").isTrue();
    assertThat(result(isOn(visitor(false)))).as("the answer for others").isFalse();
  }

  @Test
  void whoAsksWhileTheShopClosesDoesNotWait() throws Exception {
    var late =
        new K64_FeatureFlags(
            (_, _) -> {
              closing.complete(null);
              return new CompletableFuture<>();
            },
            closing);

    var answer =
        inTime(new FutureTask<>(() -> late.isOn("new search", visitor(true))), "isOn() returned");

    assertThat(result(answer)).as("the answer for the staff").isTrue();
  }

  @Test
  void whoseQuestionCanNotBeAskedIsNotKept() {
    var unlucky =
        new K64_FeatureFlags(
            (_, _) -> {
              throw new IllegalStateException("The server can't be reached.");
            },
            closing);
    for (int i = 0; i < 20; i++) {
      askInVain(unlucky);
    }

    collectGarbage();
    assertThat(kept(visitors))
        .as("of 20 visitors whose question could not be asked, those that are still on the heap")
        .isZero();
    Reference.reachabilityFence(unlucky);
  }

  @Test
  void whoCancelsLeavesTheOthersAlone() throws Exception {
    var first = isOn(visitor(false));
    questions.next();
    var second = isOn(visitor(false));
    var questionOfTheSecond = questions.next();
    var third = isOn(visitor(true));

    first.cancel(true);

    assertThat(first.isCancelled()).as("what was cancelled is cancelled").isTrue();
    assertThatThrownBy(() -> result(first)).isInstanceOf(CancellationException.class);
    assertThat(second.isDone()).as("the answer for somebody else").isFalse();
    assertThat(closing.isDone()).as("the shop is closed").isFalse();
    questionOfTheSecond.complete(true);
    assertThat(result(second)).as("the answer for somebody else").isTrue();
    closing.complete(null);
    assertThat(result(third)).as("the answer for one of the staff").isTrue();
  }

  @Test
  void nobodyWaitsForWhatAnotherDoesWithItsAnswer() throws Exception {
    var busy = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    isOn(visitor(false))
        .thenRun(() -> {
          busy.countDown();
          awaitWhatever(mayEnd);
        });
    try {
      Thread.ofPlatform().daemon().name("test").start(() -> closing.complete(null));
      assertInTime(busy.await(patience.toMillis(), MILLISECONDS), "there was an answer");

      assertThat(result(isOn(visitor(true))))
          .as("the answer for the staff, while another visitor is busy with its answer")
          .isTrue();
    } finally {
      mayEnd.countDown();
    }
  }

  private static Visitor visitor(boolean staff) {
    return new Visitor("Ada", staff, List.of());
  }

  /** What becomes of a question: the first is the server's future, the second the answer. */
  private interface Fate
      extends BiConsumer<CompletableFuture<Boolean>, CompletableFuture<Boolean>> {}

  private void afterManyQuestions(Fate fate) {
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      var answer = flags.isOn("new search", new Visitor("Ada", false, List.of()));
      fate.accept(questions.next(), answer);
      answers.add(answer);
    }
    answers.forEach(K64_FeatureFlagsTest::awaitEnd);
  }

  private void assertNoDependents(String after) {
    waitUntil(() -> closing.getNumberOfDependents() <= ownDependents, Duration.ofSeconds(1));
    assertThat(closing.getNumberOfDependents())
        .as(
            "dependents that the future 'closing' holds after %s."
                + " It is completed in weeks, and until then holds everybody who is not untied",
            after)
        .isLessThanOrEqualTo(ownDependents);
  }

  private void afterHeavyQuestions(Fate fate) throws Exception {
    for (int i = 0; i < 20; i++) {
      afterAHeavyQuestion(fate);
    }
  }

  /** A method of its own: when it has returned, none of its variables holds anything. */
  private void afterAHeavyQuestion(Fate fate) throws Exception {
    var visitor = new Visitor("Ada", false, List.of(new byte[100_000]));
    visitors.add(new WeakReference<>(visitor));
    var answer = flags.isOn("new search", visitor);
    var question = questions.next();
    given.add(new WeakReference<>(question));
    fate.accept(question, answer);
    awaitEnd(answer);
  }

  /** A method of its own, too. What it hears of the failure, and how, does not matter. */
  private void askInVain(K64_FeatureFlags unlucky) {
    var visitor = new Visitor("Ada", false, List.of(new byte[100_000]));
    visitors.add(new WeakReference<>(visitor));
    try {
      unlucky.isOn("new search", visitor);
    } catch (IllegalStateException e) {
      // The failure of the server.
    }
  }

  private void assertNobodyIsKept(String what) {
    collectGarbage();
    assertThat(kept(visitors))
        .as(
            "of 20 visitors who %s, those that are still on the heap, with their baskets. %s",
            what, whoHoldsThem())
        .isZero();
    assertThat(kept(given))
        .as(
            "of 20 futures that the server gave, for visitors who %s, those that are still on the"
                + " heap. %s",
            what, whoHoldsThem())
        .isZero();
  }

  private String whoHoldsThem() {
    int dependents = closing.getNumberOfDependents();
    return dependents > ownDependents
        ? "The future 'closing' holds " + dependents + " dependents, and each holds its future"
        : "The future 'closing' holds "
            + dependents
            + " dependents, so something else does: a collection, or a future in between";
  }

  /**
   * Asks the garbage collector until it has freed everything, ten times at least. Garbage beside it
   * makes it look where it might not care to.
   */
  private void collectGarbage() {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    for (int i = 0; i < 10 || System.nanoTime() < deadline; i++) {
      System.gc();
      if (kept(visitors) + kept(given) == 0) {
        return;
      }
      for (int mebibyte = 0; mebibyte < 32; mebibyte++) {
        garbage = new byte[1 << 20];
      }
      garbage = new byte[0];
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static int kept(Collection<? extends WeakReference<?>> references) {
    return (int) references.stream().filter(reference -> !reference.refersTo(null)).count();
  }

  private CompletableFuture<Boolean> isOn(Visitor visitor) throws Exception {
    return inTime(new FutureTask<>(() -> flags.isOn("new search", visitor)), "isOn() returned");
  }

  private static boolean result(CompletableFuture<Boolean> answer) throws Exception {
    try {
      return answer.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "there was an answer");
      throw e;
    }
  }

  private static void awaitWhatever(CountDownLatch gate) {
    for (boolean waits = true; waits; ) {
      try {
        gate.await();
        waits = false;
      } catch (InterruptedException e) {
        // Not now.
      }
    }
  }

  private static void awaitEnd(CompletableFuture<Boolean> answer) {
    assertInTime(waitUntil(answer::isDone, patience), "the question was over");
  }

  private static <T> T inTime(FutureTask<T> task, String what) throws Exception {
    Thread.ofPlatform().daemon().name("test").start(task);
    try {
      return task.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, what);
      throw e;
    }
  }

  private static boolean waitUntil(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(100_000);
    }
    return true;
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** A server that answers when it is told to. What it was asked it forgets as soon as it can. */
  private static final class Questions implements Server {
    private final ConcurrentLinkedQueue<CompletableFuture<Boolean>> asked =
        new ConcurrentLinkedQueue<>();

    @Override
    public CompletableFuture<Boolean> ask(String feature, String visitor) {
      var question = new CompletableFuture<Boolean>();
      asked.add(question);
      return question;
    }

    CompletableFuture<Boolean> next() {
      return asked.remove();
    }
  }
}
