package select;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelClosed;
import com.softwaremill.jox.SelectClause;
import com.softwaremill.jox.Source;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The leak tests run first: a thread that all pollers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K32_EagerPollerTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** How long a thread may take to come to rest. Only a program that spins uses it up, and once. */
  private static Duration restless = Duration.ofSeconds(2);

  private final Labels labels = new Labels();
  private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
  private final CountDownLatch printerIsBusy = new CountDownLatch(1);
  private final CountDownLatch printerIsFree = new CountDownLatch(1);
  private final List<K32_EagerPoller> opened = new CopyOnWriteArrayList<>();

  /**
   * The threads that looked or printed. Held here, none can be collected and seem to have ended.
   */
  private final Set<Thread> pollers = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeWhatIsStillOpen() {
    printerIsFree.countDown();
    // In the background: whether close() returns is asked where it matters.
    opened.forEach(poller -> inBackground(poller::close));
  }

  @Test
  @Order(1)
  @LeakFree(within = "700ms")
  void thePollerIsGoneWhenItIsClosedWithNothingToPrint() throws Exception {
    var poller = open(printed::add);
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");
    letItRest();

    close(poller);
  }

  @Test
  @Order(2)
  @LeakFree(within = "700ms")
  void thePollerIsGoneWhenItIsClosedBeforeTheFirstLabel() throws Exception {
    var poller = open(printed::add);

    close(poller);
    close(poller);
  }

  @Test
  @Order(4)
  @LeakFree(within = "700ms")
  void aPollerIsGoneWhenItsPrinterHasClosedIt() throws Exception {
    var outOfPaper = new CompletableFuture<K32_EagerPoller>();
    var poller =
        open(label -> {
          printed.add(label);
          outOfPaper.join().close();
        });
    opened.remove(poller);
    outOfPaper.complete(poller);

    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");
    letItRest();
  }

  @Test
  void labelsArePrintedInTheOrderTheyComeIn() throws Exception {
    open(printed::add);

    for (int i = 0; i < 50; i++) {
      labels.channel.send("parcel " + i);
    }

    for (int i = 0; i < 50; i++) {
      assertNextPrintedIs("parcel " + i);
    }
  }

  @Test
  void labelsArePrintedOneAtATime() throws Exception {
    var atATime = new AtomicInteger();
    var most = new AtomicInteger();
    open(label -> {
      most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
      Thread.onSpinWait();
      atATime.decrementAndGet();
      printed.add(label);
    });
    for (int i = 0; i < 50; i++) {
      labels.channel.send("parcel " + i);
    }
    for (int i = 0; i < 50; i++) {
      assertNextPrintedIs("parcel " + i);
    }

    assertThat(most).as("labels in the printer at the same time").hasValue(1);
  }

  @Test
  @Order(3)
  void withNothingToPrintThePollerSleeps() throws Exception {
    open(printed::add);
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");

    int before = labels.looks.get();
    // A program that keeps looking is found out at once; only one that does not is watched longer.
    long end = System.nanoTime() + Duration.ofMillis(900).toNanos();
    while (System.nanoTime() < end && labels.looks.get() < before + 4) {
      Thread.sleep(1);
    }

    assertThat(labels.looks.get() - before < 4)
        .as(
            "the poller sleeps while there is no label. It looks again and again, and keeps a"
                + " processor busy")
        .isTrue();
    assertThat(letItRest()).as("the poller sleeps while there is nothing to print").isTrue();
  }

  @Test
  void whenThePackersHaveClosedTheirChannelThereIsNothingToPrint() throws Exception {
    open(printed::add);
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");

    labels.channel.done();

    assertThat(letItRest()).as("the poller sleeps while there is nothing to print").isTrue();
  }

  @Test
  void thePollerMayBeClosedTwiceThoughThePackersHaveClosedTheirChannel() throws Exception {
    var poller = open(printed::add);
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");
    labels.channel.done();
    letItRest();

    close(poller);
    close(poller);
  }

  /** Whether the empty one is printed is left open. */
  @Test
  void afterAnEmptyLabelTheOthersAreStillPrinted() throws Exception {
    open(label -> {
      if (!label.isEmpty()) {
        printed.add(label);
      }
    });
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");
    letItRest();

    labels.channel.send("");
    letItRest();
    labels.channel.send("Hamburg");

    assertNextPrintedIs("Hamburg");
  }

  @Test
  void aNewLabelWakesThePoller() throws Exception {
    open(printed::add);
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");
    letItRest();

    labels.channel.send("Hamburg");

    assertNextPrintedIs("Hamburg");
  }

  /**
   * A poller that sleeps has looked already: the label comes to it. One that gets up now and then
   * has to look once more. There are five tries, for a look may come late on a busy machine.
   */
  @Test
  void aLabelComesToThePollerThatWaitsForIt() throws Exception {
    var looksAtPrinting = new AtomicInteger();
    open(label -> {
      looksAtPrinting.set(labels.looks.get());
      printed.add(label);
    });
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");

    boolean itWaited = false;
    for (int i = 0; i < 5 && !itWaited; i++) {
      int looks = letTheLooksSettle();
      labels.channel.send("parcel " + i);
      assertNextPrintedIs("parcel " + i);
      itWaited = looksAtPrinting.get() == looks;
    }

    assertThat(itWaited)
        .as(
            "a new label wakes the poller. It looks by itself, now and then or all the time, and the"
                + " label waits for that")
        .isTrue();
  }

  @Test
  void aLabelThatIsTakenWhenThePollerIsClosedIsPrinted() throws Exception {
    var poller = open(printed::add);
    labels.channel.send("Berlin");
    assertNextPrintedIs("Berlin");
    letItRest();
    var closing = new CompletableFuture<Thread>();
    labels.whenTaken =
        () -> {
          if (!closing.isDone()) {
            Thread thread = closing(poller);
            closing.complete(thread);
            awaitRestUninterrupted(thread);
          }
        };

    labels.channel.send("Hamburg");

    assertEnds(closing.get(patience.toMillis(), MILLISECONDS), "close() returned");
    assertInTime(
        "Hamburg".equals(printed.poll(patience.toMillis(), MILLISECONDS)),
        "the label that the poller had taken when it was closed is printed");
  }

  @Test
  void whatAClosedPollerHasNotTakenIsLeftForTheNext() throws Exception {
    var poller = openWithABusyPrinter();
    labels.channel.send("Hamburg");
    labels.channel.send("Munich");

    Thread closing = closing(poller);
    letItRest(closing);
    printerIsFree.countDown();
    assertEnds(closing, "close() returned");
    assertNextPrintedIs("Berlin");
    for (Thread thread : pollers) {
      letItRest(thread);
    }
    assertThat(printed).as("what a poller took after it was closed").isEmpty();

    open(printed::add);
    assertNextPrintedIs("Hamburg");
    assertNextPrintedIs("Munich");
    labels.channel.send("Cologne");
    assertNextPrintedIs("Cologne");
  }

  @Test
  void labelsThatWaitedBeforeItCameAreLeftForTheNextAsWell() throws Exception {
    for (String label : List.of("Berlin", "Hamburg", "Munich")) {
      labels.channel.send(label);
    }
    var poller =
        open(label -> {
          if (label.equals("Hamburg")) {
            printerIsBusy.countDown();
            awaitUninterrupted(printerIsFree);
          }
          printed.add(label);
        });
    assertInTime(
        printerIsBusy.await(patience.toMillis(), MILLISECONDS), "the label for Hamburg is printed");

    Thread closing = closing(poller);
    letItRest(closing);
    printerIsFree.countDown();
    assertEnds(closing, "close() returned");
    assertNextPrintedIs("Berlin");
    assertNextPrintedIs("Hamburg");

    open(printed::add);
    assertNextPrintedIs("Munich");
  }

  @Test
  void closingOnePollerLeavesTheOthersAlone() throws Exception {
    var poller = openWithABusyPrinter();
    open(printed::add);
    labels.channel.send("Hamburg");
    assertNextPrintedIs("Hamburg");

    Thread closing = closing(poller);
    letItRest(closing);
    printerIsFree.countDown();
    assertEnds(closing, "close() returned");
    assertNextPrintedIs("Berlin");

    for (int i = 0; i < 5; i++) {
      labels.channel.send("parcel " + i);
      assertNextPrintedIs("parcel " + i);
    }
  }

  private K32_EagerPoller open(Consumer<String> printer) {
    var poller =
        new K32_EagerPoller(
            labels,
            label -> {
              pollers.add(Thread.currentThread());
              printer.accept(label);
            });
    opened.add(poller);
    return poller;
  }

  /** A poller whose printer is at the label for Berlin, and does not care for interrupts. */
  private K32_EagerPoller openWithABusyPrinter() throws InterruptedException {
    var poller =
        open(label -> {
          printerIsBusy.countDown();
          awaitUninterrupted(printerIsFree);
          printed.add(label);
        });
    labels.channel.send("Berlin");
    assertInTime(
        printerIsBusy.await(patience.toMillis(), MILLISECONDS), "the label for Berlin is printed");
    return poller;
  }

  /** A printer prints to the end; who interrupted it may find out afterwards. */
  private static void awaitUninterrupted(CountDownLatch gate) {
    boolean interrupted = false;
    boolean open = false;
    while (!open) {
      try {
        gate.await();
        open = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(K32_EagerPoller poller) throws InterruptedException {
    opened.remove(poller);
    var closing = new FutureTask<>(poller::close, true);
    assertEnds(inBackground(closing), "close() returned");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private Thread closing(K32_EagerPoller poller) {
    opened.remove(poller);
    return inBackground(poller::close);
  }

  private void assertNextPrintedIs(String label) throws InterruptedException {
    String next = printed.poll(patience.toMillis(), MILLISECONDS);
    assertInTime(next != null, "a label came out of the printer");
    assertThat(next).as("the next label from the printer").isEqualTo(label);
  }

  private static void assertEnds(Thread thread, String what) throws InterruptedException {
    assertInTime(thread.join(patience), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  private boolean letItRest() throws InterruptedException {
    boolean rests = true;
    for (Thread poller : pollers) {
      rests &= letItRest(poller);
    }
    return rests;
  }

  /** Tells whether the thread comes to rest: it has ended, or it waits for something. */
  private static boolean letItRest(Thread thread) throws InterruptedException {
    long deadline = System.nanoTime() + restless.toNanos();
    while (System.nanoTime() < deadline) {
      switch (thread.getState()) {
        case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> {
          return true;
        }
        default -> thread.join(Duration.ofMillis(1));
      }
    }
    restless = Duration.ofMillis(50);
    return false;
  }

  /** Waits until the poller looks no more, if it ever does, and tells how often it has looked. */
  private int letTheLooksSettle() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMillis(200).toNanos();
    int looks;
    do {
      letItRest();
      looks = labels.looks.get();
      Thread.sleep(10);
    } while (looks != labels.looks.get() && System.nanoTime() < deadline);
    return looks;
  }

  /** Waits until the thread has ended or waits for something, and keeps an interrupt for later. */
  private static void awaitRestUninterrupted(Thread thread) {
    boolean interrupted = Thread.interrupted();
    boolean rests = false;
    while (!rests) {
      try {
        letItRest(thread);
        rests = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** On a platform thread: virtual ones get no turn while a program keeps the processors busy. */
  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }

  /** The channel of the packers. It counts how often somebody looks for a label. */
  private final class Labels implements Source<String> {
    final Channel<String> channel = Channel.newBufferedChannel(100);
    final AtomicInteger looks = new AtomicInteger();

    /** Runs in the thread that has taken a label, before it can do anything with it. */
    volatile Runnable whenTaken = () -> {};

    private <T> T taken(T what) {
      if (what instanceof String) {
        whenTaken.run();
      }
      return what;
    }

    private Channel<String> looked() {
      looks.incrementAndGet();
      pollers.add(Thread.currentThread());
      return channel;
    }

    @Override
    public String receive() throws InterruptedException {
      return taken(looked().receive());
    }

    @Override
    public Object receiveOrClosed() throws InterruptedException {
      return taken(looked().receiveOrClosed());
    }

    @Override
    public SelectClause<String> receiveClause() {
      return looked().receiveClause(this::taken);
    }

    @Override
    public <U> SelectClause<U> receiveClause(Function<String, U> then) {
      return looked().receiveClause(label -> then.apply(taken(label)));
    }

    @Override
    public void done() {
      channel.done();
    }

    @Override
    public Object doneOrClosed() {
      return channel.doneOrClosed();
    }

    @Override
    public void error(Throwable reason) {
      channel.error(reason);
    }

    @Override
    public Object errorOrClosed(Throwable reason) {
      return channel.errorOrClosed(reason);
    }

    @Override
    public ChannelClosed closedForSend() {
      return channel.closedForSend();
    }

    @Override
    public ChannelClosed closedForReceive() {
      return channel.closedForReceive();
    }
  }
}
