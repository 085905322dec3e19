package loosethreads.leakcheck;

import java.time.Duration;
import java.util.List;

/** Writes a report for people. Its text is the same for the same leak, run after run. */
final class ReportText {
  private static final int GROUPS = 10;

  private final StringBuilder out = new StringBuilder(1024);

  private ReportText() {}

  static LeakReport complete(
      Watch watch,
      Vigil vigil,
      List<Leak> leaks,
      List<LeakReport.Ignored> ignored,
      String proof,
      Rule rule) {
    LeakReport report =
        new LeakReport(
            watch.scope().name(),
            watch.eyes().census().name(),
            vigil.waitedMillis(),
            vigil.stoppedEarly(),
            leaks,
            ignored,
            proof,
            "");
    ReportText text = new ReportText();
    text.verdict(report, vigil.within());
    for (Leak leak : leaks.subList(0, Math.min(GROUPS, leaks.size()))) {
      text.leak(leak, watch.eyes(), proof);
    }
    text.rest(leaks);
    text.ignored(ignored);
    text.seenBy(watch.eyes());
    if (!proof.isEmpty()) {
      text.out.append("Proof: ").append(proof).append('\n');
    }
    text.out.append("Next: ").append(rule.text()).append('.');
    return new LeakReport(
        report.test(),
        report.census(),
        report.waitedMillis(),
        report.stoppedEarly(),
        leaks,
        ignored,
        proof,
        text.out.toString());
  }

  private void verdict(LeakReport report, Duration within) {
    int threads = report.threads();
    if (within.isZero()) {
      out.append(report.test()).append(" has ").append(threads(threads)).append(" alive now.\n");
      return;
    }
    out.append(report.test()).append(" left ").append(threads(threads)).append(" behind");
    out.append(
        report.stoppedEarly()
            ? ". Stopped waiting early: every thread of the test waits, and nothing else runs.\n"
            : ", still alive " + Within.words(within) + " after its end.\n");
  }

  /** Only what is told of each group. */
  static String leaks(List<Leak> leaks, Eyes eyes) {
    ReportText text = new ReportText();
    for (Leak leak : leaks.subList(0, Math.min(GROUPS, leaks.size()))) {
      text.leak(leak, eyes, "");
    }
    text.rest(leaks);
    return text.out.toString();
  }

  static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  private void leak(Leak leak, Eyes eyes, String proof) {
    out.append("\n  ").append(leak.count()).append(' ').append(leak.kind());
    out.append(leak.count() == 1 ? " thread" : " threads");
    // Every virtual thread is a daemon, so of these it says nothing.
    out.append(leak.kind().equals("platform") && leak.daemon() ? ", daemon, " : ", ");
    out.append(leak.state()).append(": ").append(leak.waitsFor()).append('\n');
    if (!leak.at().isEmpty()) {
      line("at", leak.at() + "  " + leak.method());
    }
    line(
        "started at",
        leak.startedAt().isEmpty()
            ? unknownStart(leak, eyes)
            : leak.startedAt() + "  " + leak.startedBy());
    if (!leak.calledFrom().isEmpty()) {
      line("called from", leak.calledFrom() + "  " + leak.calledBy());
    }
    if (!leak.owner().isEmpty()) {
      line("owner", leak.owner());
    }
    if (!proof.isEmpty()) {
      line("proof", proof(leak, proof));
    }
    line("interrupt", leak.afterInterrupt());
    if (leak.examined() < leak.count()) {
      line("looked at", leak.examined() + " of them; the others only started at the same line");
    }
    if (!leak.sure()) {
      line("whose", "not sure: it is new since the test began, but nothing says who started it");
    }
  }

  private static String unknownStart(Leak leak, Eyes eyes) {
    if (eyes.tags().isEmpty()) {
      return "unknown; to see it, run with " + TagReader.FLAG;
    }
    if (leak.kind().equals("virtual") && eyes.census() instanceof DumpCensus) {
      return "unknown; to see it, run with " + ContainerCensus.FLAG;
    }
    return leak.sure()
        ? "no line of your code"
        : "unknown; the thread inherits nothing from the one that started it";
  }

  private static String proof(Leak leak, String account) {
    return switch (leak.proof()) {
      case "proven" ->
          "proven: no live thread can ever wake " + (leak.count() == 1 ? "it" : "them");
      case "running" -> "running: it does not wait at all";
      default ->
          leak.state().equals("TIMED_WAITING")
              ? "leaked: it outlived its time; its wait has a limit, so it wakes by itself"
              : "leaked: it outlived its time; "
                  + (account.startsWith("cannot")
                      ? "whether a live thread can wake it is not known"
                      : "a live thread may wake it yet");
    };
  }

  private void line(String name, String value) {
    out.append("      ").append(name).append(" ".repeat(12 - name.length()));
    out.append(value).append('\n');
  }

  private void rest(List<Leak> leaks) {
    if (leaks.size() > GROUPS) {
      int threads = 0;
      for (Leak leak : leaks.subList(GROUPS, leaks.size())) {
        threads += leak.count();
      }
      out.append("\n  and ").append(threads(threads)).append(" more, in ");
      out.append(leaks.size() - GROUPS).append(" more groups\n");
    }
  }

  private void ignored(List<LeakReport.Ignored> ignored) {
    out.append('\n');
    for (LeakReport.Ignored one : ignored) {
      if (one.count() == 0) {
        out.append("Not seen so far: ").append(one.name());
        out.append(" (").append(one.reason()).append(")\n");
        continue;
      }
      out.append("Ignored: ").append(one.count()).append(" × ").append(one.name());
      out.append(" (").append(one.reason()).append(")\n");
    }
  }

  private void seenBy(Eyes eyes) {
    out.append("Seen by: ").append(eyes.census().name());
    if (eyes.census() instanceof DumpCensus) {
      out.append("; faster with ").append(ContainerCensus.FLAG);
    }
    out.append('\n');
  }
}
