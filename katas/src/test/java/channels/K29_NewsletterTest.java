package channels;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import channels.K29_Newsletter.Subscription;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all newsletters share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K29_NewsletterTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final List<String> ada = new CopyOnWriteArrayList<>();
  private final List<String> grace = new CopyOnWriteArrayList<>();
  private final CountDownLatch inboxIsBusy = new CountDownLatch(1);
  private final CountDownLatch inboxIsFree = new CountDownLatch(1);
  private final List<K29_Newsletter> opened = new CopyOnWriteArrayList<>();

  /** Newsletters and subscriptions. Held here, none can be collected and seem to have ended. */
  private final List<Object> held = new CopyOnWriteArrayList<>();

  /** The threads that came to an inbox. */
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    // In the background, and not those that a test has closed: it may matter that it was only once.
    opened.forEach(newsletter -> inBackground(new FutureTask<>(newsletter::close, true)));
  }

  @Test
  @Order(1)
  @LeakFree
  void nothingGoesOnWhenTheNewsletterIsClosed() throws Exception {
    var newsletter = open();
    subscribe(newsletter, ada::add);
    subscribe(newsletter, grace::add);
    publish(newsletter, issues(3));
    assertGets(3, ada);
    assertGets(3, grace);

    close(newsletter);
    close(open());
    subscribeTooLate(newsletter);
  }

  @Test
  @Order(2)
  @LeakFree
  void nothingGoesOnForReadersWhoHaveUnsubscribed() throws Exception {
    var quiet = open();
    subscribe(quiet, ada::add).close();
    var subscription = subscribe(quiet, ada::add);
    publish(quiet, issues(1));
    assertGets(1, ada);
    subscription.close();
    subscription.close();

    // The editor publishes on. If that takes for ever, it shows in what is left over.
    var busy = open();
    var leaving = subscribe(busy, grace::add);
    publish(busy, issues(1));
    assertGets(1, grace);
    leaving.close();
    letItRest(inBackground(publishing(busy, issues(30))));

    // So does the editor who waits for a reader whose inbox throws then.
    var strange = open();
    subscribe(
        strange,
        issue -> {
          slowly(issue);
          refuse(issue);
        });
    Thread editor = inBackground(publishing(strange, issues(30)));
    assertOpens(inboxIsBusy, "the reader got an issue");
    letItRest(editor);
    inboxIsFree.countDown();

    opened.clear();
  }

  @Test
  @Order(3)
  @LeakFree
  void nothingGoesOnWheneverAReaderUnsubscribes() throws Exception {
    var atOnce = open();
    for (int i = 0; i < 20; i++) {
      subscribe(atOnce, ada::add).close();
    }
    letItRest(inBackground(publishing(atOnce, issues(30))));

    var byItself = open();
    var own = new CompletableFuture<Subscription>();
    own.complete(subscribe(byItself, issue -> own.join().close()));
    publish(byItself, issues(1));

    // The editor waits for a busy reader, who leaves then. It need not hear of that before the
    // inbox has let the reader go, but then it must.
    var busy = open();
    var leaving = subscribe(busy, this::slowly);
    Thread editor = inBackground(publishing(busy, issues(30)));
    assertOpens(inboxIsBusy, "the reader got an issue");
    letItRest(editor);
    inBackground(new FutureTask<>(leaving::close, true)).join(patience);
    inboxIsFree.countDown();

    opened.clear();
  }

  @Test
  @Order(4)
  @LeakFree
  void nothingGoesOnThoughEightIssuesWaitedWhenTheNewsletterWasClosed() throws Exception {
    var newsletter = open();
    subscribe(newsletter, this::slowly);
    publish(newsletter, issues(1));
    assertOpens(inboxIsBusy, "the reader got an issue");
    publish(newsletter, issues(8));

    close(newsletter);
    inboxIsFree.countDown();

    assertGets(9, ada);
  }

  @Test
  @Order(5)
  @LeakFree
  void nothingGoesOnForAReaderWhoseInboxFailsBadly() throws Exception {
    var newsletter = open();
    subscribe(newsletter, issue -> collapse());
    letItRest(inBackground(publishing(newsletter, issues(30))));

    opened.clear();
  }

  @Test
  void eachReaderGetsAllIssuesInOrder() throws Exception {
    var newsletter = open();
    subscribe(newsletter, ada::add);
    subscribe(newsletter, grace::add);

    publish(newsletter, issues(100));

    assertGets(100, ada);
    assertGets(100, grace);
    assertThat(ada).isEqualTo(issues(100));
    assertThat(grace).isEqualTo(issues(100));
  }

  @Test
  void whoSubscribesLaterGetsWhatComesLater() throws Exception {
    var newsletter = open();
    subscribe(newsletter, ada::add);
    publish(newsletter, List.of("first"));
    assertGets(1, ada);

    subscribe(newsletter, grace::add);
    publish(newsletter, List.of("second"));

    assertGets(2, ada);
    assertGets(1, grace);
    assertThat(grace).containsExactly("second");
  }

  @Test
  void aSlowReaderDoesNotHoldUpTheOthers() throws Exception {
    var newsletter = open();
    subscribe(newsletter, this::slowly);
    subscribe(newsletter, grace::add);

    publish(newsletter, issues(1));
    assertOpens(inboxIsBusy, "the slow reader got an issue");
    publish(newsletter, issues(8));

    assertGets(9, grace);
    assertThat(ada).as("what the slow reader has read").isEmpty();
    inboxIsFree.countDown();
    assertGets(9, ada);
  }

  @Test
  void whoHasFarTooMuchToReadIsWaitedFor() throws Exception {
    var newsletter = open();
    subscribe(newsletter, this::slowly);
    var published = new AtomicInteger();
    var publishing =
        new FutureTask<>(
            () ->
                issues(200)
                    .forEach(issue -> {
                      newsletter.publish(issue);
                      published.incrementAndGet();
                    }),
            true);
    Thread editor = inBackground(publishing);
    assertOpens(inboxIsBusy, "the reader got an issue");
    letThemPause(Set.of(editor));

    // That one, eight that wait, and some that are on their way.
    int most = 16;
    letItGoOn(most + 1, published::get);
    assertThat(published)
        .as("issues of 200 that were published while a reader was busy with the first one")
        .hasValueLessThanOrEqualTo(most);
    inboxIsFree.countDown();
    await(publishing, "publish() returned");

    assertGets(200, ada);
    assertThat(ada).isEqualTo(issues(200));
  }

  @Test
  void aQuietHourHarmsNoReader() throws Exception {
    var newsletter = open();
    subscribe(newsletter, ada::add);
    publish(newsletter, List.of("first"));
    assertGets(1, ada);
    assertAllRest();
    letThemPause(readers);

    publish(newsletter, List.of("second", "third"));

    assertGets(3, ada);
  }

  @Test
  void aReaderHasOneIssueAtATime() throws Exception {
    var atATime = new AtomicInteger();
    var most = new AtomicInteger();
    var newsletter = open();
    subscribe(
        newsletter,
        issue -> {
          most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
          Thread.yield();
          ada.add(issue);
          atATime.decrementAndGet();
        });

    publish(newsletter, issues(50));

    assertGets(50, ada);
    assertThat(most).as("issues that a reader had at a time").hasValue(1);
  }

  @Test
  void whoHasUnsubscribedGetsNothingMore() throws Exception {
    var newsletter = open();
    var subscription = subscribe(newsletter, ada::add);
    subscribe(newsletter, grace::add);
    publish(newsletter, List.of("first"));
    assertGets(1, ada);

    subscription.close();
    publish(newsletter, List.of("second", "third"));

    assertGets(3, grace);
    assertThat(ada).as("what the reader got who has unsubscribed").containsExactly("first");
  }

  @Test
  void whoHasUnsubscribedWhileIssuesWaitGetsOneMoreAtMost() throws Exception {
    var newsletter = open();
    var subscription = subscribe(newsletter, this::slowly);
    publish(newsletter, issues(8));
    assertOpens(inboxIsBusy, "the reader got an issue");

    // It may wait for the reader, who is busy until the next line.
    inBackground(new FutureTask<>(subscription::close, true)).join(patience);
    inboxIsFree.countDown();
    letItGoOn(3, ada::size);

    assertThat(ada)
        .as("what the reader got who has unsubscribed at the first issue")
        .hasSizeLessThan(3);
  }

  @Test
  void anInboxThatThrowsIsNotTriedAgain() throws Exception {
    var newsletter = open();
    subscribe(newsletter, this::refuse);
    subscribe(newsletter, grace::add);

    publish(newsletter, List.of("first"));
    assertGets(1, ada);
    publish(newsletter, List.of("second", "third"));

    assertGets(3, grace);
    assertThat(ada).as("issues that the broken inbox got").containsExactly("first");
  }

  @Test
  void whatWasPublishedBeforeTheEndIsStillRead() throws Exception {
    var newsletter = open();
    subscribe(newsletter, this::slowly);
    publish(newsletter, issues(8));
    assertOpens(inboxIsBusy, "the reader got an issue");

    close(newsletter);
    close(newsletter);
    inboxIsFree.countDown();

    assertGets(8, ada);
    assertThat(ada).isEqualTo(issues(8));
  }

  @Test
  void aClosedNewsletterPublishesNothing() throws Exception {
    var newsletter = open();
    subscribe(newsletter, ada::add);
    close(newsletter);

    assertThatThrownBy(() -> publish(newsletter, List.of("late")))
        .as("publish() when the newsletter is closed")
        .isNotInstanceOf(AssertionError.class);
  }

  @Test
  void toCloseOneNewsletterLeavesTheOthersAlone() throws Exception {
    var newsletter = open();
    subscribe(newsletter, ada::add);
    var other = open();
    subscribe(other, grace::add);
    close(other);

    publish(newsletter, issues(5));

    assertGets(5, ada);
  }

  private K29_Newsletter open() {
    var newsletter = new K29_Newsletter();
    opened.add(newsletter);
    held.add(newsletter);
    return newsletter;
  }

  private Subscription subscribe(K29_Newsletter newsletter, Consumer<String> inbox) {
    var subscription =
        newsletter.subscribe(issue -> {
          readers.add(Thread.currentThread());
          inbox.accept(issue);
        });
    held.add(subscription);
    return subscription;
  }

  private void subscribeTooLate(K29_Newsletter newsletter) {
    try {
      subscribe(newsletter, ada::add);
    } catch (RuntimeException e) {
      // A closed newsletter may refuse readers.
    }
  }

  private void slowly(String issue) {
    inboxIsBusy.countDown();
    try {
      inboxIsFree.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("disturbed", e);
    }
    ada.add(issue);
  }

  private void refuse(String issue) {
    ada.add(issue);
    throw new IllegalStateException("The inbox is full.");
  }

  private static void collapse() {
    throw new StackOverflowError("a very deep inbox");
  }

  private static List<String> issues(int count) {
    return IntStream.range(0, count).mapToObj(i -> "issue " + i).toList();
  }

  private static void publish(K29_Newsletter newsletter, List<String> issues) throws Exception {
    var publishing = publishing(newsletter, issues);
    inBackground(publishing);
    await(publishing, "publish() returned");
  }

  private static FutureTask<Boolean> publishing(K29_Newsletter newsletter, List<String> issues) {
    return new FutureTask<>(() -> issues.forEach(newsletter::publish), true);
  }

  private void close(K29_Newsletter newsletter) throws Exception {
    opened.remove(newsletter);
    var closing = new FutureTask<>(newsletter::close, true);
    assertNoWaitWithALimit(inBackground(closing));
    await(closing, "close() returned");
  }

  private static void await(FutureTask<Boolean> task, String what) throws Exception {
    try {
      task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, what);
    }
  }

  private static void assertGets(int issues, List<String> inbox) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (inbox.size() < issues && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    assertInTime(inbox.size() >= issues, "%s issues came".formatted(issues));
    assertThat(inbox).as("what came").hasSize(issues);
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

  /** Whoever waits at most a second for the readers waits for them. */
  private static void assertNoWaitWithALimit(Thread closing) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (closing.isAlive()
        && closing.getState() != Thread.State.WAITING
        && System.nanoTime() < deadline) {
      assertThat(closing.getState())
          .as("state of the caller of close(): it waits, be it with a limit")
          .isNotEqualTo(Thread.State.TIMED_WAITING);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A thread that asks again and again for an issue never comes to rest. */
  private void assertAllRest() {
    var restless = new HashSet<>(readers);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!restless.isEmpty() && System.nanoTime() < deadline) {
      restless.removeIf(thread -> thread.getState() != Thread.State.RUNNABLE);
      LockSupport.parkNanos(1_000_000);
    }
    assertInTime(restless.isEmpty(), "who waits for an issue keeps no processor busy");
  }

  /** Gives those who publish or bring more than they should the time to do it. */
  private static void letItGoOn(int tooMany, IntSupplier issues) {
    long deadline = System.nanoTime() + Duration.ofMillis(300).toNanos();
    while (issues.getAsInt() < tooMany && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /**
   * Returns when each has ended or waits without a time limit: then it stays until somebody wakes
   * it. Those that wait with a limit, or not at all, get two and a half seconds to give up.
   */
  private static void letThemPause(Set<Thread> threads) {
    long deadline = System.nanoTime() + Duration.ofMillis(2500).toNanos();
    while (System.nanoTime() < deadline
        && !threads.stream().allMatch(K29_NewsletterTest::hasEndedOrStays)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** In jox, another thread looks at the clock for the one that is in selectWithin(). */
  private static boolean hasEndedOrStays(Thread thread) {
    return switch (thread.getState()) {
      case TERMINATED -> true;
      case WAITING ->
          Stream.of(thread.getStackTrace()).noneMatch(f -> f.getMethodName().endsWith("Within"));
      default -> false;
    };
  }

  /** Returns when the thread has ended or waits for something, or when patience is at its end. */
  private static void letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !thread.join(Duration.ofMillis(1))) {}
  }

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(FutureTask<Boolean> task) {
    return Thread.ofPlatform().daemon().name("editor").start(task);
  }
}
