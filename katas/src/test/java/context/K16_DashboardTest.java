package context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import context.K16_Dashboard.Panel;
import context.K16_Dashboard.Systems;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The leak tests run first: a thread that all dashboards share would be born in one of them.
 *
 * <p>A shop says by its name what its systems do: {@code "sales slow, stock down"}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K16_DashboardTest {
  private static final String SLOW = "sales slow, stock slow";
  private static final String SALES_DOWN = "sales down, stock slow";
  private static final String STOCK_DOWN = "sales slow, stock down";

  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final K16_Dashboard dashboard = new K16_Dashboard(new Network());

  /** What the slow systems wait for. Most tests never let them go. */
  private final CountDownLatch rushIsOver = new CountDownLatch(1);

  /** A system goes down only when this many questions have reached the slow ones. */
  private CountDownLatch slowOnesAreAsked = new CountDownLatch(0);

  /** Who asked a system. Held here, none can be garbage collected and seem to have ended. */
  private final List<Thread> askers = new CopyOnWriteArrayList<>();

  @Test
  @Order(1)
  @LeakFree
  void noQuestionOutlivesAPageWhoseFirstSystemFails() throws Exception {
    slowOnesAreAsked = new CountDownLatch(3);

    visitor(SALES_DOWN, SLOW);

    assertOpens(slowOnesAreAsked, "all questions were asked at the same time");
    // Now sales is down, and load() fails. If it does not, the visitor is among those who are left.
  }

  @Test
  @Order(2)
  @LeakFree
  void noQuestionOutlivesAPageWhoseLastSystemFails() throws Exception {
    slowOnesAreAsked = new CountDownLatch(3);

    visitor(SLOW, STOCK_DOWN);

    assertOpens(slowOnesAreAsked, "all questions were asked at the same time");
    // Now stock is down, and load() fails. If it does not, the visitor is among those who are left.
  }

  @Test
  @Order(3)
  @LeakFree
  void noQuestionOutlivesAVisitorWhoLeaves() throws Exception {
    slowOnesAreAsked = new CountDownLatch(4);
    var visitor = visitor(SLOW, SLOW);
    assertOpens(slowOnesAreAsked, "four questions were asked at the same time");

    visitor.thread.interrupt();

    assertInTime(visitor.thread.join(patience), "load() returned when its visitor left");
    assertThatThrownBy(() -> pageOf(visitor))
        .as("what a visitor gets who does not want to wait any more")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void panelsComeInTheOrderOfTheShops() throws Exception {
    var visitor = visitor("Rome", SLOW, "Oslo");
    rushIsOver.countDown();

    assertThat(pageOf(visitor))
        .containsExactly(new Panel("Rome", 4, 4), new Panel(SLOW, 22, 22), new Panel("Oslo", 4, 4));
  }

  @Test
  void salesAndStockAreNotMixedUp() throws Exception {
    var systems =
        new Systems() {
          @Override
          public int sales(String shop) {
            return 10;
          }

          @Override
          public int stock(String shop) {
            return 20;
          }
        };
    var visitor = new Visitor(() -> new K16_Dashboard(systems).load(List.of("Rome")));

    assertThat(pageOf(visitor)).containsExactly(new Panel("Rome", 10, 20));
  }

  @Test
  void aSystemThatFailsIsNotHidden() throws Exception {
    for (var shop : List.of("sales down, stock fine", "sales fine, stock down")) {
      var visitor = visitor("Rome", shop, "Oslo");

      assertThatThrownBy(() -> pageOf(visitor))
          .as("what a visitor gets when a system fails")
          .hasRootCauseInstanceOf(IOException.class)
          .hasRootCauseMessage("down: " + shop);
    }
  }

  @Test
  void aSystemMayFailWithAnError() throws Exception {
    var failure = new LinkageError("Sales has a new version.");
    var systems =
        new Systems() {
          @Override
          public int sales(String shop) {
            throw failure;
          }

          @Override
          public int stock(String shop) {
            return 20;
          }
        };
    var visitor = new Visitor(() -> new K16_Dashboard(systems).load(List.of("Rome")));

    assertThatThrownBy(() -> pageOf(visitor))
        .as("what a visitor gets when a system fails")
        .rootCause()
        .isSameAs(failure);
  }

  @Test
  void aSystemThatIsInterruptedItselfHasFailed() throws Exception {
    for (var shop : List.of("sales cut off, stock fine", "sales fine, stock cut off")) {
      var visitor = visitor("Rome", shop, "Oslo");

      assertThatThrownBy(() -> pageOf(visitor))
          .as("what a visitor gets who was not interrupted, but a system was")
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(InterruptedException.class)
          .hasRootCauseMessage("cut off: " + shop);
    }
  }

  @Test
  void theFirstFailureIsNotHiddenByThoseThatAreCalledOff() throws Exception {
    slowOnesAreAsked = new CountDownLatch(3);
    var visitor = visitor(SALES_DOWN, SLOW);

    letItFailSoonOrLate(visitor);

    assertFails(visitor, SALES_DOWN);
  }

  @Test
  void theLastFailureIsNotHiddenByThoseThatAreCalledOff() throws Exception {
    slowOnesAreAsked = new CountDownLatch(3);
    var visitor = visitor(SLOW, STOCK_DOWN);

    letItFailSoonOrLate(visitor);

    assertFails(visitor, STOCK_DOWN);
  }

  @Test
  void allSystemsMayBeDown() throws Exception {
    var shop = "sales down, stock down";

    assertFails(visitor(Collections.nCopies(100, shop).toArray(String[]::new)), shop);
  }

  @Test
  void aPageWithoutShopsIsEmpty() throws Exception {
    assertThat(pageOf(visitor())).isEmpty();
  }

  @Test
  void nobodyWaitsForOneNumberToAskForAnother() throws Exception {
    slowOnesAreAsked = new CountDownLatch(40);
    var shops = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      shops.add(SLOW);
    }
    var visitor = visitor(shops.toArray(String[]::new));

    assertOpens(slowOnesAreAsked, "40 questions were asked at the same time");
    rushIsOver.countDown();
    assertThat(pageOf(visitor)).hasSize(20);
  }

  @Test
  void aPageThatFailsLeavesTheOthersAlone() throws Exception {
    slowOnesAreAsked = new CountDownLatch(2);
    var neighbor = visitor(SLOW);
    assertOpens(slowOnesAreAsked, "two questions were asked at the same time");

    assertThatThrownBy(() -> pageOf(visitor("sales down, stock fine")))
        .hasRootCauseInstanceOf(IOException.class);
    assertThat(pageOf(visitor("Oslo"))).as("a page after one that failed").hasSize(1);
    rushIsOver.countDown();

    assertThat(pageOf(neighbor)).as("the page of a neighbor").hasSize(1);
  }

  private Visitor visitor(String... shops) {
    return new Visitor(() -> dashboard.load(List.of(shops)));
  }

  private static List<Panel> pageOf(Visitor visitor) throws Exception {
    try {
      return visitor.task.get(patience.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      assertInTime(false, "load() returned");
      throw e;
    }
  }

  /** Whoever waits for the slow ones, too, fails late. That is a matter of the leak tests. */
  private void letItFailSoonOrLate(Visitor visitor) throws InterruptedException {
    visitor.thread.join(Duration.ofMillis(300));
    rushIsOver.countDown();
  }

  private static void assertFails(Visitor visitor, String shop) {
    assertThatThrownBy(() -> pageOf(visitor))
        .as("what a visitor gets when a system is down, and the others are called off")
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("down: " + shop);
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

  /** The systems of all shops. */
  private final class Network implements Systems {
    @Override
    public int sales(String shop) throws Exception {
      return answer("sales", shop);
    }

    @Override
    public int stock(String shop) throws Exception {
      return answer("stock", shop);
    }

    private int answer(String system, String shop) throws Exception {
      askers.add(Thread.currentThread());
      if (shop.contains(system + " slow")) {
        slowOnesAreAsked.countDown();
        try {
          rushIsOver.await();
        } catch (InterruptedException e) {
          throw calledOff(system, e);
        }
      }
      if (shop.contains(system + " cut off")) {
        throw new InterruptedException("cut off: " + shop);
      }
      if (shop.contains(system + " down")) {
        slowOnesAreAsked.await();
        throw new IOException("down: " + shop);
      }
      return shop.length();
    }

    /** That of the stock comes with a library that has its own word for an interrupt. */
    private static Exception calledOff(String system, InterruptedException e) {
      return system.equals("stock") ? new InterruptedIOException("closed by interrupt") : e;
    }
  }

  /** Somebody who waits for the page, in a thread of their own. */
  private static final class Visitor {
    final FutureTask<List<Panel>> task;
    final Thread thread;

    Visitor(Callable<List<Panel>> wish) {
      task = new FutureTask<>(wish);
      thread = Thread.ofPlatform().daemon().name("visitor").start(task);
    }
  }
}
