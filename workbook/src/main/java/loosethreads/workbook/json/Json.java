package loosethreads.workbook.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.progress.Progress;

/** The documents that {@code --json} prints. Their shapes are a contract: see the book. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping().create();

  private Json() {}

  private record ListDocument(int format, List<ListedKata> katas) {}

  private record ListedKata(String kata, String chapter, String title, int minutes, String state) {}

  private record RunDocument(int format, List<Result> results) {}

  private record Result(
      String kata,
      String verdict,
      long millis,
      List<Verdict.TestResult> tests,
      List<Verdict.Leak> leaks,
      String detail) {}

  /** The document of {@code ./kata list --json}. */
  public static String list(Catalog catalog, Progress progress) {
    return text(
        new ListDocument(
            1,
            catalog.katas().stream()
                .map(k ->
                    new ListedKata(
                        k.id(), k.chapter(), k.title(), k.minutes(), progress.of(k).word()))
                .toList()));
  }

  /** The document of {@code ./kata run --json}. */
  public static String run(List<Verdict> verdicts) {
    return text(
        new RunDocument(
            1,
            verdicts.stream()
                .map(v ->
                    new Result(
                        v.kata().id(),
                        v.outcome().word(),
                        v.millis(),
                        v.tests(),
                        v.leaks(),
                        v.detail()))
                .toList()));
  }

  /** Any document as text, ended by a line break. */
  public static String text(Object document) {
    return GSON.toJson(document) + "\n";
  }

  /** Any document on one line, ended by a line break: one of many in a stream. */
  public static String line(Object document) {
    return COMPACT.toJson(document) + "\n";
  }
}
