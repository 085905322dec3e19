// Tempting: give the read lock back, take the write lock.
// Rejected as wrong: between the two, others did the same. Each of them asks the source.
package locks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the settings of an application, so that nobody has to fetch them each time.
 *
 * <p>Settings are read all the time and hardly ever written. So the cache has a lock for readers,
 * which many can have at once, and one for writers.
 *
 * <p>In production: the cache is filled at the start, and all is well. Some day an operator changes
 * a setting. From then on nobody gets a setting any more, not even those that are as they were. The
 * processors are idle.
 *
 * <p>What a cache promises:
 *
 * <ul>
 *   <li>{@link #get} returns a setting. If it is not there yet or no longer fresh, it is fetched,
 *       once, however many want it at the same time.
 *   <li>{@link #load} fetches anew. When it returns, everybody gets what it fetched.
 *   <li>A setting can be made from another: while it fetches, the source may ask the cache for that
 *       one.
 *   <li>If the source fails, the caller gets its exception, and whoever comes next asks again.
 *   <li>As long as the source answers, everybody gets an answer, and nobody spins.
 * </ul>
 */
public class K44_ConfigCache {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, String> settings = new HashMap<>();
  private final Source source;

  /** Makes an empty cache. */
  public K44_ConfigCache(Source source) {
    this.source = source;
  }

  /** Fetches settings, whether they are there or not. */
  public void load(List<String> names) {
    lock.writeLock().lock();
    try {
      for (String name : names) {
        settings.put(name, source.fetch(name));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Tells a setting. */
  public String get(String name) {
    lock.readLock().lock();
    try {
      String setting = settings.get(name);
      if (isGood(name, setting)) {
        return setting;
      }
    } finally {
      lock.readLock().unlock();
    }
    // Nothing is locked here.
    return fetch(name);
  }

  private String fetch(String name) {
    lock.writeLock().lock();
    try {
      String setting = source.fetch(name);
      settings.put(name, setting);
      return setting;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean isGood(String name, String setting) {
    return setting != null && source.isFresh(name, setting);
  }

  /** Where settings come from. */
  public interface Source {
    /** Fetches a setting. It takes a while. */
    String fetch(String name);

    /** Tells whether a setting is still what {@link #fetch} would return. */
    boolean isFresh(String name, String setting);
  }
}
