package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import loosethreads.workbook.judge.Outcome;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.judge.Verdict.TestResult;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JUnitXmlTest {
  private static final Kata KATA =
      new Kata("K01", "K01_Door", "start", "A door", 5, 1, "", "leaking", "", Map.of());

  @Test
  void everyTestIsACaseWithWhatBecameOfIt() throws Exception {
    Document xml =
        parsed(
            verdict(
                Outcome.WRONG,
                "",
                new TestResult("opens()", "passed", ""),
                new TestResult("closes()", "failed", "it is open\nstill"),
                new TestResult("locks()", "aborted", "no key")));

    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("start.K01_DoorTest");
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("1.234");
    Element failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("it is open");
    assertThat(failure.getTextContent()).isEqualTo("it is open\nstill");
  }

  @Test
  void whatXmlCanNotHoldIsReplaced() throws Exception {
    String nasty = "<&\"]]> \u0000\u001b[31m \ud800 \uffff 😀";

    Document xml = parsed(verdict(Outcome.WRONG, "", new TestResult(nasty, "failed", nasty)));

    assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
        .isEqualTo("<&\"]]> \ufffd\ufffd[31m \ufffd \ufffd 😀");
  }

  @Test
  void aProgramThatDoesNotCompileIsAnError() throws Exception {
    Document xml = parsed(verdict(Outcome.NOT_COMPILING, "';' expected"));

    Element error = (Element) xml.getElementsByTagName("error").item(0);
    assertThat(error.getAttribute("message")).isEqualTo("not-compiling");
    assertThat(error.getTextContent()).isEqualTo("';' expected");
  }

  private static Verdict verdict(Outcome outcome, String detail, TestResult... tests) {
    return new Verdict(KATA, outcome, 1234, List.of(tests), List.of(), detail, "");
  }

  private static Document parsed(Verdict verdict) throws Exception {
    byte[] xml = JUnitXml.of(List.of(verdict)).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml));
  }
}
