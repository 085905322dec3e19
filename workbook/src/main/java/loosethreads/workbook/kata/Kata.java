package loosethreads.workbook.kata;

import java.util.List;
import java.util.Map;

/**
 * One exercise, as {@code katas.json} describes it.
 *
 * @param id its permanent number: {@code K11}
 * @param program the class the learner edits: {@code K11_PriceTicker}
 * @param chapter the chapter's name, which is also the Java package of program and test
 * @param title a line for lists
 * @param minutes what a Java developer new to the subject takes
 * @param difficulty 1 (easy) to 3
 * @param rule the lesson in one line
 * @param verdict what the original program gets: {@code leaking}, or {@code wrong} where the lesson
 *     is not a thread left over
 * @param reason words that the report on the original program contains: it must fail for this
 *     reason and no other
 * @param original each file the learner edits, and the git blob id it has in its original state
 */
public record Kata(
    String id,
    String program,
    String chapter,
    String title,
    int minutes,
    int difficulty,
    String rule,
    String verdict,
    String reason,
    Map<String, String> original) {

  /** The file names the learner edits, the main one first. */
  public List<String> files() {
    String main = program + ".java";
    return original.keySet().stream()
        .sorted((a, b) -> a.equals(main) ? -1 : b.equals(main) ? 1 : a.compareTo(b))
        .toList();
  }

  /** The fully qualified name of the test class. */
  public String testClass() {
    return chapter + "." + program + "Test";
  }
}
