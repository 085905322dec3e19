package loosethreads.workbook.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "import java.util.*;\nimport static java.lang.Math.abs;\nabs(-1)",
        "int a = 1; int b = 2;\nint c, d = 3;",
        "int[] a = {1, 2};\nint[][] b = new int[][] {{1}, {2}};\na[0] = 3",
        "if (true) {\n}\nelse {\n}\nint a = 1;",
        "if (1 < 2)\n  System.out.println(1);\nelse\n  System.out.println(2);\nint a = 1;",
        "for (int i = 0; i < 3; i++)\n  System.out.println(i);\nint a = 1;",
        "for (;;) { break; }\nwhile (true) { break; }\ndo { } while (false);\nint a = 1;",
        "do System.out.println(1); while (false);\nint b = 1;",
        "try { } catch (Exception e) { } finally { }\nint a = 1;",
        "try (var a = new java.io.StringReader(\"\")) {\n}\ncatch (Exception e) {\n}\nint b = 1;",
        "Runnable r = () -> { };\nr.run();",
        "Runnable r = new Runnable() {\n  public void run() { }\n};\nr.run();",
        "java.util.List.of(1, 2)\n    .stream()\n    .map(x -> { return x; })\n    .toList()",
        "int f(int x) {\n  return x;\n}\nf(1)",
        "<T> T g(T x) { return x; }\ng(1)",
        "class A {\n  int x;\n}\nnew A().x",
        "class A extends Object\n    implements Runnable {\n  public void run() { }\n}\nint b = 1;",
        "record P(int x) { }\nenum E { A, B }\ninterface I { }\nsealed interface S permits T { }\nrecord T() implements S { }",
        "@FunctionalInterface\ninterface I {\n  void f();\n}\nint a = 1;",
        "@Deprecated(since = \"1\")\nvoid f() { }\nf()",
        "void f()\n    throws Exception\n{\n}\nf()",
        "int a = 1 +\n  2;\na",
        "boolean b = true\n  && false;\nb",
        "var s = \"};{\\\"\"; char c = '}'; char d = '\\'';\ns",
        "var t = \"\"\"\n  if (a) {\n  \\\"\"\"\n  \"\"\";\nt",
        "// a { comment\nint a = 1; // ; and one }\n/* { */ int b = 2;\n",
        "int x = switch (1) {\n  case 1 -> 2;\n  default -> { yield 3; }\n};\nx",
        "switch (1) {\n  case 1: break;\n}\nint x = 1;",
        "synchronized (Object.class) { }\n{ int a = 1; }\nint b = 1;",
        "outer: for (int i = 0; i < 3; i++) { continue outer; }\nint b = 1;",
        "java.util.Map<String, java.util.List<Integer>> m = new java.util.HashMap<>();\nm.size()",
        "var e = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();\ntry (e) {\n  e.submit(() -> 1);\n}\ne.isShutdown()",
        "throw new IllegalStateException();\nint a = 1;",
      })
  void takesApartAsTheJdkDoes(String source) {
    assertThat(texts(source)).isEqualTo(asTheJdkDoes(source));
  }

  private static List<String> texts(String source) {
    return Pieces.of(source).stream().map(Piece::text).toList();
  }

  private static List<String> asTheJdkDoes(String source) {
    List<String> pieces = new ArrayList<>();
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
      for (String left = source; !left.isBlank(); ) {
        var next = analysis.analyzeCompletion(left);
        if (next.source() == null || next.source().isBlank()) {
          break;
        }
        pieces.add(withoutComments(next.source()));
        left = next.remaining();
      }
    }
    pieces.removeIf(String::isBlank);
    // It adds a semicolon to some of those that have none, and we to all.
    pieces.replaceAll(piece -> piece.endsWith(";") || piece.endsWith("}") ? piece : piece + ";");
    return pieces;
  }

  private static String withoutComments(String piece) {
    return piece.replaceAll("(?s)^\\s*((//[^\n]*|/\\*.*?\\*/)\\s*)*", "").strip();
  }

  /** The JDK sees such lines one by one, and cannot know what comes next. */
  @Test
  void withoutASemicolonAStatementEndsWithItsLine() {
    assertThat(texts("int a = 1\nint b = 2\na + b\nb++\n\"text\"\nList.of(a)\na"))
        .containsExactly(
            "int a = 1;", "int b = 2;", "a + b;", "b++;", "\"text\";", "List.of(a);", "a;");
  }

  @Test
  void eachPieceKnowsItsLine() {
    assertThat(Pieces.of("\n// one\nint a = 1; int b = 2;\r\n\r\nif (a < b) {\n}\na\n"))
        .containsExactly(
            new Piece("int a = 1;", 3, false),
            new Piece("int b = 2;", 3, false),
            new Piece("if (a < b) {\n}", 5, false),
            new Piece("a;", 7, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t", "// nothing", "/* nothing", "/* nothing */ // at all"})
  void whatHasNoCodeHasNoPieces(String source) {
    assertThat(Pieces.of(source)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "'",
        "\"\"\"",
        "\\",
        "}}}",
        ")))",
        "{{{",
        "((",
        "int x = \"a\nint y;",
        "\u0000"
      })
  void whatMakesNoSenseComesOutAll(String source) {
    String all = String.join("", texts(source));

    assertThat(all.replaceAll("[\\s;]", "")).isEqualTo(source.replaceAll("[\\s;]", ""));
  }
}
