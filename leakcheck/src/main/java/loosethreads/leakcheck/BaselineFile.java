package loosethreads.leakcheck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * A file with the leaks that are known: one a line, sorted, made for people and for {@code diff}.
 *
 * @param path relative to the folder that the tests run in
 */
record BaselineFile(Path path) {
  private static final String HEADER =
      """
      # Leaks that leakcheck knows of and lets pass. A new one fails its test; delete what is mended.
      # Write it anew with leakcheck.baseline.write=true. A line for each leak:
      # test | started by | waits for | how many threads
      """;

  /** What the file says. A leak that it has twice counts twice. */
  Map<KnownLeak, Integer> read() {
    if (!Files.isRegularFile(path)) {
      throw new ExtensionConfigurationException(
          "leakcheck.baseline="
              + path
              + ": there is no such file in "
              + Path.of("").toAbsolutePath()
              + "; write it with leakcheck.baseline.write=true");
    }
    try {
      return parse(Files.readString(path));
    } catch (IOException e) {
      throw new ExtensionConfigurationException(
          "leakcheck.baseline=" + path + ": cannot read it: " + e.getMessage(), e);
    }
  }

  private Map<KnownLeak, Integer> parse(String text) {
    Map<KnownLeak, Integer> leaks = new TreeMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\\|", -1);
      String count = fields[fields.length - 1].strip();
      if (fields.length != 4 || !count.matches("[1-9]\\d{0,8}")) {
        throw new ExtensionConfigurationException(
            path
                + ":"
                + number
                + ": not \"test | started by | waits for | how many threads\": "
                + line);
      }
      leaks.merge(
          new KnownLeak(fields[0], fields[1], fields[2]), Integer.parseInt(count), Integer::sum);
    }
    return leaks;
  }

  /**
   * Writes the leaks of the tests that ran, and keeps those of others: a part of the tests may run,
   * and several JVMs may share the work.
   */
  @SuppressWarnings("try") // the lock is there to be held
  void update(Set<String> ran, Map<KnownLeak, Integer> found) {
    // A lock of a file is of the whole JVM.
    synchronized (BaselineFile.class) {
      try {
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        try (FileChannel file =
                FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock _ = file.lock()) {
          ByteBuffer before = ByteBuffer.allocate(Math.toIntExact(file.size()));
          while (before.hasRemaining() && file.read(before) >= 0) {}
          Map<KnownLeak, Integer> leaks =
              parse(StandardCharsets.UTF_8.decode(before.flip()).toString());
          leaks.keySet().removeIf(known -> ran.contains(known.test()));
          leaks.putAll(found);
          ByteBuffer after = ByteBuffer.wrap(text(leaks).getBytes(StandardCharsets.UTF_8));
          file.truncate(0);
          file.position(0);
          while (after.hasRemaining()) {
            file.write(after);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("leakcheck.baseline=" + path + ": cannot write it", e);
      }
    }
  }

  private static String text(Map<KnownLeak, Integer> leaks) {
    StringBuilder text = new StringBuilder(HEADER);
    leaks.forEach((known, count) -> text.append(known).append(" | ").append(count).append('\n'));
    return text.toString();
  }
}
