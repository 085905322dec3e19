package loosethreads.leakcheck;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A heap dump of this JVM, written by public API into a temporary file, and mapped into memory
 * outside the heap. To write it, the JVM stands still, and collects its garbage first.
 */
final class HeapDumpFile implements AutoCloseable {
  /** More live heap than this is refused: seconds of standstill, and gigabytes of file. */
  static final long LARGEST_HEAP = 1L << 30;

  private static final long MIB = 1 << 20;

  /** An id in a dump has 8 bytes where a reference may have 4, and it is written in parts first. */
  private static final int FILE_PER_HEAP = 4;

  /** What the analysis needs of the heap, as a part of what is in there already. */
  private static final int HEAP_PER_ANALYSIS = 4;

  private static final long LEAST_SPARE = 16 * MIB;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Path folder;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment bytes;

  private HeapDumpFile(Path folder, Path file) throws IOException {
    this.folder = folder;
    try (FileChannel channel = FileChannel.open(file)) {
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /** Writes a dump of all that the garbage collector holds live. */
  static HeapDumpFile write(long largestHeap) throws CannotProve {
    Path folder = folder();
    try {
      refuseTooMuch(folder, largestHeap);
      Path file = folder.resolve("heap.hprof");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(file.toString(), true);
      return new HeapDumpFile(folder, file);
    } catch (IOException e) {
      delete(folder);
      throw new CannotProve("a heap dump cannot be written or read in " + folder + ": " + e, e);
    } catch (CannotProve | RuntimeException | Error e) {
      delete(folder);
      throw e;
    }
  }

  private static Path folder() throws CannotProve {
    try {
      return Files.createTempDirectory("leakcheck");
    } catch (IOException e) {
      throw new CannotProve("there is no temporary folder to write a heap dump into: " + e, e);
    }
  }

  private static void refuseTooMuch(Path folder, long largestHeap) throws CannotProve, IOException {
    if (used() > largestHeap) {
      // It may be garbage.
      System.gc();
    }
    long used = used();
    if (used > largestHeap) {
      throw new CannotProve(
          "the heap holds " + used / MIB + " MiB, and " + largestHeap / MIB + " MiB is the limit");
    }
    long spare = Runtime.getRuntime().maxMemory() - used;
    long needed = used / HEAP_PER_ANALYSIS + LEAST_SPARE;
    if (spare < needed) {
      throw new CannotProve(
          "it would need "
              + needed / MIB
              + " MiB more of the heap, and it can grow by "
              + spare / MIB
              + " MiB only; give it a larger -Xmx");
    }
    long room = Files.getFileStore(folder).getUsableSpace();
    long file = used * FILE_PER_HEAP;
    if (room < file) {
      throw new CannotProve(
          "a heap dump may take "
              + file / MIB
              + " MiB, and "
              + folder.getParent()
              + " has room for "
              + room / MIB
              + " MiB only; name another folder with -Djava.io.tmpdir");
    }
  }

  private static long used() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  long size() {
    return bytes.byteSize();
  }

  int u1(long at) {
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  int u2(long at) {
    return bytes.get(SHORT, at) & 0xffff;
  }

  int i4(long at) {
    return bytes.get(INT, at);
  }

  long u4(long at) {
    return bytes.get(INT, at) & 0xffff_ffffL;
  }

  /** An id, or a long. */
  long u8(long at) {
    return bytes.get(LONG, at);
  }

  String text(long at, long length) {
    byte[] text = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    arena.close();
    delete(folder);
  }

  /** The dump, and the parts that the JVM may leave when the disk is full. */
  private static void delete(Path folder) {
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
