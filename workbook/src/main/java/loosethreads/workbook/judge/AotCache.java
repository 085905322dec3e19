package loosethreads.workbook.judge;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cache of loaded classes (JEP 483, JEP 514) that makes a child JVM ready in half the time. It is
 * named after everything it depends on, made in the background the first time, and never needed.
 */
final class AotCache {
  private final Path file;
  private final ChildCommand command;
  private Process training;
  private boolean closed;

  AotCache(Path folder, ChildCommand command) {
    this.command = command;
    this.file = folder.resolve("spare-" + fingerprint(command) + ".aot");
  }

  boolean isThere() {
    return Files.isRegularFile(file);
  }

  Path file() {
    return file;
  }

  /** Makes the cache; returns when it is there or can't be had. */
  void train() throws InterruptedException {
    if (isThere()) {
      return;
    }
    Optional<Path> workshop = Optional.empty();
    try {
      Files.createDirectories(file.getParent());
      // The JVM leaves more than one file there if it is killed.
      workshop = Optional.of(Files.createTempDirectory(file.getParent(), "training-"));
      Path made = workshop.get().resolve("spare.aot");
      if (start(made) && exitedWell() && Files.isRegularFile(made)) {
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        dropOthers();
      }
    } catch (IOException e) {
      // Without a cache a child starts 100 ms later: not worth more than doctor's remark.
    } finally {
      workshop.ifPresent(AotCache::tryDeleteAll);
    }
  }

  private synchronized boolean start(Path part) throws IOException {
    if (closed) {
      return false;
    }
    training =
        new ProcessBuilder(command.training(part))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return true;
  }

  private boolean exitedWell() throws InterruptedException {
    if (training.waitFor(60, TimeUnit.SECONDS)) {
      return training.exitValue() == 0;
    }
    training.destroyForcibly().waitFor();
    return false;
  }

  /** Stops a training that is going on. */
  synchronized void close() {
    closed = true;
    if (training != null) {
      training.descendants().forEach(ProcessHandle::destroyForcibly);
      training.destroyForcibly();
    }
  }

  private void dropOthers() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      files
          .filter(f -> f.getFileName().toString().startsWith("spare-") && !f.equals(file))
          .forEach(AotCache::tryDelete);
    }
  }

  private static void tryDeleteAll(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(AotCache::tryDelete);
    } catch (IOException e) {
      // What can't be listed can't be cleared away.
    }
    tryDelete(folder);
  }

  private static void tryDelete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Another runner may use it just now (on Windows that keeps it); the next training tries
      // again.
    }
  }

  private static String fingerprint(ChildCommand command) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
      String training = String.join(" ", command.training(Path.of("")));
      digest.update(training.getBytes(StandardCharsets.UTF_8));
      for (String jar : List.of(command.classPath().split(File.pathSeparator))) {
        Path path = Path.of(jar);
        String line = path + " " + Files.size(path) + " " + Files.getLastModifiedTime(path) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "can't read the class path of the katas; rebuild with: ./kata", e);
    }
  }
}
