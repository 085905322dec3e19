package loosethreads.leakcheck.programs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Sends the mail of a shop. Each customer gets a sender, and no sender ends before the outbox. */
public final class Outbox implements AutoCloseable {
  private final List<Thread> senders = new CopyOnWriteArrayList<>();

  /** Greets a new customer, and leaves a virtual thread that waits for more mail. */
  public void welcome(String customer) {
    var mail = new LinkedBlockingQueue<String>();
    mail.add("Welcome, " + customer);
    senders.add(Thread.startVirtualThread(() -> send(mail)));
  }

  private static void send(LinkedBlockingQueue<String> mail) {
    try {
      while (true) {
        mail.take();
      }
    } catch (InterruptedException e) {
      // The shop is closed.
    }
  }

  /** Whether all senders have sent what there was, and wait. */
  public boolean isIdle() {
    return senders.stream().allMatch(sender -> sender.getState() == Thread.State.WAITING);
  }

  /** Ends all senders. */
  @Override
  public void close() {
    try {
      for (Thread sender : senders) {
        sender.interrupt();
        sender.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
