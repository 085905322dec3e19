package loosethreads.workbook.book;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Follows every link, anchor and image of the finished pages. Asciidoctor lets a wrong anchor on
 * another page pass.
 */
final class LinkCheck {
  private static final Pattern ELSEWHERE = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*:|//).*");
  private static final Pattern ALLOWED = Pattern.compile("(https|mailto):.*");

  private final Path site;
  private final Problems problems;
  private final Map<Path, Document> pages = new LinkedHashMap<>();
  private final Map<Path, Path> sources = new LinkedHashMap<>();

  LinkCheck(Path site, List<Page> written, Problems problems) throws IOException {
    this.site = site.toAbsolutePath().normalize();
    this.problems = problems;
    for (Page page : written) {
      Path file = this.site.resolve(page.path());
      pages.put(file, Jsoup.parse(file));
      sources.put(file, page.source());
    }
  }

  /** Tells every link that leads nowhere, and whatever the browser would fetch from elsewhere. */
  void check() {
    pages.forEach((file, page) -> {
      page.select("a[href], area[href]").forEach(a -> follow(file, a, a.attr("href")));
      page.select("link[href]").forEach(l -> load(file, l.attr("href")));
      page.select("[src]").forEach(e -> load(file, e.attr("src")));
      page.select("[srcset], object, embed, iframe, form, base")
          .forEach(e -> add(file, tag(e), tag(e) + "> has no place in a book of files"));
      page.select("script:not([src]), style, [style]")
          .forEach(e -> add(file, tag(e), "inline script or style in " + tag(e) + ">"));
      page.select("*").forEach(e -> refuseHandlers(file, e));
    });
  }

  private static String tag(Element element) {
    return "<" + element.tagName();
  }

  private void refuseHandlers(Path file, Element element) {
    element.attributes().asList().stream()
        .filter(a -> a.getKey().startsWith("on"))
        .forEach(a -> add(file, a.getKey(), "inline script in " + a.getKey()));
  }

  /** What the browser fetches by itself must be ours. */
  private void load(Path file, String target) {
    if (ELSEWHERE.matcher(target).matches()) {
      add(file, target, "loads something from elsewhere: " + target);
    } else {
      followFile(file, target, "");
    }
  }

  private void follow(Path file, Element link, String target) {
    String label = " ('" + link.text() + "')";
    if (!ELSEWHERE.matcher(target).matches()) {
      followFile(file, target, label);
    } else if (!ALLOWED.matcher(target).matches()) {
      add(file, target, "neither ours nor https: " + target + label);
    }
  }

  private void followFile(Path file, String target, String label) {
    int hash = target.indexOf('#');
    String path = decode(hash < 0 ? target : target.substring(0, hash));
    Path to = path.isEmpty() ? file : file.getParent().resolve(path).normalize();
    if (!to.startsWith(site) || !Files.isRegularFile(to)) {
      add(file, target, "broken link: " + target + label);
    } else if (hash >= 0
        && pages.containsKey(to)
        && pages.get(to).getElementById(decode(target.substring(hash + 1))) == null) {
      add(file, target, "no such anchor: " + target + label);
    }
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** In the source, a link may be written as a cross reference, or relative to something else. */
  private void add(Path file, String target, String why) {
    String anchor = target.substring(target.indexOf('#') + 1);
    String name = target.substring(target.lastIndexOf('/') + 1);
    problems.addWhere(
        sources.get(file),
        List.of(target, target.replace(".html", ".adoc"), "#" + anchor, anchor, name),
        why);
  }
}
