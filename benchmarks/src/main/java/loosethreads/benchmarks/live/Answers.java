package loosethreads.benchmarks.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * How long a server takes to answer, asked for a page and for a word of its API in turn, one after
 * the other. In milliseconds, from before the request to the last byte of the answer, as a client
 * in this JVM sees it: what the client itself waits for a core is in it.
 */
public final class Answers {
  private static final List<Asked> ASKED =
      List.of(new Asked("a page", "/chapters/context.html"), new Asked("the API", "/api/hello"));

  /** Between two requests: more of them would be a load of their own. */
  private static final long PAUSE_MILLIS = 10;

  private final Map<Asked, List<Double>> millis = new LinkedHashMap<>();

  /** Something that is asked for, and what it is called in the results. */
  private record Asked(String name, String path) {}

  /** Asks for both, again and again, while there is more to do. */
  public static Answers of(ServedBook book, BooleanSupplier more)
      throws IOException, InterruptedException {
    var answers = new Answers();
    while (more.getAsBoolean()) {
      for (Asked asked : ASKED) {
        double took = book.millisToGet(asked.path());
        answers.millis.computeIfAbsent(asked, _ -> new ArrayList<>()).add(took);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return answers;
  }

  /** Asks so many times for each. */
  public static Answers of(ServedBook book, int times) throws IOException, InterruptedException {
    int[] left = {times};
    return of(book, () -> left[0]-- > 0);
  }

  /** What was asked for, and how long each answer took, the quickest first. */
  public void forEach(BiConsumer<String, Sorted> consumer) {
    millis.forEach((asked, all) -> consumer.accept(asked.name(), Sorted.of(all)));
  }

  /**
   * How long answers took.
   *
   * @param millis the quickest first; one at least
   */
  public record Sorted(List<Double> millis) {
    private static Sorted of(List<Double> millis) {
      return new Sorted(millis.stream().sorted().toList());
    }

    /** The least time within which at least that part of them came. */
    public double within(double part) {
      return millis.get((int) Math.ceil(part * millis.size()) - 1);
    }
  }
}
