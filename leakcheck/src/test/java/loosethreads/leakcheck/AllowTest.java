package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import loosethreads.leakcheck.programs.Adopted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Threads that stay on purpose. */
@LeakFree
class AllowTest {
  @AfterEach
  void end() {
    Adopted.endAll();
  }

  @Test
  void letsAThreadStayByItsNameAndGivesTheReasonInTheReportOfAnother() {
    Suite suite = run(Adopted.AllowedByName.class);
    assertThat(suite.passed()).containsExactly("leavesTheOneThatMayStay()");
    assertThat(suite.failure())
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("leavesAnotherBesides() left 1 thread behind")
        .hasMessageContaining(
            "Ignored: 1 × allowed thread named \"prices-*\" (one for all tests, ended by nobody)");
  }

  @Test
  void letsAThreadStayByWhoStartedItInMethodsAndNestedClassesToo() {
    Suite suite = run(Adopted.AllowedByStarter.class);
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).hasSize(3);
  }

  @Test
  void wantsBothToFitWhereBothAreGiven() {
    assertThat(run(Adopted.AllowedByNobody.class).failure())
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("Not seen so far: allowed thread named \"price*1\" started by");
  }

  @Test
  void doesNotBlameTheClassForWhatAMethodMayLeave() {
    Suite suite = run(Adopted.AllowedForAMethod.class);
    assertThat(suite.failures()).isEmpty();
    assertThat(suite.passed()).hasSize(1);
  }

  @Test
  void saysOfAnAllowanceThatNoThreadIsLikeIt() {
    assertThat(run(Adopted.AllowedButGone.class).failure())
        .hasMessageContaining(
            "Not seen so far: allowed thread named \"nobody-has-this-name\" (it once was there)");
  }

  @Test
  void saysWhichFlagShowsWhoStartedAThread() {
    Allowance allowance = new Allowance("", "Prices.open", "it stays");
    Eyes blind = new Eyes(Eyes.best().census(), java.util.Optional.empty());
    assertThat(allowance.unseen(blind).reason())
        .isEqualTo("it stays; to see who started a thread: " + TagReader.FLAG);
  }

  @Test
  void refusesAnAllowanceWithoutAReason() {
    refuses(
        Adopted.WithoutReason.class,
        "@Allow(name = \"prices-*\", reason = \" \"): write a reason: why does the thread stay, and"
            + " who ends it?");
  }

  @Test
  void refusesAnAllowanceOfAnyThread() {
    refuses(
        Adopted.WithoutPattern.class,
        "@Allow(reason = \"any\"): say which threads: startedBy = \"Type.method\", or name ="
            + " \"pool-*\"");
    refuses(
        Adopted.WithEveryName.class,
        "@Allow(name = \"**\", reason = \"all\"): a pattern of nothing but * would hide every leak;"
            + " say more");
  }

  @Test
  void readsAStarAsAnyCharacters() {
    assertThat(fits("pool-*", "pool-1")).isTrue();
    assertThat(fits("pool-*", "a pool-1")).isFalse();
    assertThat(fits("*-pool", "my-pool")).isTrue();
    assertThat(fits("a*b*c", "a-b-b-c")).isTrue();
    assertThat(fits("a*b*c", "a-c")).isFalse();
    assertThat(fits("a*b*b", "a-b")).isFalse();
    assertThat(fits("ab*ba", "aba")).isFalse();
    assertThat(fits("pool", "pool-1")).isFalse();
    assertThat(fits("a.b", "aXb")).isFalse();
  }

  private static boolean fits(String pattern, String name) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {});
    return new Allowance(pattern, "", "test").covers(new LiveThread(thread, "", ""), Origin.NONE);
  }

  private static void refuses(Class<?> type, String message) {
    assertThat(run(type).failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(message);
  }

  private static Suite run(Class<?> type) {
    return Suite.run(type, Map.of());
  }
}
