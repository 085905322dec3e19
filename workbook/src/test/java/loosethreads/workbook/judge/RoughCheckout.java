package loosethreads.workbook.judge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * A checkout in a temporary folder with one kata that does whatever a test wants it to do. It uses
 * the jars of the real one.
 */
final class RoughCheckout {
  static final Kata KATA =
      new Kata(
          "K99",
          "K99_Rough",
          "rough",
          "A program that misbehaves",
          1,
          1,
          "None.",
          "leaking",
          "",
          Map.of("K99_Rough.java", ""));

  static final String TEST =
      """
      package rough;

      import loosethreads.leakcheck.LeakFree;
      import org.junit.jupiter.api.Test;

      class K99_RoughTest {
        @Test
        @LeakFree(within = "500ms")
        void runs() throws Throwable {
          K99_Rough.run();
        }
      }
      """;

  private final Checkout checkout;

  RoughCheckout(Path folder) throws IOException {
    Path jars = Path.of("").toAbsolutePath().getParent();
    checkout = new Checkout(folder, folder.resolve(".kata"), jars);
    test(TEST);
  }

  Checkout checkout() {
    return checkout;
  }

  /** Replaces the kata's test. */
  void test(String source) throws IOException {
    Path file = checkout.test(KATA);
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
  }

  /** A program whose {@code run()} has this body. */
  static Candidate running(String body) {
    return saved(
        """
        package rough;

        import java.util.*;
        import java.util.concurrent.*;

        class K99_Rough {
          static void run() throws Throwable {
        %s
          }
        }
        """
            .formatted(body.indent(4)));
  }

  /** A file with this text. */
  static Candidate saved(String text) {
    return saved(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file with these bytes. */
  static Candidate saved(byte[] bytes) {
    return new Candidate(KATA, Map.of("K99_Rough.java", bytes));
  }
}
