package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
  private static List<String> marked(Lexer lexer, String source) {
    return Jsoup.parseBodyFragment("<pre>\n" + lexer.html(source) + "</pre>")
        .select("span")
        .stream()
        .map(span -> span.className() + " " + span.wholeText())
        .toList();
  }

  private static List<String> keywords(String source) {
    return marked(Lexer.JAVA, source).stream()
        .filter(span -> span.startsWith("keyword "))
        .map(span -> span.substring("keyword ".length()))
        .toList();
  }

  @Test
  void knowsRecordsSealedTypesAndPatterns() {
    assertThat(keywords("sealed interface Way permits Door, Window {}"))
        .containsExactly("sealed", "interface", "permits");
    assertThat(keywords("non-sealed class Door implements Way {}"))
        .containsExactly("non-sealed", "class", "implements");
    assertThat(keywords("public record Door(int width) implements Way {}"))
        .containsExactly("public", "record", "int", "implements");
    assertThat(keywords("case Door(var w) when w > 2 -> { yield 1; }"))
        .containsExactly("case", "var", "when", "yield");
    assertThat(keywords("case Door d when (wide(d)) -> { yield -1; }"))
        .containsExactly("case", "when", "yield");
  }

  @Test
  void knowsModuleImports() {
    assertThat(keywords("import module java.base;")).containsExactly("import", "module");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record = sealed + when;",
        "var2.yield();",
        "Thread.yield();",
        "module.record(permits, var);",
        "sealed = when.var;",
        "newest.classes(interfaces);",
        "renew.subclass(metafor);"
      })
  void aContextualKeywordIsAlsoAName(String source) {
    assertThat(keywords(source)).isEmpty();
  }

  @Test
  void aTextBlockMayHoldQuotesAndEscapedDelimiters() {
    String block = "\"\"\"\n  \"one\" \\\"\"\" two \"\" class\n  \"\"\"";

    assertThat(keywords("String s = " + block + "; return s;")).containsExactly("return");
    assertThat(keywords("var s = \"\"\"\n  ends in a backslash \\\\\"\"\"; return s;"))
        .containsExactly("var", "return");
  }

  @Test
  void stringsAndCommentsHideEachOther() {
    assertThat(marked(Lexer.JAVA, "a(\"// no comment\"); // no \"string\""))
        .containsExactly("string \"// no comment\"", "comment // no \"string\"");
    assertThat(marked(Lexer.JAVA, "a('\"', '\\'', '/'); /* it's */ b()"))
        .containsExactly("string '\"'", "string '\\''", "string '/'", "comment /* it's */");
  }

  @Test
  void annotationsTypesAndNumbersAreTold() {
    assertThat(marked(Lexer.JAVA, "@LeakFree Duration d = of(1_000L);"))
        .containsExactly("annotation @LeakFree", "type Duration", "number 1_000L");
    assertThat(marked(Lexer.JAVA, "@interface Mark {}"))
        .containsExactly("keyword interface", "type Mark");
  }

  @Test
  void goHasItsOwnWords() {
    assertThat(marked(Lexer.GO, "for line := range `a\n\"b` { go ship(<-chan) } // class"))
        .containsExactly(
            "keyword for",
            "keyword range",
            "string `a",
            "string \"b`",
            "keyword go",
            "keyword chan",
            "comment // class");
  }

  @Test
  void aSpanNeverCrossesALine() {
    String source = "/* one\n two\n*/ String s = \"\"\"\n  three\n  \"\"\";\n";

    assertThat(Lexer.JAVA.html(source).lines())
        .allMatch(line -> count(line, "<span") == count(line, "</span>"))
        .hasSize((int) source.lines().count());
  }

  private static int count(String line, String word) {
    return line.split(Pattern.quote(word), -1).length - 1;
  }

  @Test
  void aVeryLongCommentOrTextBlockIsNoProblem() {
    String lines = "a \\\" line\n".repeat(20_000);

    assertThat(marked(Lexer.JAVA, "/*" + lines + "*/ class")).last().isEqualTo("keyword class");
    assertThat(marked(Lexer.JAVA, "\"\"\"\n" + lines + "\"\"\" class"))
        .last()
        .isEqualTo("keyword class");
  }

  @Test
  void nothingOfOurOwnSourcesIsLostOrAdded() throws IOException {
    try (var files = Files.walk(Path.of("src"))) {
      List<Path> sources = files.filter(f -> f.toString().endsWith(".java")).toList();
      assertThat(sources).hasSizeGreaterThan(50);
      for (Path source : sources) {
        String text = Files.readString(source);
        String html = "<pre>\n" + Lexer.JAVA.html(text) + "</pre>";
        assertThat(Jsoup.parseBodyFragment(html).body().wholeText())
            .as("%s", source)
            .isEqualTo(text);
      }
    }
  }
}
