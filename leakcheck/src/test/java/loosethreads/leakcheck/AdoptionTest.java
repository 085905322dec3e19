package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loosethreads.leakcheck.programs.Adopted;
import loosethreads.leakcheck.programs.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What the configuration of a suite can do, with no change to a test. */
@LeakFree
class AdoptionTest {
  private static final Map<String, String> DETECTED =
      Map.of("junit.jupiter.extensions.autodetection.enabled", "true");

  @AfterEach
  void end() {
    Adopted.endAll();
  }

  @Test
  void onlyWarnsWhenToldToAndLeavesTheThreadsAlone() {
    Suite suite = Suite.run(Samples.OneLeaksOneDoesNot.class, Map.of("leakcheck.mode", "warn"));
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.warnings())
        .singleElement()
        .asString()
        .startsWith("Samples.OneLeaksOneDoesNot.leaks() left 1 thread behind")
        .contains("not interrupted");
    Samples.endTheLast();
  }

  @Test
  void givesTheJsonToTheReportsOfJUnit() {
    Suite suite = Suite.run(Adopted.Marked.class, Map.of());
    String json = ((LeakError) suite.failure()).report().toJson();
    assertThat(suite.entries()).containsExactly(json);
    assertThat(JsonParser.parseString(json).getAsJsonObject().get("format").getAsInt())
        .isEqualTo(1);
  }

  @Test
  void watchesTestsWithoutTheAnnotationWhenToldTo() {
    Suite suite = Suite.run(Adopted.Unmarked.class, detected("leakcheck.everywhere", "true"));
    assertThat(suite.failures()).containsOnlyKeys("leaks()");
    assertThat(suite.failure())
        .hasMessageContaining("Adopted.Unmarked.leaks() left 1 thread behind");
  }

  @Test
  void watchesNoTestWithoutTheAnnotationWhenNotToldTo() {
    assertThat(Suite.run(Adopted.Unmarked.class, DETECTED).failures()).isEmpty();
    assertThat(Suite.run(Adopted.Unmarked.class, Map.of()).failures()).isEmpty();
    assertThat(
            Suite.run(Adopted.Unmarked.class, detected("leakcheck.everywhere", "false")).failures())
        .isEmpty();
  }

  @Test
  void watchesATestWithTheAnnotationOnceAndAsTheAnnotationSays() {
    Suite suite = Suite.run(Adopted.Marked.class, detected("leakcheck.everywhere", "true"));
    assertThat(suite.failure()).hasMessageContaining("Adopted.Marked.leaks() left 1 thread behind");
    assertThat(suite.failure().getSuppressed()).isEmpty();
    assertThat(suite.entries()).hasSize(1);
    assertThat(
            Suite.run(Adopted.SharedByTheClass.class, detected("leakcheck.everywhere", "true"))
                .failures())
        .isEmpty();
  }

  @Test
  void saysWhatIsMissingWhenJUnitWasNotToldToLookForExtensions() {
    Suite suite = Suite.run(Samples.OnAMethod.class, Map.of("leakcheck.everywhere", "true"));
    assertThat(suite.warnings())
        .containsExactly(
            "leakcheck.everywhere=true reaches only tests with @LeakFree: set"
                + " junit.jupiter.extensions.autodetection.enabled=true as well");
  }

  @Test
  void namesTheTestThatAThreadCameWith() {
    Suite suite = Suite.run(Adopted.Suspects.class, detected("leakcheck.culprit", "true"));
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.warnings()).hasSize(1);
    assertThat(suite.warnings().getFirst().lines())
        .startsWith(
            "leakcheck.culprit=true: the run left 3 threads behind, still alive 2 s after its end.",
            "",
            "First seen after Adopted.Suspects.isTheCulprit():",
            "",
            "  1 virtual thread, WAITING: waits in await() on a CountDownLatch that is still at 1")
        .containsSubsequence(
            "First seen after Adopted.Suspects.leavesTwo():",
            "",
            "  2 virtual threads, WAITING: waits in await() on a CountDownLatch that is still at 1")
        .filteredOn(line -> line.startsWith("First seen"))
        .hasSize(2);
  }

  @Test
  void saysSoWhenThereIsNoCulprit() {
    Suite suite = Suite.run(Adopted.SharedByTheClass.class, detected("leakcheck.culprit", "true"));
    assertThat(suite.warnings())
        .containsExactly("leakcheck.culprit=true: no thread outlived the run");
  }

  @Test
  void refusesASettingItCannotReadInOneLine() {
    refuses("leakcheck.mode", "wran", "leakcheck.mode=wran: write fail or warn");
    for (String name :
        List.of(
            "leakcheck.everywhere",
            "leakcheck.culprit",
            "leakcheck.interrupt",
            "leakcheck.baseline.write")) {
      refuses(name, "yes", name + "=yes: write true or false");
    }
  }

  private static void refuses(String name, String value, String message) {
    assertThat(Suite.run(Adopted.Marked.class, Map.of(name, value)).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(message);
  }

  private static Map<String, String> detected(String name, String value) {
    Map<String, String> parameters = new HashMap<>(DETECTED);
    parameters.put(name, value);
    return parameters;
  }
}
