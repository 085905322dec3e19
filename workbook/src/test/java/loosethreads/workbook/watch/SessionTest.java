package loosethreads.workbook.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Outcome;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.State;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();
  private SmallCheckout checkout;
  private Desk desk;
  private Session session;

  /** Notes what the session asks for. */
  private final Effects effects =
      new Effects() {
        @Override
        public void watch(Kata kata) {
          asked.add("watch " + kata.id());
        }

        @Override
        public void judge(Kata kata) {
          asked.add("judge " + kata.id());
        }

        @Override
        public void openPage(Kata kata) {
          asked.add("open " + kata.id());
        }
      };

  @BeforeEach
  void start() throws IOException {
    checkout = new SmallCheckout(folder);
    desk = Desk.at(checkout.checkout());
    session = new Session(desk, effects);
  }

  @Test
  void beginsWithTheFirstUnsolvedKataAndJudgesIt() {
    assertThat(asked).containsExactly("watch K01", "judge K01");
    assertThat(screen())
        .contains("K01 · A door", "Opens for everybody.", "In production: it squeaks.")
        .contains("K01_Door.java", "judging", "K01 · 0/2 ░");
  }

  @Test
  void eachSaveIsJudged() {
    asked.clear();
    session.on(new Event.Saved());
    session.on(new Event.Saved());

    assertThat(asked).containsExactly("judge K01", "judge K01");
  }

  @Test
  void aLeakIsShownWithItsReport() {
    judged(Outcome.LEAKING, "a thread waits here");

    assertThat(screen()).contains("✗ K01 leaking · 7 ms", "  a thread waits here", "✗ leaking");
  }

  @Test
  void aSolvedKataStaysInSightAboveTheNextOne() throws IOException {
    checkout.save(SmallCheckout.solution());
    session.on(new Event.Saved());
    asked.clear();
    judged(Outcome.SOLVED, "");

    assertThat(asked).containsExactly("watch K02", "judge K02");
    assertThat(screen())
        .contains("✓ K01 solved", "The rule: Close it.", "K02 · A gate", "K02 · 1/2 ██████████░");
    assertThat(desk.progress().of(checkout.door())).isEqualTo(State.SOLVED);

    session.on(new Event.Saved());
    assertThat(screen()).doesNotContain("✓ K01 solved");
  }

  @Test
  void theLastKataSaysThatAllAreSolved() throws IOException {
    press(Key.NEXT);
    Kata gate = session.kata();
    Files.writeString(checkout.checkout().program(gate, "K02_Gate.java"), "solved");
    judged(Outcome.SOLVED, "");
    checkout.save("solved");
    judged(Outcome.SOLVED, "");

    assertThat(screen()).contains("all 2 katas are solved", "2/2");
  }

  @Test
  void aKataThatWasSolvedWhenItWasOpenedStaysOpen() throws IOException {
    checkout.save(SmallCheckout.solution());
    judged(Outcome.SOLVED, "");
    press(Key.LIST, Key.UP, Key.ENTER);
    assertThat(session.kata().id()).isEqualTo("K01");

    session.on(new Event.Saved());
    judged(Outcome.SOLVED, "");

    assertThat(session.kata().id()).isEqualTo("K01");
    assertThat(screen()).contains("The rule: Close it.");
  }

  @Test
  void aVerdictOnAKataThatIsNoLongerShownCountsAndIsNotShown() throws IOException {
    checkout.save("solved");
    Candidate candidate = Candidate.learners(checkout.checkout(), checkout.door());
    Verdict late = verdict(checkout.door(), Outcome.SOLVED, "");
    press(Key.NEXT);
    session.on(new Event.Judged(candidate, late));

    assertThat(session.kata().id()).isEqualTo("K02");
    assertThat(screen()).contains("judging");
    assertThat(desk.progress().of(checkout.door())).isEqualTo(State.SOLVED);
  }

  @Test
  void nextSkipsAKataAndComesBackToIt() {
    press(Key.NEXT);
    assertThat(session.kata().id()).isEqualTo("K02");
    press(Key.NEXT);
    assertThat(session.kata().id()).isEqualTo("K01");
  }

  @Test
  void hintsComeOneByOneAndAreRemembered() {
    press(Key.HINT);
    assertThat(screen()).contains("Hint 1 of 3", "Look.").doesNotContain("Look closer.");
    press(Key.HINT, Key.HINT);
    assertThat(screen()).contains("Hint 3 of 3", "Return null.");
    press(Key.HINT);
    assertThat(screen()).contains("That was the last hint", "./kata solution K01 --spoil");
    assertThat(desk.progress().hintsSeen(checkout.door())).isEqualTo(3);
  }

  @Test
  void aHintIsWrappedToTheTerminalAndNotWhereItsFileBrokeIt() throws IOException {
    checkout.write(
        "katas/hints/K01.txt", "Look\nat the\ndoor.\n\n    door.open();\n    door.shut();\n");
    press(Key.HINT);
    assertThat(screen()).contains("Look at the door.", "    door.open();\n    door.shut();");
  }

  @Test
  void resetAsksFirst() throws IOException {
    checkout.save("mine");
    press(Key.RESET);
    assertThat(screen()).contains("Reset K01?");
    press(Key.OTHER);
    assertThat(checkout.doorFile()).hasContent("mine");

    press(Key.RESET, Key.YES);
    assertThat(screen()).contains("The original is back", "backups");
    assertThat(desk.progress().of(checkout.door())).isEqualTo(State.UNTOUCHED);
  }

  @Test
  void theListGoesToAnyKata() {
    press(Key.LIST);
    assertThat(screen()).contains("Seeing a leak", "› · K01  A door", "K02  A gate");
    press(Key.DOWN, Key.DOWN, Key.ENTER);
    assertThat(session.kata().id()).isEqualTo("K02");
  }

  @Test
  void openAsksForThePage() {
    press(Key.OPEN);
    assertThat(asked).contains("open K01");
    session.on(new Event.Told("Opened page.html"));
    assertThat(screen()).contains("Opened page.html");
  }

  @Test
  void quitsOnRequestOnly() {
    assertThat(session.on(new Event.Pressed(Key.OTHER))).isTrue();
    assertThat(session.on(new Event.Resized())).isTrue();
    assertThat(session.on(new Event.Pressed(Key.QUIT))).isFalse();
    assertThat(session.on(new Event.Stopped())).isFalse();
  }

  @Test
  void aLongReportScrollsAndTheFooterStays() {
    judged(Outcome.LEAKING, "a line of the report\n".repeat(100) + "the last line");
    assertThat(screen()).contains("K01 · A door", "more (space)").doesNotContain("the last line");

    press(Key.END);

    assertThat(screen()).contains("the last line", "q quit").doesNotContain("K01 · A door");
    press(Key.HOME);
    assertThat(screen()).contains("K01 · A door");
  }

  @ParameterizedTest
  @ValueSource(ints = {120, 60, 30})
  void everyLineFitsIntoTheTerminal(int columns) {
    judged(
        Outcome.LEAKING,
        "a/path/that/is/longer/than/any/narrow/terminal/K01_Door.java:12 ".repeat(3));
    press(Key.HINT);
    press(Key.RESET);

    Frame frame = session.frame(columns, 200);

    assertThat(frame.body()).allMatch(line -> line.columnLength() <= columns);
    assertThat(frame.footer()).allMatch(line -> line.columnLength() <= columns);
    press(Key.YES, Key.LIST);
    assertThat(session.frame(columns, 200).body()).allMatch(line -> line.columnLength() <= columns);
  }

  @Test
  void afterASaveTheReportIsInSight() {
    session.on(new Event.Saved());
    judged(Outcome.LEAKING, "a line of the report\n".repeat(100));

    assertThat(screen().lines().findFirst().orElseThrow()).startsWith("✗ K01 leaking");
  }

  private void press(Key... keys) {
    for (Key key : keys) {
      session.on(new Event.Pressed(key));
      // Where a frame begins is settled when it is drawn.
      screen();
    }
  }

  private void judged(Outcome outcome, String detail) {
    Kata kata = session.kata();
    session.on(
        new Event.Judged(
            Candidate.learners(checkout.checkout(), kata), verdict(kata, outcome, detail)));
  }

  private static Verdict verdict(Kata kata, Outcome outcome, String detail) {
    return new Verdict(kata, outcome, 7, List.of(), List.of(), detail, "");
  }

  private List<AttributedString> frame(int columns, int rows) {
    Frame frame = session.frame(columns, rows);
    List<AttributedString> lines = new ArrayList<>();
    frame.body().stream().skip(frame.top()).limit(rows - frame.footer().size()).forEach(lines::add);
    lines.addAll(frame.footer());
    return lines;
  }

  private String screen() {
    return frame(100, 30).stream()
        .map(AttributedString::toString)
        .collect(Collectors.joining("\n"));
  }
}
