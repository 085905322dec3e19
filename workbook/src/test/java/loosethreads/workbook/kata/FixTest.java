package loosethreads.workbook.kata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import loosethreads.workbook.SmallCheckout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a contributor may get wrong with a fix, and what that person is told. */
class FixTest {
  private static final String GOOD = "// Also good: another way.\n";
  private static final Kata KATA =
      new Kata(
          "K03",
          "K03_House",
          "start",
          "A house",
          5,
          1,
          "Close.",
          "leaking",
          "",
          Map.of("K03_House.java", ""));

  @TempDir Path root;
  private SmallCheckout small;
  private Checkout checkout;

  @BeforeEach
  void aCheckout() throws IOException {
    small = new SmallCheckout(root);
    checkout = small.checkout();
  }

  @Test
  void goodOnesComeFirstAndThoseOfTheSecondRowLast() throws IOException {
    small.write(
        "solutions/fixes/K03/bad-tape/K03_House.java",
        "// Tempting: it holds.\n// Rejected as leaking: it\n// peels off.\n");
    small.write("solutions/fixes/K03/good-lock/K03_House.java", GOOD);
    small.write("solutions/more-fixes/K03/good-bolt/K03_House.java", GOOD);

    assertThat(Fix.all(checkout, KATA))
        .extracting(Fix::name)
        .containsExactly("good-lock", "bad-tape", "good-bolt");
    Fix bad = Fix.of(checkout, KATA).getLast();
    assertThat(bad.summary()).isEqualTo("it holds.");
    assertThat(bad.verdict()).isEqualTo("leaking");
    assertThat(bad.why()).isEqualTo("it peels off.");
  }

  @Test
  void oneNameInBothRowsIsRefused() throws IOException {
    small.write("solutions/fixes/K03/good-lock/K03_House.java", GOOD);
    small.write("solutions/more-fixes/K03/good-lock/K03_House.java", GOOD);

    assertRefused("good-lock has the name of another fix of K03: rename one of them");
  }

  @Test
  void oneThatSaysNothingAboutItselfIsRefused() throws IOException {
    small.write("solutions/fixes/K03/bad-lock/K03_House.java", GOOD);

    assertRefused("K03_House.java must begin with '// Also good: …' in a folder good-…, or");
  }

  @Test
  void oneThatChangesNothingIsRefused() throws IOException {
    small.write("solutions/fixes/K03/good-typo/K03_Haus.java", GOOD);

    assertRefused("K03_House.java is missing or not text in UTF-8");
  }

  @Test
  void oneThatIsNotTextIsRefused() throws IOException {
    Path file = root.resolve("solutions/fixes/K03/good-latin/K03_House.java");
    Files.createDirectories(file.getParent());
    Files.write(file, "// Also good: für alle.\n".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused("K03_House.java is missing or not text in UTF-8");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Fix.all(checkout, KATA))
        .isInstanceOf(Fix.UnusableFix.class)
        .hasMessageContaining(message);
  }
}
