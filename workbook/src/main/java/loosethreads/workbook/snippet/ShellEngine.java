package loosethreads.workbook.snippet;

import java.io.IOException;
import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import loosethreads.workbook.jvm.JavaCommand;

/**
 * Where the jshell tool finds our engine. Made by {@link java.util.ServiceLoader}, hence public;
 * named in {@code META-INF/services}.
 */
public final class ShellEngine implements ExecutionControlProvider {
  static final String NAME = "looseThreads";

  /** How the engine is started. The tool hands nothing on that could hold a class path. */
  static final ScopedValue<JavaCommand> COMMAND = ScopedValue.newInstance();

  /** Made by the service loader. */
  public ShellEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters)
      throws IOException, ExecutionControl.EngineTerminationException {
    var control = new ShellControl(COMMAND.get(), environment.userOut());
    try {
      control.begin();
      return control;
    } catch (ExecutionControl.EngineTerminationException e) {
      control.close();
      throw e;
    }
  }
}
