package loosethreads.workbook.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Fix;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kata of two files, and fixes that change one or both. */
class CandidateTest {
  private static final String HEADER = "// Also good: another way.\n";

  @TempDir Path root;
  private SmallCheckout small;
  private Checkout checkout;
  private Kata kata;

  @BeforeEach
  void aKataOfTwoFiles() throws IOException {
    small = new SmallCheckout(root);
    checkout = small.checkout();
    Map<String, String> original = Map.of("K03_House.java", "", "K03_Cellar.java", "");
    kata =
        new Kata("K03", "K03_House", "start", "A house", 5, 1, "Close.", "leaking", "", original);
    small.write("solutions/src/main/java/start/K03_House.java", "reference house");
    small.write("solutions/src/main/java/start/K03_Cellar.java", "reference cellar");
  }

  @Test
  void whereAFixChangesNothingItIsTheReference() throws IOException {
    small.write("solutions/fixes/K03/good-cellar/K03_Cellar.java", HEADER + "cellar");

    Fix fix = Fix.of(checkout, kata).getFirst();

    assertThat(fix.summary()).isEqualTo("another way.");
    assertThat(fix.files(kata)).containsExactly("K03_Cellar.java");
    assertThat(texts(fix))
        .isEqualTo(
            Map.of("K03_House.java", "reference house", "K03_Cellar.java", HEADER + "cellar"));
  }

  @Test
  void whatAFixIsStandsInItsFirstFile() throws IOException {
    small.write("solutions/fixes/K03/good-both/K03_House.java", HEADER + "house");
    small.write("solutions/fixes/K03/good-both/K03_Cellar.java", "cellar");

    Fix fix = Fix.of(checkout, kata).getFirst();

    assertThat(fix.summary()).isEqualTo("another way.");
    assertThat(texts(fix))
        .isEqualTo(Map.of("K03_House.java", HEADER + "house", "K03_Cellar.java", "cellar"));
  }

  private Map<String, String> texts(Fix fix) {
    return Candidate.fix(checkout, kata, fix).files().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, file -> new String(file.getValue(), UTF_8)));
  }
}
