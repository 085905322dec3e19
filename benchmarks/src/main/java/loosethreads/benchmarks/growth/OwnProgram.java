package loosethreads.benchmarks.growth;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import loosethreads.benchmarks.measure.Kind;

/**
 * The smallest leak of its kind, on either kind of thread: katas have their kind built in.
 *
 * @param waits what its thread waits for
 * @param kind the kind of that thread
 * @param leaks whether nobody ends the wait
 */
public record OwnProgram(Wait waits, Kind kind, boolean leaks) implements Program {

  /** What a thread waits for, and how the wait is ended. */
  public enum Wait {
    /** The next tick of a clock. It is interrupted, or not. */
    TICK {
      @Override
      void begin(Kind kind, boolean leaks) {
        Thread ticker = kind.start(() -> untilInterrupted(() -> Thread.sleep(3_600_000)));
        if (!leaks) {
          ticker.interrupt();
        }
      }
    },

    /** A message in a queue of its own. It is sent, or not. */
    MESSAGE {
      @Override
      void begin(Kind kind, boolean leaks) {
        var mailbox = new LinkedBlockingQueue<String>();
        kind.start(() -> untilInterrupted(mailbox::take));
        if (!leaks) {
          mailbox.add("a message");
        }
      }
    },

    /** Another thread that counts a latch down. It does, or not. */
    LATCH {
      @Override
      void begin(Kind kind, boolean leaks) {
        var missing = new CountDownLatch(1);
        kind.start(() -> untilInterrupted(missing::await));
        if (!leaks) {
          missing.countDown();
        }
      }
    };

    /** Starts the thread, and ends it or not. */
    abstract void begin(Kind kind, boolean leaks);

    /** As the results say it: {@code own-message}. */
    public String subject() {
      return "own-" + name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Wait of(String subject) {
      return valueOf(subject.replaceFirst("^own-", "").toUpperCase(Locale.ROOT));
    }
  }

  /** Something that an interrupt ends. */
  private interface Interruptible {
    void run() throws InterruptedException;
  }

  private static void untilInterrupted(Interruptible wait) {
    try {
      wait.run();
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }

  @Override
  public String subject() {
    return waits.subject();
  }

  @Override
  public int threadsPerCall() {
    return 1;
  }

  @Override
  public void call() {
    waits.begin(kind, leaks);
  }
}
