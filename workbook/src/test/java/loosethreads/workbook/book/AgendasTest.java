package loosethreads.workbook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import org.junit.jupiter.api.Test;

/** Adds up the agendas for workshops: a facilitator finds out too late that they don't. */
class AgendasTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** {@code |0:10 |10 |what}. */
  private static final Pattern ROW = Pattern.compile("\\|(\\d+):(\\d\\d) \\|(\\d+) \\|(.*)");

  /** A title with the minutes of the agenda in it. */
  private static final Pattern TITLE = Pattern.compile("==+ .*?(\\d+) minutes");

  private static final Pattern KATA = Pattern.compile("xref:\\.\\./katas/(K\\d+)\\.adoc");

  private record Row(int from, int minutes, String what) {
    static Row of(MatchResult match) {
      return new Row(
          Integer.parseInt(match.group(1)) * 60 + Integer.parseInt(match.group(2)),
          Integer.parseInt(match.group(3)),
          match.group(4));
    }

    List<String> katas() {
      return KATA.matcher(what).results().map(kata -> kata.group(1)).toList();
    }
  }

  private record Agenda(int minutes, List<Row> rows) {}

  @Test
  void everyAgendaBeginsEachRowWhereTheLastOneEndsAndAddsUp() throws IOException {
    assertThat(agendas()).hasSize(4);
    for (Agenda agenda : agendas()) {
      int now = 0;
      for (Row row : agenda.rows()) {
        assertThat(row.from()).as(row.what()).isEqualTo(now);
        now += row.minutes();
      }
      assertThat(agenda.minutes()).isEqualTo(now);
    }
  }

  @Test
  void everyKataHasTheMinutesOfTheCatalog() throws IOException {
    Checkout checkout = new Checkout(ROOT, ROOT.resolve("workbook/target/book"), ROOT);
    Map<String, Integer> minutes =
        Catalog.read(checkout).katas().stream().collect(Collectors.toMap(Kata::id, Kata::minutes));
    List<Row> withKatas = rows().filter(row -> !row.katas().isEmpty()).toList();

    assertThat(withKatas).isNotEmpty();
    assertThat(withKatas)
        .allSatisfy(row ->
            assertThat(row.minutes())
                .as(row.what())
                .isEqualTo(row.katas().stream().mapToInt(minutes::get).sum()));
  }

  private static Stream<Row> rows() throws IOException {
    return agendas().stream().flatMap(agenda -> agenda.rows().stream());
  }

  private static List<Agenda> agendas() throws IOException {
    List<Agenda> agendas = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/workshop/agendas.adoc"))) {
      var title = TITLE.matcher(line);
      if (title.matches()) {
        agendas.add(new Agenda(Integer.parseInt(title.group(1)), new ArrayList<>()));
      }
      var row = ROW.matcher(line);
      if (row.matches()) {
        agendas.getLast().rows().add(Row.of(row.toMatchResult()));
      }
    }
    return agendas;
  }
}
