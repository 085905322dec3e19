package loosethreads.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A first visit brings a page and all that comes with it: not more than 60 kB, compressed. */
class WeightTest {
  private static final int MOST = 60_000;

  private static final List<String> WITH_EACH =
      List.of("site.css", "theme.js", "site.js", "thread.svg");

  static List<String> pages() {
    return RenderedBook.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void isLight(String page) throws IOException {
    int sum = compressed(page);
    for (String file : WITH_EACH) {
      sum += compressed(file);
    }
    assertThat(sum).isLessThan(MOST);
  }

  private static int compressed(String file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      Files.copy(RenderedBook.folder().resolve(file), gzip);
    }
    return bytes.size();
  }
}
