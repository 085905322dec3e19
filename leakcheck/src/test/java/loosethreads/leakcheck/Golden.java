package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file of {@code src/test/resources/golden}. With {@code -Dgolden=update} it
 * writes the file instead; look at what git says then.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  static void check(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    if (System.getProperty("golden", "").equals("update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text + "\n");
    }
    assertThat(text + "\n").isEqualTo(Files.readString(file));
  }
}
