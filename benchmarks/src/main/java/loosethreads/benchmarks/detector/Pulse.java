package loosethreads.benchmarks.detector;

/** A thread that sleeps a millisecond at a time, and so notices when all threads stand still. */
final class Pulse {
  private final Thread thread;
  private volatile boolean over;
  private volatile long longest;

  private Pulse() {
    thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);
  }

  static Pulse start() {
    var pulse = new Pulse();
    pulse.thread.start();
    return pulse;
  }

  private void beat() {
    long last = System.nanoTime();
    while (!over) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        return;
      }
      long now = System.nanoTime();
      longest = Math.max(longest, now - last);
      last = now;
    }
  }

  /** Ends it, and returns the longest time between two beats, in milliseconds. */
  double stop() throws InterruptedException {
    over = true;
    thread.join();
    return longest / 1e6;
  }
}
