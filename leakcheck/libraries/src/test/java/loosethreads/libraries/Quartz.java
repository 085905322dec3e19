package loosethreads.libraries;

import java.util.Properties;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;

final class Quartz implements Library {
  private static Scheduler scheduler() throws SchedulerException {
    Properties settings = new Properties();
    settings.put("org.quartz.scheduler.instanceName", "reports");
    settings.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    settings.put("org.quartz.threadPool.threadCount", "2");
    Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
    scheduler.start();
    return scheduler;
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() throws SchedulerException {
    Scheduler scheduler = scheduler();
    return () -> scheduler.shutdown(true);
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws SchedulerException {
    Scheduler scheduler = scheduler();
    scheduler.shutdown(true);
  }
  // end::closed[]
}
