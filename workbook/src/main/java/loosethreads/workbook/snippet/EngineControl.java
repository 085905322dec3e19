package loosethreads.workbook.snippet;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import jdk.jshell.spi.ExecutionControl;
import loosethreads.workbook.engine.Command;
import loosethreads.workbook.engine.Word;

/**
 * What jshell takes for the place where code runs; all it does is ask the engine in the child.
 *
 * <p>The JDK's own remote controls talk in serialized Java objects. To read those from a JVM that
 * runs anybody's code would be to run that code here.
 */
class EngineControl implements ExecutionControl {
  private final BlockingQueue<Word.Answer> answers = new LinkedBlockingQueue<>();
  private volatile boolean gone;
  private DataOutputStream commands = new DataOutputStream(OutputStream.nullOutputStream());

  /** Sends commands there from now on. */
  synchronized void connect(OutputStream to) {
    commands = new DataOutputStream(new BufferedOutputStream(to));
  }

  /** Takes in an answer from the engine. */
  void answered(Word.Answer answer) {
    answers.add(answer);
  }

  /** Notes that no more answers will come. */
  void gone() {
    gone = true;
    answers.add(new Word.Failed("gone"));
  }

  /** From now on, threads are the snippet's. */
  void begin() throws EngineTerminationException {
    ask(new Command.Begin());
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, EngineTerminationException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (ClassBytecodes each : classes) {
      all.put(each.name(), each.bytecodes());
    }
    if (ask(new Command.Load(all)) instanceof Word.Failed(String message)) {
      throw new ClassInstallException(message, new boolean[classes.length]);
    }
  }

  @Override
  public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
    throw new NotImplementedException("jshell will load another class instead");
  }

  @Override
  public String invoke(String type, String method)
      throws RunException, InternalException, EngineTerminationException {
    return value(ask(new Command.Invoke(type, method)));
  }

  @Override
  public String varValue(String type, String variable)
      throws RunException, InternalException, EngineTerminationException {
    return value(ask(new Command.Value(type, variable)));
  }

  private static String value(Word.Answer answer) throws RunException, InternalException {
    return switch (answer) {
      case Word.Done(String value) -> value;
      case Word.Threw(String type, String message, var frames) ->
          throw new UserException(message, type, stack(frames));
      case Word.Unresolved(int method, var frames) ->
          throw new ResolutionException(method, stack(frames));
      case Word.Failed(String message) -> throw new InternalException(message);
    };
  }

  private static StackTraceElement[] stack(List<Word.Frame> frames) {
    return frames.stream().map(Word.Frame::element).toArray(StackTraceElement[]::new);
  }

  private Word.Answer ask(Command command) throws EngineTerminationException {
    try {
      send(command);
      Word.Answer answer = answers.take();
      if (!gone) {
        return answer;
      }
    } catch (IOException e) {
      // It is gone, as is said below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new EngineTerminationException("the JVM of the snippet is gone");
  }

  /** Sends a command and does not wait. */
  synchronized void send(Command command) throws IOException {
    command.write(commands);
  }

  @Override
  public void addToClasspath(String path) {
    // The child has had all of it from the beginning.
  }

  @Override
  public void stop() {
    // Whoever stops a snippet ends its JVM.
  }

  @Override
  public Object extensionCommand(String command, Object argument) throws NotImplementedException {
    throw new NotImplementedException(command);
  }

  @Override
  public void close() {
    // Whoever closes a snippet ends its JVM.
  }
}
