package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutFolderTest {
  @TempDir Path folder;
  private Path ours;
  private Path out;

  @BeforeEach
  void name() {
    ours = folder.resolve(".kata");
    out = folder.resolve("site");
  }

  private void book(String... pages) throws IOException {
    var book = new OutFolder(out, ours);
    for (String page : pages) {
      book.write(page, "a page");
    }
    book.list(List.of(pages));
  }

  @Test
  void aPageThatIsNoLongerInTheBookGoes() throws IOException {
    book("index.html", "katas/K01.html");

    book("index.html");

    assertThat(out.resolve("index.html")).exists();
    assertThat(out.resolve("katas/K01.html")).doesNotExist();
  }

  @Test
  void whatSomebodyElsePutIntoABookStays() throws IOException {
    book("index.html");
    Files.writeString(out.resolve("notes.html"), "mine");

    book("index.html");

    assertThat(out.resolve("notes.html")).hasContent("mine");
  }

  @Test
  void aFolderThatHoldsOtherThingsIsNotWrittenTo() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("index.html"), "mine");

    assertThatThrownBy(() -> book("index.html"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(out + " is not empty and holds no book; name another folder");

    assertThat(out.resolve("index.html")).hasContent("mine");
  }

  @Test
  void anEmptyFolderWillDoAndSoWillAnyThatIsOurs() throws IOException {
    Files.createDirectories(out);
    book("index.html");
    out = ours.resolve("site");
    Files.createDirectories(out);
    Files.writeString(out.resolve("index.html"), "from before there were lists");

    book("index.html");

    assertThat(out.resolve("index.html")).hasContent("a page");
  }
}
