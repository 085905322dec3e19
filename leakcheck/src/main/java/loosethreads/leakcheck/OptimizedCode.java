package loosethreads.leakcheck;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Knows which methods the optimizing compiler has compiled.
 *
 * <p>That compiler takes objects apart when nobody else sees them: their fields live in registers,
 * and no heap dump shows the references in there. So a live thread that is in such code may hold
 * more than a dump tells.
 */
final class OptimizedCode {
  /** Without this optimization, an object that code holds is an object in the heap. */
  static final String FLAG = "-XX:-EliminateAllocations";

  private static final String[] SWITCHES = {"EliminateAllocations", "DoEscapeAnalysis"};

  /** The level of C2, and of a compiler that stands in for it. */
  private static final String LEVEL = "4";

  /**
   * Code of the JDK that was read: where it waits, it holds no object of its own making that has
   * references, other than in the heap. It is trusted as long as no other code is on the stack.
   */
  private static final String[] READ = {
    "java/lang/Object",
    "java/lang/Thread",
    "java/lang/VirtualThread",
    "java/lang/ref/",
    "java/util/TimerThread",
    "java/util/concurrent/",
    "jdk/internal/misc/",
    "jdk/internal/ref/",
    "jdk/internal/vm/",
  };

  private final Set<String> methods;
  private final Map<DumpIndex.DumpedFrame, Boolean> known = new HashMap<>();

  private OptimizedCode(Set<String> methods) {
    this.methods = methods;
  }

  /** What is compiled now; nothing where the JVM does not take objects apart. */
  static OptimizedCode now() throws CannotProve {
    return isHarmless() ? new OptimizedCode(Set.of()) : new OptimizedCode(compiled());
  }

  private static boolean isHarmless() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (isSet(jvm, "UseJVMCICompiler", false)) {
      return false;
    }
    for (String name : SWITCHES) {
      if (!isSet(jvm, name, true)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSet(HotSpotDiagnosticMXBean jvm, String name, boolean otherwise) {
    try {
      return Boolean.parseBoolean(jvm.getVMOption(name).getValue());
    } catch (IllegalArgumentException e) {
      // This JVM is built without that compiler.
      return otherwise;
    }
  }

  private static Set<String> compiled() throws CannotProve {
    String list;
    try {
      list =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "compilerCodelist",
                      new Object[0],
                      new String[0]);
    } catch (JMException | RuntimeException e) {
      throw new CannotProve(
          "this JVM does not tell what it has compiled, and compiled code may hide what it holds;"
              + " run with "
              + FLAG,
          e);
    }
    Set<String> methods = new HashSet<>();
    for (String line : list.split("\n", -1)) {
      // "number level state type.method(descriptor)result [addresses]"
      String[] words = line.strip().split(" +", 5);
      if (words.length == 5 && words[1].equals(LEVEL)) {
        methods.add(plain(words[3]));
      } else if (words.length != 5 && !line.isBlank()) {
        throw new CannotProve(
            "this JVM tells what it has compiled in an unknown way; run with " + FLAG);
      }
    }
    return methods;
  }

  /** The two ways to write a name differ in what stands between its parts. */
  private static String plain(String method) {
    return method.replace('/', '.').replace('+', '.');
  }

  OptimizedCode and(OptimizedCode other) {
    Set<String> both = new HashSet<>(methods);
    both.addAll(other.methods);
    return new OptimizedCode(both);
  }

  /** The frame of a stack in which the thread may hold what no dump shows, if there is one. */
  Optional<String> hidingPlace(DumpIndex index, int trace) {
    if (methods.isEmpty()) {
      return Optional.empty();
    }
    // Compiled code has the code it calls built in, so each frame may be part of one further out.
    boolean other = false;
    int depth = index.depth(trace);
    for (int i = 0; i < depth; i++) {
      DumpIndex.DumpedFrame frame = index.frame(trace, i);
      other |= !isRead(index.symbol(frame.type()));
      if (other && known.computeIfAbsent(frame, f -> isOptimized(index, f))) {
        return Optional.of(
            index.symbol(frame.type()).replace('/', '.') + "." + index.symbol(frame.method()));
      }
    }
    return Optional.empty();
  }

  private boolean isOptimized(DumpIndex index, DumpIndex.DumpedFrame frame) {
    return methods.contains(
        plain(
            index.symbol(frame.type())
                + "."
                + index.symbol(frame.method())
                + index.symbol(frame.descriptor())));
  }

  private static boolean isRead(String type) {
    for (String read : READ) {
      if (type.startsWith(read)) {
        return true;
      }
    }
    return false;
  }
}
