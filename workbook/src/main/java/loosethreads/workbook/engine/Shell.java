package loosethreads.workbook.engine;

import java.util.List;
import loosethreads.leakcheck.Leak;
import loosethreads.leakcheck.LeakReport;
import loosethreads.leakcheck.LeakWatch;
import loosethreads.leakcheck.ThreadCount;

/** What one can ask in {@code ./kata shell}: about the threads that were started in it. */
public final class Shell {
  private static volatile LeakWatch watch = LeakWatch.open();
  private static volatile History history = new History();

  private Shell() {}

  static void begin(LeakWatch of, History with) {
    watch = of;
    history = with;
  }

  /** Prints how many threads there are. */
  public static void threads() {
    ThreadCount count = watch.count();
    System.out.printf(
        "%s: %d platform, %d virtual%n", threads(count.total()), count.platform(), count.virtual());
  }

  /** Prints what the threads wait for, where, and who started them; equal ones together. */
  public static void leaks() {
    List<Leak> leaks = now();
    for (Leak leak : leaks) {
      System.out.printf(
          "%s, %s, %s: %s%n", threads(leak.count()), leak.kind(), leak.state(), leak.waitsFor());
      line("at", leak.at(), leak.method());
      line("started at", leak.startedAt(), leak.startedBy());
      line("owner", leak.owner(), "");
    }
    sayIfNone(leaks);
  }

  /** Prints their stacks; equal ones once. */
  public static void dump() {
    List<Leak> leaks = now();
    for (Leak leak : leaks) {
      System.out.printf("%s, %s, %s%n", threads(leak.count()), leak.kind(), leak.state());
      leak.stack().forEach(frame -> System.out.println("    at " + frame));
    }
    sayIfNone(leaks);
  }

  /** Draws how many threads there were since the shell began. */
  public static void chart() {
    System.out.println(history.chart());
  }

  private static List<Leak> now() {
    return watch.report().map(LeakReport::leaks).orElse(List.of());
  }

  private static void sayIfNone(List<Leak> leaks) {
    if (leaks.isEmpty()) {
      System.out.println("no threads");
    }
  }

  private static void line(String name, String value, String more) {
    if (!value.isEmpty()) {
      System.out.println("    %-12s%s  %s".formatted(name, value, more).stripTrailing());
    }
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }
}
