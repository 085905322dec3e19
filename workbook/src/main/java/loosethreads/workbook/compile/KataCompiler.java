package loosethreads.workbook.compile;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiles a program and its test. While the same test is compiled against a program that looks the
 * same to it, only the program is compiled: the test is the larger part of the work.
 */
public final class KataCompiler implements AutoCloseable {
  private final WarmCompiler javac;
  private Optional<CompiledTest> last = Optional.empty();

  /** A test, and the outline of the program that it was compiled against. */
  private record CompiledTest(SourceText source, Outline program, Map<String, byte[]> classes) {
    boolean fits(SourceText test, Outline outline) {
      return source.hasSameTextAs(test) && program.equals(outline);
    }
  }

  /**
   * Makes a compiler for one class path.
   *
   * @param classPath jars
   */
  public KataCompiler(Collection<Path> classPath) {
    javac = new WarmCompiler(classPath);
  }

  /** Gets ready for some seconds, with pauses, until katas compile as quickly as they can. */
  public void warm() throws InterruptedException {
    javac.warm();
  }

  /** Compiles a program alone. */
  public Compilation compile(List<SourceText> program) {
    return javac.compile(program);
  }

  /** Compiles a program and its test together. */
  public synchronized Compilation compile(List<SourceText> program, SourceText test) {
    if (!(javac.compile(program) instanceof Compilation.Classes(var classes))) {
      // The test may tell more about what is wrong.
      return javac.compile(both(program, test));
    }
    Outline outline = Outline.of(classes);
    Map<String, byte[]> all = new LinkedHashMap<>(classes);
    if (last.isPresent() && last.get().fits(test, outline)) {
      all.putAll(last.get().classes());
      return new Compilation.Classes(all);
    }
    Compilation together = javac.compile(both(program, test));
    if (together instanceof Compilation.Classes(var compiled)) {
      Map<String, byte[]> tests = new LinkedHashMap<>(compiled);
      tests.keySet().removeAll(classes.keySet());
      last = Optional.of(new CompiledTest(test, outline, tests));
    }
    return together;
  }

  private static List<SourceText> both(List<SourceText> program, SourceText test) {
    return Stream.concat(program.stream(), Stream.of(test)).toList();
  }

  @Override
  public void close() {
    javac.close();
  }
}
