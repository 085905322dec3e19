package loosethreads.workbook.book;

import java.util.List;

/**
 * Pages that stand together: a chapter with its katas, or all pages of one kind.
 *
 * @param id its anchor on the front page
 * @param title what is written on it
 * @param effort how long it takes to work through it, in words; may be empty
 * @param pages in reading order
 */
record Shelf(String id, String title, String effort, List<Page> pages) {
  boolean has(Page page) {
    return pages.contains(page);
  }
}
