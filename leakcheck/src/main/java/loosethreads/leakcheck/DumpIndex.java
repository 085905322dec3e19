package loosethreads.leakcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where everything is in a heap dump: its objects, classes, threads, and roots. It keeps about 10
 * bytes for each object and reads the rest from the file when asked.
 *
 * <p>The format is described in HotSpot's {@code heapDumper.cpp}.
 */
final class DumpIndex {
  private static final int RECORD_HEADER = 9;

  private static final int UTF8 = 0x01;
  private static final int LOAD_CLASS = 0x02;
  private static final int FRAME = 0x04;
  private static final int TRACE = 0x05;
  private static final int HEAP = 0x0c;
  private static final int HEAP_SEGMENT = 0x1c;

  static final int CLASS = 0x20;
  static final int INSTANCE = 0x21;
  static final int ARRAY = 0x22;
  private static final int PRIMITIVE_ARRAY = 0x23;

  private final HeapDumpFile file;
  private final LongMap symbols = new LongMap();
  private final LongMap classNames = new LongMap();
  private final LongMap classesBySerial = new LongMap();
  private final LongMap classesById = new LongMap();
  private final List<DumpedClass> classes = new ArrayList<>();
  private final LongMap frames = new LongMap();
  private final LongMap traces = new LongMap();
  private final List<StackThread> threads = new ArrayList<>();
  private final LongList globals = new LongList();
  private final LongList localOwners = new LongList();
  private final LongList locals = new LongList();
  private final HeapIds ids = new HeapIds();
  private long[] positions = {};
  private int[] localsByThread = {};
  private int[] firstLocal = {};

  /**
   * A thread with its stack.
   *
   * @param serial its number in the dump
   * @param object the id of its {@code Thread}
   * @param trace the number of its stack
   */
  record StackThread(int serial, long object, int trace) {}

  /** What a thread refers to from one of its frames; 0 is the innermost. */
  record Local(long object, int frame) {}

  private DumpIndex(HeapDumpFile file) {
    this.file = file;
  }

  static DumpIndex of(HeapDumpFile file) throws CannotProve {
    DumpIndex index = new DumpIndex(file);
    try {
      index.read();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new CannotProve("the heap dump ends early, or is of an unknown format: " + e, e);
    }
    return index;
  }

  private void read() throws CannotProve {
    long start = 0;
    while (file.u1(start) != 0) {
      start++;
    }
    if (file.i4(start + 1) != Long.BYTES) {
      throw new CannotProve("the heap dump has ids of " + file.i4(start + 1) + " bytes, not 8");
    }
    start += 1 + Integer.BYTES + Long.BYTES;
    records(start, true);
    ids.seal();
    positions = new long[ids.size()];
    records(start, false);
    sortLocals();
  }

  /** Goes through the file: once for all that is needed to number objects, once to find them. */
  private void records(long start, boolean first) throws CannotProve {
    long at = start;
    while (at + RECORD_HEADER <= file.size()) {
      int tag = file.u1(at);
      long length = file.u4(at + 5);
      at += RECORD_HEADER;
      if (tag == HEAP || tag == HEAP_SEGMENT) {
        if (first) {
          survey(at, at + length);
        } else {
          locate(at, at + length);
        }
      } else if (first) {
        record(tag, at, length);
      }
      at += length;
    }
  }

  private void record(int tag, long at, long length) {
    switch (tag) {
      case UTF8 -> symbols.put(file.u8(at), (at + 8) << 16 | Math.min(length - 8, 0xffff));
      case LOAD_CLASS -> {
        classNames.put(file.u8(at + 4), file.u8(at + 16));
        classesBySerial.put(file.u4(at), file.u8(at + 4));
      }
      case FRAME -> frames.put(file.u8(at), at);
      case TRACE -> traces.put(file.u4(at), at);
      default -> {
        // Nothing that is needed.
      }
    }
  }

  private void survey(long from, long to) throws CannotProve {
    long at = from;
    while (at < to) {
      int tag = file.u1(at);
      switch (tag) {
        case 0x01 -> globals.add(file.u8(at + 1));
        case 0x02, 0x03 -> local(file.i4(at + 9), file.i4(at + 13), file.u8(at + 1));
        case 0x04, 0x06 -> local(file.i4(at + 9), -1, file.u8(at + 1));
        case 0x07, 0xff -> globals.add(file.u8(at + 1));
        case 0x08 ->
            threads.add(new StackThread(file.i4(at + 9), file.u8(at + 1), file.i4(at + 13)));
        case CLASS -> {
          ids.add(file.u8(at + 1));
          addClass(at);
        }
        case INSTANCE, ARRAY -> ids.add(file.u8(at + 1));
        default -> {
          // Sticky classes, for all classes are roots anyway, and arrays that refer to nothing.
        }
      }
      at += length(tag, at);
    }
  }

  private void locate(long from, long to) throws CannotProve {
    long at = from;
    while (at < to) {
      int tag = file.u1(at);
      if (tag == CLASS || tag == INSTANCE || tag == ARRAY) {
        positions[ids.indexOf(file.u8(at + 1))] = at;
      }
      at += length(tag, at);
    }
  }

  private long length(int tag, long at) throws CannotProve {
    return switch (tag) {
      case 0x01 -> 17;
      case 0x02, 0x03, 0x08 -> 17;
      case 0x04, 0x06 -> 13;
      case 0x05, 0x07, 0xff -> 9;
      case CLASS -> fieldsOf(at) + 2 + file.u2(fieldsOf(at)) * 9L - at;
      case INSTANCE -> 25 + file.u4(at + 21);
      case ARRAY -> 25 + file.u4(at + 13) * 8;
      case PRIMITIVE_ARRAY -> 18 + file.u4(at + 13) * DumpedClass.size(file.u1(at + 17));
      default -> throw new CannotProve("the heap dump has an unknown record " + tag);
    };
  }

  private void local(int thread, int frame, long object) {
    localOwners.add((long) thread << 32 | (frame & 0xffff_ffffL));
    locals.add(object);
  }

  /** Where the static fields of a class begin: their number, then name, type, and value of each. */
  long staticsOf(long classAt) {
    long at = classAt + 1 + 8 + 4 + 6 * 8 + 4;
    int constants = file.u2(at);
    at += 2;
    for (int i = 0; i < constants; i++) {
      at += 3 + DumpedClass.size(file.u1(at + 2));
    }
    return at;
  }

  private long fieldsOf(long classAt) {
    long at = staticsOf(classAt);
    int statics = file.u2(at);
    at += 2;
    for (int i = 0; i < statics; i++) {
      at += 9 + DumpedClass.size(file.u1(at + 8));
    }
    return at;
  }

  private void addClass(long at) {
    long id = file.u8(at + 1);
    long fieldsAt = fieldsOf(at);
    int count = file.u2(fieldsAt);
    List<DumpedClass.Field> fields = new ArrayList<>(count);
    int offset = 0;
    for (int i = 0; i < count; i++) {
      long fieldAt = fieldsAt + 2 + i * 9L;
      int type = file.u1(fieldAt + 8);
      fields.add(new DumpedClass.Field(symbol(file.u8(fieldAt)), type, offset));
      offset += DumpedClass.size(type);
    }
    classesById.put(id, classes.size());
    classes.add(new DumpedClass(id, file.u8(at + 13), symbol(classNames.get(id)), fields));
  }

  String symbol(long id) {
    long found = symbols.get(id);
    return found < 0 ? "" : file.text(found >>> 16, found & 0xffff);
  }

  /** Puts the locals of one thread beside each other. */
  private void sortLocals() {
    int last = 0;
    for (int i = 0; i < localOwners.size(); i++) {
      last = Math.max(last, (int) (localOwners.get(i) >>> 32));
    }
    firstLocal = new int[last + 2];
    for (int i = 0; i < localOwners.size(); i++) {
      firstLocal[(int) (localOwners.get(i) >>> 32) + 1]++;
    }
    Arrays.parallelPrefix(firstLocal, Integer::sum);
    localsByThread = new int[localOwners.size()];
    int[] next = firstLocal.clone();
    for (int i = 0; i < localOwners.size(); i++) {
      localsByThread[next[(int) (localOwners.get(i) >>> 32)]++] = i;
    }
  }

  HeapDumpFile file() {
    return file;
  }

  /** How many objects there are, of those that can refer to others. */
  int size() {
    return ids.size();
  }

  /** The number of an object, or -1 for null, and for objects that refer to nothing. */
  int indexOf(long id) {
    return id == 0 ? -1 : ids.indexOf(id);
  }

  /** Where the record of an object begins. */
  long position(int index) {
    return positions[index];
  }

  List<DumpedClass> classes() {
    return classes;
  }

  /** The number of the class with this id in {@link #classes}, or -1. */
  int classIndex(long id) {
    return (int) classesById.get(id);
  }

  List<StackThread> threads() {
    return threads;
  }

  /** What the JVM itself and native code hold. */
  LongList globals() {
    return globals;
  }

  List<Local> locals(int thread) {
    if (thread < 0 || thread + 1 >= firstLocal.length) {
      return List.of();
    }
    List<Local> found = new ArrayList<>();
    for (int i = firstLocal[thread]; i < firstLocal[thread + 1]; i++) {
      int local = localsByThread[i];
      found.add(new Local(locals.get(local), (int) localOwners.get(local)));
    }
    return found;
  }

  /** The largest serial of a thread that has locals. */
  int lastSerial() {
    return firstLocal.length - 2;
  }

  /** How many frames a stack has. */
  int depth(int trace) {
    long at = traces.get(trace);
    return at < 0 ? 0 : (int) file.u4(at + 8);
  }

  /** A frame of a stack; 0 is the innermost. */
  DumpedFrame frame(int trace, int depth) {
    long id = file.u8(traces.get(trace) + 12 + depth * 8L);
    long at = frames.get(id);
    long owner = classesBySerial.get(file.u4(at + 32));
    return new DumpedFrame(classNames.get(owner), file.u8(at + 8), file.u8(at + 16));
  }

  /**
   * A frame, by the ids of the symbols in it: many frames are alike.
   *
   * @param type the name of its class
   * @param method the name of its method
   * @param descriptor of the method
   */
  record DumpedFrame(long type, long method, long descriptor) {}
}
