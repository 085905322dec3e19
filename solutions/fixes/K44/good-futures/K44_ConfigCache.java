// Also good: a future for each setting. Whoever puts it into the map fetches; the others wait for
// the
// future, and for no lock.
package locks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * Keeps the settings of an application, so that nobody has to fetch them twice.
 *
 * <p>Settings are read all the time and hardly ever written. So the cache has a lock for readers,
 * which many can have at once, and one for writers.
 *
 * <p>In production: the cache is filled at the start, and all is well. Some day somebody asks for a
 * setting that is not in it. From then on nobody gets a setting any more, not even those that are
 * in it. The processors are idle.
 *
 * <p>What a cache promises:
 *
 * <ul>
 *   <li>{@link #get} returns a setting. If it is not there yet, the source is asked, once, however
 *       many want it at the same time.
 *   <li>{@link #load} asks the source anew. When it returns, everybody gets what it fetched.
 *   <li>A setting can be made from another: the source may ask the cache for that one.
 *   <li>If the source fails, the caller gets its exception, and whoever comes next asks again.
 *   <li>As long as the source answers, everybody gets an answer, and nobody spins.
 * </ul>
 */
public class K44_ConfigCache {
  private final ConcurrentMap<String, CompletableFuture<String>> settings =
      new ConcurrentHashMap<>();
  private final UnaryOperator<String> source;

  /** Makes an empty cache. */
  public K44_ConfigCache(UnaryOperator<String> source) {
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
    var first = settings.putIfAbsent(name, mine);
    if (first == null) {
      return fetch(name, mine);
    }
    try {
      return first.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private String fetch(String name, CompletableFuture<String> setting) {
    try {
      setting.complete(source.apply(name));
      return setting.join();
    } catch (Throwable e) {
      settings.remove(name, setting);
      setting.completeExceptionally(e);
      throw e;
    }
  }
}
