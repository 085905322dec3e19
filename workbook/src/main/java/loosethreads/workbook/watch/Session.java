package loosethreads.workbook.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;
import loosethreads.workbook.progress.State;
import org.jline.utils.AttributedString;

/** One sitting of a learner: what is on the screen, and what each event makes of it. */
final class Session {
  private final Desk desk;
  private final List<Kata> katas;
  private final Effects effects;

  private Mode mode = Mode.READING;
  private Kata kata;
  private KataPage page;
  private boolean unsolvedWhenShown;
  private Optional<Verdict> verdict = Optional.empty();
  private boolean judging;
  private boolean saved;
  private int hints;
  private Optional<Verdict> justSolved = Optional.empty();
  private String note = "";
  private int chosen;

  private Jump jump = Jump.NONE;
  private int top;
  private int pageRows = 1;

  private enum Mode {
    READING,
    LISTING,
    ASKING
  }

  /** Where the next frame scrolls to. */
  private enum Jump {
    NONE,
    TOP,
    VERDICT,
    HINT,
    CHOSEN
  }

  /** Begins with the first unsolved kata; with the first of all if none is left. */
  Session(Desk desk, Effects effects) {
    this.desk = desk;
    this.katas = desk.catalog().katas();
    this.effects = effects;
    show(desk.progress().firstUnsolved(katas).orElse(katas.getFirst()));
  }

  Kata kata() {
    return kata;
  }

  /** Takes an event in. Tells whether the session goes on. */
  boolean on(Event event) {
    switch (event) {
      case Event.Pressed(Key key) -> {
        return pressed(key);
      }
      case Event.Saved() -> {
        saved = true;
        justSolved = Optional.empty();
        judge();
      }
      case Event.Judged(Candidate candidate, Verdict answer) -> judged(candidate, answer);
      case Event.Told(String message) -> note = message;
      case Event.Resized() -> {}
      case Event.Broken(RuntimeException why) -> throw why;
      case Event.Stopped() -> {
        return false;
      }
    }
    return true;
  }

  private void show(Kata next) {
    kata = next;
    page = new KataPage(desk, next);
    mode = Mode.READING;
    verdict = Optional.empty();
    saved = false;
    hints = 0;
    note = "";
    jump = Jump.TOP;
    unsolvedWhenShown = desk.progress().of(next) != State.SOLVED;
    effects.watch(next);
    judge();
  }

  private void judge() {
    judging = true;
    effects.judge(kata);
  }

  private void judged(Candidate candidate, Verdict answer) {
    if (answer.solved()) {
      desk.progress().solvedBy(candidate.kata(), candidate.files());
    }
    if (!answer.kata().equals(kata)) {
      return;
    }
    judging = false;
    verdict = Optional.of(answer);
    if (answer.solved() && unsolvedWhenShown) {
      unsolvedWhenShown = false;
      justSolved = verdict;
      jump = Jump.TOP;
      nextUnsolved().ifPresent(this::show);
    } else if (saved) {
      jump = Jump.VERDICT;
    }
  }

  /** The next kata in their order, after the last one the first again, that is not solved. */
  private Optional<Kata> nextUnsolved() {
    int here = katas.indexOf(kata);
    for (int i = 1; i < katas.size(); i++) {
      Kata next = katas.get((here + i) % katas.size());
      if (desk.progress().of(next) != State.SOLVED) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private boolean pressed(Key key) {
    boolean scrolled = mode != Mode.LISTING && scroll(key);
    if (scrolled) {
      return true;
    }
    note = "";
    switch (mode) {
      case READING -> {
        return command(key);
      }
      case LISTING -> choose(key);
      case ASKING -> {
        mode = Mode.READING;
        if (key == Key.YES) {
          reset();
        } else {
          note = "Nothing was reset.";
        }
      }
    }
    return true;
  }

  private boolean command(Key key) {
    switch (key) {
      case HINT -> hint();
      case NEXT ->
          nextUnsolved()
              .ifPresentOrElse(
                  next -> {
                    justSolved = Optional.empty();
                    show(next);
                  },
                  () -> note = "No other kata is left to solve. l lists them all.");
      case LIST -> {
        mode = Mode.LISTING;
        chosen = katas.indexOf(kata);
        jump = Jump.CHOSEN;
      }
      case OPEN -> {
        note = "Opening the page of " + kata.id() + "; half a minute, if the book changed …";
        effects.openPage(kata);
      }
      case RESET -> mode = Mode.ASKING;
      case QUIT -> {
        return false;
      }
      default -> {}
    }
    return true;
  }

  private void hint() {
    int all = desk.hints(kata).size();
    if (hints < all) {
      hints++;
      desk.progress().hintShown(kata, hints);
      jump = Jump.HINT;
    } else {
      note =
          all == 0
              ? "There are no hints for " + kata.id() + "."
              : "That was the last hint. A way to do it: ./kata solution " + kata.id() + " --spoil";
    }
  }

  private void choose(Key key) {
    switch (key) {
      case UP -> chosen = Math.max(0, chosen - 1);
      case DOWN -> chosen = Math.min(katas.size() - 1, chosen + 1);
      case HOME, PAGE_UP -> chosen = 0;
      case END, PAGE_DOWN -> chosen = katas.size() - 1;
      case ENTER -> {
        justSolved = Optional.empty();
        show(katas.get(chosen));
      }
      default -> {
        mode = Mode.READING;
        jump = Jump.TOP;
      }
    }
    if (mode == Mode.LISTING) {
      jump = Jump.CHOSEN;
    }
  }

  private void reset() {
    try {
      note =
          desk.reset()
              .of(kata)
              .map(backup -> "The original is back. Your version is in " + Desk.shown(backup))
              .orElse("This is the original already.");
      unsolvedWhenShown = true;
    } catch (IOException | Originals.NoOriginal e) {
      note = "Not reset: " + e.getMessage();
    }
  }

  private boolean scroll(Key key) {
    int by =
        switch (key) {
          case UP -> -1;
          case DOWN -> 1;
          case PAGE_UP -> 1 - pageRows;
          case PAGE_DOWN -> pageRows - 1;
          case HOME -> -1_000_000;
          case END -> 1_000_000;
          default -> 0;
        };
    top += by;
    return by != 0;
  }

  /** What the terminal is to show. */
  Frame frame(int columns, int rows) {
    return mode == Mode.LISTING ? list(columns, rows) : reading(columns, rows);
  }

  private Frame reading(int columns, int rows) {
    Text above = new Text(columns);
    justSolved.ifPresent(solved -> celebrate(above, solved));
    KataPage.Layout layout =
        page.layout(columns, verdict, desk.hints(kata).stream().limit(hints).toList());
    List<AttributedString> body = new ArrayList<>(above.lines());
    body.addAll(layout.text().lines());
    return scrolled(
        body,
        switch (jump) {
          case TOP -> 0;
          case VERDICT -> above.size() + layout.verdictAt();
          case HINT -> body.size();
          default -> top;
        },
        columns,
        rows);
  }

  private Frame list(int columns, int rows) {
    KataList.Layout layout = new KataList(desk).layout(columns, chosen);
    int middle = layout.chosenAt() - rows / 2;
    return scrolled(layout.text().lines(), jump == Jump.CHOSEN ? middle : top, columns, rows);
  }

  private Frame scrolled(List<AttributedString> body, int wanted, int columns, int rows) {
    List<AttributedString> footer = footer(columns, 0);
    pageRows = Math.max(1, rows - footer.size());
    int last = Math.max(0, body.size() - pageRows);
    top = Math.clamp(wanted, 0, last);
    jump = Jump.NONE;
    return new Frame(body, top, footer(columns, body.size() - top - pageRows));
  }

  private void celebrate(Text text, Verdict solved) {
    text.line("✓ " + VerdictText.headline(solved) + ". Well done!", Style.GOOD);
    text.prose("The rule: " + solved.kata().rule(), Style.BOLD);
    int left = katas.size() - desk.progress().solved(katas);
    String more =
        left == 0
            ? "That was the last one: all " + katas.size() + " katas are solved."
            : "Another way to do it: ./kata solution " + solved.kata().id();
    text.prose(more, left == 0 ? Style.GOOD : Style.FAINT);
    if (!solved.kata().equals(kata)) {
      text.gap().line("Next:", Style.FAINT);
    }
    text.gap();
  }

  private List<AttributedString> footer(int columns, int below) {
    Text footer = new Text(columns);
    footer.line("━".repeat(columns), Style.FAINT);
    if (!note.isEmpty()) {
      footer.prose(note, Style.BOLD);
    }
    int width = columns >= 72 ? 20 : 10;
    String bar = ProgressBar.of(desk.progress().solved(katas), katas.size(), width);
    List<Object> status = new ArrayList<>(List.of(kata.id() + " · " + bar, Style.PLAIN));
    if (judging) {
      status.addAll(List.of("  … judging", Style.FAINT));
    } else if (verdict.isPresent()) {
      Verdict v = verdict.get();
      status.addAll(
          List.of(
              "  " + VerdictText.mark(v.outcome()) + " " + v.outcome(),
              VerdictText.style(v.outcome())));
    }
    if (below > 0) {
      status.addAll(List.of("  ↓ " + below + " more (space)", Style.BOLD));
    }
    footer.line(status.toArray());
    footer.line(keys(columns));
    return footer.lines();
  }

  private Object[] keys(int columns) {
    return switch (mode) {
      case READING ->
          columns >= 57
              ? words(
                  "h",
                  "hint",
                  "n",
                  "next",
                  "l",
                  "list",
                  "o",
                  "open page",
                  "r",
                  "reset",
                  "q",
                  "quit")
              : words("h", "", "n", "", "l", "", "o", "", "r", "", "q", "");
      case LISTING -> words("↑↓", "choose", "Enter", "go there", "Esc", "back");
      case ASKING ->
          new Object[] {
            "Reset " + kata.id() + "? A backup is kept.  ",
            Style.ODD,
            "y",
            Style.BOLD,
            " yes · any other key no",
            Style.FAINT
          };
    };
  }

  private static Object[] words(String... keysAndWords) {
    List<Object> words = new ArrayList<>();
    for (int i = 0; i < keysAndWords.length; i += 2) {
      String word = keysAndWords[i + 1];
      boolean last = i + 2 == keysAndWords.length;
      words.addAll(List.of(keysAndWords[i], Style.BOLD));
      words.addAll(List.of((word.isEmpty() ? "" : " " + word) + (last ? "" : " · "), Style.FAINT));
    }
    return words.toArray();
  }
}
