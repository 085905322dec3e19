package loosethreads.leakcheck.monitor;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import loosethreads.leakcheck.StackGroups;
import loosethreads.leakcheck.ThreadCensus;
import loosethreads.leakcheck.ThreadCount;

/**
 * Watches the number of threads, virtual ones too, and says once when they grow as a leak does. A
 * {@link GrowthRule} tells growth from a burst.
 *
 * {@snippet :
 * var alarm = GrowthAlarm.open("daily", new GrowthRule(24 * 60, 6, 50));
 * alarm.sampleEvery(Duration.ofMinutes(1));
 * alarm.publish();
 * ...
 * alarm.close();
 * }
 *
 * <p>The finding goes to the {@code System.Logger} named {@code loosethreads.leakcheck.monitor}, as
 * a warning, with the group of threads that has grown most. To find it, the alarm looks at stacks
 * while the low rises, and only in the quietest moments: in a busy one, the biggest group would be
 * the burst. It says nothing more until more than half of what had come is gone; that is told as
 * well, and from then on it watches anew.
 *
 * <p>A sample costs a walk over all threads. An alarm starts no thread unless it is asked to.
 */
public final class GrowthAlarm implements GrowthAlarmMXBean, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("loosethreads.leakcheck.monitor");
  private static final ThreadCount NONE_YET = new ThreadCount(-1, -1);

  private final String name;
  private final GrowthRule rule;
  private final Threads threads;
  private final InstantSource clock;

  /** Guarded by this, as are the next three. */
  private final Lows lows;

  private Instant since;
  private Optional<StackGroups> first = Optional.empty();
  private Optional<StackGroups> quietest = Optional.empty();

  private volatile ThreadCount last = NONE_YET;
  private volatile String finding = "";

  /** Guarded by the lock, which is not held during a sample. */
  private final Object lock = new Object();

  private Optional<Thread> sampler = Optional.empty();
  private Optional<ObjectName> published = Optional.empty();

  /** Written under the lock. */
  private volatile boolean closed;

  GrowthAlarm(String name, GrowthRule rule, Threads threads, InstantSource clock) {
    this.name = name;
    this.rule = rule;
    this.threads = threads;
    this.clock = clock;
    this.lows = new Lows(rule);
    this.since = clock.instant();
  }

  /**
   * Makes an alarm. It looks when {@link #sample} is called, or on its own after {@link
   * #sampleEvery}.
   *
   * @param name tells alarms apart, in the log and in JMX
   * @throws IllegalStateException if this JVM {@linkplain ThreadCensus#needsDump would have to dump
   *     all threads} for each sample
   */
  public static GrowthAlarm open(String name, GrowthRule rule) {
    if (ThreadCensus.needsDump()) {
      throw new IllegalStateException(
          "To count virtual threads again and again, this JVM needs the flag --add-exports"
              + " java.base/jdk.internal.vm=ALL-UNNAMED, or Add-Exports: java.base/jdk.internal.vm"
              + " in the manifest of the jar that is started");
    }
    return new GrowthAlarm(name, rule, Threads.LIVE, InstantSource.system());
  }

  /**
   * Counts the threads now. Call it at equal distances, from a scheduler that you have; what a
   * census throws comes through.
   */
  public synchronized void sample() {
    ThreadCount count = threads.count();
    last = count;
    if (lows.isRising() && lows.isLowest(count.total())) {
      quietest = Optional.of(threads.groups());
    }
    switch (lows.add(count.total())) {
      case LEVEL -> {
        since = clock.instant();
        forget();
      }
      case RISEN -> keep();
      case GROWING -> {
        finding = growth();
        LOG.log(System.Logger.Level.WARNING, finding);
        forget();
      }
      case FALLEN -> {
        finding = "";
        since = clock.instant();
        LOG.log(System.Logger.Level.INFO, "{0}: the threads have become fewer again.", name);
      }
      case NONE -> {}
    }
  }

  private void keep() {
    if (first.isEmpty()) {
      first = quietest;
    }
  }

  private void forget() {
    first = Optional.empty();
    quietest = Optional.empty();
  }

  private String growth() {
    String during = words(Duration.between(since, clock.instant()));
    String words =
        name
            + ": the threads grow. The lowest count of each window has been a new high "
            + rule.rises()
            + " times in a row or more, from "
            + lows.base()
            + " to "
            + lows.top()
            + " in "
            + during
            + ".";
    return words + biggest().map(GrowthAlarm::words).orElse(" No group of equal stacks has grown.");
  }

  private Optional<Difference> biggest() {
    return first.isPresent() && quietest.isPresent()
        ? Difference.biggest(first.get(), quietest.get())
        : Optional.empty();
  }

  /** Roughly, as one says it. */
  private static String words(Duration during) {
    if (during.toDays() > 1) {
      return during.toDays() + " days";
    }
    if (during.toHours() > 1) {
      return during.toHours() + " hours";
    }
    return during.toMinutes() > 1
        ? during.toMinutes() + " minutes"
        : during.toSeconds() + " seconds";
  }

  private static String words(Difference biggest) {
    return " Most have come here, "
        + biggest.more()
        + " of late: "
        + biggest.group()
        + " (stack "
        + biggest.group().id()
        + ").";
  }

  /**
   * Starts a daemon thread that takes samples until {@link #close}. What a census throws is logged,
   * once, and the next sample is tried.
   *
   * @param pause the time between two samples
   * @throws IllegalArgumentException if it is not positive
   * @throws IllegalStateException if it was called before, or the alarm is closed
   */
  public void sampleEvery(Duration pause) {
    if (pause.isNegative() || pause.isZero()) {
      throw new IllegalArgumentException("Between two samples some time must pass, not " + pause);
    }
    sampleAt(Pulse.every(pause));
  }

  void sampleAt(Pulse pulse) {
    synchronized (lock) {
      if (closed || sampler.isPresent()) {
        throw new IllegalStateException(
            name + (closed ? " is closed." : " takes samples already; make another alarm."));
      }
      sampler =
          Optional.of(
              Thread.ofPlatform()
                  .daemon()
                  .name("growth alarm " + name)
                  .start(() -> sampleUntilInterrupted(pulse)));
    }
  }

  private void sampleUntilInterrupted(Pulse pulse) {
    boolean hasFailed = false;
    try {
      // To log may have swallowed the interrupt of close().
      while (!closed) {
        pulse.await();
        hasFailed = sampleOrLog(hasFailed);
      }
    } catch (InterruptedException e) {
      // close() was called.
    }
  }

  private boolean sampleOrLog(boolean hasFailed) {
    try {
      sample();
      return hasFailed;
    } catch (RuntimeException | OutOfMemoryError e) {
      // Out of memory, perhaps, because of the leak that is watched here.
      if (!hasFailed) {
        LOG.log(System.Logger.Level.WARNING, name + ": a sample failed; the next is tried", e);
      }
      return true;
    }
  }

  /**
   * Registers the gauges as {@code loosethreads.leakcheck:type=GrowthAlarm,name=}, with the name in
   * quotes, until {@link #close}.
   *
   * @throws IllegalStateException if there is another of this name, or the alarm is closed
   */
  public void publish() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException(name + " is closed.");
      }
      try {
        ObjectName bean =
            new ObjectName(
                "loosethreads.leakcheck:type=GrowthAlarm,name=" + ObjectName.quote(name));
        ManagementFactory.getPlatformMBeanServer().registerMBean(this, bean);
        published = Optional.of(bean);
      } catch (JMException e) {
        throw new IllegalStateException("There is an alarm \"" + name + "\" in JMX already", e);
      }
    }
  }

  /**
   * Ends the thread and the gauges, if there are any, and waits until they have ended. It may be
   * called twice.
   */
  @Override
  public void close() {
    Optional<Thread> ending;
    synchronized (lock) {
      closed = true;
      ending = sampler;
      sampler = Optional.empty();
      unpublish();
    }
    ending.ifPresent(GrowthAlarm::end);
  }

  private void unpublish() {
    if (published.isPresent()) {
      try {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(published.get());
      } catch (JMException e) {
        // Somebody else took it out.
      }
      published = Optional.empty();
    }
  }

  private static void end(Thread sampler) {
    sampler.interrupt();
    boolean interrupted = false;
    // A logger may close us from within: nobody waits for himself.
    while (sampler != Thread.currentThread() && sampler.isAlive()) {
      try {
        sampler.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int getPlatformThreads() {
    return last.platform();
  }

  @Override
  public int getVirtualThreads() {
    return last.virtual();
  }

  @Override
  public boolean isGrowing() {
    return !finding.isEmpty();
  }

  @Override
  public String getFinding() {
    return finding;
  }
}
