package loosethreads.workbook.snippet;

/** What happens while a snippet runs. The last event is {@link Ended}. */
public sealed interface SnippetEvent {

  /** It printed something, or an expression without a semicolon came to a value. */
  record Output(String text) implements SnippetEvent {}

  /**
   * A line does not compile, or an exception came from it that nothing caught. What stands below is
   * not run.
   *
   * @param line in the source, from 1 on
   * @param message what is wrong, in the words of javac or of the exception
   */
  record Problem(int line, String message) implements SnippetEvent {}

  /**
   * Its threads and its heap at one moment.
   *
   * @param millis since it began
   * @param platform how many platform threads of its own are alive
   * @param virtual how many virtual threads of its own are alive
   * @param heapKb the used heap in KiB, garbage included
   */
  record Sample(long millis, int platform, int virtual, long heapKb) implements SnippetEvent {}

  /**
   * The number of its threads took another turn.
   *
   * @param state {@code climbing}, {@code flat} or {@code none}
   * @param text a sentence: "46 threads, still climbing"
   */
  record Verdict(String state, String text) implements SnippetEvent {}

  /**
   * It is over and its JVM is gone, or soon will be.
   *
   * @param reason {@code finished}, {@code stopped}, {@code time}, {@code output}, {@code threads},
   *     {@code heap} or {@code crashed}
   * @param text one sentence
   */
  record Ended(String reason, String text) implements SnippetEvent {}
}
