import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds all Java of this repository to google-java-format. The root pom runs it with JDK 25.
 *
 * <p>{@code mvn verify} checks; {@code mvn verify -Dformat=apply} formats. The programs in katas/
 * belong to whoever solves them, so they are looked at in CI only.
 */
class Format {
  public static void main(String[] args) throws IOException, FormatterException {
    boolean apply = args[0].equals("apply");
    boolean katasToo = apply || "true".equals(System.getenv("CI"));
    List<Path> unformatted = new ArrayList<>();
    for (Path file : sources(katasToo)) {
      String before = Files.readString(file);
      String after;
      try {
        after = format(before);
      } catch (FormatterException e) {
        System.err.println(file + ": " + e.getMessage());
        unformatted.add(file);
        continue;
      }
      if (before.equals(after)) {
        continue;
      }
      unformatted.add(file);
      if (apply) {
        Files.writeString(file, after);
      }
    }
    for (Path file : unformatted) {
      System.out.println((apply ? "formatted " : "not formatted: ") + file);
    }
    if (!apply && !unformatted.isEmpty()) {
      System.out.println("Run: mvn -N verify -Dformat=apply");
      System.exit(1);
    }
  }

  private static String format(String source) throws FormatterException {
    String sorted = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(sorted));
  }

  private static List<Path> sources(boolean katasToo) throws IOException {
    Path katas = Path.of("katas/src/main");
    try (var files = Files.walk(Path.of(""))) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .filter(f -> !f.toString().contains("target"))
          .filter(f -> katasToo || !f.startsWith(katas))
          .sorted()
          .toList();
    }
  }
}
