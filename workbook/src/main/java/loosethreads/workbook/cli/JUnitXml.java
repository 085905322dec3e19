package loosethreads.workbook.cli;

import java.util.List;
import java.util.Locale;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.judge.Verdict.TestResult;

/** Verdicts in the XML that build servers read: a suite a kata, a case a test. */
final class JUnitXml {
  private JUnitXml() {}

  static String of(List<Verdict> verdicts) {
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    verdicts.forEach(v -> suite(xml, v));
    return xml.append("</testsuites>\n").toString();
  }

  private static void suite(StringBuilder xml, Verdict verdict) {
    // A program that does not compile, hangs or ends its JVM fails no test: it breaks them all.
    boolean broken = !verdict.solved() && verdict.tests().stream().noneMatch(TestResult::failed);
    long failures = verdict.tests().stream().filter(TestResult::failed).count();
    long skipped = verdict.tests().stream().filter(t -> t.outcome().equals("aborted")).count();
    xml.append(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%s\">\n"
            .formatted(
                text(verdict.kata().testClass()),
                verdict.tests().size() + (broken ? 1 : 0),
                failures,
                broken ? 1 : 0,
                skipped,
                String.format(Locale.ROOT, "%.3f", verdict.millis() / 1000.0)));
    verdict.tests().forEach(t -> test(xml, verdict, t));
    if (broken) {
      open(xml, verdict, verdict.kata().program());
      body(xml, "error", verdict.outcome().word(), verdict.detail());
    }
    xml.append("  </testsuite>\n");
  }

  private static void test(StringBuilder xml, Verdict verdict, TestResult test) {
    open(xml, verdict, test.name());
    switch (test.outcome()) {
      case "failed" -> body(xml, "failure", firstLine(test.message()), test.message());
      case "aborted" -> body(xml, "skipped", firstLine(test.message()), test.message());
      default -> xml.append("/>\n");
    }
  }

  private static void open(StringBuilder xml, Verdict verdict, String name) {
    xml.append(
        "    <testcase classname=\"%s\" name=\"%s\""
            .formatted(text(verdict.kata().testClass()), text(name)));
  }

  private static void body(StringBuilder xml, String element, String message, String detail) {
    xml.append(
        ">\n      <%s message=\"%s\">%s</%s>\n    </testcase>\n"
            .formatted(element, text(message), text(detail), element));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** Escaped; characters that XML 1.0 can't hold at all are replaced. */
  private static String text(String raw) {
    var text = new StringBuilder(raw.length());
    raw.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            default -> text.appendCodePoint(allowed(c) ? c : 0xFFFD);
          }
        });
    return text.toString();
  }

  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
