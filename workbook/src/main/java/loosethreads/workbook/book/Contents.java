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
    return katas.stream()
        .map(Contents::kata)
        .collect(
            Collectors.joining(
                "\n",
                "<h2 id=\"%s\">%s</h2>\n<p class=\"facts\">%d minutes</p>\n<ul class=\"katas\">\n"
                    .formatted(chapter.name(), Html.escape(chapter.title()), minutes),
                "\n</ul>\n"));
  }

  private static String kata(Kata kata) {
    return "<li><a href=\"katas/%s.html\"><b>%s</b> %s</a> <span class=\"facts\">%s</span></li>"
        .formatted(kata.id(), kata.id(), Html.escape(kata.title()), Effort.of(kata));
  }
}
