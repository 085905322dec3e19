// Tempting: whoever asks for an address that is being asked for joins that question. Whoever sees
// it fail takes it out of the map, so that the next one asks again.
// Rejected as wrong: a question that fails late is seen by nobody, and stays. The next one gets a
// guess from it, and the registry is not asked.
package channels;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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
  private final Map<String, FutureTask<String>> questions = new ConcurrentHashMap<>();
  private final UnaryOperator<String> registry;
  private final Duration patience;

  /** Makes a lookup that waits this long for the registry. */
  public K23_SlowLookup(UnaryOperator<String> registry, Duration patience) {
    this.registry = registry;
    this.patience = patience;
  }

  /** Tells the country of an address. */
  public String country(String address, Supplier<String> guess) throws InterruptedException {
    FutureTask<String> question = questions.computeIfAbsent(address, this::ask);
    if (question.state() == Future.State.SUCCESS) {
      return question.resultNow();
    }
    String guessed = guess.get();
    try {
      return question.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return guessed;
    } catch (ExecutionException e) {
      // The next one asks again.
      questions.remove(address);
      return guessed;
    }
  }

  private FutureTask<String> ask(String address) {
    FutureTask<String> question = new FutureTask<>(() -> registry.apply(address));
    Thread.ofVirtual().name("lookup").start(question);
    return question;
  }
}
