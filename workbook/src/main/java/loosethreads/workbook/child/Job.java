package loosethreads.workbook.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the judge asks of a spare JVM: run one test class.
 *
 * @param testClass its binary name
 * @param classes binary name to class file: the candidate and its test
 * @param rounds how often to run it and to count what it leaves behind, with leakcheck off; 0 to
 *     run it once and to have it judged
 * @param prove whether leakcheck is to prove, where it can, that nobody can wake what is left
 */
public record Job(String testClass, Map<String, byte[]> classes, int rounds, boolean prove) {
  /** A job that ends with a verdict. */
  public Job(String testClass, Map<String, byte[]> classes, boolean prove) {
    this(testClass, classes, 0, prove);
  }

  /** A job that ends with counts. */
  public Job(String testClass, Map<String, byte[]> classes, int rounds) {
    this(testClass, classes, rounds, false);
  }

  /** Writes the job. */
  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(testClass);
    out.writeInt(rounds);
    out.writeBoolean(prove);
    out.writeInt(classes.size());
    for (var e : classes.entrySet()) {
      out.writeUTF(e.getKey());
      out.writeInt(e.getValue().length);
      out.write(e.getValue());
    }
    out.flush();
  }

  static Job read(DataInputStream in) throws IOException {
    String testClass = in.readUTF();
    int rounds = in.readInt();
    boolean prove = in.readBoolean();
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      classes.put(name, in.readNBytes(in.readInt()));
    }
    return new Job(testClass, classes, rounds, prove);
  }
}
