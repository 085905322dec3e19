package loosethreads.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loosethreads.workbook.kata.Checkout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiedCheckoutTest {
  @TempDir Path root;

  @BeforeEach
  void someFiles() throws IOException {
    for (String file :
        new String[] {
          "pom.xml", "katas/src/K.java", "katas/target/K.class", "workbook/src/W.java", ".git/HEAD"
        }) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), file);
    }
  }

  private Checkout real() {
    return new Checkout(root, root.resolve(".kata"), root);
  }

  @Test
  void hasWhatAKataIsJudgedWithAndIsGoneAfterwards() throws IOException {
    Path folder;
    try (var copy = CopiedCheckout.ofSources(real())) {
      folder = copy.checkout().root();
      assertThat(folder.resolve("katas/src/K.java")).hasContent("katas/src/K.java");
      assertThat(folder.resolve("katas/target")).doesNotExist();
      assertThat(folder.resolve("workbook/src")).doesNotExist();
      assertThat(folder.resolve(".git")).doesNotExist();
      assertThat(copy.checkout().jars()).isEqualTo(root);
    }
    assertThat(folder).doesNotExist();
    assertThat(root.resolve("katas/src/K.java")).exists();
  }

  @Test
  void forMavenItHasWhatWasBuilt() throws IOException {
    try (var copy = CopiedCheckout.ofBuilt(real())) {
      assertThat(copy.checkout().root().resolve("katas/target/K.class")).exists();
    }
  }

  @Test
  void isRemovedWhenAllAreAndMayBeClosedAgain() throws IOException {
    Path folder;
    try (var copy = CopiedCheckout.ofSources(real())) {
      folder = copy.checkout().root();
      CopiedCheckout.closeAll();

      assertThat(folder).doesNotExist();
    }
  }
}
