package loosethreads.workbook.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetTest {
  @TempDir Path folder;
  private SmallCheckout checkout;
  private Kata door;
  private String original;
  private Originals originals;
  private Reset reset;

  @BeforeEach
  void twoKatas() throws IOException {
    checkout = new SmallCheckout(folder);
    door = checkout.door();
    original = Files.readString(checkout.doorFile());
    originals = new Originals(checkout.checkout());
    reset = new Reset(checkout.checkout(), originals);
  }

  @Test
  void bringsTheOriginalBackAndKeepsWhatWasThere() throws IOException {
    originals.keep(door);
    checkout.save("mine");

    Path backup = reset.of(door).orElseThrow();

    assertThat(checkout.doorFile()).hasContent(original);
    assertThat(backup.resolve("K01_Door.java")).hasContent("mine");
  }

  @Test
  void twoResetsInTheSameSecondKeepTwoBackups() throws IOException {
    originals.keep(door);
    checkout.save("first");
    Path first = reset.of(door).orElseThrow();
    checkout.save("second");
    Path second = reset.of(door).orElseThrow();

    assertThat(first.resolve("K01_Door.java")).hasContent("first");
    assertThat(second.resolve("K01_Door.java")).hasContent("second");
  }

  @Test
  void thereIsNothingToKeepOfAnUntouchedKata() throws IOException {
    assertThat(reset.of(door)).isEmpty();
  }

  @Test
  void aDeletedFileComesBack() throws IOException {
    originals.keep(door);
    Files.delete(checkout.doorFile());

    assertThat(reset.of(door)).isEqualTo(Optional.empty());

    assertThat(checkout.doorFile()).hasContent(original);
  }

  @Test
  void nothingIsTouchedWhenTheOriginalIsLost() throws IOException {
    checkout.save("mine");

    assertThatThrownBy(() -> reset.of(door))
        .isInstanceOf(Originals.NoOriginal.class)
        .hasMessageContaining("K01_Door.java");

    assertThat(checkout.doorFile()).hasContent("mine");
  }

  @Test
  void aFolderInPlaceOfTheFileIsLeftAlone() throws IOException {
    originals.keep(door);
    Files.delete(checkout.doorFile());
    Files.createDirectory(checkout.doorFile());

    assertThatThrownBy(() -> reset.of(door)).hasMessageContaining("is a folder");

    assertThat(checkout.doorFile()).isDirectory();
  }

  @Test
  void gitKnowsAnOriginalThatWasEditedBeforeTheFirstStart() throws Exception {
    git("init", "-q");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "add", ".");
    checkout.save("mine");

    assertThat(originals.text(door, "K01_Door.java")).isEqualTo(original);
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(java.util.List.of("git"));
    command.addAll(java.util.List.of(arguments));
    Process git = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertThat(git.waitFor()).isZero();
  }
}
