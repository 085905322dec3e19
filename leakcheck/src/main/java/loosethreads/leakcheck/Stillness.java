package loosethreads.leakcheck;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether to wait any longer makes sense. It does not when every thread of the test waits
 * without a limit, and nothing else in the JVM is about to do anything.
 *
 * <p>A wrong answer here would blame an honest test, so any doubt means to go on waiting. It takes
 * {@value #SAMPLES} samples over {@value #SPAN_MILLIS} ms or more in which
 *
 * <ul>
 *   <li>each thread of the test is {@code WAITING} or {@code BLOCKED}, with an unchanged stack, and
 *       not for the outside world;
 *   <li>no other thread runs, sleeps, or waits with a limit or for the outside world, but for those
 *       of {@link Innocent} that stir nothing;
 *   <li>no thread was constructed and none has ended;
 *   <li>no platform thread of these, and no carrier, has waited once more than before: it was not
 *       even awake in between;
 *   <li>the kernel, where it can be asked, has no thread ready to run.
 * </ul>
 *
 * <p>Then a {@link Canary} of each kind must come and go, and the samples after it must be the same
 * again.
 */
final class Stillness {
  private static final int SAMPLES = 5;
  private static final int SAMPLES_AFTER_CANARY = 2;
  private static final long SPAN_MILLIS = 250;
  private static final long GAP_MILLIS = 10;
  private static final long LONGEST_GAP_MILLIS = 500;

  /** With more threads than this a sample costs too much, and is too far from one moment. */
  private static final int MOST_THREADS = 2_000;

  /** Who waits there waits for the outside world, whatever the thread's state says. */
  private static final String[] OUTSIDE = {
    "sun.nio.", "java.lang.Process", "java.net.", "java.io.", "java.lang.ref.ReferenceQueue",
  };

  private final Census census;
  private final ThreadMXBean counters = ManagementFactory.getThreadMXBean();
  private Optional<Sample> last = Optional.empty();
  private long lastTime;
  private long since;
  private int same;
  private boolean canarySang;

  Stillness(Census census) {
    this.census = census;
  }

  /**
   * What one look gave.
   *
   * @param threads state and stack of each thread that is no innocent one
   * @param waits how often each platform thread that may stir has waited so far
   * @param youngest the id of the thread that was constructed last
   */
  private record Sample(Map<Long, List<Object>> threads, Map<Long, Long> waits, long youngest) {}

  /** Takes a sample, if it is time for one, and says whether waiting longer is of no use. */
  boolean isCertain(List<Suspect> suspects) {
    long now = System.nanoTime();
    if (last.isPresent() && now - lastTime < GAP_MILLIS * 1_000_000) {
      return false;
    }
    if (now - lastTime > LONGEST_GAP_MILLIS * 1_000_000) {
      // This process may have stood still, and all others in it: the samples span no real time.
      last = Optional.empty();
      canarySang = false;
    }
    Optional<Sample> sample = sample(suspects);
    lastTime = System.nanoTime();
    if (sample.isEmpty() || !sample.equals(last)) {
      boolean excused = canarySang && same == 0 && isSameButForCanary(sample);
      last = sample;
      same = 0;
      since = now;
      if (!excused) {
        canarySang = false;
        return false;
      }
    }
    same++;
    if (canarySang) {
      return same > SAMPLES_AFTER_CANARY;
    }
    if (same >= SAMPLES && now - since >= SPAN_MILLIS * 1_000_000) {
      canarySang = Canary.sings();
      same = 0;
    }
    return false;
  }

  private boolean isSameButForCanary(Optional<Sample> sample) {
    return sample.isPresent()
        && last.isPresent()
        && sample.get().threads().equals(last.get().threads());
  }

  private Optional<Sample> sample(List<Suspect> suspects) {
    if (suspects.size() > MOST_THREADS || !census.isSafe()) {
      return Optional.empty();
    }
    List<Sighting> all = census.bornAfter(0);
    if (all.size() > MOST_THREADS) {
      return Optional.empty();
    }
    Set<Long> ours = new HashSet<>();
    for (Suspect suspect : suspects) {
      ours.add(suspect.seen().id());
    }
    Map<Long, List<Object>> threads = new HashMap<>();
    List<Long> platform = new ArrayList<>();
    for (Sighting seen : all) {
      Optional<Innocent> innocent = ours.contains(seen.id()) ? Optional.empty() : Innocent.of(seen);
      if (innocent.isPresent() && innocent.get().isBystander()) {
        continue;
      }
      if (innocent.isPresent() ? innocent.get().stirs(seen) : stirs(seen)) {
        return Optional.empty();
      }
      if (innocent.isEmpty()) {
        threads.put(seen.id(), List.of(seen.state(), Arrays.asList(seen.stack())));
      }
      if (!seen.virtual()) {
        platform.add(seen.id());
      }
    }
    // Asked last: a thread that was woken while we looked is ready by now, or has waited anew.
    Map<Long, Long> waits = waits(platform);
    return KernelTasks.anyReady()
        ? Optional.empty()
        : Optional.of(new Sample(threads, waits, Mark.ofLastThread()));
  }

  private static boolean stirs(Sighting seen) {
    Optional<Thread.State> state = seen.state();
    boolean waits =
        state.equals(Optional.of(Thread.State.WAITING))
            || state.equals(Optional.of(Thread.State.BLOCKED));
    if (!waits) {
      return true;
    }
    for (StackTraceElement frame : seen.stack()) {
      for (String outside : OUTSIDE) {
        if (frame.getClassName().startsWith(outside)) {
          return true;
        }
      }
    }
    return false;
  }

  private Map<Long, Long> waits(List<Long> platform) {
    long[] ids = new long[platform.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = platform.get(i);
    }
    Map<Long, Long> waits = new HashMap<>();
    for (ThreadInfo info : counters.getThreadInfo(ids)) {
      if (info != null) {
        waits.put(info.getThreadId(), info.getWaitedCount() + info.getBlockedCount());
      }
    }
    return waits;
  }
}
