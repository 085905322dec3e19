package shop;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Sends mails in the background, one after the other. */
public class Outbox implements AutoCloseable {
  private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();

  /** Opens an outbox that hands mails to a server. */
  public Outbox(Consumer<String> server) {
    Thread.ofVirtual().name("outbox").start(() -> send(server));
  }

  private void send(Consumer<String> server) {
    try {
      while (true) {
        server.accept(mails.take());
      }
    } catch (InterruptedException e) {
      // The outbox is closed.
    }
  }

  /** Puts a mail into the outbox. */
  public void add(String mail) {
    mails.add(mail);
  }

  /** Closes the outbox, and forgets to tell its thread. */
  @Override
  public void close() {}
}
