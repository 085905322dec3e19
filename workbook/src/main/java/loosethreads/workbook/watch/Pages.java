package loosethreads.workbook.watch;

import java.io.IOException;
import java.nio.file.Path;
import loosethreads.workbook.kata.Kata;

/** Finds a kata's page in the book; renders the book first if it must. */
@FunctionalInterface
public interface Pages {
  /**
   * The page of a kata, ready to be read.
   *
   * @throws IOException if the book can't be rendered
   */
  Path of(Kata kata) throws IOException, InterruptedException;
}
