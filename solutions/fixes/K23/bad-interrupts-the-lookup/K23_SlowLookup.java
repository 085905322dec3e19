// Tempting: Whoever gives up interrupts the thread that works for them, as with any timeout.
// Rejected as wrong: it breaks off the question. It is paid for, and the next page of that visitor
// has to ask and pay again.
package channels;

import static com.softwaremill.jox.Select.selectWithin;

import com.softwaremill.jox.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Tells which country a visitor of a web shop comes from, to show prices in the right currency.
 *
 * <p>A registry knows the country of an address. It is somebody else's, and we pay for each
 * question. Mostly it answers quickly. While it does, the shop takes a guess from the language of
 * the browser; if the registry is late, the guess must do.
 *
 * <p>In production: on some afternoons the registry is slow, and visitors hardly notice. But the
 * next morning it is quick again, and the memory that we needed in the afternoon does not come
 * back. Somebody restarts the shop after each slow afternoon.
 *
 * <p>What a lookup promises:
 *
 * <ul>
 *   <li>{@link #country} gives the registry's answer if it is there in time, else the guess. An
 *       answer that is there when we begin to wait is in time. If the registry throws, the guess is
 *       given at once. What the guess throws, the caller gets, and an interrupt ends the wait.
 *   <li>A question that was asked is never broken off, as we pay for it anyway. A late answer is
 *       kept: whoever asks for that address next has it at once, for free.
 *   <li>Any number can ask at a time. When the registry has answered, nothing is left of a lookup.
 * </ul>
 */
public class K23_SlowLookup {
  private final Map<String, String> known = new ConcurrentHashMap<>();
  private final UnaryOperator<String> registry;
  private final Duration patience;

  /** Makes a lookup that waits this long for the registry. */
  public K23_SlowLookup(UnaryOperator<String> registry, Duration patience) {
    this.registry = registry;
    this.patience = patience;
  }

  /** Tells the country of an address. */
  public String country(String address, Supplier<String> guess) throws InterruptedException {
    String country = known.get(address);
    if (country != null) {
      return country;
    }
    Channel<Optional<String>> answers = Channel.newRendezvousChannel();
    Thread lookup = Thread.ofVirtual().name("lookup").start(() -> lookUp(address, answers));
    try {
      String guessed = guess.get();
      try {
        return selectWithin(patience, answers.receiveClause()).orElse(guessed);
      } catch (TimeoutException e) {
        return guessed;
      }
    } finally {
      lookup.interrupt();
    }
  }

  private void lookUp(String address, Channel<Optional<String>> answers) {
    Optional<String> answer = ask(address);
    try {
      answers.send(answer);
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  private Optional<String> ask(String address) {
    try {
      String country = registry.apply(address);
      known.put(address, country);
      return Optional.of(country);
    } catch (RuntimeException | Error e) {
      return Optional.empty();
    }
  }
}
