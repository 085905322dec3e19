package loosethreads.leakcheck;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the live threads that are in the same place: their stacks are equal, frame by frame.
 *
 * @param count how many threads
 * @param kind {@code "virtual"} or {@code "platform"}
 * @param states how many of them are in which state. There may be more than one: a thread that was
 *     just woken still has the stack of its wait
 * @param at the innermost line of user code, {@code Outbox.java:31}; empty when there is none
 * @param method the method of that line, {@code Outbox.send}; may be empty
 * @param stack the innermost frames, at most 128; the first is the innermost
 */
public record StackGroup(
    int count,
    String kind,
    Map<Thread.State, Integer> states,
    String at,
    String method,
    List<StackTraceElement> stack) {

  /** Copies the states and the stack. */
  public StackGroup {
    Map<Thread.State, Integer> copy = new EnumMap<>(Thread.State.class);
    copy.putAll(states);
    states = Collections.unmodifiableMap(copy);
    stack = List.copyOf(stack);
  }

  /**
   * Returns a name for this stack, 16 hexadecimal digits. It is the same in each run of the same
   * program on the same JDK, so that one can find a group again: later, or in another process.
   */
  public String id() {
    long hash = fnv(FNV_OFFSET, kind);
    for (StackTraceElement frame : stack) {
      hash = fnv(hash, Frames.line(frame));
    }
    String digits = Long.toHexString(hash);
    return "0".repeat(16 - digits.length()) + digits;
  }

  // FNV-1a, by its authors' parameters for 64 bits. It keeps nobody out, it only tells apart.
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private static long fnv(long hash, String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return (hash ^ '\n') * FNV_PRIME;
  }

  /** Returns count, kind, states and place on one line, without the stack. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(80);
    line.append(count).append(' ').append(kind).append(", ").append(statesInWords());
    if (!at.isEmpty()) {
      line.append(", at ").append(at).append("  ").append(method);
    }
    return line.toString();
  }

  /** {@code WAITING}, or {@code 1 RUNNABLE + 99 WAITING}. */
  String statesInWords() {
    if (states.isEmpty()) {
      return "state unknown";
    }
    if (states.size() == 1) {
      return states.keySet().iterator().next().name();
    }
    StringBuilder words = new StringBuilder(40);
    states.forEach((state, threads) ->
        words.append(words.isEmpty() ? "" : " + ").append(threads).append(' ').append(state));
    return words.toString();
  }

  /** The frames, each as a line of a stack trace. */
  public List<String> lines() {
    return stack.stream().map(Frames::line).toList();
  }
}
