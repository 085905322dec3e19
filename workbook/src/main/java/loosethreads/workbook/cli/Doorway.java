package loosethreads.workbook.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A page on disk, readable by this user only, that leads to an address with a token in it.
 *
 * <p>Browsers get it in place of the address: everybody on the machine can read the arguments of a
 * process.
 *
 * @param page the file
 */
record Doorway(Path page) implements AutoCloseable {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Loose Threads</title>
      <meta name="referrer" content="no-referrer">
      <meta http-equiv="refresh" content="0; url={address}"></head>
      <body><p><a href="{address}">Live pages</a></p></body>
      </html>
      """;

  /** Writes the page into a folder of ours. */
  static Doorway to(URI address, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path page = Files.createTempFile(folder, "open-", ".html", forUsOnly());
    Files.writeString(page, PAGE.replace("{address}", address.toString()));
    return new Doorway(page);
  }

  private static FileAttribute<?>[] forUsOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        // Windows: what is below the user's folder is not for others.
        : new FileAttribute<?>[0];
  }

  /** By now the browser is there, or will never be. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(page);
  }
}
