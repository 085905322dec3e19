package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** D12: the token is in no argument of a process and in no file that others can read. */
class DoorwayTest {
  private static final URI ADDRESS = URI.create("http://127.0.0.1:1/#t=secret");

  @TempDir Path folder;

  @Test
  void onlyWeCanReadIt() throws IOException {
    try (Doorway door = Doorway.to(ADDRESS, folder.resolve("live"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door.page())))
          .isEqualTo("rw-------");
      assertThat(door.page())
          .content()
          .contains("content=\"0; url=http://127.0.0.1:1/#t=secret\"", "no-referrer");
      assertThat(door.page().toUri().toString()).doesNotContain("secret");
    }
  }

  @Test
  void itIsGoneWhenItIsClosed() throws IOException {
    Doorway door = Doorway.to(ADDRESS, folder.resolve("live"));
    door.close();

    assertThat(folder.resolve("live")).isEmptyDirectory();
  }
}
