package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;

// tag::test[]
@LeakFree
class OutboxTest {
  @Test
  void aMailReachesTheServer() throws InterruptedException {
    BlockingQueue<String> server = new LinkedBlockingQueue<>();
    try (var outbox = new Outbox(server::add)) {
      outbox.add("Your order is on its way.");
      assertEquals("Your order is on its way.", server.take());
    }
  }
}
// end::test[]
