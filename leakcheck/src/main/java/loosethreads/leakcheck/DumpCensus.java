package loosethreads.leakcheck;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Reads the thread dump that every JVM can write, by public API alone. It goes through a file, as
 * the API wants it, and costs far more than {@link ContainerCensus} when there are many threads.
 */
final class DumpCensus implements Census {
  private final HotSpotDiagnosticMXBean jvm =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
  private final VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  @Override
  public String name() {
    return "thread dump";
  }

  /**
   * Whether no virtual thread is on its way. JDK 25 can crash when it dumps a virtual thread that
   * mounts or unmounts at this moment (JDK-8364343), so nobody should ask for a dump then without
   * need.
   */
  @Override
  public boolean isSafe() {
    int own = Thread.currentThread().isVirtual() ? 1 : 0;
    return scheduler.getQueuedVirtualThreadCount() <= 0
        && scheduler.getMountedVirtualThreadCount() <= own;
  }

  @Override
  public List<Sighting> bornAfter(long mark) {
    Map<Long, Thread> platform = platformThreads();
    long self = Thread.currentThread().threadId();
    List<Sighting> found = new ArrayList<>();
    for (ThreadDump.Entry entry : dump(mark).threads()) {
      if (entry.id() != self) {
        found.add(new DumpedThread(entry, Optional.ofNullable(platform.get(entry.id()))));
      }
    }
    return found;
  }

  @Override
  public Set<String> containers() {
    return new HashSet<>(dump(Long.MAX_VALUE).containers());
  }

  private ThreadDump dump(long mark) {
    try {
      Path folder = Files.createTempDirectory("leakcheck");
      Path file = folder.resolve("threads.json");
      try {
        jvm.dumpThreads(file.toString(), ThreadDumpFormat.JSON);
        try (Reader reader = Files.newBufferedReader(file)) {
          return ThreadDump.read(reader, mark);
        }
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write or read a thread dump", e);
    } catch (IllegalFormatException e) {
      // Its own escaping fails there.
      throw new IllegalStateException(
          "JDK 25 cannot write a thread dump while a thread has a control character in its name:"
              + " rename that thread, or run with "
              + ContainerCensus.FLAG
              + ", which needs no dump",
          e);
    }
  }

  /** The dump gives no thread objects. For platform threads there is another way to have them. */
  private static Map<Long, Thread> platformThreads() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[all.activeCount() * 2 + 32];
    int count = all.enumerate(threads, true);
    while (count == threads.length) {
      threads = new Thread[count * 2];
      count = all.enumerate(threads, true);
    }
    Map<Long, Thread> byId = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byId.put(threads[i].threadId(), threads[i]);
    }
    return byId;
  }
}
