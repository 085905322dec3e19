package loosethreads.workbook.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What jshell asks of the engine; it comes in on standard input. Each gets one answer. */
public sealed interface Command {

  /** The snippet begins: from now on, threads are its own. */
  record Begin() implements Command {}

  /** Define these classes: binary name to class file. */
  record Load(Map<String, byte[]> classes) implements Command {}

  /** Call this static method. */
  record Invoke(String type, String method) implements Command {}

  /** Read this static field. */
  record Value(String type, String variable) implements Command {}

  /** Interrupt what runs now. Comes at once, and has no answer. */
  record Interrupt() implements Command {}

  /** Writes the command. */
  default void write(DataOutputStream out) throws IOException {
    switch (this) {
      case Begin() -> out.writeByte('b');
      case Interrupt() -> out.writeByte('c');
      case Load(var classes) -> {
        out.writeByte('l');
        out.writeInt(classes.size());
        for (var each : classes.entrySet()) {
          out.writeUTF(each.getKey());
          out.writeInt(each.getValue().length);
          out.write(each.getValue());
        }
      }
      case Invoke(var type, var method) -> {
        out.writeByte('i');
        out.writeUTF(type);
        out.writeUTF(method);
      }
      case Value(var type, var variable) -> {
        out.writeByte('v');
        out.writeUTF(type);
        out.writeUTF(variable);
      }
    }
    out.flush();
  }

  /** Reads a command. */
  static Command read(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case 'b' -> new Begin();
      case 'c' -> new Interrupt();
      case 'l' -> {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
          String name = in.readUTF();
          classes.put(name, in.readNBytes(in.readInt()));
        }
        yield new Load(classes);
      }
      case 'i' -> new Invoke(in.readUTF(), in.readUTF());
      case 'v' -> new Value(in.readUTF(), in.readUTF());
      default -> throw new IOException("no command");
    };
  }
}
