package loosethreads.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Flags that make the heap in use after a collection say what is kept, and nothing else.
 *
 * <p>The collector is Serial, and the heap has its full size, touched, from the start: so resident
 * memory grows by what is outside of it. The buffers that threads allocate from are small and stay
 * so. The JVM counts a whole buffer as used; left alone, it gives the main thread one of half a
 * megabyte, and takes it away again when there are a thousand threads.
 */
public final class SteadyHeap {
  /**
   * A heap that is touched from the start. In large pages, which only Linux has: else that takes
   * seconds where the machine is virtual.
   */
  public static final List<String> TOUCHED =
      List.of(
          "-XX:+AlwaysPreTouch",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UseTransparentHugePages");

  private SteadyHeap() {}

  /** The flags, for a heap of so many MiB, and some more. */
  public static String[] flags(int heap, String... more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "-Xms" + heap + "m",
                "-Xmx" + heap + "m",
                "-XX:TLABSize=16k",
                "-XX:-ResizeTLAB"));
    flags.addAll(TOUCHED);
    flags.addAll(List.of(more));
    return flags.toArray(String[]::new);
  }
}
