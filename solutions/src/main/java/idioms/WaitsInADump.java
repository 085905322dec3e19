package idioms;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Channel;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread for each kind of wait, to be looked at in a thread dump: {@code docs/runs/dump-*.txt}
 * come from here. It says its process number and waits for a minute.
 */
final class WaitsInADump {
  private static final Channel<String> LINES = Channel.newRendezvousChannel();
  private static final Channel<String> REPLIES = Channel.newRendezvousChannel();
  private static final Lock LOCK = new ReentrantLock();
  private static final Object MONITOR = new Object();
  private static final CountDownLatch LATCH = new CountDownLatch(1);

  private WaitsInADump() {}

  interface Wait {
    void begin() throws IOException, InterruptedException;
  }

  private static void start(String name, Wait wait) {
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            wait.begin();
          } catch (IOException | InterruptedException e) {
            System.out.println(name + ": " + e);
          }
        });
  }

  static void tick() throws InterruptedException {
    Thread.sleep(Duration.ofHours(1));
  }

  static void send() throws InterruptedException {
    LINES.send("a line");
  }

  static void range() throws InterruptedException {
    REPLIES.forEach(_ -> {});
  }

  static void host() throws InterruptedException {
    selectOrClosed(REPLIES.receiveClause(), Channel.newRendezvousChannel().receiveClause());
  }

  static void book() {
    LOCK.lock();
  }

  static void enter() throws InterruptedException {
    synchronized (MONITOR) {
      tick();
    }
  }

  static void publish() throws InterruptedException {
    LATCH.await();
  }

  static void runShell() throws IOException, InterruptedException {
    new ProcessBuilder("sleep", "60").start().waitFor();
  }

  static void readPipe() throws IOException {
    int _ = new ProcessBuilder("sleep", "60").start().getInputStream().read();
  }

  static void watchSettings() throws IOException, InterruptedException {
    WatchService watch = FileSystems.getDefault().newWatchService();
    Path.of(".").register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
    watch.take();
  }

  public static void main(String[] args) throws Exception {
    start("ticker", WaitsInADump::tick);
    start("sender", WaitsInADump::send);
    start("worker", WaitsInADump::range);
    start("host", WaitsInADump::host);
    start("publisher", WaitsInADump::publish);
    Thread.ofVirtual().start(LOCK::lock).join();
    start("booking", WaitsInADump::book);
    start("entry", WaitsInADump::enter);
    start("entry", WaitsInADump::enter);
    start("shell", WaitsInADump::runShell);
    start("pipe", WaitsInADump::readPipe);
    start("settings", WaitsInADump::watchSettings);
    ExecutorService pool = Executors.newFixedThreadPool(1);
    pool.submit(() -> {}).get();
    System.out.println(ProcessHandle.current().pid());
    Thread.sleep(Duration.ofMinutes(1));
    Runtime.getRuntime().halt(0);
  }
}
