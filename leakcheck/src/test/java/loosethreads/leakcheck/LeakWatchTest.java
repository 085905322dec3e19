package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import loosethreads.leakcheck.programs.Honest;
import loosethreads.leakcheck.programs.Leaking;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LeakFree
class LeakWatchTest {
  private static final Duration SHORT = Duration.ofMillis(60);

  /** What a JVM may allow leakcheck to see, by the flags it was given. */
  private enum Sight {
    ALL,
    CONTAINERS_ONLY,
    TAGS_ONLY,
    NOTHING;

    Eyes eyes() {
      Census census =
          this == ALL || this == CONTAINERS_ONLY
              ? ContainerCensus.find().orElseThrow()
              : new DumpCensus();
      return new Eyes(
          census, this == ALL || this == TAGS_ONLY ? TagReader.find() : Optional.empty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLeakIsFoundAndExplained(Leaking program) throws Exception {
    for (Sight sight : Sight.values()) {
      Watch watch = Watch.open("the program", sight.eyes());
      try (AutoCloseable _ = program.start()) {
        AtRest.await(watch, all -> all.stream().anyMatch(one -> one.contains(program.words())));
        Optional<LeakReport> report = watch.close(SHORT, false);
        assertThat(report).as("%s, seeing %s", program, sight).isPresent();
        assertThat(report.get().toString()).as("%s", sight).contains(program.words());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noHonestProgramIsBlamed(Honest program) throws Exception {
    for (Sight sight : Sight.values()) {
      Watch watch = Watch.open("the program", sight.eyes());
      program.run();
      assertThat(watch.close(Duration.ofSeconds(30), false)).as("%s", sight).isEmpty();
    }
  }
}
