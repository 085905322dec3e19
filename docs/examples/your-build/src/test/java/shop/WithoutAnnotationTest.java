package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import loosethreads.leakcheck.Leak;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.Test;

class WithoutAnnotationTest {
  // tag::block[]
  @Test
  void nothingIsLeftOfAnOutbox() {
    try (var watch = LeakWatch.open(Duration.ofMillis(500))) {
      new Outbox(mail -> {}).close();
    }
  }

  // end::block[]

  // tag::report[]
  @Test
  void theReportIsAlsoData() {
    LeakWatch watch = LeakWatch.open().withoutInterrupt();
    new Outbox(mail -> {}).close();

    LeakError error = assertThrows(LeakError.class, watch::close);

    Leak leak = error.report().leaks().getFirst();
    assertEquals("virtual", leak.kind());
    assertEquals("Outbox.new", leak.startedBy());
    assertEquals("not interrupted", leak.afterInterrupt());
  }
  // end::report[]
}
