package loosethreads.benchmarks.live;

/** What runs on each of many pages: programs that go on until they are ended. */
public enum Program {
  /** As the book's do, and without an end: up to a hundred threads a second more. */
  LEAKS(
      "leak",
      """
      while (true) {
        Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park());
        Thread.sleep(10);
      }
      """),

  /** The worst for everybody else: it keeps a core busy, and nothing that is thrown ends it. */
  SPINS("spin", "while (true) { try { while (true) { } } catch (Throwable t) { } }");

  private final String verb;
  private final String source;

  Program(String verb, String source) {
    this.verb = verb;
    this.source = source;
  }

  /** What several of them do: they leak. */
  public String verb() {
    return verb;
  }

  String source() {
    return source;
  }
}
