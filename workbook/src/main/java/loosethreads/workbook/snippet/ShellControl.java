package loosethreads.workbook.snippet;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.engine.Command;
import loosethreads.workbook.engine.Word;
import loosethreads.workbook.jvm.ChildJvm;
import loosethreads.workbook.jvm.JavaCommand;

/** The engine of a shell: what is printed there is printed here; Ctrl-C interrupts. */
final class ShellControl extends EngineControl {
  /** Nobody plays with a shell for longer. */
  private static final Duration DIES_AFTER = Duration.ofDays(2);

  /** What has not ended by then does not listen to an interrupt. */
  private static final Duration LISTENS_WITHIN = Duration.ofSeconds(1);

  private final ChildJvm jvm;
  private volatile CountDownLatch returned = new CountDownLatch(0);

  /** Starts the engine. */
  ShellControl(JavaCommand command, PrintStream out) throws IOException {
    jvm =
        new ChildJvm(
            "shell",
            command.with(List.of()),
            List.of(Long.toString(DIES_AFTER.toMillis())),
            new ChildJvm.Listener() {
              @Override
              public void said(List<String> fields) {
                switch (Word.of(fields).orElse(null)) {
                  case Word.Answer answer -> answered(answer);
                  case Word.Printed(String text) -> printed(text);
                  case null -> {}
                  case Word _ -> {}
                }
              }

              @Override
              public void printed(String text) {
                out.print(text);
                out.flush();
              }

              @Override
              public void gone() {
                ShellControl.this.gone();
              }
            });
    connect(jvm.input());
  }

  @Override
  public String invoke(String type, String method)
      throws RunException, InternalException, EngineTerminationException {
    returned = new CountDownLatch(1);
    try {
      return super.invoke(type, method);
    } finally {
      returned.countDown();
    }
  }

  /** Interrupts what runs. If that does not help, ends the JVM; jshell tells how to go on. */
  @Override
  public void stop() {
    try {
      send(new Command.Interrupt());
      if (!returned.await(LISTENS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        jvm.kill();
      }
    } catch (IOException e) {
      // It is gone already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    jvm.close();
  }
}
