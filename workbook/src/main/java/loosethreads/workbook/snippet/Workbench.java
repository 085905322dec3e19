package loosethreads.workbook.snippet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import loosethreads.workbook.engine.Word;
import loosethreads.workbook.jvm.ChildJvm;
import loosethreads.workbook.jvm.JavaCommand;
import loosethreads.workbook.jvm.LowPriority;

/**
 * A jshell in this JVM, which compiles, and the engine in a JVM of its own, which runs. For one
 * snippet.
 */
final class Workbench implements AutoCloseable {
  /** Nothing that a snippet could see; both sides have then done once what each snippet does. */
  private static final String FIRST =
      """
      if (true) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          executor.submit(() -> "warm").get();
        }
      }
      """;

  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  private final BlockingQueue<Step> steps;
  private final EngineControl control;
  private final ChildJvm jvm;
  private final JShell shell;
  private int line;

  private Workbench(
      BlockingQueue<Step> steps, EngineControl control, ChildJvm jvm, String classPath) {
    this.steps = steps;
    this.control = control;
    this.jvm = jvm;
    this.shell =
        JShell.builder()
            .executionEngine(new Connected(control), Map.of())
            .compilerOptions("--enable-preview", "--source", "25", "-proc:none", "-Xlint:none")
            // So that each name tells where in the source it comes from.
            .idGenerator((_, number) -> line + "." + number)
            .build();
    shell.addToClasspath(classPath);
    shell.eval("import module java.base;");
  }

  /** What jshell asks for the control; it is there already. */
  private record Connected(ExecutionControl control) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "loose-threads";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return control;
    }
  }

  /** Puts what comes from the child where it belongs. */
  private record Ears(BlockingQueue<Step> steps, EngineControl control, AtomicInteger room)
      implements ChildJvm.Listener {
    @Override
    public void said(List<String> fields) {
      switch (Word.of(fields).orElse(null)) {
        case null -> {}
        case Word.Answer answer -> control.answered(answer);
        case Word.Printed(String text) -> printed(text);
        case Word word -> steps.add(new Step.Said(word));
      }
    }

    @Override
    public void printed(String text) {
      // A flood may come quicker than it is told.
      if (room.getAndAdd(-text.length()) >= 0) {
        steps.add(new Step.Told(new SnippetEvent.Output(text)));
      }
    }

    @Override
    public void gone() {
      control.gone();
      steps.add(new Step.Gone());
    }
  }

  /**
   * Starts both, and returns when they are ready.
   *
   * @param dies after how long the child ends by itself
   * @param output how many characters it may print; what comes after more than that is dropped
   */
  static Workbench start(JavaCommand command, Duration dies, int output)
      throws IOException, InterruptedException {
    BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    var control = new EngineControl();
    var jvm =
        new ChildJvm(
            "snippet",
            LowPriority.of(command.with(List.of())),
            List.of(Long.toString(dies.toMillis())),
            new Ears(steps, control, new AtomicInteger(output)));
    try {
      control.connect(jvm.input());
      var bench = new Workbench(steps, control, jvm, command.classPath());
      bench.awaitReady();
      bench.shell.eval(FIRST);
      return bench;
    } catch (InterruptedException | IOException | RuntimeException e) {
      jvm.close();
      throw e;
    }
  }

  private void awaitReady() throws InterruptedException, IOException {
    Step first = steps.poll(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
    if (!(first instanceof Step.Said(Word.Ready()))) {
      throw new IOException("it ended before it was ready: " + first);
    }
  }

  /** What the run hears. */
  BlockingQueue<Step> steps() {
    return steps;
  }

  ChildJvm jvm() {
    return jvm;
  }

  /** Evaluates all pieces, or all up to the first that fails, and says so as a step. */
  void evaluate(List<Piece> pieces) {
    try {
      control.begin();
      for (Piece piece : pieces) {
        if (!evaluate(piece)) {
          break;
        }
      }
    } catch (ExecutionControl.EngineTerminationException | IllegalStateException e) {
      // The child is gone; so says another step.
    } catch (RuntimeException | StackOverflowError e) {
      tell(new SnippetEvent.Problem(line, "javac itself failed on this line: " + e));
    }
    steps.add(new Step.Evaluated());
  }

  private boolean evaluate(Piece piece) {
    line = piece.line();
    for (var event : shell.eval(piece.text())) {
      Snippet snippet = event.snippet();
      if (event.status() == Snippet.Status.REJECTED) {
        shell
            .diagnostics(snippet)
            .filter(d -> d.isError())
            .findFirst()
            .ifPresent(error ->
                tell(
                    new SnippetEvent.Problem(
                        lineOf(piece, (int) error.getPosition()),
                        error.getMessage(java.util.Locale.ROOT))));
        return false;
      }
      if (event.exception() != null) {
        tell(problem(event.exception()));
        return false;
      }
      if (piece.shown() && event.value() != null && !event.value().isEmpty()) {
        tell(new SnippetEvent.Output(event.value() + "\n"));
      }
    }
    return true;
  }

  private static int lineOf(Piece piece, int position) {
    int end = Math.clamp(position, 0, piece.text().length());
    return piece.line()
        + (int) piece.text().substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private SnippetEvent.Problem problem(JShellException e) {
    String message =
        e instanceof EvalException thrown
            ? thrown.getExceptionClassName()
                + (thrown.getMessage() == null || thrown.getMessage().isEmpty()
                    ? ""
                    : ": " + thrown.getMessage())
            : "this method uses what is not declared";
    for (StackTraceElement frame : e.getStackTrace()) {
      String file = String.valueOf(frame.getFileName());
      if (file.matches("#\\d+\\.\\d+")) {
        int begins = Integer.parseInt(file.substring(1, file.indexOf('.')));
        return new SnippetEvent.Problem(begins + frame.getLineNumber() - 1, message);
      }
    }
    return new SnippetEvent.Problem(line, message);
  }

  private void tell(SnippetEvent event) {
    steps.add(new Step.Told(event));
  }

  /** Ends the child and waits until it is gone. */
  @Override
  public void close() {
    jvm.close();
    shell.close();
  }
}
