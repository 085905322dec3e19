package loosethreads.benchmarks.growth;

import loosethreads.benchmarks.measure.Kind;

/** Something that can be called any number of times, and whose threads stay, or end. */
public interface Program {
  /** Its name in the results: a kata, or what it waits for. */
  String subject();

  /** How many threads a call leaves if it leaks. */
  int threadsPerCall();

  /** Calls it once. Returns without waiting for its threads. */
  void call() throws Exception;

  /**
   * Finds a program.
   *
   * @param subject its name
   * @param variant {@code leaking} or {@code fixed}; a kata is what stands on the class path
   * @param kind the kind of thread; a kata has its own
   */
  static Program of(String subject, String variant, Kind kind) {
    for (KataProgram kata : KataProgram.values()) {
      if (kata.subject().equals(subject)) {
        return kata;
      }
    }
    return new OwnProgram(OwnProgram.Wait.of(subject), kind, variant.equals("leaking"));
  }
}
