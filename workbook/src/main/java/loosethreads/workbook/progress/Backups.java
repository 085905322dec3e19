package loosethreads.workbook.progress;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/** Keeps what is about to be replaced, each time in a folder of its own. */
final class Backups {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Checkout checkout;

  Backups(Checkout checkout) {
    this.checkout = checkout;
  }

  /** Keeps these files of a kata; tells the folder that they are in now. */
  Path keep(Kata kata, Map<String, byte[]> files) throws IOException {
    Path backups = checkout.state().resolve("backups").resolve(kata.id());
    Files.createDirectories(backups);
    String stamp = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
    for (int n = 1; ; n++) {
      Path folder = backups.resolve(stamp + "-" + n);
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        continue;
      }
      for (var file : files.entrySet()) {
        WholeFile.write(folder.resolve(file.getKey()), file.getValue());
      }
      return folder;
    }
  }
}
