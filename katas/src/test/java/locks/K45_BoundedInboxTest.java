package locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.Thread.State;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import locks.K45_BoundedInbox.Request;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all inboxes share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K45_BoundedInboxTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** Whoever is woken so often is woken time and again. */
  private static final int ENOUGH_NAPS = 30;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  @Order(1)
  void aRequestWakesTheWorkerOfItsKindWhoeverElseWaits() throws Exception {
    var inbox = new K45_BoundedInbox(10);
    put(inbox, "backup 1").result();
    var mailing = Stream.of(asleep(take(inbox, "mail")), asleep(take(inbox, "mail"))).toList();
    Caller<Optional<Request>> printing;

    try (var _ = LeakWatch.open()) {
      printing = asleep(take(inbox, "print"));
      put(inbox, "print 1").result();
    }

    assertThat(printing.result())
        .as("what was put in for the printer")
        .contains(request("print 1"));
    put(inbox, "mail 1").result();
    put(inbox, "mail 2").result();
    assertThat(List.of(mailing.get(0).result(), mailing.get(1).result()))
        .as("what the mail workers took")
        .containsExactlyInAnyOrder(Optional.of(request("mail 1")), Optional.of(request("mail 2")));
  }

  @Test
  @Order(2)
  void aPlaceWakesWhoHasSomethingToPutInWhoeverElseWaits() throws Exception {
    var inbox = new K45_BoundedInbox(2);
    put(inbox, "backup 1").result();
    put(inbox, "backup 2").result();
    Caller<Optional<Request>> mailing;
    Caller<Void> posting;

    try (var _ = LeakWatch.open()) {
      mailing = asleep(take(inbox, "mail"));
      posting = asleep(put(inbox, "mail 1"));
      assertThat(take(inbox, "backup").result()).contains(request("backup 1"));
    }

    posting.result();
    assertThat(mailing.result()).as("what the mail worker took").contains(request("mail 1"));
    assertThat(take(inbox, "backup").result()).contains(request("backup 2"));
  }

  @Test
  @Order(3)
  void nobodyWaitsForAnInboxThatIsClosed() throws Exception {
    var inbox = new K45_BoundedInbox(1);
    put(inbox, "backup 1").result();
    List<Caller<Optional<Request>>> workers;
    List<Caller<Void>> posting;

    try (var _ = LeakWatch.open()) {
      workers = Stream.of(asleep(take(inbox, "mail")), asleep(take(inbox, "print"))).toList();
      posting = Stream.of(asleep(put(inbox, "mail 1")), asleep(put(inbox, "mail 2"))).toList();
      close(inbox).result();
    }

    for (var worker : workers) {
      assertThat(worker.result()).as("what a worker takes that waited for close()").isEmpty();
    }
    for (var post : posting) {
      assertThatThrownBy(post::result)
          .as("put() that waited for close()")
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(take(inbox, "backup").result()).contains(request("backup 1"));
  }

  @Test
  @Order(4)
  void nobodyIsLeftOfACrowd() throws Exception {
    var inbox = new K45_BoundedInbox(2);
    var kinds = List.of("mail", "print", "backup");
    var taking = new ArrayList<Caller<List<Request>>>();

    try (var _ = LeakWatch.open()) {
      var all = new ArrayList<Caller<?>>();
      for (String kind : kinds) {
        for (int i = 0; i < 3; i++) {
          int first = 100 * i;
          taking.add(new Caller<>("take()", () -> takeMany(inbox, kind, 100)));
          all.add(new Caller<>("put()", () -> putMany(inbox, kind, first, first + 100)));
        }
      }
      all.addAll(taking);
      letThemEndOrSleep(all);
    }

    var taken = new ArrayList<Request>();
    for (var worker : taking) {
      taken.addAll(worker.result());
    }
    assertThat(taken)
        .as("what a crowd took")
        .containsExactlyInAnyOrderElementsOf(
            kinds.stream()
                .flatMap(kind -> IntStream.range(0, 300).mapToObj(i -> new Request(kind, "" + i)))
                .toList());
  }

  /** Two wait for each other's requests: nothing else would wake one that missed one. */
  @Test
  @Order(5)
  void nobodyMissesARequestThatComesWhileTheyLieDown() throws Exception {
    var inbox = new K45_BoundedInbox(1);

    try (var _ = LeakWatch.open()) {
      var asking = new Caller<>("take()", () -> ask(inbox));
      var answering = new Caller<>("take()", () -> answer(inbox));
      letThemEndOrSleep(List.of(asking, answering));
    }
  }

  @Test
  void whoeverSleptFirstARequestWakesTheWorkerOfItsKind() throws Exception {
    var inbox = new K45_BoundedInbox(10);
    var printing = asleep(take(inbox, "print"));
    put(inbox, "print 1").result();

    assertThat(printing.result()).contains(request("print 1"));
  }

  @Test
  void theRequestsOfAKindStayInOrder() throws Exception {
    for (int places = 1; places <= 4; places++) {
      var inbox = new K45_BoundedInbox(places);
      var putting = new Caller<>("put()", () -> putMany(inbox, "mail", 0, 300));
      var taking = new Caller<>("take()", () -> takeMany(inbox, "mail", 300));

      putting.result();
      assertThat(taking.result())
          .as("what came out of an inbox with %s places", places)
          .isEqualTo(IntStream.range(0, 300).mapToObj(i -> new Request("mail", "" + i)).toList());
    }
  }

  @Test
  void eachWorkerTakesTheOldestOfItsKind() throws Exception {
    var inbox = new K45_BoundedInbox(6);
    for (var text : List.of("mail 1", "print 1", "mail 2", "print 2", "mail 1")) {
      put(inbox, text).result();
    }

    assertThat(take(inbox, "print").result()).contains(request("print 1"));
    assertThat(take(inbox, "mail").result()).contains(request("mail 1"));
    assertThat(take(inbox, "mail").result()).contains(request("mail 2"));
    assertThat(take(inbox, "mail").result()).contains(request("mail 1"));
    assertThat(take(inbox, "print").result()).contains(request("print 2"));
  }

  @Test
  void allKindsShareThePlaces() throws Exception {
    var inbox = new K45_BoundedInbox(2);
    put(inbox, "mail 1").result();
    put(inbox, "print 1").result();
    var posting = asleep(put(inbox, "backup 1"));

    assertThat(take(inbox, "mail").result()).contains(request("mail 1"));

    posting.result();
    assertThat(take(inbox, "backup").result()).contains(request("backup 1"));
  }

  @Test
  void aPlaceIsForOne() throws Exception {
    var inbox = new K45_BoundedInbox(1);
    put(inbox, "mail 0").result();
    var posting = List.of(asleep(put(inbox, "mail 1")), asleep(put(inbox, "mail 2")));

    assertThat(take(inbox, "mail").result()).contains(request("mail 0"));
    waitUntilOneEnds(posting);
    playBall();

    assertThat(posting.stream().filter(Caller::hasEnded).count())
        .as("how many put something in when there was one place")
        .isEqualTo(1);
    assertThat(take(inbox, "mail").result()).isPresent();
    posting.get(0).result();
    posting.get(1).result();
    assertThat(take(inbox, "mail").result()).isPresent();
  }

  @Test
  void aRequestIsForOne() throws Exception {
    var inbox = new K45_BoundedInbox(3);
    var mailing = List.of(asleep(take(inbox, "mail")), asleep(take(inbox, "mail")));

    put(inbox, "mail 1").result();
    waitUntilOneEnds(mailing);
    playBall();

    assertThat(mailing.stream().filter(Caller::hasEnded).count())
        .as("how many workers left when there was one request")
        .isEqualTo(1);
    put(inbox, "mail 2").result();
    assertThat(List.of(mailing.get(0).result(), mailing.get(1).result()))
        .containsExactlyInAnyOrder(Optional.of(request("mail 1")), Optional.of(request("mail 2")));
  }

  @Test
  void whoSleepsIsNotWokenTimeAndAgain() throws Exception {
    var inbox = new K45_BoundedInbox(2);
    var workers = List.of(asleep(take(inbox, "mail")), asleep(take(inbox, "print")));
    put(inbox, "backup 1").result();
    put(inbox, "backup 2").result();
    var posting = List.of(asleep(put(inbox, "mail 1")), asleep(put(inbox, "print 1")));

    assertThat(mostNaps(Stream.<Caller<?>>concat(workers.stream(), posting.stream()).toList()))
        .as("how often somebody was woken while there was nothing for them to do")
        .isLessThan(ENOUGH_NAPS);
    close(inbox).result();
  }

  @Test
  void aWorkerThatIsInterruptedHasTakenNothing() throws Exception {
    var inbox = new K45_BoundedInbox(3);
    var worker = asleep(take(inbox, "mail"));

    worker.thread.interrupt();

    assertThatThrownBy(worker::result)
        .as("take() that was interrupted")
        .isInstanceOf(InterruptedException.class);
    put(inbox, "mail 1").result();
    assertThat(take(inbox, "mail").result()).as("what is there").contains(request("mail 1"));
  }

  /** Not once: for a moment it is open which of the two the worker hears of first. */
  @Test
  void aRequestIsNotLostWhenTheWorkerThatItWokeIsInterrupted() throws Exception {
    var inbox = new K45_BoundedInbox(3);
    for (int i = 1; i <= 30; i++) {
      String text = "mail " + i;
      var worker = asleep(take(inbox, "mail"));
      putAndInterrupt(inbox, text, worker.thread).result();

      Optional<Request> taken;
      try {
        taken = worker.result();
      } catch (InterruptedException e) {
        // It has taken nothing, so the request is still there, for the next one.
        var next = take(inbox, "mail");
        assertInTime(
            next.thread.join(patience),
            "the next worker got a request whose worker was interrupted before it was awake. It"
                + " was put in, so it must not be lost");
        taken = next.result();
      }
      assertThat(taken)
          .as("what was put in for a worker that was interrupted before it was awake")
          .contains(request(text));
    }
  }

  @Test
  void whoIsInterruptedHasPutNothingIn() throws Exception {
    var inbox = new K45_BoundedInbox(1);
    put(inbox, "mail 1").result();
    var posting = asleep(put(inbox, "mail 2"));

    posting.thread.interrupt();

    assertThatThrownBy(posting::result)
        .as("put() that was interrupted")
        .isInstanceOf(InterruptedException.class);
    assertThat(take(inbox, "mail").result()).contains(request("mail 1"));
    put(inbox, "mail 3").result();
    assertThat(take(inbox, "mail").result()).as("what is there").contains(request("mail 3"));
  }

  @Test
  void whatIsInAClosedInboxCanBeTaken() throws Exception {
    var inbox = new K45_BoundedInbox(4);
    for (var text : List.of("mail 1", "print 1", "mail 2")) {
      put(inbox, text).result();
    }
    close(inbox).result();
    close(inbox).result();

    assertThatThrownBy(put(inbox, "mail 3")::result)
        .as("put() when it is closed")
        .isInstanceOf(IllegalStateException.class);
    assertThat(take(inbox, "mail").result()).contains(request("mail 1"));
    assertThat(take(inbox, "mail").result()).contains(request("mail 2"));
    assertThat(take(inbox, "mail").result()).as("after the last one").isEmpty();
    assertThat(take(inbox, "print").result()).contains(request("print 1"));
    assertThat(take(inbox, "backup").result()).isEmpty();
  }

  /** What it says: its kind, and a number. */
  private static Request request(String text) {
    return new Request(text.substring(0, text.indexOf(' ')), text);
  }

  private static Caller<Void> put(K45_BoundedInbox inbox, String text) {
    return new Caller<>(
        "put()",
        () -> {
          inbox.put(request(text));
          return null;
        });
  }

  /** In one go: who is woken by the first has not got up yet when the second comes. */
  private static Caller<Void> putAndInterrupt(K45_BoundedInbox inbox, String text, Thread worker) {
    return new Caller<>(
        "put()",
        () -> {
          inbox.put(request(text));
          worker.interrupt();
          return null;
        });
  }

  private static Caller<Optional<Request>> take(K45_BoundedInbox inbox, String kind) {
    return new Caller<>("take()", () -> inbox.take(kind));
  }

  private static Caller<Void> close(K45_BoundedInbox inbox) {
    return new Caller<>(
        "close()",
        () -> {
          inbox.close();
          return null;
        });
  }

  private static Void putMany(K45_BoundedInbox inbox, String kind, int first, int end)
      throws InterruptedException {
    for (int i = first; i < end; i++) {
      inbox.put(new Request(kind, "" + i));
    }
    return null;
  }

  private static List<Request> takeMany(K45_BoundedInbox inbox, String kind, int count)
      throws InterruptedException {
    var taken = new ArrayList<Request>();
    for (int i = 0; i < count; i++) {
      inbox.take(kind).ifPresent(taken::add);
    }
    return taken;
  }

  /** Asks often, but not for long. */
  private static Void ask(K45_BoundedInbox inbox) throws InterruptedException {
    long deadline = System.nanoTime() + 1_000_000_000;
    for (int i = 0; i < 5000 && System.nanoTime() < deadline; i++) {
      inbox.put(new Request("ask", "" + i));
      inbox.take("answer");
    }
    inbox.put(new Request("ask", "end"));
    return null;
  }

  private static Void answer(K45_BoundedInbox inbox) throws InterruptedException {
    while (!inbox.take("ask").orElseThrow().text().equals("end")) {
      inbox.put(new Request("answer", "yes"));
    }
    return null;
  }

  /** Returns when the caller sleeps until it is woken. */
  private static <T> Caller<T> asleep(Caller<T> caller) throws Exception {
    int looks = 0;
    long deadline = System.nanoTime() + patience.toNanos();
    while (looks < 10 && System.nanoTime() < deadline) {
      State state = caller.thread.getState();
      assertThat(state)
          .as("state of a thread in %s that has to wait: it is to wait until it is woken", caller)
          .isNotIn(State.TIMED_WAITING, State.TERMINATED);
      looks = state == State.WAITING ? looks + 1 : 0;
      LockSupport.parkNanos(1_000_000);
    }
    assertInTime(looks == 10, "a thread in " + caller + " that has to wait sleeps");
    return caller;
  }

  private static void waitUntilOneEnds(List<? extends Caller<?>> callers) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (callers.stream().noneMatch(Caller::hasEnded) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertInTime(callers.stream().anyMatch(Caller::hasEnded), "one of two could go on");
  }

  /** Those that sleep for good are for the watch to find: it names them. */
  private static void letThemEndOrSleep(List<Caller<?>> callers) {
    long deadline = System.nanoTime() + patience.toNanos();
    long naps = -1;
    int looks = 0;
    while (looks < 100 && System.nanoTime() < deadline) {
      if (callers.stream().allMatch(Caller::hasEnded)) {
        return;
      }
      long now = callers.stream().mapToLong(Caller::naps).sum();
      looks = now == naps ? looks + 1 : 0;
      naps = now;
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** How often the one who is woken most often falls asleep again while others run. */
  private static long mostNaps(List<Caller<?>> callers) throws Exception {
    var before = callers.stream().map(Caller::naps).toList();
    long end = System.nanoTime() + 300_000_000;
    long most;
    do {
      playBall();
      most =
          IntStream.range(0, callers.size())
              .mapToLong(i -> callers.get(i).naps() - before.get(i))
              .max()
              .orElseThrow();
    } while (most < ENOUGH_NAPS && System.nanoTime() < end);
    return most;
  }

  /** Gives a ball to another thread and gets it back, many times: others get to run, too. */
  private static void playBall() throws Exception {
    var there = new SynchronousQueue<Integer>();
    var back = new SynchronousQueue<Integer>();
    int throwsOfTheBall = 300;
    var other =
        new Caller<>(
            "play",
            () -> {
              for (int i = 0; i < throwsOfTheBall; i++) {
                back.put(there.take());
              }
              return null;
            });
    for (int i = 0; i < throwsOfTheBall; i++) {
      there.put(i);
      back.take();
    }
    other.result();
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  /** A thread of its own for one call: one that hangs must not keep the test from ending. */
  private static final class Caller<T> {
    final Thread thread;
    private final String call;
    private final FutureTask<T> task;

    Caller(String call, Callable<T> body) {
      this.call = call;
      task = new FutureTask<>(body);
      thread = Thread.ofPlatform().daemon().name(call).start(task);
    }

    T result() throws Exception {
      try {
        return task.get(patience.toMillis(), MILLISECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (TimeoutException e) {
        assertInTime(false, call + " returned");
        throw e;
      }
    }

    boolean hasEnded() {
      return task.isDone();
    }

    /** How often the thread fell asleep so far. */
    long naps() {
      var info = THREADS.getThreadInfo(thread.threadId());
      return info == null ? 0 : info.getWaitedCount() + info.getBlockedCount();
    }

    @Override
    public String toString() {
      return call;
    }
  }
}
