package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import wild.K63_TenantContext.Tenant;

/**
 * No thread is left over here: a few workers stay, as they should. What they hold does not show in
 * a count of threads.
 *
 * <p>What is on the heap without a reason can be told by the garbage collector: it frees everything
 * that nobody holds. It need not do so at the first call, so a test asks until it has, or until it
 * has asked very often.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K63_TenantContextTest {
  private static final int WORKERS = 4;

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static volatile Duration patience = Duration.ofSeconds(5);

  /** The same for garbage, which only a program that leaks does not let go of. */
  private static Duration patienceWithGarbage = Duration.ofSeconds(2);

  private final K63_TenantContext context = new K63_TenantContext(WORKERS);
  private final K63_TenantContext one = new K63_TenantContext(1);
  private final Set<K63_TenantContext> open = new HashSet<>(Set.of(context, one));

  /** What nobody should hold any more when its request is over. */
  private final List<WeakReference<Tenant>> tenants = new CopyOnWriteArrayList<>();

  /** Who served a request. Held here, no thread can be collected and seem to have ended. */
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @SuppressWarnings("unused") // It is written so that no compiler leaves out the garbage.
  private volatile byte[] garbage;

  @AfterEach
  void closeWhatIsStillOpen() throws Exception {
    mayEnd.countDown();
    for (var stillOpen : List.copyOf(open)) {
      close(stillOpen);
    }
  }

  @Test
  @Order(1)
  @LeakFree
  void whoHasBeenServedIsNotKept() throws Exception {
    afterHeavyRequests(() -> name(context));

    assertNobodyIsKept("requests are over");
    afterHeavyRequests(() -> name(context));
    assertThat(workers)
        .as("who has served 8 requests: 4 at a time, with a rest in between. The workers stay")
        .hasSize(WORKERS);
  }

  @Test
  @Order(2)
  @LeakFree
  void whoseRequestHasFailedIsNotKept() throws Exception {
    afterHeavyRequests(() -> {
      throw new IOException("no such page");
    });
    assertNobodyIsKept("requests have failed with an exception");

    afterHeavyRequests(() -> {
      throw new StackOverflowError("a very nested page");
    });
    assertNobodyIsKept("requests have failed with an error");
  }

  @Test
  @Order(3)
  @LeakFree
  void whoWasWorkedForInBetweenIsNotKept() throws Exception {
    afterHeavyRequests(() -> context.as(newTenant("Bob Ltd"), () -> name(context)));
    asNewTenant();

    assertNobodyIsKept("requests are over, or who were worked for in between");
  }

  @Test
  @Order(4)
  @LeakFree
  void aRequestOfNoTenantFindsNone() throws Exception {
    // The worker gets both at once, so that it has no rest between them.
    var slow = serve(one, "Ada & Co", this::nameInTheEnd);
    var signIn = serve(one, () -> name(one));
    mayEnd.countDown();

    assertThat(result(slow)).as("for whom a slow request works").isEqualTo("Ada & Co");
    assertThat(result(signIn))
        .as("for whom the page to sign in works, when Ada & Co was served just before")
        .isEqualTo("nobody");
  }

  @Test
  @Order(5)
  @LeakFree
  void afterAFailureTheNextRequestFindsNoTenant() throws Exception {
    for (boolean fatal : new boolean[] {false, true}) {
      var broken =
          serve(
              one,
              "Ada & Co",
              () -> {
                if (fatal) {
                  throw new StackOverflowError("a very nested page");
                }
                throw new IOException("no such page");
              });

      assertThatThrownBy(() -> result(broken)).isInstanceOf(ExecutionException.class);
      assertThat(result(serve(one, () -> name(one))))
          .as("for whom the page to sign in works, when a request of Ada & Co has failed before")
          .isEqualTo("nobody");
    }
  }

  @Test
  @Order(6)
  @LeakFree
  void whoHasARequestServedLeavesNoTenantThere() throws Exception {
    String names =
        one.as(
            tenant("Cleo Inc"),
            () -> {
              return result(one.serve(tenant("Bob Ltd"), () -> name(one))) + ", " + name(one);
            });
    assertThat(names)
        .as("for whom they work: a request of Bob Ltd, and who had it served, for Cleo Inc")
        .isEqualTo("Bob Ltd, Cleo Inc");

    assertThat(result(serve(one, () -> name(one))))
        .as("for whom the page to sign in works, after a request of Bob Ltd")
        .isEqualTo("nobody");
  }

  @Test
  @Order(7)
  @LeakFree
  void aRequestThatIsOverBeforeServeReturnsIsForgottenToo() throws Exception {
    // To start a worker takes a while. Meanwhile it may have served its first request.
    // How often it has, nobody knows, and a busy machine has no time for many.
    long enough = System.nanoTime() + 2_000_000_000;
    for (int i = 0; i < 500 && System.nanoTime() < enough; i++) {
      var fresh = new K63_TenantContext(1);
      open.add(fresh);

      result(fresh.serve(tenant("Ada & Co"), () -> "done"));

      assertThat(result(fresh.serve(() -> name(fresh))))
          .as("for whom the page to sign in works, after a very short request of Ada & Co")
          .isEqualTo("nobody");
      close(fresh);
    }
  }

  @Test
  @Order(8)
  @LeakFree
  void whoseRequestWasCancelledIsNotKept() throws Exception {
    cancelHeavyRequestsThatRun();

    assertNobodyIsKept("requests were cancelled while they ran");
    List<Future<String>> answers = new ArrayList<>();
    var together = new CyclicBarrier(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
      answers.add(
          serve(
              context,
              () -> {
                meet(together);
                return name(context);
              }));
    }
    for (var answer : answers) {
      assertThat(result(answer))
          .as("for whom the page to sign in works, when a request of Ada & Co was cancelled before")
          .isEqualTo("nobody");
    }
  }

  @Test
  @Order(9)
  @LeakFree
  void whoseRequestWasCancelledBeforeItRanIsNotKept() throws Exception {
    List<Future<String>> slow = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      slow.add(serve(context, "Cleo Inc", this::nameInTheEnd));
    }
    for (int i = 0; i < WORKERS; i++) {
      serve(context, newTenant("Ada & Co"), () -> name(context)).cancel(false);
    }
    mayEnd.countDown();
    for (var answer : slow) {
      result(answer);
    }

    assertNobodyIsKept("requests were cancelled before a worker had time for them");
  }

  @Test
  void whoseRequestWasCancelledIsNotKeptUntilAWorkerHasTime() throws Exception {
    List<Future<String>> slow = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      slow.add(serve(context, this::nameInTheEnd));
    }
    for (int i = 0; i < WORKERS; i++) {
      serve(context, newTenant("Ada & Co"), () -> name(context)).cancel(false);
    }

    int kept = awaitCollection();
    mayEnd.countDown();

    assertThat(kept)
        .as(
            "of %s tenants whose requests were cancelled while all workers were busy, those that"
                + " are still on the heap, with their prices, before a worker has time for them",
            WORKERS)
        .isZero();
    for (var answer : slow) {
      result(answer);
    }
  }

  @Test
  void aWorkerStaysWhateverARequestThrows() throws Exception {
    for (var failure : List.of(new IOException("no such page"), new StackOverflowError())) {
      var broken =
          serve(
              one,
              "Ada & Co",
              () -> {
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (IOException) failure;
              });
      assertThatThrownBy(() -> result(broken)).isInstanceOf(ExecutionException.class);
    }
    assertThat(result(serve(one, () -> "done"))).isEqualTo("done");

    assertThat(workers)
        .as("who has served three requests, two of which failed. The only worker stays")
        .hasSize(1);
  }

  @Test
  void aRequestFindsItsTenant() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(result(serve(context, "tenant " + i, () -> name(context))))
          .as("for whom a request works")
          .isEqualTo("tenant " + i);
    }
    assertThat(name(context)).as("for whom a thread works that is no worker").isEqualTo("nobody");
  }

  @Test
  void aTenantIsThereUntilItsRequestEnds() throws Exception {
    var slow =
        serve(
            context,
            "Ada & Co",
            () -> {
              mayEnd.await();
              collectGarbage(5);
              return name(context);
            });
    mayEnd.countDown();

    assertThat(result(slow)).as("for whom a long request works").isEqualTo("Ada & Co");
  }

  @Test
  void aTenantIsThereUntilTheWorkForItEnds() throws Exception {
    // A frame of compiled code holds only what is still used.
    for (int i = 0; i < 20_000; i++) {
      context.as(tenant("Bob Ltd"), () -> "done");
    }
    for (int i = 0; i < 5; i++) {
      String name =
          context.as(
              newTenant("Bob Ltd"),
              () -> {
                collectGarbage(1);
                return name(context);
              });
      assertThat(name).as("for whom long work for Bob Ltd is done").isEqualTo("Bob Ltd");
    }
  }

  @Test
  void requestsSideBySideFindTheirOwnTenants() throws Exception {
    var together = new CyclicBarrier(WORKERS);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < WORKERS * 5; i++) {
      answers.add(
          serve(
              context,
              "tenant " + i,
              () -> {
                String first = name(context);
                meet(together);
                String second = name(context);
                meet(together);
                return first.equals(second) ? name(context) : first + ", then " + second;
              }));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(result(answers.get(i)))
          .as("for whom a request works, while others work for others")
          .isEqualTo("tenant " + i);
    }
  }

  @Test
  void afterWorkForAnotherTheOneBeforeIsBack() throws Exception {
    var answer =
        serve(
            context,
            "Ada & Co",
            () -> {
              List<String> names = new ArrayList<>();
              Callable<String> deeper =
                  () -> {
                    names.add(name(context));
                    names.add(context.as(tenant("Cleo Inc"), () -> name(context)));
                    return name(context);
                  };
              names.add(context.as(tenant("Bob Ltd"), deeper));
              names.add(name(context));
              try {
                context.as(
                    tenant("Bob Ltd"),
                    () -> {
                      throw new IOException("out of paper");
                    });
              } catch (IOException e) {
                names.add(e.getMessage());
              }
              names.add(name(context));
              return String.join(", ", names);
            });

    assertThat(result(answer))
        .as("for whom a request of Ada & Co works, while it works for others and afterwards")
        .isEqualTo("Bob Ltd, Cleo Inc, Bob Ltd, Ada & Co, out of paper, Ada & Co");
  }

  @Test
  void workForATenantNeedsNoRequestOfATenant() throws Exception {
    assertThat(context.as(tenant("Bob Ltd"), () -> name(context)))
        .as("for whom a thread works that is no worker")
        .isEqualTo("Bob Ltd");
    assertThat(name(context)).as("for whom it works after that").isEqualTo("nobody");

    var answer =
        serve(
            context,
            () -> context.as(tenant("Bob Ltd"), () -> name(context)) + ", then " + name(context));
    assertThat(result(answer))
        .as("for whom a request of no tenant works, in between and afterwards")
        .isEqualTo("Bob Ltd, then nobody");
  }

  @Test
  void aRequestThatIsMadeInAnotherHasATenantOfItsOwn() throws Exception {
    var answer =
        serve(
            context,
            "Ada & Co",
            () -> {
              String signIn = result(context.serve(() -> name(context)));
              String bob = result(context.serve(tenant("Bob Ltd"), () -> name(context)));
              return signIn + ", " + bob + ", " + name(context);
            });
    assertThat(result(answer))
        .as(
            "for whom they work: one of no tenant, one of Bob Ltd, and that of Ada & Co they are in")
        .isEqualTo("nobody, Bob Ltd, Ada & Co");
  }

  @Test
  void whoHasManyRequestsServedNeedNotWait() throws Exception {
    var many =
        inBackground(() -> {
          List<Future<String>> answers = new ArrayList<>();
          for (int i = 0; i < 1000; i++) {
            answers.add(one.serve(tenant("Bob Ltd"), this::nameInTheEnd));
          }
          return answers;
        });

    var answers = inTime(many, "serve() returned 1000 times, while the worker was busy");
    var first = answers.removeFirst();
    answers.forEach(answer -> answer.cancel(false));
    mayEnd.countDown();
    assertThat(result(first)).as("for whom the first one works").isEqualTo("Bob Ltd");
  }

  @Test
  void whoHasARequestServedInAnotherNeedNotWait() throws Exception {
    var first =
        inBackground(() -> one.serve(() -> one.serve(tenant("Bob Ltd"), this::nameInTheEnd)));

    var second = result(inTime(first, "serve() returned"));
    mayEnd.countDown();

    assertThat(result(second))
        .as("for whom a request works that was made in another")
        .isEqualTo("Bob Ltd");
  }

  @Test
  void aFailureIsToldToWhoAsked() throws Exception {
    var broken =
        serve(
            context,
            "Ada & Co",
            () -> {
              throw new IOException("no such page");
            });

    assertThatThrownBy(() -> result(broken))
        .as("a request that fails")
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("no such page");
  }

  @Test
  void theSameFewWorkersServeAllRequests() throws Exception {
    for (int i = 0; i < 10; i++) {
      List<Future<String>> answers = new ArrayList<>();
      for (int j = 0; j < 5; j++) {
        answers.add(serve(context, "Ada & Co", () -> name(context)));
        answers.add(serve(context, () -> Thread.currentThread().getName()));
      }
      for (var answer : answers) {
        result(answer);
      }
    }

    assertThat(workers.size())
        .as("threads that have served 100 requests, in a context with %s workers", WORKERS)
        .isLessThanOrEqualTo(WORKERS);
  }

  @Test
  void aContextThatIsClosedServesWhatItHasTaken() throws Exception {
    var slow = serve(one, "Ada & Co", this::nameInTheEnd);
    var next = serve(one, "Bob Ltd", () -> name(one));
    open.remove(one);
    var closing = inBackground(() -> closed(one));
    mayEnd.countDown();

    assertThat(result(slow)).as("for whom the first request works").isEqualTo("Ada & Co");
    assertThat(result(next)).as("for whom the second request works").isEqualTo("Bob Ltd");
    inTime(closing, "close() returned");
  }

  private static Tenant tenant(String name) {
    return new Tenant(name, List.of());
  }

  private Tenant newTenant(String name) {
    var tenant = new Tenant(name, List.of(new byte[100_000]));
    tenants.add(new WeakReference<>(tenant));
    return tenant;
  }

  private static String name(K63_TenantContext context) {
    return context.current().map(Tenant::name).orElse("nobody");
  }

  private String nameInTheEnd() throws InterruptedException {
    mayEnd.await();
    return name(one);
  }

  /**
   * Has each worker serve one request: no one is given a second while the others have none. Here,
   * and in what is called, no variable is left that holds a tenant.
   */
  private void afterHeavyRequests(Callable<String> request) throws Exception {
    var together = new CyclicBarrier(WORKERS);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      answers.add(
          serve(
              context,
              newTenant("Ada & Co"),
              () -> {
                meet(together);
                return request.call();
              }));
    }
    for (var answer : answers) {
      try {
        result(answer);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AssertionError error) {
          throw error;
        }
      }
    }
  }

  /** Those who cancel work for a tenant, too, and go on to do so. */
  private void cancelHeavyRequestsThatRun() throws Exception {
    var together = new CyclicBarrier(WORKERS + 1);
    var over = new CountDownLatch(WORKERS);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      answers.add(
          serve(
              context,
              newTenant("Ada & Co"),
              () -> {
                try {
                  meet(together);
                  return nameInTheEnd();
                } catch (InterruptedException e) {
                  // As is usual, whoever can't pass it on says so again.
                  Thread.currentThread().interrupt();
                  return "cancelled";
                } finally {
                  over.countDown();
                }
              }));
    }
    meet(together);
    String name =
        context.as(
            tenant("Cleo Inc"),
            () -> {
              answers.forEach(answer -> answer.cancel(true));
              return name(context);
            });
    mayEnd.countDown();
    assertInTime(over.await(patience.toMillis(), MILLISECONDS), "the requests were over");
    assertThat(name).as("for whom they work who have cancelled requests").isEqualTo("Cleo Inc");
  }

  /** A method of its own: when it has returned, none of its variables holds anything. */
  private void asNewTenant() throws Exception {
    context.as(newTenant("Bob Ltd"), () -> name(context));
  }

  private void assertNobodyIsKept(String what) throws Exception {
    int kept = awaitCollection();
    if (kept > 0) {
      patienceWithGarbage = Duration.ofMillis(500);
      close(context);
      int afterwards = awaitCollection();
      assertThat(kept)
          .as(
              "of %s tenants whose %s, those that are still on the heap, with their prices."
                  + " When the workers had ended, %s were left: %s",
              tenants.size(),
              what,
              afterwards,
              afterwards == 0
                  ? "so the workers held them"
                  : "so something holds them that lives longer than the workers")
          .isZero();
    }
    tenants.clear();
  }

  /** Asks the garbage collector until it has freed every tenant, ten times at least. */
  private int awaitCollection() {
    long deadline = System.nanoTime() + patienceWithGarbage.toNanos();
    for (int i = 0; i < 10 || System.nanoTime() < deadline; i++) {
      collectGarbage(1);
      if (kept() == 0) {
        return 0;
      }
    }
    return kept();
  }

  private int kept() {
    return (int) tenants.stream().filter(tenant -> !tenant.refersTo(null)).count();
  }

  /** Garbage beside it makes the collector look where it might not care to. */
  private void collectGarbage(int times) {
    for (int i = 0; i < times; i++) {
      for (int mebibyte = 0; mebibyte < 32; mebibyte++) {
        garbage = new byte[1 << 20];
      }
      garbage = new byte[0];
      System.gc();
    }
  }

  private Future<String> serve(K63_TenantContext context, String tenant, Callable<String> request)
      throws Exception {
    return serve(context, tenant(tenant), request);
  }

  /** On another thread: a program that serves in serve() would keep the test from ending. */
  private Future<String> serve(K63_TenantContext context, Tenant tenant, Callable<String> request)
      throws Exception {
    return inTime(inBackground(() -> context.serve(tenant, working(request))), "serve() returned");
  }

  private Future<String> serve(K63_TenantContext context, Callable<String> request)
      throws Exception {
    return inTime(inBackground(() -> context.serve(working(request))), "serve() returned");
  }

  private Callable<String> working(Callable<String> request) {
    return () -> {
      workers.add(Thread.currentThread());
      return request.call();
    };
  }

  private static void meet(CyclicBarrier together) throws Exception {
    try {
      together.await(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException | BrokenBarrierException e) {
      assertInTime(false, "%s requests were served side by side".formatted(WORKERS));
    }
  }

  private void close(K63_TenantContext context) throws Exception {
    if (open.remove(context)) {
      inTime(inBackground(() -> closed(context)), "close() returned");
    }
  }

  private static boolean closed(K63_TenantContext context) {
    context.close();
    return true;
  }

  private static <T> T result(Future<T> answer) throws Exception {
    return inTime(answer, "the request was over");
  }

  private static <T> FutureTask<T> inBackground(Callable<T> task) {
    var future = new FutureTask<>(task);
    Thread.ofPlatform().daemon().name("test").start(future);
    return future;
  }

  private static <T> T inTime(Future<T> future, String what) throws Exception {
    try {
      return future.get(patience.toMillis(), MILLISECONDS);
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
}
