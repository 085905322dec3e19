package loosethreads.workbook.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Chapter;
import loosethreads.workbook.kata.Kata;

/** Puts the pages on their shelves: one for each chapter of katas, and those of the contents. */
final class Shelves {
  private final Catalog catalog;
  private final Function<String, Page> pages;
  private final Function<Kata, Page> kataPages;

  /**
   * Makes shelves.
   *
   * @param pages makes a page from the name of its source: {@code how-to/find-a-leak}
   * @param kataPages makes a kata's page
   */
  Shelves(Catalog catalog, Function<String, Page> pages, Function<Kata, Page> kataPages) {
    this.catalog = catalog;
    this.pages = pages;
    this.kataPages = kataPages;
  }

  List<Shelf> of(Contents contents) {
    return contents.shelves().stream()
        .flatMap(entry -> entry.isForTheChapters() ? chapters() : Stream.of(shelf(entry)))
        .toList();
  }

  private Shelf shelf(Contents.Entry entry) {
    return new Shelf(
        entry.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
        entry.title(),
        "",
        entry.pages().stream().map(pages).toList());
  }

  private Stream<Shelf> chapters() {
    return catalog.chapters().stream().map(this::chapter);
  }

  private Shelf chapter(Chapter chapter) {
    List<Kata> katas =
        catalog.katas().stream().filter(k -> k.chapter().equals(chapter.name())).toList();
    List<Page> shelf = new ArrayList<>();
    Page front = pages.apply("chapters/" + chapter.name());
    shelf.add(front);
    katas.forEach(kata -> shelf.add(kataPages.apply(kata)));
    front
        .content()
        .append(
            FrontPage.section(
                "katas", "The katas", front.toRoot(), shelf.subList(1, shelf.size())));
    int minutes = katas.stream().mapToInt(Kata::minutes).sum();
    return new Shelf(
        chapter.name(),
        chapter.title(),
        "%d minutes of katas".formatted(minutes),
        List.copyOf(shelf));
  }
}
