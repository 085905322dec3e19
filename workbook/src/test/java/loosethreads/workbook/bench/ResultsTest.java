package loosethreads.workbook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTest {
  @TempDir Path folder;

  private static Figure figure(double... values) {
    return new Figure(
        "K11",
        "leaking",
        "virtual",
        1000,
        "retained heap",
        Unit.BYTES,
        Arrays.stream(values).boxed().toList());
  }

  private static Results results(Figure... figures) {
    return new Results(
        1,
        "leak",
        "What is left?",
        "./kata bench leak",
        false,
        "0123456789ab",
        "2026-11-26",
        new Results.Machine("Linux 6.1 amd64", 2, 25_000_000_000L, 0.25),
        "Temurin 25",
        "",
        List.of(figures));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = Results.file(folder, "leak");
    Results written = results(figure(1, 2.5), figure(-3));

    written.write(file);

    assertThat(Results.read(file)).contains(written);
  }

  @Test
  void aFigureIsALineAndItsValuesAreShort() throws IOException {
    Path file = Results.file(folder, "leak");

    results(figure(1_000, 0.1, 1.0 / 3, 123_456_789_012.0), figure(7)).write(file);

    assertThat(Files.readAllLines(file))
        .contains(
            "{\"subject\":\"K11\",\"variant\":\"leaking\",\"kind\":\"virtual\",\"n\":1000,"
                + "\"metric\":\"retained heap\",\"unit\":\"bytes\","
                + "\"values\":[1000,0.1,0.3333333,123456800000]},",
            "\"benchmark\":\"leak\",");
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    results(figure(1)).write(Results.file(folder, "leak"));
    results(figure(2)).write(Results.file(folder, "leak"));

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(Results.file(folder, "leak"));
    }
  }

  @Test
  void whatIsNotThereIsNothing() throws IOException {
    assertThat(Results.read(Results.file(folder, "leak"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"format\":2}",
        "{\"format\":1,\"machine\":{},\"figures\":[]}",
        "{\"format\":1,\"machine\":{},\"figures\":[{\"metric\":\"m\",\"unit\":\"miles\",\"values\":[1]}]}",
        "{\"format\":1,\"machine\":{},\"figures\":[{\"metric\":\"m\",\"unit\":\"ms\",\"values\":[]}]}"
      })
  void whatIsNoResultsIsRefused(String text) throws IOException {
    Path file = Files.writeString(Results.file(folder, "leak"), text);

    assertThatIllegalStateException()
        .isThrownBy(() -> Results.read(file))
        .withMessageContaining("leak.json");
  }

  @Test
  void theMedianIsTheValueInTheMiddleOrBetweenTheTwo() {
    assertThat(figure(9, 1, 2).median()).isEqualTo(2);
    assertThat(figure(9, 1, 2, 4).median()).isEqualTo(3);
    assertThat(figure(9, 1, 2).least()).isEqualTo(1);
    assertThat(figure(9, 1, 2).most()).isEqualTo(9);
  }
}
