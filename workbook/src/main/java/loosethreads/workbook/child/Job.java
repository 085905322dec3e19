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
 */
public record Job(String testClass, Map<String, byte[]> classes) {

  /** Writes the job. */
  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(testClass);
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
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      classes.put(name, in.readNBytes(in.readInt()));
    }
    return new Job(testClass, classes);
  }
}
