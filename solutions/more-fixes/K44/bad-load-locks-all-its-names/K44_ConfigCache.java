// Tempting: a lock for each setting, so that a slow one holds up nobody else. A load takes the
// locks of all its settings first, so that nobody sees half of it.
// Rejected as leaking: it takes them in the order of its list, and somebody else has another order.
// A load of color and theme, and a theme that is being made from color, wait for each other.
package locks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

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
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();
  private final Source source;

  /** Makes an empty cache. */
  public K44_ConfigCache(Source source) {
    this.source = source;
  }

  /** Fetches settings, whether they are there or not. */
  public void load(List<String> names) {
    Deque<Lock> held = new ArrayDeque<>();
    try {
      for (String name : names) {
        Lock lock = lock(name);
        lock.lock();
        held.push(lock);
      }
      for (String name : names) {
        settings.put(name, source.fetch(name));
      }
    } finally {
      held.forEach(Lock::unlock);
    }
  }

  /** Tells a setting. */
  public String get(String name) {
    Lock lock = lock(name);
    lock.lock();
    try {
      String setting = settings.get(name);
      if (setting == null || !source.isFresh(name, setting)) {
        setting = source.fetch(name);
        settings.put(name, setting);
      }
      return setting;
    } finally {
      lock.unlock();
    }
  }

  private Lock lock(String name) {
    return locks.computeIfAbsent(name, _ -> new ReentrantLock());
  }

  /** Where settings come from. */
  public interface Source {
    /** Fetches a setting. It takes a while. */
    String fetch(String name);

    /** Tells whether a setting is still what {@link #fetch} would return. */
    boolean isFresh(String name, String setting);
  }
}
