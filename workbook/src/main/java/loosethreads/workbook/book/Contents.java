package loosethreads.workbook.book;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code docs/contents.json} says: which pages there are, in which order, beside those of the
 * katas.
 *
 * @param edit where the sources can be edited, a folder's address that ends in a slash; no page has
 *     an edit link if it is not given
 * @param shelves the shelves in reading order
 */
record Contents(Optional<String> edit, List<Entry> shelves) {
  /**
   * A shelf to be.
   *
   * @param title what is written on it; empty where the chapters of the katas stand
   * @param pages their sources without {@code .adoc}, from {@code docs/}
   */
  record Entry(String title, List<String> pages) {
    boolean isForTheChapters() {
      return title.isEmpty();
    }
  }

  /** The file, as Gson finds it. */
  private record Json(String edit, List<JsonShelf> shelves) {}

  private record JsonShelf(String title, List<String> pages, boolean chapters) {}

  /** Reads the file; what is wrong with it is told as a problem. */
  static Contents read(Path docs, Problems problems) {
    Path file = docs.resolve("contents.json");
    try {
      Json json = new Gson().fromJson(Files.readString(file), Json.class);
      return new Contents(
          Optional.ofNullable(json.edit()), json.shelves().stream().map(Contents::entry).toList());
    } catch (IOException e) {
      problems.add(file, "can't be read: it lists the pages of the book");
    } catch (JsonParseException | NullPointerException | IllegalArgumentException e) {
      problems.add(
          file,
          "is not {\"shelves\": [{\"title\": …, \"pages\": […]}, {\"chapters\": true}, …]}: "
              + e.getMessage());
    }
    return new Contents(Optional.empty(), List.of(new Entry("", List.of())));
  }

  private static Entry entry(JsonShelf shelf) {
    if (shelf.chapters()) {
      return new Entry("", List.of());
    }
    if (shelf.title() == null || shelf.title().isBlank() || shelf.pages() == null) {
      throw new IllegalArgumentException("a shelf needs a title and pages");
    }
    return new Entry(shelf.title(), List.copyOf(shelf.pages()));
  }
}
