package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import loosethreads.leakcheck.programs.PriceTicker;
import org.junit.jupiter.api.Test;

/** The report, as text and as JSON, of real threads. */
@LeakFree
class ReportTest {
  private interface Program {
    void run(PriceTicker ticker) throws Exception;
  }

  @Test
  void explainsAThreadThatWaits() throws Exception {
    Golden.check("waits", text(report(PriceTicker::listen)));
  }

  @Test
  void groupsThreadsThatWaitAlike() throws Exception {
    Golden.check(
        "group",
        text(
            report(ticker -> {
              for (int i = 0; i < 5; i++) {
                ticker.listen();
              }
              ticker.listenForGood();
            })));
  }

  @Test
  void saysThatAnInterruptWasSwallowed() throws Exception {
    Golden.check("swallowed", text(report(PriceTicker::listenForGood)));
  }

  @Test
  void explainsAThreadThatWaitsWithALimit() throws Exception {
    Golden.check("limit", text(report(PriceTicker::listenForAnHour)));
  }

  @Test
  void explainsAPoolThatNobodyClosed() throws Exception {
    Golden.check("pool", text(report(PriceTicker::pool)));
  }

  @Test
  void doesNotTakeAPoolForOpenWhoseTaskIsDueLater() {
    var watch = LeakWatch.open(Duration.ofMillis(100));
    var pool = PriceTicker.poolWithALateTask();
    try {
      LeakError error = catchThrowableOfType(LeakError.class, watch::close);
      assertThat(error.report().leaks().getFirst().owner())
          .isEqualTo("a ScheduledThreadPoolExecutor");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void saysWhichFlagsWouldTellMore() throws Exception {
    Golden.check(
        "without-flags",
        text(report(PriceTicker::listen, new Eyes(new DumpCensus(), Optional.empty()))));
  }

  @Test
  void tellsTenGroupsAndCountsTheRest() {
    List<Leak> leaks =
        java.util.stream.IntStream.rangeClosed(1, 12).mapToObj(i -> leak(20 - i, i)).toList();
    LeakReport report = complete(leaks, "");
    assertThat(report.leaks()).hasSize(12);
    assertThat(report.toString())
        .startsWith("the test left 162 threads behind, still alive 2 s after its end.")
        .contains("A.java:10 ", "and 17 threads more, in 2 more groups")
        .doesNotContain("A.java:11 ");
  }

  @Test
  void countsACrowdWithoutLookingAtEachThread() throws Exception {
    Golden.check(
        "crowd",
        text(
            report(ticker -> {
              for (int i = 0; i < 3_000; i++) {
                ticker.listen();
              }
            })));
  }

  @Test
  void saysWhatIsProven() throws Exception {
    LeakReport report = report(_ -> PriceTicker.listenAndForget(), Eyes.best(), 0, true);
    Golden.check("proven", text(report));
    assertThat(report.leaks().getFirst().proof()).isEqualTo("proven");
    JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
    assertThat(json.get("proof").getAsString()).isEqualTo(report.proof());
    JsonObject leak = json.getAsJsonArray("leaks").get(0).getAsJsonObject();
    assertThat(leak.get("proof").getAsString()).isEqualTo("proven");
  }

  @Test
  void tellsWhatIsProvenFromWhatIsNot() throws Exception {
    LeakReport report =
        report(
            ticker -> {
              for (int i = 0; i < 4; i++) {
                PriceTicker.listenAndForget();
              }
              for (int i = 0; i < 3; i++) {
                ticker.listen();
              }
              for (int i = 0; i < 2; i++) {
                ticker.listenForAnHour();
              }
              ticker.ask();
            },
            Eyes.best(),
            1,
            true);
    Golden.check("proofs", text(report));
    assertThat(report.leaks())
        .extracting(Leak::proof)
        .containsExactly("proven", "leaked", "leaked", "running");
  }

  @Test
  void saysWhyNothingCanBeProven() {
    Leak leak = leak(1, 1);
    LeakReport report =
        complete(List.of(leak), "cannot prove: there is no disk; reported as leaked");
    assertThat(report.toString())
        .contains(
            "proof       leaked: it outlived its time; whether a live thread can wake it is not"
                + " known",
            "\nProof: cannot prove: there is no disk; reported as leaked\n");
  }

  @Test
  void hasATwinInJson() throws Exception {
    LeakReport report =
        report(ticker -> {
          ticker.listen();
          ticker.pool();
        });
    JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
    assertThat(json.get("format").getAsInt()).isEqualTo(1);
    assertThat(json.get("census").getAsString()).isEqualTo("thread containers");
    assertThat(json.get("test").getAsString()).isEqualTo("the test");
    assertThat(json.get("waitedMillis").getAsLong()).isEqualTo(report.waitedMillis());
    JsonArray leaks = json.getAsJsonArray("leaks");
    assertThat(leaks).hasSize(2);
    for (int i = 0; i < 2; i++) {
      JsonObject leak = leaks.get(i).getAsJsonObject();
      Leak twin = report.leaks().get(i);
      assertThat(leak.get("kind").getAsString()).isEqualTo(twin.kind());
      assertThat(leak.get("count").getAsInt()).isEqualTo(1);
      assertThat(leak.get("daemon").getAsBoolean()).isEqualTo(twin.daemon());
      assertThat(leak.get("state").getAsString()).isEqualTo("WAITING");
      assertThat(leak.get("at").getAsString()).isEqualTo(twin.at());
      assertThat(leak.get("startedAt").getAsString()).startsWith("PriceTicker.java:");
      assertThat(leak.get("waitsFor").getAsString()).isEqualTo(twin.waitsFor());
      assertThat(leak.get("owner").getAsString()).isEqualTo(twin.owner());
      assertThat(leak.get("afterInterrupt").getAsString()).isEqualTo(twin.afterInterrupt());
      assertThat(leak.get("proof").getAsString()).isEqualTo("leaked");
      assertThat(leak.get("sure").getAsBoolean()).isTrue();
      assertThat(leak.getAsJsonArray("stack")).hasSameSizeAs(twin.stack());
    }
    assertThat(json.getAsJsonArray("ignored")).hasSameSizeAs(report.ignored());
  }

  @Test
  void writesTextThatNoJsonParserRefuses() {
    String nasty = "\"\\\n\t\r\u0000\u001f\ud800 \udc00 \ud83d\ude00 é";
    LeakReport report =
        new LeakReport(
            nasty, "", 0, false, List.of(), List.of(new LeakReport.Ignored(nasty, 1, "")), "", "");
    JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
    assertThat(json.get("test").getAsString()).isEqualTo(nasty);
    assertThat(report.toJson()).contains("\\ud800", "\\udc00", "\ud83d\ude00");
  }

  private static Leak leak(int count, int line) {
    return new Leak(
        "virtual",
        count,
        count,
        true,
        "WAITING",
        "A.java:" + line,
        "A.run",
        "B.java:1",
        "B.new",
        "",
        "",
        "waits",
        "",
        "ended",
        "leaked",
        true,
        List.of());
  }

  private static LeakReport complete(List<Leak> leaks, String proof) {
    Watch watch = Watch.open("the test", Eyes.best());
    Vigil vigil = new Vigil(watch, Duration.ofSeconds(2));
    assertThat(watch.close(Duration.ofSeconds(2), false)).isEmpty();
    return ReportText.complete(watch, vigil, leaks, List.of(), proof, Rule.LOOP);
  }

  private static LeakReport report(Program program) throws Exception {
    return report(program, Eyes.best());
  }

  private static LeakReport report(Program program, Eyes eyes) throws Exception {
    return report(program, eyes, 0, false);
  }

  private static LeakReport report(Program program, Eyes eyes, int running, boolean prove)
      throws Exception {
    try (PriceTicker ticker = new PriceTicker()) {
      Watch watch = Watch.open("the test", eyes);
      program.run(ticker);
      AtRest.await(
          watch, all -> all.stream().filter(one -> one.contains("running")).count() == running);
      return watch.close(Duration.ofMillis(100), true, prove).orElseThrow();
    }
  }

  /** Which of the JVM's own threads are new is a matter of chance. */
  private static String text(LeakReport report) {
    return report.toString().replaceAll("(?m)^Ignored: .*\n", "");
  }
}
