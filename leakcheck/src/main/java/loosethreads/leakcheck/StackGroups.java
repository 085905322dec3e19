package loosethreads.leakcheck;

import java.util.List;

/**
 * Holds the live threads of this JVM, grouped by stack: what the goroutine profile of {@code pprof}
 * is to a program in Go. {@link #toString} is the text for people, {@link #toJson} its twin for
 * programs. Neither is longer than a million characters: what has no place is counted in its last
 * lines.
 *
 * @param count how many threads there are, of both kinds
 * @param groups the groups, the biggest first; at most two thousand
 * @param others how many threads are in none of them, because there are more different stacks. Then
 *     the counts of the groups are what they have at least
 * @param ignored how many threads that no program starts or ends were left out
 * @param census how threads were seen
 */
public record StackGroups(
    ThreadCount count, List<StackGroup> groups, int others, int ignored, String census) {

  /** Copies the list. */
  public StackGroups {
    groups = List.copyOf(groups);
  }

  /** Returns the groups as one JSON object, {@code "format": 1}. */
  public String toJson() {
    return StackGroupsJson.write(this);
  }

  /** Returns the groups in the manner of {@code /debug/pprof/goroutine?debug=1}. */
  @Override
  public String toString() {
    return StackGroupsText.write(this);
  }
}
