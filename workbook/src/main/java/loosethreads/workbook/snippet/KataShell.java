package loosethreads.workbook.snippet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.tool.JavaShellToolBuilder;
import loosethreads.workbook.jvm.JavaCommand;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/** The JDK's jshell, with a kata at hand. It reads and prints here; code runs in the engine. */
public final class KataShell {
  private static final String MAIN = "loosethreads.workbook.engine.Engine";

  private final Checkout checkout;
  private final Kata kata;
  private final Path folder;

  /** Makes a shell for a kata. */
  public KataShell(Checkout checkout, Kata kata) {
    this.checkout = checkout;
    this.kata = kata;
    this.folder = checkout.state().resolve("shell").resolve(kata.id());
  }

  /**
   * Reads and evaluates until the input ends or somebody leaves.
   *
   * @param classes the compiled kata, binary name to class file
   * @param interactive whether a person types; if not, nothing is printed but what the code prints
   * @return what was given to {@code /exit}, or 0
   */
  public int run(Map<String, byte[]> classes, boolean interactive) throws Exception {
    List<Path> classPath = new ArrayList<>();
    classPath.add(write(classes));
    classPath.addAll(checkout.kataClassPath());
    classPath.add(checkout.workbookJar());
    var command =
        new JavaCommand(JavaCommand.classPath(classPath), SnippetLimits.USUAL.heap(), MAIN);
    return ScopedValue.where(ShellEngine.COMMAND, command)
        .call(() ->
            JavaShellToolBuilder.builder()
                // Nobody's own start-up script, and no trace among their settings.
                .persistence(new HashMap<>())
                .env(Map.of())
                .start(arguments(command.classPath(), interactive)));
  }

  private String[] arguments(String classPath, boolean interactive) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--execution",
                ShellEngine.NAME,
                "--enable-preview",
                "--class-path",
                classPath,
                "--startup",
                "DEFAULT",
                "--startup",
                startup().toString()));
    if (!interactive) {
      arguments.addAll(List.of("-s", "-"));
    }
    return arguments.toArray(String[]::new);
  }

  private Path startup() throws IOException {
    return Files.writeString(
        folder.resolve("startup.jsh"),
        """
        import %s.*;
        import static loosethreads.workbook.engine.Shell.*;
        """
            .formatted(kata.chapter()));
  }

  /** The tool wants a folder. What an earlier shell left there is replaced. */
  private Path write(Map<String, byte[]> classes) throws IOException {
    Path out = folder.resolve("classes");
    if (Files.isDirectory(out)) {
      try (Stream<Path> old = Files.walk(out)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(out);
    for (var each : classes.entrySet()) {
      Path file = out.resolve(each.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, each.getValue());
    }
    return out;
  }
}
