package loosethreads.workbook.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmCompilerTest {
  private WarmCompiler compiler;

  @BeforeEach
  void open() {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    compiler = new WarmCompiler(classPath);
  }

  @AfterEach
  void close() {
    compiler.close();
  }

  private static SourceText source(String name, String text) {
    return new SourceText(name, "katas/" + name, text);
  }

  private String errors(SourceText... sources) {
    return ((Compilation.Errors) compiler.compile(List.of(sources))).text();
  }

  @Test
  void classesAndTheirNestedClassesAreReturnedByName() {
    Compilation compilation =
        compiler.compile(List.of(source("A.java", "package p; class A { record B() {} }")));

    assertThat(compilation)
        .isInstanceOfSatisfying(
            Compilation.Classes.class,
            c -> assertThat(c.byName()).containsOnlyKeys("p.A", "p.A$B"));
  }

  @Test
  void previewFeaturesCompileWithoutAWord() {
    Compilation compilation =
        compiler.compile(
            List.of(
                source(
                    "A.java",
                    "class A { java.util.concurrent.StructuredTaskScope<Object, Void> scope; }")));

    assertThat(compilation).isInstanceOf(Compilation.Classes.class);
  }

  @Test
  void anErrorIsToldWithFileLineAndCaret() {
    assertThat(errors(source("A.java", "class A {\n  int i = \"one\";\n}")))
        .startsWith("katas/A.java:2: error: incompatible types")
        .contains("int i = \"one\";\n          ^");
  }

  @Test
  void onlyTheFirstErrorsAreTold() {
    String lines =
        IntStream.range(0, 9)
            .mapToObj(i -> "Missing" + i + " m" + i + ";")
            .collect(Collectors.joining("\n"));

    assertThat(errors(source("A.java", "class A {\n" + lines + "\n}")))
        .contains("Missing4")
        .doesNotContain("Missing5")
        .endsWith("… and 4 more");
  }

  @Test
  void oneCompilationLeavesNothingForTheNext() {
    compiler.compile(List.of(source("A.java", "class A {}")));

    assertThat(errors(source("B.java", "class B { A a; }"))).contains("cannot find symbol");
  }

  @Test
  void whatWarmsTheCompilerCompiles() {
    assertThat(compiler.compile(List.of(source("Warm.java", WarmCompiler.LIKE_A_KATA))))
        .isInstanceOf(Compilation.Classes.class);
  }
}
