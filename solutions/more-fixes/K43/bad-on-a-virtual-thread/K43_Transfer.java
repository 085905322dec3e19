// Tempting: a virtual thread may wait, it costs nothing, and the caller goes home after a minute.
// Rejected as leaking: the caller goes, without having paid. The two locks stay taken for ever.
package locks;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Moves money from one account of a bank to another.
 *
 * <p>Each change of an account is written into a journal before the money moves. The journal is on
 * a disk, and slow. So each account has a lock of its own, and strangers do not wait for each
 * other.
 *
 * <p>In production: for weeks all is well. Then there are two accounts out of which nothing can be
 * paid any more, and nothing can be paid in. Whoever tries hangs, and no error is in the log. It
 * hits those who often pay each other, and mostly on the last day of the month.
 *
 * <p>What a bank promises:
 *
 * <ul>
 *   <li>{@link #pay} returns when the money has moved. If the payer has not enough, it throws an
 *       {@code IllegalStateException}; nothing moves, and nothing is written.
 *   <li>The journal is told of each change once, with the balance after it. What it is told of one
 *       account is in order: each line goes on from the line before. No balance is below zero.
 *   <li>If the journal can't be written, its exception is what the caller gets. Others can go on.
 *   <li>Transfers that have no account in common do not wait for each other. Whoever has to wait
 *       does so without spinning.
 *   <li>As long as the journal answers, every transfer ends.
 * </ul>
 */
public class K43_Transfer {
  private static final Executor VIRTUAL = task -> Thread.ofVirtual().name("transfer").start(task);

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Journal journal;

  /** Makes a bank without accounts. */
  public K43_Transfer(Journal journal) {
    this.journal = journal;
  }

  /** Opens an account. */
  public void open(String name, long cents) {
    accounts.put(name, new Account(cents));
  }

  /** Moves money from one account to another. */
  public void pay(String from, String to, long cents) {
    Account payer = accounts.get(from);
    Account payee = accounts.get(to);
    try {
      CompletableFuture.runAsync(() -> move(from, payer, to, payee, cents), VIRTUAL)
          .get(1, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("It takes too long.", e);
    }
  }

  private void move(String from, Account payer, String to, Account payee, long cents) {
    payer.lock.lock();
    try {
      payee.lock.lock();
      try {
        if (payer.cents < cents) {
          throw new IllegalStateException(from + " has not enough");
        }
        journal.write(from, -cents, payer.cents - cents);
        payer.cents -= cents;
        journal.write(to, cents, payee.cents + cents);
        payee.cents += cents;
      } finally {
        payee.lock.unlock();
      }
    } finally {
      payer.lock.unlock();
    }
  }

  /** Tells how much is in an account. */
  public long balance(String name) {
    return accounts.get(name).cents;
  }

  /** Where all is written down. */
  public interface Journal {
    /** Writes down how an account changes, and what is in it then. */
    void write(String account, long change, long balance);
  }

  private static class Account {
    final Lock lock = new ReentrantLock();
    volatile long cents;

    Account(long cents) {
      this.cents = cents;
    }
  }
}
