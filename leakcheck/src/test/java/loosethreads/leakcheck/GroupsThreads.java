package loosethreads.leakcheck;

import java.util.concurrent.atomic.AtomicBoolean;
import loosethreads.leakcheck.programs.Outbox;

/** A JVM of its own in which nobody else starts threads. Prints how they are grouped. */
final class GroupsThreads {
  private GroupsThreads() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("busy")) {
      busy();
      return;
    }
    try (Outbox outbox = new Outbox()) {
      var main = Thread.currentThread();
      var other = Thread.ofPlatform().unstarted(() -> join(main));
      outbox.welcome("Ada");
      outbox.welcome("Grace");
      outbox.welcome("Barbara");
      other.start();
      while (!outbox.isIdle() || other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      switch (args[0]) {
        case "json" -> System.out.print(ThreadCensus.groups().toJson());
        case "needsDump" -> System.out.println(ThreadCensus.needsDump());
        default -> System.out.print(ThreadCensus.groups());
      }
    }
  }

  private static void busy() throws InterruptedException {
    var stop = new AtomicBoolean();
    Thread spinning =
        Thread.startVirtualThread(() -> {
          while (!stop.get()) {
            Thread.onSpinWait();
          }
        });
    try {
      System.out.print(ThreadCensus.groups());
    } catch (IllegalStateException e) {
      System.out.println(e);
    } finally {
      stop.set(true);
      spinning.join();
    }
  }

  private static void join(Thread other) {
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
