// Also good: a future for each address, which all who ask share: one question, however many wait.
package channels;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One question for an address, however many want to know. */
public class K23_SlowLookup {
  private final Map<String, CompletableFuture<String>> questions = new ConcurrentHashMap<>();
  private final UnaryOperator<String> registry;
  private final Duration patience;

  /** Makes a lookup that waits this long for the registry. */
  public K23_SlowLookup(UnaryOperator<String> registry, Duration patience) {
    this.registry = registry;
    this.patience = patience;
  }

  /** Tells the country of an address. */
  public String country(String address, Supplier<String> guess) throws InterruptedException {
    var answer = new CompletableFuture<String>();
    var asked = questions.putIfAbsent(address, answer);
    if (asked == null) {
      asked = answer;
      Thread.startVirtualThread(() -> {
        try {
          answer.complete(registry.apply(address));
        } catch (Throwable e) {
          questions.remove(address, answer);
          answer.completeExceptionally(e);
        }
      });
    } else if (asked.isDone() && !asked.isCompletedExceptionally()) {
      return asked.join();
    }
    String guessed = guess.get();
    try {
      return asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return guessed;
    }
  }
}
