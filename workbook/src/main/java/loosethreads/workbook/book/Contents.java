package loosethreads.workbook.book;

import java.util.List;
import java.util.stream.Collectors;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Chapter;
import loosethreads.workbook.kata.Kata;

/** The list of chapters and katas below the front page. */
final class Contents {
  private Contents() {}

  static String of(Catalog catalog) {
    return catalog.chapters().stream()
        .map(c -> chapter(c, katasOf(catalog, c)))
        .collect(Collectors.joining());
  }

  private static List<Kata> katasOf(Catalog catalog, Chapter chapter) {
    return catalog.katas().stream().filter(k -> k.chapter().equals(chapter.name())).toList();
  }

  private static String chapter(Chapter chapter, List<Kata> katas) {
    int minutes = katas.stream().mapToInt(Kata::minutes).sum();
    String list =
        katas.stream()
            .map(k ->
                "* link:katas/%s.html[%s · %s], %d minutes\n"
                    .formatted(k.id(), k.id(), k.title(), k.minutes()))
            .collect(Collectors.joining());
    return "\n[#%s]\n== %s\n\n_%d minutes_\n\n%s"
        .formatted(chapter.name(), chapter.title(), minutes, list);
  }
}
