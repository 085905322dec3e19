package loosethreads.workbook.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  @TempDir Path folder;
  private SmallCheckout checkout;
  private Kata door;
  private Progress progress;

  @BeforeEach
  void twoKatas() throws IOException {
    checkout = new SmallCheckout(folder);
    door = checkout.door();
    progress = new Progress(checkout.checkout());
  }

  @Test
  void aKataIsUntouchedUntilItsFileDiffersFromTheOriginal() throws IOException {
    assertThat(progress.of(door)).isEqualTo(State.UNTOUCHED);

    checkout.save("class K01_Door {}");

    assertThat(progress.of(door)).isEqualTo(State.OPEN);
  }

  @Test
  void anOriginalThatAnEditorSavedWithWindowsLinesIsUntouched() throws IOException {
    checkout.save(Files.readString(checkout.doorFile()).replace("\n", "\r\n"));

    assertThat(progress.of(door)).isEqualTo(State.UNTOUCHED);
  }

  @Test
  void aDeletedFileIsOpen() throws IOException {
    Files.delete(checkout.doorFile());

    assertThat(progress.of(door)).isEqualTo(State.OPEN);
  }

  @Test
  void solvedIsWhatWasJudgedAndNotWhatWasSavedSince() throws IOException {
    checkout.save("solved");
    byte[] judged = Files.readAllBytes(checkout.doorFile());
    checkout.save("saved while the judge was busy");
    progress.solvedBy(door, Map.of("K01_Door.java", judged));

    assertThat(progress.of(door)).isEqualTo(State.OPEN);
    assertThat(progress.everSolved(door)).isTrue();

    checkout.save("solved");
    assertThat(progress.of(door)).isEqualTo(State.SOLVED);
  }

  @Test
  void whatAnotherRunnerRemembersIsNotLost() throws IOException {
    var other = new Progress(checkout.checkout());
    Kata gate = checkout.catalog().find("K02").orElseThrow();
    checkout.save("solved");

    progress.solvedBy(door, Map.of("K01_Door.java", Files.readAllBytes(checkout.doorFile())));
    other.hintShown(door, 2);
    other.hintShown(gate, 1);

    assertThat(other.of(door)).isEqualTo(State.SOLVED);
    assertThat(progress.hintsSeen(door)).isEqualTo(2);
    assertThat(progress.hintsSeen(gate)).isEqualTo(1);
  }

  @Test
  void theFirstUnsolvedKataComesInTheOrderOfTheCatalog() throws IOException {
    List<Kata> katas = checkout.catalog().katas();
    assertThat(progress.firstUnsolved(katas)).contains(door);

    checkout.save("solved");
    progress.solvedBy(door, Map.of("K01_Door.java", Files.readAllBytes(checkout.doorFile())));

    assertThat(progress.firstUnsolved(katas)).contains(katas.get(1));
    assertThat(progress.solved(katas)).isEqualTo(1);
  }

  @Test
  void filesOfAKataCountTogether() throws IOException {
    Kata two =
        new Kata(
            "K03",
            "K03_Two",
            "start",
            "Two",
            5,
            1,
            "",
            "leaking",
            "",
            Map.of("K03_Two.java", "x", "Other.java", "y"));
    checkout.write("katas/src/main/java/start/K03_Two.java", "one");
    checkout.write("katas/src/main/java/start/Other.java", "two");
    progress.solvedBy(two, Map.of("Other.java", bytes("two"), "K03_Two.java", bytes("one")));
    assertThat(progress.of(two)).isEqualTo(State.SOLVED);

    checkout.write("katas/src/main/java/start/Other.java", "three");

    assertThat(progress.of(two)).isEqualTo(State.OPEN);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
