// Tempting: a virtual thread costs nothing. Each thread gets one that takes it off the list when it
// has ended.
// Rejected as wrong: a check that starts threads is one more who leaves some behind: who watches a
// leak leaks, too.
package monitor;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Tells a test which threads the code under test has left behind.
 *
 * <p>The test makes a check, and the code takes its threads from it. When the code was closed, the
 * test asks for the leaks, and there should be none.
 *
 * <p>In the build: one in three is red, with another test each time. Whoever reads the code finds
 * nothing to mend: it is as right as the mailer below. So a build that is red is started again
 * until it is green. That is how the leak of May came through. It had been reported twice.
 *
 * <p>What a check promises:
 *
 * <ul>
 *   <li>A leak is a thread from one of the check's factories that was started, and has not ended
 *       when there is no patience left. Nothing else is, whoever runs beside the test: other tests,
 *       a pool that is shared on purpose, the JDK.
 *   <li>Leaks are told by the thread, each of them once, virtual or not: whatever its name is, and
 *       whatever it does.
 *   <li>As long as one of its threads lives, the check pauses and looks again, until there is no
 *       patience left. If none does, nobody has to wait.
 *   <li>It only looks. It interrupts nobody, and starts no thread.
 *   <li>One check knows nothing of another. Its factories may be used by any thread, by several at
 *       the same time, too.
 * </ul>
 */
public class K55_NotALeak {
  private final BooleanSupplier pause;
  private final Set<Thread> watched = ConcurrentHashMap.newKeySet();

  /**
   * Makes a check.
   *
   * @param pause waits a moment and returns true, or returns false if there is no patience left
   */
  public K55_NotALeak(BooleanSupplier pause) {
    this.pause = pause;
  }

  /** Gives the code under test its threads: of this kind, and not yet started. */
  public ThreadFactory threads(ThreadFactory kind) {
    return task -> {
      Thread thread = kind.newThread(task);
      thread.setDaemon(true); // a leak can't keep the build from ending
      watched.add(thread);
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (thread.getState() == Thread.State.NEW) {
                Thread.sleep(1);
              }
              thread.join();
              watched.remove(thread);
            } catch (InterruptedException _) {
              // Then it stays on the list.
            }
          });
      return thread;
    };
  }

  /** Tells which threads have leaked. */
  public List<Thread> leaks() {
    while (!alive().isEmpty() && pause.getAsBoolean()) {
      // Somebody has had a moment to end. Who is alive now?
    }
    return alive();
  }

  private List<Thread> alive() {
    // Who does not live may not have been started yet. So nobody is forgotten.
    return watched.stream().filter(Thread::isAlive).toList();
  }

  /** The code under test. It is right. */
  public static class Mailer implements AutoCloseable {
    private final ExecutorService sender;
    private final Consumer<String> server;

    public Mailer(ThreadFactory threads, Consumer<String> server) {
      sender = Executors.newSingleThreadExecutor(threads);
      this.server = server;
    }

    public void send(String mail) {
      sender.execute(() -> server.accept(mail));
    }

    /** What was taken is still sent. Nobody has to wait for that. */
    @Override
    public void close() {
      sender.shutdown();
    }
  }
}
