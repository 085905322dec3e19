package locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import locks.K42_SeatMap.SeatTaken;
import locks.K42_SeatMap.Ticket;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all maps share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K42_SeatMapTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  private final CountDownLatch pricesAreKnown = new CountDownLatch(1);
  private final CountDownLatch somebodyAsks = new CountDownLatch(1);
  private final K42_SeatMap map = new K42_SeatMap(this::price);

  /** The threads that booked. Held here, none can be garbage collected and seem to have ended. */
  private final Set<Thread> booking = ConcurrentHashMap.newKeySet();

  @Test
  @Order(1)
  void whoComesTooLateStandsInNobodysWay() throws Exception {
    assertThat(result(book("A1", "Ada"))).isEqualTo(new Ticket("A1", "Ada", 900));
    List<Future<Ticket>> others;

    try (var _ = LeakWatch.open()) {
      assertThatThrownBy(() -> result(book("A1", "Grace"))).hasCauseInstanceOf(SeatTaken.class);
      others = Stream.of("A2", "A3").map(seat -> book(seat, "Grace")).toList();
    }

    assertEndedWell(others);
  }

  @Test
  @Order(2)
  void aSeatWithoutAPriceStandsInNobodysWay() throws Exception {
    List<Future<Ticket>> others;

    try (var _ = LeakWatch.open()) {
      assertThatThrownBy(() -> result(book("Z9", "Ada")))
          .hasCauseInstanceOf(IllegalArgumentException.class);
      others = Stream.of("A1", "A2", "A3").map(seat -> book(seat, "Grace")).toList();
    }

    assertEndedWell(others);
    assertThatThrownBy(() -> result(book("Z9", "Grace")))
        .as("a seat that could not be sold before")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Order(3)
  void whoBooksTwiceStandsInNobodysWay() throws Exception {
    assertThat(result(book("A1", "Ada"))).isEqualTo(new Ticket("A1", "Ada", 900));
    List<Future<Ticket>> others;

    try (var _ = LeakWatch.open()) {
      assertThat(result(book("A1", "Ada")))
          .as("the ticket of who books the same seat again")
          .isEqualTo(new Ticket("A1", "Ada", 900));
      others = Stream.of("A1", "A2").map(seat -> book(seat, "Ada")).toList();
    }

    assertEndedWell(others);
  }

  @Test
  @Order(4)
  void anErrorInThePriceListStandsInNobodysWay() throws Exception {
    List<Future<Ticket>> others;

    try (var _ = LeakWatch.open()) {
      assertThatThrownBy(() -> result(book("nested", "Ada")))
          .hasCauseInstanceOf(StackOverflowError.class);
      others = Stream.of("A1").map(seat -> book(seat, "Grace")).toList();
    }

    assertEndedWell(others);
  }

  @Test
  @Order(5)
  void aSeatMapThatNobodyNeedsAnyMoreLeavesNoThread() throws Exception {
    try (var _ = LeakWatch.open()) {
      assertThat(result(book(new K42_SeatMap(this::price), "A1", "Ada"))).isNotNull();
    }
  }

  @Test
  @Order(6)
  void aSeatThatHadNoPriceIsSoldWhenItHasOne() throws Exception {
    var asked = new AtomicInteger();
    var tomorrow =
        new K42_SeatMap(_ -> {
          if (asked.incrementAndGet() == 1) {
            throw new IllegalArgumentException("That price is still to come.");
          }
          return 900;
        });
    List<Future<Ticket>> others;

    try (var _ = LeakWatch.open()) {
      assertThatThrownBy(() -> result(book(tomorrow, "A1", "Ada")))
          .hasCauseInstanceOf(IllegalArgumentException.class);
      others = List.of(book(tomorrow, "A1", "Grace"));
    }

    assertEndedWell(others);
  }

  /** Those who cancel wait for their turn by then: a booking elsewhere, begun later, has ended. */
  @Test
  @Order(7)
  void whoCancelsLetsNobodyInBeforeTheirTurn() throws Exception {
    Future<Ticket> first;
    Future<Ticket> last;

    try (var _ = LeakWatch.open()) {
      first = book("unknown", "Ada");
      assertInTime(somebodyAsks.await(patience.toMillis(), MILLISECONDS), "a price was asked for");
      var cancelling =
          new FutureTask<>(() -> {
            List<Future<Ticket>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              waiting.add(map.book("unknown", "Bob"));
            }
            result(new K42_SeatMap(this::price).book("A1", "Bob"));
            waiting.forEach(booking -> booking.cancel(true));
            Future<Ticket> grace = map.book("unknown", "Grace");
            result(new K42_SeatMap(this::price).book("A1", "Bob"));
            return grace;
          });
      Thread.ofPlatform().daemon().start(cancelling);
      last = result(cancelling);
      pricesAreKnown.countDown();
    }

    assertThat(Stream.of(first, last).filter(K42_SeatMapTest::isSold).count())
        .as("tickets for the same seat, after others who wanted it had cancelled")
        .isEqualTo(1);
  }

  @Test
  void whoBooksAgainGetsTheTicketAndThePriceOfThen() throws Exception {
    var price = new AtomicInteger(900);
    var dearer = new K42_SeatMap(_ -> price.getAndAdd(100));
    assertThat(result(book(dearer, "A1", "Ada"))).isEqualTo(new Ticket("A1", "Ada", 900));

    assertThat(result(book(dearer, "A1", "Ada")))
        .as("the ticket of who books the same seat again when seats have become dearer")
        .isEqualTo(new Ticket("A1", "Ada", 900));
  }

  @Test
  void whoBooksAgainBeforeThePriceIsKnownGetsTheSameTicket() throws Exception {
    Future<Ticket> first = book("unknown", "Ada");
    assertInTime(somebodyAsks.await(patience.toMillis(), MILLISECONDS), "the price was asked for");
    Future<Ticket> again = book("unknown", "Ada");
    // Time for a ticket that does not wait for its price.
    long deadline = System.nanoTime() + Duration.ofMillis(100).toNanos();
    while (!again.isDone() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    pricesAreKnown.countDown();

    assertThat(result(first)).isEqualTo(new Ticket("unknown", "Ada", 900));
    assertThat(result(again))
        .as("the ticket of who booked the same seat again while the first one waited for its price")
        .isEqualTo(new Ticket("unknown", "Ada", 900));
  }

  @Test
  void whatIsSoldIsSoldThoughItHasNoPriceAnyMore() throws Exception {
    var ofAda = soldOut();
    assertThat(result(book(ofAda, "A1", "Ada"))).isEqualTo(new Ticket("A1", "Ada", 900));
    assertThat(result(book(ofAda, "A1", "Ada")))
        .as("the ticket of who books the same seat again, which has no price any more")
        .isEqualTo(new Ticket("A1", "Ada", 900));

    var other = soldOut();
    assertThat(result(book(other, "A1", "Ada"))).isEqualTo(new Ticket("A1", "Ada", 900));
    assertThatThrownBy(() -> result(book(other, "A1", "Grace")))
        .as("what one gets who comes too late for a seat that has no price any more")
        .hasCauseInstanceOf(SeatTaken.class);
  }

  /** There is a price for the first who asks, and then no more. */
  private static K42_SeatMap soldOut() {
    var asked = new AtomicInteger();
    return new K42_SeatMap(_ -> {
      if (asked.incrementAndGet() > 1) {
        throw new IllegalArgumentException("Nothing is sold any more.");
      }
      return 900;
    });
  }

  @Test
  void everySeatIsSold() throws Exception {
    for (int row = 1; row <= 20; row++) {
      assertThat(result(book("B" + row, "Ada"))).isEqualTo(new Ticket("B" + row, "Ada", 900));
    }
  }

  @Test
  void aSeatIsSoldOnce() throws Exception {
    for (int evening = 1; evening <= 20; evening++) {
      var tonight = new K42_SeatMap(this::price);
      var bookings = Stream.of("Ada", "Grace").map(name -> book(tonight, "slow", name)).toList();

      assertThat(bookings.stream().filter(K42_SeatMapTest::isSold).count())
          .as("tickets for the same seat")
          .isEqualTo(1);
    }
  }

  @Test
  void bookingDoesNotWait() throws Exception {
    Future<Ticket> patient = book("unknown", "Ada");
    assertInTime(somebodyAsks.await(patience.toMillis(), MILLISECONDS), "the price was asked for");

    assertThat(patient.isDone()).as("a ticket is there before its price").isFalse();
    pricesAreKnown.countDown();

    assertThat(result(patient)).isEqualTo(new Ticket("unknown", "Ada", 900));
  }

  @Test
  void twoTheatersDoNotDisturbEachOther() throws Exception {
    Future<Ticket> slow = book("unknown", "Ada");
    assertInTime(somebodyAsks.await(patience.toMillis(), MILLISECONDS), "the price was asked for");

    assertThat(result(book(new K42_SeatMap(this::price), "A1", "Grace")))
        .isEqualTo(new Ticket("A1", "Grace", 900));
    pricesAreKnown.countDown();

    assertThat(result(slow)).isEqualTo(new Ticket("unknown", "Ada", 900));
  }

  private int price(String seat) {
    booking.add(Thread.currentThread());
    switch (seat) {
      case "Z9" -> throw new IllegalArgumentException("There is no row Z.");
      case "nested" -> throw new StackOverflowError("a very nested price list");
      case "slow" -> LockSupport.parkNanos(1_000_000);
      case "unknown" -> {
        somebodyAsks.countDown();
        awaitGate(pricesAreKnown);
      }
      default -> {}
    }
    return 900;
  }

  private Future<Ticket> book(String seat, String customer) {
    return book(map, seat, customer);
  }

  /** On another thread: a program that sells in book() would keep the test from ending. */
  private static Future<Ticket> book(K42_SeatMap map, String seat, String customer) {
    var asking = new FutureTask<>(() -> map.book(seat, customer));
    Thread.ofPlatform().daemon().start(asking);
    try {
      return asking.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "book() returned");
      throw new AssertionError(e);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("book() failed", e);
    }
  }

  private static <T> T result(Future<T> booking) throws Exception {
    try {
      return booking.get(patience.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      assertInTime(false, "the booking was answered");
      throw e;
    }
  }

  private static boolean isSold(Future<Ticket> booking) {
    try {
      return result(booking) != null;
    } catch (Exception e) {
      assertThat(e).as("how the other booking ended").hasCauseInstanceOf(SeatTaken.class);
      return false;
    }
  }

  private static void assertEndedWell(List<Future<Ticket>> bookings) throws Exception {
    for (var booking : bookings) {
      assertThat(result(booking)).as("the ticket of somebody who came later").isNotNull();
    }
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
      throw new IllegalStateException("hung up", e);
    }
  }
}
