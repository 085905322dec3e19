package loosethreads.libraries;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A cache has no threads and no {@code close()}. The scheduler that it was given has both. */
final class CaffeineCache implements Library {
  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    sessions(Scheduler.forScheduledExecutorService(timer)).put("K11", "open");
    return timer::shutdownNow;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() {
    sessions(Scheduler.systemScheduler()).put("K11", "open");
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      sessions(Scheduler.forScheduledExecutorService(timer)).put("K11", "open");
      timer.shutdownNow();
    }
  }

  // end::closed[]

  private static Cache<String, String> sessions(Scheduler scheduler) {
    return Caffeine.newBuilder()
        .expireAfterWrite(Duration.ofMinutes(30))
        .scheduler(scheduler)
        .executor(Runnable::run)
        .build();
  }
}
