package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the list of sources to what the book's pages link to. */
class SourcesTest {
  private static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs");
  private static final Path SOURCES = DOCS.resolve("reference/sources.adoc");

  /** A link as AsciiDoc has it: the address, then its text in brackets. */
  private static final Pattern LINK = Pattern.compile("https://[^\\s\\[\\]]+(?=\\[)");

  @Test
  void everyLinkOfTheBookIsAmongTheSources() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(DOCS)) {
      for (Path page : files.filter(f -> f.toString().endsWith(".adoc")).toList()) {
        used.addAll(links(page));
      }
    }

    assertThat(used).as("links in docs, all in " + SOURCES).isSubsetOf(links(SOURCES));
  }

  private static Set<String> links(Path page) throws IOException {
    Set<String> links = new TreeSet<>();
    LINK.matcher(Files.readString(page)).results().forEach(link -> links.add(link.group()));
    return links;
  }
}
