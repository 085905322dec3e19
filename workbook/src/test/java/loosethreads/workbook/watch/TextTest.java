package loosethreads.workbook.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void linesBreakBetweenWordsAndKeepTheirIndentation() {
    String text =
        new Text(24).report("    at  one two three four five", Style.PLAIN).toString(false);

    assertThat(text)
        .isEqualTo(
            """
                at  one two three
                  four five
            """);
  }

  @Test
  void aWordThatIsTooLongIsBrokenAnywhere() {
    String text = new Text(20).prose("x".repeat(45), Style.PLAIN).toString(false);

    assertThat(text.lines()).containsExactly("x".repeat(20), "x".repeat(20), "x".repeat(5));
  }

  @Test
  void wideLettersTakeTwoColumns() {
    String text = new Text(20).prose("线程".repeat(8), Style.PLAIN).toString(false);

    assertThat(text.lines()).allMatch(line -> Text.columns(line) <= 20);
  }

  @Test
  void nothingThatAProgramPrintedSteersTheTerminal() {
    String text = new Text(80).report("\033[2Jgone\007", Style.PLAIN).toString(true);

    assertThat(text).doesNotContain("\033", "\007").contains("[2Jgone");
  }

  @Test
  void withoutColorThereAreNoEscapeSequences() {
    Text text = new Text(80).line("solved", Style.GOOD);

    assertThat(text.toString(false)).isEqualTo("solved\n");
    assertThat(text.toString(true)).contains("\033[");
  }

  @Test
  void theBarIsFullOnlyWhenEverythingIsSolved() {
    assertThat(ProgressBar.of(0, 41, 8)).isEqualTo("0/41 ░░░░░░░░");
    assertThat(ProgressBar.of(1, 41, 8)).isEqualTo("1/41 █░░░░░░░");
    assertThat(ProgressBar.of(40, 41, 8)).isEqualTo("40/41 ███████░");
    assertThat(ProgressBar.of(41, 41, 8)).isEqualTo("41/41 ████████");
  }
}
