package loosethreads.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page is valid HTML, says the Nu validator. */
class ValidHtmlTest {
  @Test
  void everyPageIsValid() throws Exception {
    assertThat(RenderedBook.pages()).contains("index.html", "katas/K11.html");
    assertThat(complaints(RenderedBook.folder())).isEmpty();
  }

  @Test
  void theValidatorComplainsOfAPageThatIsNot(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("page.html"),
        "<!doctype html><html lang=en><title>x</title><p><div id=a></div><p id=a>");
    assertThat(complaints(folder)).contains("Duplicate ID");
  }

  /** It ends its JVM when it is done, so it gets one of its own. */
  private static String complaints(Path folder) throws IOException, InterruptedException {
    Process validator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "nu.validator.client.SimpleCommandLineValidator",
                "--errors-only",
                "--skip-non-html",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    validator.getOutputStream().close();
    String said = new String(validator.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(validator.waitFor()).as(said).isEqualTo(said.isEmpty() ? 0 : 1);
    return said;
  }
}
