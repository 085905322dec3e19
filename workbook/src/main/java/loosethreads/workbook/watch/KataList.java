package loosethreads.workbook.watch;

import loosethreads.workbook.kata.Chapter;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.State;
import org.jline.utils.AttributedStyle;

/** Every kata on a line, by chapter. */
public final class KataList {
  private final Desk desk;

  /** The list of all katas. */
  public KataList(Desk desk) {
    this.desk = desk;
  }

  /** The list, and the line on which the chosen kata stands. */
  record Layout(Text text, int chosenAt) {}

  /** The list without a chosen kata. */
  public Text plain(int width) {
    Text text = layout(width, -1).text();
    int all = desk.catalog().katas().size();
    text.gap()
        .line(ProgressBar.of(desk.progress().solved(desk.catalog().katas()), all, 20), Style.PLAIN);
    return text;
  }

  Layout layout(int width, int chosen) {
    Text text = new Text(width);
    int chosenAt = 0;
    int index = 0;
    for (Chapter chapter : desk.catalog().chapters()) {
      boolean first = true;
      for (Kata kata : desk.catalog().katas()) {
        if (!kata.chapter().equals(chapter.name())) {
          continue;
        }
        if (first) {
          text.gap().line(chapter.title(), Style.BOLD);
          first = false;
        }
        boolean isChosen = desk.catalog().katas().indexOf(kata) == chosen;
        if (isChosen) {
          chosenAt = text.size();
        }
        addLine(text, kata, isChosen);
        index++;
      }
    }
    if (index == 0) {
      text.line("There are no katas in this checkout yet.", Style.PLAIN);
    }
    return new Layout(text, chosenAt);
  }

  private void addLine(Text text, Kata kata, boolean chosen) {
    State state = desk.progress().of(kata);
    AttributedStyle style =
        switch (state) {
          case SOLVED -> Style.GOOD;
          case OPEN -> Style.ODD;
          case UNTOUCHED -> Style.FAINT;
        };
    text.line(
        chosen ? "› " : "  ",
        Style.BOLD,
        state == State.SOLVED ? "✓ " : state == State.OPEN ? "✎ " : "· ",
        style,
        kata.id() + "  " + kata.title(),
        chosen ? Style.BOLD : Style.PLAIN,
        "  " + kata.minutes() + " min" + (state == State.OPEN ? ", open" : ""),
        Style.FAINT);
  }
}
