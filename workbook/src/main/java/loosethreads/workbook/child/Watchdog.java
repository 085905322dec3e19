package loosethreads.workbook.child;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells where a test stands when it takes longer than any honest one. Ending it is left to the
 * judge, which ends the whole JVM.
 */
final class Watchdog {
  /**
   * The first test may begin this many limits late: until then JUnit is being loaded, which says
   * something about the machine and nothing about the program.
   */
  private static final int LIMITS_TO_BEGIN = 3;

  private final Thread watched = Thread.currentThread();
  private final Duration limit;
  private final Consumer<Message> tell;
  private String test = "";
  private long since = System.nanoTime();

  Watchdog(Duration limit, Consumer<Message> tell) {
    this.limit = limit;
    this.tell = tell;
  }

  void start() {
    Thread.ofPlatform().name("judge-watchdog").daemon().start(this::watch);
  }

  /** Notes that something moved. */
  synchronized void moved(Message message) {
    since = System.nanoTime();
    if (message instanceof Message.Started(var name)) {
      test = name;
    }
    notifyAll();
  }

  private synchronized void watch() {
    try {
      while (true) {
        long most = test.isEmpty() ? LIMITS_TO_BEGIN * limit.toNanos() : limit.toNanos();
        long left = since + most - System.nanoTime();
        if (left <= 0) {
          tell.accept(new Message.Stuck(test, stack()));
          return;
        }
        // Rounded up: waiting for 0 ms would be waiting for ever.
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String stack() {
    return Stream.of(watched.getStackTrace())
        .filter(f ->
            !f.getClassName().startsWith("org.junit.")
                && !f.getClassName().startsWith("loosethreads."))
        .filter(f ->
            !f.getClassName().startsWith("jdk.internal.")
                && !f.getClassName().startsWith("java.lang.reflect."))
        .limit(12)
        .map(f ->
            "    at "
                + f.getClassName()
                + "."
                + f.getMethodName()
                + " ("
                + f.getFileName()
                + ":"
                + f.getLineNumber()
                + ")")
        .collect(Collectors.joining("\n"));
  }
}
