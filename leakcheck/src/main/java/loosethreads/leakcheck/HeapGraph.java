package loosethreads.leakcheck;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Which object of a heap dump refers to which, and a few of their values.
 *
 * <p>There are two views. The full one has every reference. The other leaves out those by which no
 * program ever gets at a thread:
 *
 * <ul>
 *   <li>the lists of all threads and containers that the JDK keeps for thread dumps, whoever has
 *       them in hand,
 *   <li>what leakcheck has seen of threads,
 *   <li>the subgroups of a {@link ThreadGroup}: a group that a live thread holds is asked about
 *       directly,
 *   <li>the referent of a {@link java.lang.ref.PhantomReference}. Other references can be asked for
 *       their referent, and then it is as good as held.
 * </ul>
 */
final class HeapGraph {
  private static final String REFERENCE = "java/lang/ref/Reference";
  private static final String PHANTOM = "java/lang/ref/PhantomReference";
  private static final String CONTAINERS = "jdk/internal/vm/ThreadContainers";
  private static final String TRACKING =
      "jdk/internal/vm/ThreadContainers$RootContainer$TrackingRootContainer";

  private final DumpIndex index;
  private final HeapDumpFile file;

  /** For each class: where its instances have references, in the full and in the other view. */
  private final int[][] all;

  private final int[][] usable;
  private final ThreadLists lists = new ThreadLists(this);

  HeapGraph(DumpIndex index) throws CannotProve {
    this.index = index;
    this.file = index.file();
    int count = index.classes().size();
    all = new int[count][];
    usable = new int[count][];
    for (int i = 0; i < count; i++) {
      all[i] = references(i, false);
      usable[i] = references(i, true);
    }
    leaveOut(CONTAINERS, "CONTAINER_REGISTRY");
    leaveOut(TRACKING, "VTHREADS");
  }

  private void leaveOut(String type, String field) throws CannotProve {
    Optional<DumpedClass> owner = find(type);
    if (owner.isPresent()) {
      long at = staticAt(owner.get(), field);
      require(at >= 0, type, field);
      lists.add(file.u8(at));
    }
  }

  private static void require(boolean there, String type, String field) throws CannotProve {
    if (!there) {
      throw CannotProve.missing(type.replace('/', '.') + "." + field);
    }
  }

  private int[] references(int of, boolean usableOnly) {
    int[] found = new int[8];
    int size = 0;
    int offset = 0;
    boolean phantom = usableOnly && isKindOf(of, PHANTOM);
    for (int c = of; c >= 0; c = index.classIndex(index.classes().get(c).superId())) {
      DumpedClass type = index.classes().get(c);
      for (DumpedClass.Field field : type.fields()) {
        if (field.type() == DumpedClass.REFERENCE
            && !(usableOnly && isNoWay(type.name(), field.name(), phantom))) {
          if (size == found.length) {
            found = Arrays.copyOf(found, size * 2);
          }
          found[size++] = offset + field.offset();
        }
      }
      offset += type.ownSize();
    }
    return Arrays.copyOf(found, size);
  }

  private static boolean isNoWay(String type, String field, boolean phantom) {
    return switch (type) {
      case REFERENCE -> phantom && field.equals("referent");
      case "java/lang/ThreadGroup" -> field.equals("groups") || field.equals("weaks");
      case "loosethreads/leakcheck/LiveThread" -> field.equals("live") || field.equals("where");
      case "loosethreads/leakcheck/DumpedThread" -> field.equals("thread");
      default -> false;
    };
  }

  DumpIndex index() {
    return index;
  }

  Optional<DumpedClass> find(String name) {
    for (DumpedClass type : index.classes()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether the class of this number is the named one, or a subclass of it. */
  boolean isKindOf(int type, String name) {
    for (int c = type; c >= 0; c = index.classIndex(index.classes().get(c).superId())) {
      if (index.classes().get(c).name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The number of the class of an object, or -1 for a {@code Class} and for an array. */
  int classOf(int object) {
    long at = index.position(object);
    return file.u1(at) == DumpIndex.INSTANCE ? index.classIndex(file.u8(at + 13)) : -1;
  }

  /** The name of the class of an object; empty for a {@code Class}. */
  String typeOf(int object) {
    long at = index.position(object);
    int type =
        switch (file.u1(at)) {
          case DumpIndex.INSTANCE -> index.classIndex(file.u8(at + 13));
          case DumpIndex.ARRAY -> index.classIndex(file.u8(at + 17));
          default -> -1;
        };
    return type < 0 ? "" : index.classes().get(type).name();
  }

  /** Visits what an object refers to. */
  void references(int object, boolean usableOnly, LongConsumer to) {
    if (usableOnly && lists.has(object)) {
      return;
    }
    long at = index.position(object);
    switch (file.u1(at)) {
      case DumpIndex.INSTANCE -> {
        int type = index.classIndex(file.u8(at + 13));
        for (int offset : (usableOnly ? usable : all)[type]) {
          to.accept(file.u8(at + 25 + offset));
        }
      }
      case DumpIndex.ARRAY -> {
        long count = file.u4(at + 13);
        for (long i = 0; i < count; i++) {
          to.accept(file.u8(at + 25 + i * 8));
        }
      }
      default -> ofClass(at, to);
    }
  }

  /** The superclass, loader, signers, domain, and two reserved ones, and then the static fields. */
  private void ofClass(long at, LongConsumer to) {
    for (int i = 0; i < 6; i++) {
      to.accept(file.u8(at + 13 + i * 8L));
    }
    long next = index.staticsOf(at);
    int statics = file.u2(next);
    next += 2;
    for (int i = 0; i < statics; i++) {
      int type = file.u1(next + 8);
      if (type == DumpedClass.REFERENCE) {
        to.accept(file.u8(next + 9));
      }
      next += 9 + DumpedClass.size(type);
    }
  }

  /** Where the value of a static field is, or -1. */
  private long staticAt(DumpedClass owner, String field) {
    long next = index.staticsOf(index.position(index.indexOf(owner.id())));
    int statics = file.u2(next);
    next += 2;
    for (int i = 0; i < statics; i++) {
      if (index.symbol(file.u8(next)).equals(field)) {
        return next + 9;
      }
      next += 9 + DumpedClass.size(file.u1(next + 8));
    }
    return -1;
  }

  /** The value of an {@code int} constant. */
  int constant(String type, String field) throws CannotProve {
    Optional<DumpedClass> owner = find(type);
    long at = owner.isEmpty() ? -1 : staticAt(owner.get(), field);
    require(at >= 0, type, field);
    return file.i4(at);
  }

  /** Reads one field of objects, whatever their class is. */
  final class FieldReader {
    private final String type;
    private final String field;
    private int lastClass = -1;
    private int lastOffset;

    private FieldReader(String type, String field) {
      this.type = type;
      this.field = field;
    }

    private long at(int object) {
      int of = classOf(object);
      if (of != lastClass) {
        lastOffset = offset(of);
        lastClass = of;
      }
      return index.position(object) + 25 + lastOffset;
    }

    private int offset(int of) {
      int offset = 0;
      for (int c = of; c >= 0; c = index.classIndex(index.classes().get(c).superId())) {
        DumpedClass owner = index.classes().get(c);
        if (owner.name().equals(type)) {
          return offset + owner.field(field).orElseThrow().offset();
        }
        offset += owner.ownSize();
      }
      throw new IllegalArgumentException("no " + type);
    }

    /** An id, or a {@code long}. */
    long u8(int object) {
      return file.u8(at(object));
    }

    int i4(int object) {
      return file.i4(at(object));
    }

    boolean isTrue(int object) {
      return file.u1(at(object)) != 0;
    }
  }

  /** A reader of a field. That no class here has it is one of the things that must not be. */
  FieldReader reader(String type, String field) throws CannotProve {
    Optional<DumpedClass> owner = find(type);
    require(owner.isPresent() && owner.get().field(field).isPresent(), type, field);
    return new FieldReader(type, field);
  }
}
