package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A book with every fault there is: each is named with its file, its line and why. */
class FaultyBookIT {
  /** A line of AsciiDoc, and what is to be said about it. */
  record Fault(String line, String said) {
    @Override
    public String toString() {
      return line;
    }
  }

  private static final List<Fault> FAULTS =
      List.of(
          new Fault("link:nowhere.html[lost]", "broken link: nowhere.html ('lost')"),
          new Fault(
              "xref:reference.adoc#nosuch[astray]",
              "no such anchor: reference.html#nosuch ('astray')"),
          new Fault("<<missing-here,here>>", "no such anchor: #missing-here ('here')"),
          new Fault("link:../outside.html[out]", "broken link: ../outside.html ('out')"),
          new Fault(
              "link:http://example.org[plain]",
              "neither ours nor https: http://example.org ('plain')"),
          new Fault("include::no-such-file.txt[]", "include file not found: docs/no-such-file.txt"),
          new Fault(
              "include::{solutions}/tagged.java[tag=nosuch]",
              "tag 'nosuch' not found in include file: solutions/tagged.java"),
          new Fault(
              "A `case <-done` here", "Asciidoctor beautifies this code; write `+case <-done+`"),
          new Fault("A {nosuchattribute} here", "missing attribute: nosuchattribute"),
          new Fault(
              "include::{nosuchfolder}/a.txt[]", "missing attribute: include::{nosuchfolder}"),
          new Fault("image::images/lost.svg[Lost]", "broken link: images/lost.svg"),
          new Fault(
              "image::https://example.org/far.png[Far]",
              "loads something from elsewhere: https://example.org/far.png"),
          new Fault("pass:[<script>alert(1)</script>]", "inline script or style in <script>"),
          new Fault(
              "pass:[<script src=\"//example.org/x.js\"></script>]",
              "loads something from elsewhere: //example.org/x.js"),
          new Fault("pass:[<b style=\"color:red\">!</b>]", "inline script or style in <b>"),
          new Fault("pass:[<b onclick=\"run()\">!</b>]", "inline script in onclick"),
          new Fault("pass:[<iframe></iframe>]", "<iframe> has no place in a book of files"),
          // The last one: it has lines of its own.
          new Fault(
              "[source]\n----\nx\n----", "a listing without its language; write [source,java]"));

  private static List<String> problems;

  @BeforeAll
  static void render(@TempDir Path folder) throws IOException {
    var book = new SmallBook(folder);
    book.write("solutions/tagged.java", "// tag::other[]\n// end::other[]\n");
    book.write("outside.html", "There is such a file, but it is not in the book.\n");
    book.write("docs/index.adoc", index());
    book.write(
        "docs/katas/K01.adoc",
        SmallBook.PROSE
            .replace("== The rule", "== A rule")
            .replace("It stays open.", "include::{katas}/src/main/java/start/K01_Door.java[]"));
    book.delete("docs/runs/K02.txt");
    book.write("solutions/fixes/K02/bad-curtain/K02_Door.java", "package start;\n");
    book.write(
        "docs/katas/K02.adoc",
        SmallBook.PROSE.replace("K01", "K02").replace(", and <<hints>>", ""));
    book.write("katas/src/test/java/start/K01_DoorTest.java", "another test\n");
    problems = book.render().problems();
  }

  /** Two lines for each: a paragraph of its own. */
  private static String index() {
    var text = new StringBuilder("= Loose Threads\n\n");
    FAULTS.forEach(fault -> text.append(fault.line()).append("\n\n"));
    return text.toString();
  }

  static Stream<Fault> faults() {
    return FAULTS.stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isToldWithFileLineAndReason(Fault fault) {
    int line = 3 + 2 * FAULTS.indexOf(fault);

    assertThat(problems)
        .filteredOn(problem -> problem.contains(fault.said()))
        .isNotEmpty()
        .allMatch(problem -> problem.startsWith("docs/index.adoc:" + line + ": "));
  }

  @Test
  void aMissingReportIsToldWhereItIsIncluded() {
    assertThat(problems)
        .contains("docs/katas/K02.adoc:17: include file not found: docs/runs/K02.txt");
  }

  @Test
  void aPageOfAnotherShapeIsTold() {
    assertThat(problems)
        .contains(
            "docs/katas/K01.adoc: no section 'The rule' where it should be: a kata's page has The"
                + " problem, In Go, See it leak, The rule, Remember, in this order");
  }

  @Test
  void aPageThatIncludesWhatTheLearnerEditsIsTold() {
    assertThat(problems)
        .contains("docs/katas/K01.adoc:5: includes what the learner edits; use {originals}");
  }

  @Test
  void aFixThatDoesNotSayWhatItIsForIsTold() {
    assertThat(problems)
        .anyMatch(problem ->
            problem.startsWith(
                "docs/katas/K02.adoc: solutions/fixes/K02/bad-curtain/K02_Door.java must begin"));
  }

  @Test
  void aChartOfWhatWasIsTold() {
    assertThat(problems)
        .contains(
            "docs/charts/K01.json: was recorded of an earlier program, test or reference; refresh"
                + " it with: ./kata check K01 --charts");
  }

  @Test
  void everyProblemIsOneLineWithoutPathsOfThisMachine() {
    assertThat(problems)
        .allMatch(problem -> problem.matches("docs/\\S+\\.(adoc|json)(:\\d+)?: .+"));
    assertThat(problems)
        .noneMatch(problem -> problem.contains(System.getProperty("java.io.tmpdir")));
  }

  @Test
  void nothingElseIsTold() {
    // The faults above, four of the katas' pages, a chart, and one that Asciidoctor tells twice: it
    // drops an
    // include for its missing attribute, and complains of the attribute as well.
    assertThat(problems)
        .hasSize(FAULTS.size() + 4 + 1 + 1)
        .filteredOn(
            problem -> problem.contains("missing attribute") && problem.contains("nosuchfolder"))
        .hasSize(2);
  }
}
