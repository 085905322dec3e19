package loosethreads.detection;

import java.util.ArrayList;
import java.util.List;
import loosethreads.leakcheck.programs.Honest;
import loosethreads.leakcheck.programs.Leaking;

/**
 * A program that a detector is tried on.
 *
 * @param name what it does, in capitals
 * @param leaks whether it leaves a thread behind
 * @param slow whether its threads work for long, on a busy machine
 * @param start runs it, and returns what ends its threads after all
 */
record Program(String name, boolean leaks, boolean slow, Start start) {
  /** What a program does. */
  interface Start {
    AutoCloseable run() throws Exception;
  }

  @Override
  public String toString() {
    return name + (leaks ? ", which leaks" : ", which does not leak");
  }

  /** Those that leak come first. */
  static List<Program> all() {
    List<Program> all = new ArrayList<>();
    for (Leaking leaking : Leaking.values()) {
      all.add(new Program(leaking.name(), true, false, leaking::start));
    }
    for (Honest honest : Honest.values()) {
      all.add(new Program(honest.name(), false, honest.isSlow(), () -> run(honest)));
    }
    return all;
  }

  private static AutoCloseable run(Honest honest) throws Exception {
    honest.run();
    return () -> {};
  }

  static Program named(String name, boolean leaks) {
    return all().stream()
        .filter(program -> program.leaks() == leaks && program.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
