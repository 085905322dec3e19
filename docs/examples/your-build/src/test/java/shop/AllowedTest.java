package shop;

import loosethreads.leakcheck.Allow;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;

// tag::allow[]
@LeakFree(
    allow = @Allow(startedBy = "Outbox.new", reason = "sends until the JVM ends; nobody waits"))
class AllowedTest {
  @Test
  void anOutboxMaySendForGood() {
    new Outbox(mail -> {}).close();
  }
}
// end::allow[]
