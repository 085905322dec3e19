package loosethreads.workbook.watch;

import java.nio.file.Path;
import java.util.List;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Hints;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.Originals;
import loosethreads.workbook.progress.Progress;
import loosethreads.workbook.progress.Reset;

/**
 * What lies before a learner: the katas, their hints, and how far they are.
 *
 * @param checkout where everything is
 * @param catalog the katas in their order
 * @param progress what is solved
 * @param originals the programs as they were
 */
public record Desk(Checkout checkout, Catalog catalog, Progress progress, Originals originals) {

  /** Everything of a checkout; snapshots originals that were never seen before. */
  public static Desk at(Checkout checkout) {
    Catalog catalog = Catalog.read(checkout);
    Originals originals = new Originals(checkout);
    catalog.katas().forEach(originals::keep);
    return new Desk(checkout, catalog, new Progress(checkout), originals);
  }

  /** Brings originals back. */
  public Reset reset() {
    return new Reset(checkout, originals);
  }

  /** The hints of a kata, each giving away more; none if the file is gone. */
  public List<String> hints(Kata kata) {
    return Hints.of(checkout, kata);
  }

  /** The story above a kata's original program; nothing if the original is lost. */
  public String story(Kata kata) {
    try {
      return Story.in(originals.text(kata, kata.files().getFirst()));
    } catch (Originals.NoOriginal e) {
      return "";
    }
  }

  /** A file as one would type it here: relative to the current folder if that is near. */
  public static String shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path relative = here.relativize(file.toAbsolutePath());
    return relative.getNameCount() > 2 && relative.startsWith(Path.of("..", "..", ".."))
        ? file.toString()
        : relative.toString();
  }
}
