package wild;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import wild.K64_FeatureFlags.Visitor;

/** A hundred visitors, with a basket of 10 KiB each, who leave before the server says anything. */
class K64_FeatureFlagsRound {
  private static final CompletableFuture<Void> CLOSING = new CompletableFuture<>();

  private static final K64_FeatureFlags FLAGS =
      new K64_FeatureFlags((_, _) -> new CompletableFuture<>(), CLOSING);

  @Test
  void aHundredVisitorsComeAndLeave() {
    for (int visitor = 0; visitor < 100; visitor++) {
      var ada = new Visitor("Ada", false, List.of(new byte[10_240]));
      FLAGS.isOn("new search", ada).cancel(true);
    }
  }
}
