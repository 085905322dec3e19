package loosethreads.workbook.kata;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All katas in their order.
 *
 * @param chapters the chapters in their order
 * @param katas the katas in their order
 */
public record Catalog(List<Chapter> chapters, List<Kata> katas) {

  /**
   * Reads the catalog of a checkout.
   *
   * @throws CatalogException if the file is missing or is not what it should be; the message says
   *     where and why
   */
  public static Catalog read(Checkout checkout) {
    Path file = checkout.metadata();
    try {
      Catalog catalog = new Gson().fromJson(Files.readString(file), Catalog.class);
      if (catalog == null || catalog.katas == null || catalog.chapters == null) {
        throw new CatalogException(file + " names no katas; restore it with: git checkout " + file);
      }
      return catalog;
    } catch (IOException e) {
      throw new CatalogException(file + " can't be read: " + e.getMessage());
    } catch (JsonParseException e) {
      throw new CatalogException(file + " is not valid JSON: " + e.getMessage());
    }
  }

  /** The kata with this number, in any case: {@code k11} finds K11. */
  public Optional<Kata> find(String id) {
    return katas.stream().filter(k -> k.id().equalsIgnoreCase(id)).findFirst();
  }

  /** The chapter a kata belongs to. */
  public Chapter chapterOf(Kata kata) {
    return chapters.stream().filter(c -> c.name().equals(kata.chapter())).findFirst().orElseThrow();
  }

  /** Says why the catalog can't be used. */
  public static final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CatalogException(String message) {
      super(message);
    }
  }
}
