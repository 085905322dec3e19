package loosethreads.leakcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.StackGroups;
import loosethreads.leakcheck.ThreadCount;
import loosethreads.leakcheck.programs.Outbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What an alarm does with what it finds. Its time is the test's. */
@LeakFree
class GrowthAlarmTest {
  private static final GrowthRule RULE = new GrowthRule(2, 3, 3);

  @AutoClose private final LogOfMonitor log = new LogOfMonitor();
  private final Script script = new Script();
  private Instant now = Instant.EPOCH;

  @Test
  void namesTheGroupThatHasGrownMostAndNotTheBurst() {
    try (var alarm = new GrowthAlarm("orders", new GrowthRule(2, 4, 3), script, () -> now)) {
      for (int window = 0; window < 8; window++) {
        script.leaked = 10 + 5 * window;
        script.busy = 3;
        sample(alarm);
        script.busy = 1_000 * (window + 1);
        sample(alarm);
      }
      assertThat(log.lines())
          .containsExactly(
              "WARNING orders: the threads grow. The lowest count of each window has been a new high"
                  + " 4 times in a row or more, from 28 to 48 in 8 minutes. Most have come here, 10 of"
                  + " late: 45 virtual, WAITING, at Leak.java:1  Leak.run (stack "
                  + script.leak().id()
                  + ").");
      assertThat(alarm.isGrowing()).isTrue();
      assertThat(alarm.getFinding()).startsWith("orders: the threads grow.");
    }
  }

  @Test
  void saysItOnceAndAgainWhenItHadFallen() {
    try (var alarm = alarm()) {
      for (int i = 0; i < 100; i++) {
        script.leaked++;
        sample(alarm);
      }
      assertThat(log.lines()).hasSize(1);
      script.leaked = 0;
      sample(alarm);
      sample(alarm);
      assertThat(log.lines())
          .hasSize(2)
          .last()
          .isEqualTo("INFO orders: the threads have become fewer again.");
      assertThat(alarm.isGrowing()).isFalse();
      assertThat(alarm.getFinding()).isEmpty();
      for (int i = 0; i < 100; i++) {
        script.leaked++;
        sample(alarm);
      }
      assertThat(log.lines()).hasSize(3);
    }
  }

  @Test
  void looksAtNoStacksWhileNothingRises() {
    try (var alarm = alarm()) {
      for (int i = 0; i < 100; i++) {
        script.busy = i % 7;
        script.leaked = -script.busy;
        sample(alarm);
      }
      assertThat(script.looks).isZero();
      for (int i = 0; i < 20; i++) {
        script.leaked = i;
        script.busy = 0;
        sample(alarm);
      }
      // Two windows after the first new high, each at its first and lowest sample.
      assertThat(script.looks).isEqualTo(2);
    }
  }

  @Test
  void saysHowLongItTookInWordsThatFit() {
    assertThat(List.of(Duration.ofSeconds(10), Duration.ofHours(2), Duration.ofDays(1)))
        .allSatisfy(pause -> {
          try (var alarm = alarm()) {
            for (int i = 0; i < 12; i++) {
              script.leaked += 5;
              now = now.plus(pause);
              alarm.sample();
            }
          }
        });
    assertThat(log.lines())
        .extracting(line -> line.replaceAll(".* (in \\d+ \\w+)\\. Most .*", "$1"))
        .containsExactly("in 60 seconds", "in 12 hours", "in 6 days");
  }

  @Test
  void saysSoWhenNoGroupIsToBlame() {
    try (var alarm = alarm()) {
      for (int i = 0; i < 12; i++) {
        script.scattered += 5;
        sample(alarm);
      }
      assertThat(log.lines())
          .singleElement()
          .asString()
          .endsWith(" in 6 minutes. No group of equal stacks has grown.");
    }
  }

  @Test
  void seesRealThreadsThatLeak() throws Exception {
    try (var alarm = GrowthAlarm.open("real", new GrowthRule(1, 3, 3));
        var outbox = new Outbox()) {
      for (int i = 0; i < 6; i++) {
        outbox.welcome("Ada");
        while (!outbox.isIdle()) {
          Thread.onSpinWait();
        }
        alarm.sample();
      }
      assertThat(alarm.getFinding())
          .containsPattern(
              "Most have come here, 1 of late: 6 virtual, WAITING, at Outbox.java:\\d+"
                  + "  Outbox.send");
      assertThat(alarm.getVirtualThreads()).isGreaterThanOrEqualTo(6);
      assertThat(alarm.getPlatformThreads()).isNotNegative();
    }
  }

  @Test
  void samplesByItselfAtEachBeatAndEndsWhenClosed() throws Exception {
    var beats = new SynchronousQueue<Integer>();
    var alarm = alarm();
    alarm.sampleAt(beats::take);
    for (int i = 0; i < 3; i++) {
      beats.put(i);
    }
    // The third beat was taken, so the second sample is complete.
    assertThat(script.samples).isGreaterThanOrEqualTo(2);
    alarm.close();
    alarm.close();
    assertThat(beats.offer(4)).isFalse();
  }

  @Test
  void endsWhenItIsClosedBeforeItsTime() {
    var alarm = GrowthAlarm.open("late", RULE);
    alarm.sampleEvery(Duration.ofDays(1));
    alarm.close();
    assertThat(alarm.getVirtualThreads()).isEqualTo(-1);
  }

  @Test
  void isALeakItselfOfWhoeverDoesNotCloseIt() {
    var alarm = alarm();
    var watch = LeakWatch.open(Duration.ofMillis(100));
    alarm.sampleEvery(Duration.ofDays(1));
    assertThatThrownBy(watch::close)
        .isInstanceOf(LeakError.class)
        .hasMessageContaining("1 platform thread, daemon, TIMED_WAITING: ")
        .hasMessageContaining("started at  GrowthAlarmTest.java:")
        .hasMessageContaining("interrupt   ended");
    alarm.close();
  }

  @Test
  void endsThoughTheInterruptWasSwallowedWhileItSampled() throws Exception {
    var beats = new SynchronousQueue<Integer>();
    var sampling = new CountDownLatch(1);
    script.during =
        () -> {
          sampling.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            // As some appenders of some loggers do.
          }
        };
    var alarm = alarm();
    alarm.sampleAt(beats::take);
    beats.put(1);
    sampling.await();
    Thread closing = Thread.startVirtualThread(alarm::close);
    assertThat(closing.join(Duration.ofSeconds(30))).as("it has ended").isTrue();
  }

  @Test
  void keepsTheInterruptOfWhoeverClosesIt() throws Exception {
    var alarm = alarm();
    alarm.sampleEvery(Duration.ofDays(1));
    Thread.currentThread().interrupt();
    alarm.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void goesOnAfterASampleThatFailedAndSaysSoOnce() throws Exception {
    var beats = new SynchronousQueue<Integer>();
    script.during =
        () -> {
          throw new IllegalStateException("no threads to be seen");
        };
    try (var alarm = alarm()) {
      alarm.sampleAt(beats::take);
      for (int i = 0; i < 4; i++) {
        beats.put(i);
      }
      assertThat(script.samples).isGreaterThanOrEqualTo(3);
      assertThat(log.lines()).containsExactly("WARNING orders: a sample failed; the next is tried");
    }
  }

  @Test
  void hasOneThreadAndNoneAfterItsEnd() {
    try (var alarm = alarm()) {
      alarm.sampleEvery(Duration.ofDays(1));
      assertThatIllegalStateException()
          .isThrownBy(() -> alarm.sampleEvery(Duration.ofDays(1)))
          .withMessageContaining("takes samples already");
    }
    var closed = alarm();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.sampleEvery(Duration.ofDays(1)))
        .withMessageContaining("is closed");
    assertThatIllegalStateException().isThrownBy(closed::publish);
  }

  @Test
  void refusesATimeThatIsNone() {
    try (var alarm = alarm()) {
      assertThatIllegalArgumentException().isThrownBy(() -> alarm.sampleEvery(Duration.ZERO));
    }
  }

  @Test
  void isSeenThroughJmxUntilItIsClosed() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    var name = new ObjectName("loosethreads.leakcheck:type=GrowthAlarm,name=\"orders\"");
    try (var alarm = alarm()) {
      alarm.publish();
      GrowthAlarmMXBean bean = JMX.newMXBeanProxy(server, name, GrowthAlarmMXBean.class);
      assertThat(bean.getVirtualThreads()).isEqualTo(-1);
      script.leaked = 7;
      sample(alarm);
      assertThat(bean.getVirtualThreads()).isEqualTo(7);
      assertThat(bean.getPlatformThreads()).isZero();
      assertThat(bean.isGrowing()).isFalse();
      assertThat(bean.getFinding()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> alarm().publish())
          .withMessageContaining("an alarm \"orders\" in JMX already");
    }
    assertThat(server.isRegistered(name)).isFalse();
  }

  private GrowthAlarm alarm() {
    return new GrowthAlarm("orders", RULE, script, () -> now);
  }

  private void sample(GrowthAlarm alarm) {
    now = now.plusSeconds(60);
    alarm.sample();
  }

  /** Threads as the test says: that leak, that are busy for a while, that are all different. */
  private static final class Script implements Threads {
    volatile int samples;
    volatile Runnable during = () -> {};
    int leaked;
    int busy;
    int scattered;
    int looks;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread samples, another looks.
    public ThreadCount count() {
      samples++;
      during.run();
      return new ThreadCount(0, leaked + busy + scattered);
    }

    StackGroup leak() {
      return group("Leak", leaked);
    }

    @Override
    public StackGroups groups() {
      looks++;
      List<StackGroup> groups = new ArrayList<>(List.of(group("Busy", busy), leak()));
      return new StackGroups(new ThreadCount(0, leaked + busy), groups, scattered, 0, "script");
    }

    private static StackGroup group(String type, int count) {
      return new StackGroup(
          count,
          "virtual",
          Map.of(Thread.State.WAITING, count),
          type + ".java:1",
          type + ".run",
          List.of(new StackTraceElement(type, "run", type + ".java", 1)));
    }
  }
}
