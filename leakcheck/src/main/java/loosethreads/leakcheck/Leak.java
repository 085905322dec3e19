package loosethreads.leakcheck;

import java.util.List;

/**
 * Describes threads that a test left behind and that wait, or run, in the same way.
 *
 * @param kind {@code virtual} or {@code platform}
 * @param count how many threads there are of it
 * @param examined how many of them were looked at and interrupted, one by one; when there are very
 *     many, the others count by the line that constructed them and by their state
 * @param daemon whether the JVM would exit without them; always true for virtual threads
 * @param state the {@link Thread.State} before anything was done to the threads
 * @param at the innermost line of user code, {@code File.java:31}; empty when there is none
 * @param method the method of that line, as {@code Type.method}; empty when there is none
 * @param startedAt the line of user code that constructed them; empty when unknown
 * @param startedBy the method of that line, as {@code Type.method}; empty when unknown
 * @param calledFrom where that line is in a library, which is in a jar: the line outside of any jar
 *     that led there; empty when there is none
 * @param calledBy the method of that line, as {@code Type.method}; empty when there is none
 * @param waitsFor what keeps them, in words
 * @param owner the executor or scope they were started in and whether it was shut down; may be
 *     empty
 * @param afterInterrupt what an interrupt did, after all else was recorded
 * @param proof {@code leaked}: they wait, and outlived their time; {@code proven}: they wait, and
 *     no live thread can ever wake them, see {@link LeakFree#prove}; {@code running}: they were
 *     seen running
 * @param sure whether the threads are known to be of this test, by their origin
 * @param stack the frames of one of them, innermost first
 */
public record Leak(
    String kind,
    int count,
    int examined,
    boolean daemon,
    String state,
    String at,
    String method,
    String startedAt,
    String startedBy,
    String calledFrom,
    String calledBy,
    String waitsFor,
    String owner,
    String afterInterrupt,
    String proof,
    boolean sure,
    List<String> stack) {

  /** Copies the stack. */
  public Leak {
    stack = List.copyOf(stack);
  }
}
