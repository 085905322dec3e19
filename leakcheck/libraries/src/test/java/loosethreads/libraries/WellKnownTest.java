package loosethreads.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import loosethreads.leakcheck.Leak;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakReport;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What leakcheck says of libraries that no one here wrote.
 *
 * <p>The right uses come first: what a library starts once in a JVM, it starts there.
 */
@LeakFree(within = "30s")
@TestMethodOrder(OrderAnnotation.class)
class WellKnownTest {
  /** More than the second that gRPC and Netty take to let go, less than the shortest keep-alive. */
  private static final Duration CLOSED = Duration.ofSeconds(8);

  private static final Duration LEAKING = Duration.ofSeconds(1);
  private static final Path REPORTS = Path.of("target/reports");

  @Order(1)
  @ParameterizedTest
  @EnumSource
  void isSilentWhenUsedRight(WellKnown known) throws Exception {
    try (LeakWatch _ = LeakWatch.open(CLOSED)) {
      known.library().closed();
    }
  }

  @Order(2)
  @ParameterizedTest
  @EnumSource
  void namesWhatAMisuseLeavesAndWhoIsToBlame(WellKnown known) throws Exception {
    LeakWatch watch = LeakWatch.open(LEAKING).withoutInterrupt();
    try (AutoCloseable _ = known.library().leaking()) {
      LeakReport report = catchThrowableOfType(LeakError.class, watch::close).report();
      record(known, report);
      assertThat(report.threads()).isBetween(known.least(), known.most());
      assertThat(report.leaks()).extracting(Leak::kind).containsOnly("platform");
      assertThat(report.toString()).contains(known.words());
      String type = known.library().getClass().getSimpleName();
      assertThat(report.leaks())
          .extracting(WellKnown::culprit)
          .allSatisfy(culprit -> {
            if (known.hidesItsBirth()) {
              assertThat(culprit).isEmpty();
            } else {
              assertThat(culprit).startsWith(type + ".");
            }
          });
    }
  }

  /** For the book. */
  private static void record(WellKnown known, LeakReport report) throws IOException {
    Files.createDirectories(REPORTS);
    Files.writeString(REPORTS.resolve(known + ".txt"), report + "\n");
  }
}
