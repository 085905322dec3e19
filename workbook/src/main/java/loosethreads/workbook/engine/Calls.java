package loosethreads.workbook.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ExecutionControlException;
import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.ExecutionControl.UserException;

/** Does what commands ask, on the calling thread. */
final class Calls {
  /** A value that is longer has been shown long enough. */
  private static final int LONGEST_VALUE = 2_000;

  private static final int MOST_FRAMES = 200;

  private final ExecutionControl control = new DirectExecutionControl();

  Word.Answer answer(Command command) {
    try {
      return new Word.Done(cut(done(command)));
    } catch (UserException e) {
      return new Word.Threw(e.causeExceptionClass(), cut(told(e)), frames(e));
    } catch (ResolutionException e) {
      return new Word.Unresolved(e.id(), frames(e));
    } catch (ExecutionControlException e) {
      return new Word.Failed(String.valueOf(e.getMessage()));
    }
  }

  private String done(Command command) throws ExecutionControlException {
    return switch (command) {
      case Command.Begin(), Command.Interrupt() -> "";
      case Command.Load(var classes) -> {
        control.load(bytecodes(classes));
        yield "";
      }
      case Command.Invoke(var type, var method) -> control.invoke(type, method);
      case Command.Value(var type, var variable) -> control.varValue(type, variable);
    };
  }

  private static ClassBytecodes[] bytecodes(Map<String, byte[]> classes) {
    return classes.entrySet().stream()
        .map(each -> new ClassBytecodes(each.getKey(), each.getValue()))
        .toArray(ClassBytecodes[]::new);
  }

  private static String told(UserException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return e.getCause() instanceof UserException cause
        ? "%s (caused by %s: %s)"
            .formatted(message, cause.causeExceptionClass(), told(cause))
            .strip()
        : message;
  }

  private static List<Word.Frame> frames(Exception e) {
    return Stream.of(e.getStackTrace()).limit(MOST_FRAMES).map(Word.Frame::of).toList();
  }

  private static String cut(String text) {
    return text == null
        ? ""
        : text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }
}
