package loosethreads.benchmarks.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory of this JVM at one moment.
 *
 * @param heap bytes in use after two full collections
 * @param resident bytes of the process that are in memory, as Linux tells them ({@code VmRSS});
 *     empty elsewhere
 */
public record Memory(long heap, OptionalLong resident) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * Collects twice, then reads. Twice, since what the first collection finds to be garbage may have
   * been enqueued for somebody who holds on to it a moment longer.
   */
  public static Memory settled() throws IOException {
    System.gc();
    System.gc();
    return new Memory(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), status("VmRSS:"));
  }

  /** How much more this is than it was before. */
  public Memory since(Memory before) {
    return new Memory(
        heap - before.heap,
        resident.isPresent() && before.resident.isPresent()
            ? OptionalLong.of(resident.getAsLong() - before.resident.getAsLong())
            : OptionalLong.empty());
  }

  /** The most that was ever in memory, as Linux tells it ({@code VmHWM}); empty elsewhere. */
  public static OptionalLong peak() throws IOException {
    return status("VmHWM:");
  }

  private static OptionalLong status(String name) throws IOException {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    }
  }
}
