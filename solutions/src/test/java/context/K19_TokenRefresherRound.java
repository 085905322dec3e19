package context;

import context.K19_TokenRefresher.Token;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Five services that are stopped, each after a user has come and gone. */
class K19_TokenRefresherRound {
  @Test
  void fiveServicesAreStopped() {
    for (int service = 0; service < 5; service++) {
      try (var refresher = new K19_TokenRefresher(_ -> new Token("a token", Duration.ofHours(1)));
          var session = refresher.open("Ada")) {
        session.token();
      }
    }
  }
}
