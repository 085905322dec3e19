package loosethreads.workbook.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import com.softwaremill.jox.Select;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import loosethreads.leakcheck.LeakError;
import loosethreads.leakcheck.LeakFree;
import loosethreads.leakcheck.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Does what kata tests do, so that the classes they need are loaded and initialized before a
 * learner waits for them. Whatever is done here leaves nothing behind.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WarmUpCase {
  private static final long PATIENCE = 5;

  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeEach
  @AfterEach
  void useLifecycleMethods() {
    assertThat(gate.getCount()).isNotNegative();
  }

  @Test
  @Order(1)
  @LeakFree
  void endAThread() throws InterruptedException {
    Thread.startVirtualThread(gate::countDown).join();
    assertThat(gate.await(PATIENCE, TimeUnit.SECONDS)).as("the gate").isTrue();
  }

  @Test
  @Order(2)
  void reportALeak() {
    Thread leaked;
    try (var _ = LeakWatch.open(Duration.ofMillis(1))) {
      leaked = Thread.ofVirtual().name("leaked").start(this::waitAtTheGate);
    } catch (LeakError e) {
      assertThat(e.report().toJson()).isNotEmpty();
      return;
    } finally {
      gate.countDown();
    }
    assertThat(leaked).as("a thread that ended in time").isNotNull();
  }

  @Test
  void failAnAssertion() {
    assertThatThrownBy(() -> assertThat(List.of("a")).as("a list").containsExactly("b"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a list");
  }

  @Test
  void assertManyThings() {
    assertThat(new AtomicInteger(1)).as("an integer").hasValue(1);
    assertThat(new AtomicBoolean()).as("a boolean").isFalse();
    assertThat(Set.of("a")).as("a set").contains("a").hasSize(1);
    assertThat(new CopyOnWriteArrayList<>(List.of(1, 2))).as("a list").isEqualTo(List.of(1, 2));
    assertThat("a text").as("a %s", "text").contains("text").isEqualTo("a text");
    assertThat(Duration.ZERO).as("a duration").isLessThan(Duration.ofSeconds(1));
  }

  @Test
  @LeakFree
  void shareWork() throws Exception {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      executor.execute(() -> seen.add(Thread.currentThread()));
      executor.execute(() -> queue.offer("one"));
      assertThat(queue.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("one");
    }
    try (var executor = Executors.newScheduledThreadPool(1)) {
      var later = executor.schedule(() -> "later", 1, TimeUnit.NANOSECONDS);
      assertThat(later.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("later");
    }
    var task = new FutureTask<>(() -> "done");
    Thread.ofPlatform().start(task);
    assertThat(task.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("done");
    var promise = new CompletableFuture<String>();
    Thread.startVirtualThread(() -> promise.complete("kept"));
    assertThat(promise.thenApply(String::length).join()).isEqualTo(4);
  }

  @Test
  @LeakFree
  void useAScope() throws Exception {
    try (var scope = StructuredTaskScope.open()) {
      var task = scope.fork(() -> "done");
      scope.join();
      assertThat(task.get()).isEqualTo("done");
    }
  }

  @Test
  @LeakFree
  void useChannels() throws Exception {
    Channel<String> words = Channel.newBufferedChannel(1);
    Channel<String> stop = Channel.newRendezvousChannel();
    var sender = Thread.startVirtualThread(() -> speak(words));
    assertThat(words.receive()).isEqualTo("one");
    assertThat(Select.select(stop.receiveClause(), words.receiveClause())).isEqualTo("two");
    assertThat(Select.selectOrClosed(stop.receiveClause(), words.receiveClause()))
        .isInstanceOf(ChannelDone.class);
    words.forEach(_ -> {});
    stop.error(new IllegalStateException("closed with an error"));
    assertThat(stop.isClosedForReceive()).isTrue();
    sender.join();
  }

  private static void speak(Channel<String> words) {
    try {
      words.send("one");
      words.send("two");
      words.done();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitAtTheGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
