package idioms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LeakFree
@Timeout(20)
class EndingsTest {
  private static final List<String> PARTS = List.of("a", "b", "c");

  @Test
  void anInterruptEndsALoopThatLooksForIt() throws Exception {
    var begun = new CountDownLatch(1);
    Thread worker = Endings.poll(begun::countDown);
    begun.await();

    Endings.stop(worker);

    assertThat(worker.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aLatchStaysOpenForAllWhoLook() throws Exception {
    var over = new CountDownLatch(1);
    var ticks = new AtomicInteger();
    over.countDown();

    Endings.tick(over, ticks::incrementAndGet);
    Endings.tick(over, ticks::incrementAndGet);

    assertThat(ticks).hasValue(2);
  }

  @Test
  void aScopeWithATimeoutInterruptsWhatIsStillAtWork() throws Exception {
    var heard = new CountDownLatch(1);
    Callable<String> slow =
        () -> {
          try {
            Thread.sleep(Duration.ofHours(1));
          } catch (InterruptedException e) {
            heard.countDown();
          }
          return "late";
        };

    assertThatThrownBy(() -> Endings.askWithin(Duration.ofMillis(20), slow))
        .isInstanceOf(StructuredTaskScope.TimeoutException.class);
    assertThat(heard.getCount()).isZero();
    assertThat(Endings.askWithin(Duration.ofHours(1), () -> "in time")).isEqualTo("in time");
  }

  @Test
  void aScopedValueGoesToTheSubtasksOfAScopeAndNotToThoseOfAnExecutor() {
    var inScope = new AtomicReference<String>();
    var inExecutor = new AtomicReference<String>();

    Endings.handle(
        "Ada",
        () -> {
          try (var scope = StructuredTaskScope.open()) {
            scope.fork(() -> inScope.set(Endings.greeting()));
            scope.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.execute(() -> inExecutor.set(Endings.greeting()));
          }
        });

    assertThat(inScope).hasValue("Hello, Ada");
    assertThat(inExecutor).hasValue("Hello, stranger");
    assertThat(Endings.greeting()).isEqualTo("Hello, stranger");
  }

  @Test
  void everyoneWaitsUntilAllPartsAreStored() throws Exception {
    var stored = new AtomicInteger();

    Endings.each(PARTS, PARTS.size(), _ -> stored.incrementAndGet());
    Endings.eachAsItComes(PARTS, _ -> stored.incrementAndGet());
    Endings.eachOrNone(PARTS, _ -> stored.incrementAndGet());

    assertThat(stored).hasValue(9);
  }

  @Test
  void onlyTheScopeTellsThatAPartFailed() throws Exception {
    Endings.each(PARTS, PARTS.size(), EndingsTest::failQuietly);
    Endings.eachAsItComes(PARTS, EndingsTest::failQuietly);

    assertThatThrownBy(() -> Endings.eachOrNone(PARTS, EndingsTest::failQuietly))
        .isInstanceOf(StructuredTaskScope.FailedException.class);
  }

  /** Throws, and spares the log: a thread that dies of an exception prints it. */
  private static void failQuietly(String part) {
    Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
    throw new IllegalStateException(part);
  }

  @Test
  void theFirstAnswerCallsTheOthersOff() throws Exception {
    var never = new CountDownLatch(1);
    Callable<String> stuck =
        () -> {
          never.await();
          return "never";
        };

    assertThat(Endings.first(List.of(stuck, () -> "copy", stuck))).isEqualTo("copy");
  }

  @Test
  void aLockIsGivenBackThoughTheChangeFails() {
    assertThatThrownBy(() -> Endings.locked(() -> failQuietly("seat")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(Endings.LOCK.tryLock()).isTrue();
    Endings.LOCK.unlock();
  }
}
