package loosethreads.workbook.book;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/**
 * What the search field searches: each section of each page, as a script that calls the one that
 * asked for it. A page opened as a file may load scripts, but nothing else.
 */
final class SearchIndex {
  /** One result to be: where it is, on which page, under which heading, and its words. */
  private record Entry(String url, String page, String heading, String text) {}

  private SearchIndex() {}

  static String of(List<Page> pages) {
    List<Entry> entries = new ArrayList<>();
    for (Page page : pages) {
      add(page, entries);
    }
    return "looseThreadsSearch(" + new Gson().toJson(entries) + ");\n";
  }

  private static void add(Page page, List<Entry> entries) {
    Element content = page.content().clone();
    // Neither what is folded, which would give solutions away, nor listings and figures, which
    // every page has.
    content.select("details, pre, figure, #contents").remove();
    List<Element> sections = content.select(".sect1:has(> h2[id])");
    for (Element section : sections) {
      Element heading = section.selectFirst("h2");
      String title = heading.text();
      String id = heading.id();
      heading.remove();
      section.remove();
      entries.add(new Entry(page.path() + "#" + id, page.title(), title, section.text()));
    }
    entries.add(
        new Entry(
            page.path(), page.title(), "", (page.description() + " " + content.text()).strip()));
  }
}
