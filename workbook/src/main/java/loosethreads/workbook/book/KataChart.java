package loosethreads.workbook.book;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.kata.Recording;
import loosethreads.workbook.kata.Recording.Sample;

/** A kata's recording as a figure: threads, heap, the numbers, and how they were made. */
final class KataChart {
  private static final double KB_IN_MB = 1024;

  private final Kata kata;
  private final Recording recording;

  KataChart(Kata kata, Recording recording) {
    this.kata = kata;
    this.recording = recording;
  }

  /** The figure. */
  String html() {
    return """
    <figure class="chart">
    <div class="panels">%s%s</div>
    <figcaption><p>%s</p>
    <details><summary>%s: the numbers</summary>%s</details></figcaption>
    </figure>
    """
        .formatted(threadsPanel(), heapPanel(), caption(), kata.id(), table());
  }

  /** A small picture among many, that leads to the kata's page. */
  String small(String toRoot) {
    return "<li><a href=\"%skatas/%s.html\"><b>%s</b> %s</a>%s</li>"
        .formatted(
            toRoot,
            kata.id(),
            kata.id(),
            Html.escape(kata.title()),
            recording.leaksThreads() ? threadsPanel() : heapPanel());
  }

  private String threadsPanel() {
    return panel("threads", "Threads left behind", Sample::threads);
  }

  private String heapPanel() {
    return panel("heap", "Heap in use, MiB", KataChart::heap);
  }

  private String panel(String name, String title, ToDoubleFunction<Sample> value) {
    return new LineChart(
            kata.id() + "-" + name,
            title,
            "After round %d: leaking %s, fixed %s."
                .formatted(
                    last(recording.leaking()).round(),
                    LineChart.number(value.applyAsDouble(last(recording.leaking()))),
                    LineChart.number(value.applyAsDouble(last(recording.fixed())))),
            "rounds",
            LineChart.Scale.LINEAR,
            LineChart::number,
            List.of(
                LineChart.Line.of("leaking", values(recording.leaking(), value)),
                LineChart.Line.of("fixed", values(recording.fixed(), value))))
        .svg();
  }

  private static List<Double> values(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return samples.stream().mapToDouble(value).boxed().toList();
  }

  private String caption() {
    return """
    %s, again and again in one JVM, with the detector switched off; after each round, what is left. After \
    %d rounds the original %s. \
    Recorded on %s with JDK %s on %d cores by <code>./kata check %s --charts</code>.\
    """
        .formatted(
            whatRan(),
            last(recording.leaking()).round(),
            left(last(recording.leaking()), last(recording.fixed())),
            recording.recorded(),
            Html.escape(recording.jdk()),
            recording.cores(),
            kata.id());
  }

  private String whatRan() {
    return recording.of().keySet().stream()
        .filter(file -> file.endsWith("Round.java"))
        .findAny()
        .map(file -> "A round of %s (<code>%s</code>)".formatted(kata.id(), Html.escape(file)))
        .orElse("The leak tests of " + kata.id());
  }

  /** Where no thread leaks, those that are there all the same are told with the heap. */
  private String left(Sample leaking, Sample fixed) {
    return recording.leaksThreads()
        ? "has left %s behind, the reference solution %s"
            .formatted(threads(leaking), threads(fixed))
        : "holds %s MiB with %s, the reference solution %s MiB with %s"
            .formatted(
                LineChart.number(heap(leaking)),
                threads(leaking),
                LineChart.number(heap(fixed)),
                threads(fixed));
  }

  private static String threads(Sample sample) {
    return switch (sample.threads()) {
      case 0 -> "no thread";
      case 1 -> "1 thread";
      default -> sample.threads() + " threads";
    };
  }

  private String table() {
    int rows = Math.max(recording.leaking().size(), recording.fixed().size());
    return """
    <table><thead><tr><th scope="col">Round</th>%s</tr></thead><tbody>%s</tbody></table>
    """
        .formatted(
            List.of(
                    "Leaking: platform",
                    "virtual",
                    "heap, MiB",
                    "ms since the start",
                    "Fixed: platform",
                    "virtual",
                    "heap, MiB",
                    "ms since the start")
                .stream()
                .map(h -> "<th scope=\"col\">" + h + "</th>")
                .collect(Collectors.joining()),
            IntStream.range(0, rows)
                .mapToObj(i ->
                    "<tr><th scope=\"row\">%d</th>%s%s</tr>"
                        .formatted(i, cells(recording.leaking(), i), cells(recording.fixed(), i)))
                .collect(Collectors.joining("\n")));
  }

  private static String cells(List<Sample> samples, int row) {
    if (row >= samples.size()) {
      return "<td></td>".repeat(4);
    }
    Sample s = samples.get(row);
    return String.format(
        Locale.ROOT,
        "<td>%d</td><td>%d</td><td>%.1f</td><td>%d</td>",
        s.platform(),
        s.virtual(),
        heap(s),
        s.millis());
  }

  private static double heap(Sample sample) {
    return sample.heapKb() / KB_IN_MB;
  }

  private static Sample last(List<Sample> samples) {
    return samples.getLast();
  }
}
