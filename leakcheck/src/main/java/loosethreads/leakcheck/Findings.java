package loosethreads.leakcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records everything about the threads that are left, and only then touches them. */
final class Findings {
  private final Watch watch;
  private final Vigil vigil;
  private final Look last;

  Findings(Watch watch, Vigil vigil, Look last) {
    this.watch = watch;
    this.vigil = vigil;
    this.last = last;
  }

  LeakReport report(boolean interrupt) {
    List<Leak> leaks = new ArrayList<>();
    for (Suspect suspect : last.suspects()) {
      Sighting seen = suspect.seen();
      StackTraceElement[] stack = seen.stack();
      Optional<StackTraceElement> at = Frames.firstOfUser(stack);
      Optional<StackTraceElement> birth =
          suspect.origin().site().stream().findFirst().map(f -> f.toStackTraceElement());
      List<String> lines = new ArrayList<>();
      for (StackTraceElement f : stack) {
        lines.add(Frames.line(f));
      }
      leaks.add(
          new Leak(
              seen.virtual() ? "virtual" : "platform",
              1,
              seen.daemon(),
              seen.state().map(Enum::name).orElse(""),
              at.map(Frames::place).orElse(""),
              at.map(Frames::method).orElse(""),
              birth.map(Frames::place).orElse(""),
              birth.map(Frames::method).orElse(""),
              WaitReason.of(seen.state(), stack, seen.blocker()),
              seen.container(),
              "not asked",
              seen.state().equals(Optional.of(Thread.State.RUNNABLE)) ? "running" : "leaked",
              suspect.sure(),
              lines));
    }
    StringBuilder text = new StringBuilder();
    text.append(leaks.size())
        .append(" threads outlived ")
        .append(watch.scope().name())
        .append('\n');
    for (Leak l : leaks) {
      text.append(l.kind())
          .append(" thread, ")
          .append(l.state())
          .append(", ")
          .append(l.waitsFor())
          .append(" at ")
          .append(l.at())
          .append(", started at ")
          .append(l.startedAt())
          .append('\n');
    }
    return new LeakReport(
        watch.scope().name(),
        watch.eyes().census().name(),
        vigil.waitedMillis(),
        vigil.stoppedEarly(),
        leaks,
        last.ignored(),
        text.toString());
  }
}
