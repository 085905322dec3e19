// Tempting: a semaphore with one permit is a lock that can be interrupted: who cancels a booking
// need not wait for the others. finally gives the permit back, on every way out.
// Rejected as wrong: also on the way out of acquire(). A booking that is cancelled while it waits
// gives back a permit that it never had. From then on two sell at a time, and a seat is sold twice.
package locks;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.ToIntFunction;

/**
 * Sells the seats of a theater.
 *
 * <p>Each booking has a thread of its own, and a lock sees to it that no seat is sold twice.
 *
 * <p>In production: on some evenings, from one moment to the next, nobody gets a ticket any more.
 * Nothing is said in the log. The processors are idle, and there is a thread for everybody who
 * still looks at the hourglass. A restart helps, until somebody wants a seat that is taken.
 *
 * <p>What a seat map promises:
 *
 * <ul>
 *   <li>{@link #book} does not wait. Any number of customers can book at the same time.
 *   <li>A seat is sold once. Who comes too late gets a {@code SeatTaken}.
 *   <li>Who books the same seat again gets the same ticket again.
 *   <li>If the price list has no price for a seat, its exception is what the customer gets, and the
 *       seat is not sold.
 *   <li>A booking that was refused stands in nobody's way. Soon its thread is gone.
 * </ul>
 */
public class K42_SeatMap {
  private final Semaphore permit = new Semaphore(1);
  private final Map<String, Ticket> sold = new HashMap<>();
  private final ToIntFunction<String> prices;

  /** Makes a seat map on which every seat is free. */
  public K42_SeatMap(ToIntFunction<String> prices) {
    this.prices = prices;
  }

  /** Books a seat. */
  public Future<Ticket> book(String seat, String customer) {
    var booking = new FutureTask<>(() -> sell(seat, customer));
    Thread.ofVirtual().name("booking").start(booking);
    return booking;
  }

  private Ticket sell(String seat, String customer) throws SeatTaken, InterruptedException {
    try {
      permit.acquire();
      Ticket earlier = sold.get(seat);
      if (earlier != null) {
        if (earlier.customer().equals(customer)) {
          return earlier;
        }
        throw new SeatTaken(seat);
      }
      Ticket ticket = new Ticket(seat, customer, prices.applyAsInt(seat));
      sold.put(seat, ticket);
      return ticket;
    } finally {
      permit.release();
    }
  }

  /** The right to sit on a seat, and what it costs, in cents. */
  public record Ticket(String seat, String customer, int price) {}

  /** Somebody else was quicker. */
  public static class SeatTaken extends Exception {
    private static final long serialVersionUID = 1;

    SeatTaken(String seat) {
      super(seat + " is taken");
    }
  }
}
