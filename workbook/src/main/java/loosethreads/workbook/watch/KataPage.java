package loosethreads.workbook.watch;

import java.util.List;
import java.util.Optional;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Kata;

/** Everything there is to read about a kata while one solves it. */
public final class KataPage {
  private final Desk desk;
  private final Kata kata;
  private final String story;

  /** The page of a kata. */
  public KataPage(Desk desk, Kata kata) {
    this.desk = desk;
    this.kata = kata;
    this.story = desk.story(kata);
  }

  /** What stands on the page, and the lines to jump to. */
  record Layout(Text text, int verdictAt, int hintsAt) {}

  /** The page as it is without a terminal: story, file, verdict. */
  public Text plain(Verdict verdict, int width) {
    return layout(width, Optional.of(verdict), List.of()).text();
  }

  Layout layout(int width, Optional<Verdict> verdict, List<String> hints) {
    Text text = new Text(width);
    text.pair(
        kata.id() + " · " + kata.title(),
        Style.BOLD,
        "  " + desk.catalog().chapterOf(kata).title() + " · " + kata.minutes() + " min",
        Style.FAINT);
    if (!story.isEmpty()) {
      text.gap().prose(story, Style.PLAIN);
    }
    text.gap();
    for (String file : kata.files()) {
      String path = Desk.shown(desk.checkout().program(kata, file));
      // On one line if at all possible: terminals and IDEs make a link of a whole path only.
      text.pair("Edit  ", Style.FAINT, path, Style.PATH);
    }
    text.gap();
    int verdictAt = text.size();
    verdict.ifPresentOrElse(
        v -> VerdictText.addTo(text, v), () -> text.line("… judging", Style.FAINT));
    if (verdict.filter(Verdict::solved).isPresent()) {
      text.gap().prose("The rule: " + kata.rule(), Style.BOLD);
    }
    text.gap();
    int hintsAt = text.size();
    for (int i = 0; i < hints.size(); i++) {
      text.line("Hint " + (i + 1) + " of " + desk.hints(kata).size(), Style.BOLD);
      text.prose(flowing(hints.get(i)), Style.PLAIN);
      text.gap();
    }
    return new Layout(text, verdictAt, hintsAt);
  }

  /**
   * A paragraph is wrapped to the terminal, not where its file broke it. Indented lines are code.
   */
  private static String flowing(String hint) {
    return hint.replaceAll("(?m)^(\\S.*)\\R(?=\\S)", "$1 ");
  }
}
