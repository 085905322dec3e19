package loosethreads.workbook.snippet;

import java.time.Duration;

/**
 * What a snippet may use. Each limit ends it with a sentence of its own.
 *
 * @param heap its heap in MiB
 * @param platform how many platform threads it may have
 * @param virtual how many virtual threads it may have: more than a chart can show, and fewer than
 *     its heap could hold
 * @param output how many characters it may print
 * @param time how long it may take
 * @param settling how long threads that are left are still watched after its last line
 * @param runs how many snippets may run at once
 */
public record SnippetLimits(
    int heap, int platform, int virtual, int output, Duration time, Duration settling, int runs) {
  /** What pages use. */
  public static final SnippetLimits USUAL =
      new SnippetLimits(
          384, 1_000, 20_000, 256 * 1024, Duration.ofSeconds(60), Duration.ofSeconds(3), 10);

  /** A source that is longer is none of ours. */
  static final int LONGEST_SOURCE = 64 * 1024;
}
