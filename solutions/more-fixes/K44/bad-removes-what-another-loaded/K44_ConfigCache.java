// Tempting: a future for each setting. If the source fails, it is taken out, so that whoever comes
// next asks again.
// Rejected as wrong: it is not asked whose future is there by now. If another load has fetched the
// setting meanwhile, that one is taken out.
package locks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

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
  private final ConcurrentMap<String, CompletableFuture<String>> settings =
      new ConcurrentHashMap<>();
  private final Source source;

  /** Makes an empty cache. */
  public K44_ConfigCache(Source source) {
    this.source = source;
  }

  /** Fetches settings, whether they are there or not. */
  public void load(List<String> names) {
    for (String name : names) {
      var setting = new CompletableFuture<String>();
      settings.put(name, setting);
      fetch(name, setting);
    }
  }

  /** Tells a setting. */
  public String get(String name) {
    var mine = new CompletableFuture<String>();
    while (true) {
      var there = settings.putIfAbsent(name, mine);
      if (there == null) {
        return fetch(name, mine);
      }
      String setting = result(there);
      if (source.isFresh(name, setting)) {
        return setting;
      }
      // Whoever removes what is outdated, all who do so meet again above, and one of them wins.
      settings.remove(name, there);
    }
  }

  private static String result(CompletableFuture<String> setting) {
    try {
      return setting.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private String fetch(String name, CompletableFuture<String> setting) {
    try {
      setting.complete(source.fetch(name));
      return setting.join();
    } catch (Throwable e) {
      settings.remove(name);
      setting.completeExceptionally(e);
      throw e;
    }
  }

  /** Where settings come from. */
  public interface Source {
    /** Fetches a setting. It takes a while. */
    String fetch(String name);

    /** Tells whether a setting is still what {@link #fetch} would return. */
    boolean isFresh(String name, String setting);
  }
}
