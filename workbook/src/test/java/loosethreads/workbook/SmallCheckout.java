package loosethreads.workbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loosethreads.workbook.kata.BlobId;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/** A checkout in a temporary folder: two katas of a few lines, and the jars of the real one. */
public final class SmallCheckout {
  private final Checkout checkout;

  /** Writes everything a checkout needs. */
  public SmallCheckout(Path root) throws IOException {
    checkout = new Checkout(root, root.resolve(".kata"), Path.of("").toAbsolutePath().getParent());
    write("katas/src/main/java/start/K01_Door.java", program("K01_Door", leaking()));
    write("katas/src/main/java/start/K02_Gate.java", program("K02_Gate", leaking()));
    write("katas/src/test/java/start/K01_DoorTest.java", test("K01_Door"));
    write("katas/src/test/java/start/K02_GateTest.java", test("K02_Gate"));
    write("solutions/src/main/java/start/K01_Door.java", program("K01_Door", solved()));
    write("solutions/src/main/java/start/K02_Gate.java", program("K02_Gate", solved()));
    write("katas/hints/K01.txt", "Look.\n---\nLook closer.\n---\nReturn null.\n");
    write(
        "katas/katas.json",
        """
        {"format": 1,
         "chapters": [{"name": "start", "title": "Seeing a leak"}],
         "katas": [%s, %s]}
        """
            .formatted(entry("K01", "K01_Door", "A door"), entry("K02", "K02_Gate", "A gate")));
  }

  /** Where it is. */
  public Checkout checkout() {
    return checkout;
  }

  /** Its katas. */
  public Catalog catalog() {
    return Catalog.read(checkout);
  }

  /** The kata that most tests use. */
  public Kata door() {
    return catalog().find("K01").orElseThrow();
  }

  /** The file of that kata. */
  public Path doorFile() {
    return checkout.program(door(), "K01_Door.java");
  }

  /** Saves this text as the learner's version of that kata. */
  public void save(String text) throws IOException {
    Files.writeString(doorFile(), text);
  }

  /** Text that solves it. */
  public static String solution() {
    return program("K01_Door", solved());
  }

  /** A file in the checkout. */
  public void write(String file, String text) throws IOException {
    Path path = checkout.root().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String leaking() {
    return "Thread.startVirtualThread(() -> java.util.concurrent.locks.LockSupport.park())";
  }

  private static String solved() {
    return "Thread.startVirtualThread(() -> {})";
  }

  private static String program(String name, String thread) {
    return """
    package start;

    /**
     * Opens for everybody.
     *
     * <p>In production: it squeaks.
     */
    class %s {
      // TODO close it
      static Thread open() {
        return %s;
      }
    }
    """
        .formatted(name, thread);
  }

  private static String test(String name) {
    return """
    package start;

    import loosethreads.leakcheck.LeakFree;
    import org.assertj.core.api.Assertions;
    import org.junit.jupiter.api.Test;

    class %1$sTest {
      @Test
      @LeakFree(within = "500ms")
      void opens() {
        Assertions.assertThat(%1$s.open()).isNotNull();
      }
    }
    """
        .formatted(name);
  }

  private String entry(String id, String program, String title) throws IOException {
    Path file = checkout.root().resolve("katas/src/main/java/start").resolve(program + ".java");
    return """
    {"id": "%s", "program": "%s", "chapter": "start", "title": "%s", "minutes": 5,
     "difficulty": 1, "rule": "Close it.", "verdict": "leaking", "reason": "park",
     "original": {"%s.java": "%s"}}\
    """
        .formatted(id, program, title, program, BlobId.of(Files.readAllBytes(file)));
  }
}
