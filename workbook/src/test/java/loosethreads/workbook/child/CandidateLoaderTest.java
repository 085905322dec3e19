package loosethreads.workbook.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CandidateLoaderTest {
  private final byte[] bytes = {1, 2, 3};
  private final CandidateLoader loader = new CandidateLoader(Map.of("rough.K99_Rough", bytes));

  @Test
  void givesTheClassFilesOfTheCandidate() throws IOException {
    try (InputStream file = loader.getResourceAsStream("rough/K99_Rough.class")) {
      assertThat(file).hasBinaryContent(bytes);
    }
  }

  @Test
  void givesTheClassFilesOfOthersAndNoneThatIsNotThere() throws IOException {
    try (InputStream file = loader.getResourceAsStream("java/lang/String.class")) {
      assertThat(file).isNotEmpty();
    }
    assertThat(loader.getResourceAsStream("rough/K99_Smooth.class")).isNull();
    assertThat(loader.getResourceAsStream("rough/K99_Rough")).isNull();
  }
}
