package idioms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the book says about futures that live long. */
class DependentsTest {
  @Test
  void aFutureRemembersWhoHasGivenUpWaitingForIt() {
    var longLived = new CompletableFuture<String>();

    for (int i = 0; i < 1_000; i++) {
      longLived.thenApply(String::strip).cancel(true);
    }

    assertThat(longLived.getNumberOfDependents()).isEqualTo(1_000);
  }

  @Test
  void aFutureForgetsThoseOfAnyOfWhenAnotherOneWasFirst() {
    var longLived = new CompletableFuture<String>();

    for (int i = 0; i < 1_000; i++) {
      var shortLived = new CompletableFuture<String>();
      CompletableFuture<Object> first = CompletableFuture.anyOf(longLived, shortLived);
      shortLived.complete("answer");
      assertThat(first).isCompletedWithValue("answer");
    }

    assertThat(longLived.getNumberOfDependents()).isZero();
  }
}
