package loosethreads.workbook.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the engine says: one marked line each. */
public sealed interface Word {

  /** It is warm; a snippet may come. */
  record Ready() implements Word {}

  /**
   * The threads of the snippet and the heap at one moment.
   *
   * @param millis since the snippet began
   * @param heapKb the used heap in KiB, garbage included
   */
  record Sample(long millis, int platform, int virtual, long heapKb) implements Word {}

  /** Something was printed, to whichever stream. */
  record Printed(String text) implements Word {}

  /** Somebody called {@code System.exit}. */
  record Exiting() implements Word {}

  /** What a command came to. */
  sealed interface Answer extends Word {}

  /** It went well; what came of it, as jshell shows values. */
  record Done(String value) implements Answer {}

  /**
   * The snippet's own code threw something.
   *
   * @param frames its stack
   */
  record Threw(String type, String message, List<Frame> frames) implements Answer {}

  /** The snippet called a method that can't be compiled yet; which one, as jshell numbers them. */
  record Unresolved(int method, List<Frame> frames) implements Answer {}

  /** It could not be done. */
  record Failed(String message) implements Answer {}

  /** A frame of a stack, as {@link StackTraceElement} has it. */
  record Frame(String type, String method, String file, int line) {
    static Frame of(StackTraceElement e) {
      return new Frame(
          e.getClassName(),
          e.getMethodName(),
          e.getFileName() == null ? "" : e.getFileName(),
          e.getLineNumber());
    }

    /** The element that it was. */
    public StackTraceElement element() {
      return new StackTraceElement(type, method, file, line);
    }
  }

  /** Takes it apart. */
  default List<String> fields() {
    return switch (this) {
      case Ready() -> List.of("ready");
      case Sample s ->
          List.of("sample", "" + s.millis, "" + s.platform, "" + s.virtual, "" + s.heapKb);
      case Printed(var text) -> List.of("printed", text);
      case Exiting() -> List.of("exiting");
      case Done(var value) -> List.of("done", value);
      case Threw(var type, var message, var frames) -> fields(frames, "threw", type, message);
      case Unresolved(var method, var frames) -> fields(frames, "unresolved", "" + method);
      case Failed(var message) -> List.of("failed", message);
    };
  }

  private static List<String> fields(List<Frame> frames, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    for (Frame frame : frames) {
      all.addAll(List.of(frame.type, frame.method, frame.file, "" + frame.line));
    }
    return all;
  }

  /** Puts it together again; nothing if the fields are none of these. */
  static Optional<Word> of(List<String> f) {
    return switch (f.getFirst()) {
      case "ready" -> Optional.of(new Ready());
      case "sample" ->
          Optional.of(
              new Sample(
                  Long.parseLong(f.get(1)),
                  Integer.parseInt(f.get(2)),
                  Integer.parseInt(f.get(3)),
                  Long.parseLong(f.get(4))));
      case "printed" -> Optional.of(new Printed(f.get(1)));
      case "exiting" -> Optional.of(new Exiting());
      case "done" -> Optional.of(new Done(f.get(1)));
      case "threw" -> Optional.of(new Threw(f.get(1), f.get(2), frames(f.subList(3, f.size()))));
      case "unresolved" ->
          Optional.of(new Unresolved(Integer.parseInt(f.get(1)), frames(f.subList(2, f.size()))));
      case "failed" -> Optional.of(new Failed(f.get(1)));
      default -> Optional.empty();
    };
  }

  private static List<Frame> frames(List<String> f) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i + 3 < f.size(); i += 4) {
      frames.add(new Frame(f.get(i), f.get(i + 1), f.get(i + 2), Integer.parseInt(f.get(i + 3))));
    }
    return frames;
  }
}
