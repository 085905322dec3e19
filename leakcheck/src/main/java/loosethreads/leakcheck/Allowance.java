package loosethreads.leakcheck;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Threads that may stay, as {@link Allow} names them.
 *
 * @param name a pattern for the name of the thread; empty for any
 * @param startedBy a pattern for the method that started it; empty for any
 * @param reason why
 */
record Allowance(String name, String startedBy, String reason) {
  /** Those that a thread was like, in this JVM so far. */
  private static final Set<Allowance> USED = ConcurrentHashMap.newKeySet();

  static Allowance of(Allow allow) {
    return new Allowance(allow.name(), allow.startedBy(), allow.reason());
  }

  /** What is wrong with it, and what to do, in one line; empty when it is in order. */
  Optional<String> complaint() {
    if (reason.isBlank()) {
      return Optional.of(code() + ": write a reason: why does the thread stay, and who ends it?");
    }
    if (name.isEmpty() && startedBy.isEmpty()) {
      return Optional.of(
          code() + ": say which threads: startedBy = \"Type.method\", or name = \"pool-*\"");
    }
    if (hidesAll(name) || hidesAll(startedBy)) {
      return Optional.of(code() + ": a pattern of nothing but * would hide every leak; say more");
    }
    return Optional.empty();
  }

  private static boolean hidesAll(String pattern) {
    return !pattern.isEmpty() && pattern.replace("*", "").isBlank();
  }

  /** Whether the thread is one of these. */
  boolean covers(Sighting seen, Origin origin) {
    boolean fits =
        (name.isEmpty() || fits(name, seen.name()))
            && (startedBy.isEmpty() || fits(startedBy, starter(origin)));
    if (fits) {
      USED.add(this);
    }
    return fits;
  }

  private static String starter(Origin origin) {
    return origin.site().map(StackFrame::toStackTraceElement).map(Frames::method).orElse("");
  }

  /** Whether a text is like a pattern, in which {@code *} stands for any characters. */
  private static boolean fits(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    int last = parts.length - 1;
    if (last == 0) {
      return text.equals(pattern);
    }
    if (text.length() < parts[0].length() + parts[last].length()
        || !text.startsWith(parts[0])
        || !text.endsWith(parts[last])) {
      return false;
    }
    int from = parts[0].length();
    int end = text.length() - parts[last].length();
    for (int i = 1; i < last; i++) {
      int found = text.indexOf(parts[i], from);
      if (found < 0 || found + parts[i].length() > end) {
        return false;
      }
      from = found + parts[i].length();
    }
    return true;
  }

  /** Whether any thread was like it so far. */
  boolean isUsed() {
    return USED.contains(this);
  }

  /** What the report calls its threads. */
  String words() {
    String named = name.isEmpty() ? "" : " named \"" + name + '"';
    String started = startedBy.isEmpty() ? "" : " started by " + startedBy;
    return "allowed thread" + named + started;
  }

  /** What the report says where no thread was like it. */
  LeakReport.Ignored unseen(Eyes eyes) {
    boolean blind = eyes.tags().isEmpty() && !startedBy.isEmpty();
    return new LeakReport.Ignored(
        words(), 0, blind ? reason + "; to see who started a thread: " + TagReader.FLAG : reason);
  }

  private String code() {
    return "@Allow("
        + (startedBy.isEmpty() ? "" : "startedBy = \"" + startedBy + "\", ")
        + (name.isEmpty() ? "" : "name = \"" + name + "\", ")
        + "reason = \""
        + reason
        + "\")";
  }
}
