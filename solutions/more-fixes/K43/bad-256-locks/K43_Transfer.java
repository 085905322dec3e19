// Tempting: a fixed row of locks, and each name has its place in it. The smaller place is locked
// first, and two names at one place have the same lock, which the same thread may take twice.
// Rejected as wrong: they share it with everybody at that place. In a bank with more than a few
// hundred accounts strangers wait for each other.
package locks;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

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
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Lock[] locks = Stream.generate(ReentrantLock::new).limit(256).toArray(Lock[]::new);
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
    Account payer = Objects.requireNonNull(accounts.get(from), from);
    Account payee = Objects.requireNonNull(accounts.get(to), to);
    int one = numberOfLock(from);
    int other = numberOfLock(to);
    Lock first = locks[Math.min(one, other)];
    Lock second = locks[Math.max(one, other)];
    first.lock();
    try {
      second.lock();
      try {
        if (payer.cents < cents) {
          throw new IllegalStateException(from + " has not enough");
        }
        journal.write(from, -cents, payer.cents - cents);
        payer.cents -= cents;
        journal.write(to, cents, payee.cents + cents);
        payee.cents += cents;
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }

  private int numberOfLock(String name) {
    int hash = name.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), locks.length);
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
    volatile long cents;

    Account(long cents) {
      this.cents = cents;
    }
  }
}
