package loosethreads.benchmarks.measure;

import java.util.Locale;

/** The two kinds of thread. */
public enum Kind {
  /** Scheduled by the JVM. */
  VIRTUAL,
  /** Scheduled by the operating system. */
  PLATFORM;

  /** Starts one. It keeps no JVM from ending. */
  public Thread start(Runnable task) {
    return (this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(task);
  }

  /** As the results say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that word. */
  public static Kind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
