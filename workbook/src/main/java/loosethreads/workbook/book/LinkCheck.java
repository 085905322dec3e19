package loosethreads.workbook.book;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Follows every link, anchor and image of the finished pages. Asciidoctor lets a wrong anchor on
 * another page pass.
 */
final class LinkCheck {
  private final Path site;
  private final Map<Path, Document> pages = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  LinkCheck(Path site) throws IOException {
    this.site = site.toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(this.site)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).sorted().toList()) {
        pages.put(file, Jsoup.parse(file));
      }
    }
  }

  List<String> problems() {
    pages.forEach((file, page) -> {
      page.select("a[href]").forEach(a -> follow(file, a, a.attr("href")));
      page.select("link[href]").forEach(l -> load(file, l, l.attr("href")));
      page.select("[src]").forEach(i -> load(file, i, i.attr("src")));
      page.select("script:not([src]), style, [style]")
          .forEach(e -> problems.add(named(file) + ": inline script or style: " + e.tagName()));
    });
    return problems;
  }

  /** What the browser fetches by itself must be ours. */
  private void load(Path file, Element element, String target) {
    if (URI.create(target).isAbsolute() || target.startsWith("//")) {
      problems.add(named(file) + ": loads something from elsewhere: " + target);
    } else {
      follow(file, element, target);
    }
  }

  private void follow(Path file, Element element, String target) {
    if (target.startsWith("https:") || target.startsWith("mailto:")) {
      return;
    }
    int hash = target.indexOf('#');
    String path = decode(hash < 0 ? target : target.substring(0, hash));
    Path to = path.isEmpty() ? file : file.getParent().resolve(path).normalize();
    if (!to.startsWith(site) || !Files.isRegularFile(to)) {
      problems.add("%s: broken link: %s ('%s')".formatted(named(file), target, element.text()));
    } else if (hash >= 0
        && pages.containsKey(to)
        && pages.get(to).getElementById(decode(target.substring(hash + 1))) == null) {
      problems.add("%s: no such anchor: %s ('%s')".formatted(named(file), target, element.text()));
    }
  }

  private static String decode(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  private String named(Path file) {
    return site.relativize(file).toString();
  }
}
