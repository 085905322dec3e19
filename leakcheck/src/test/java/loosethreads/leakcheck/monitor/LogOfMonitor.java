package loosethreads.leakcheck.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Hears what the monitor logs, in place of the console. */
final class LogOfMonitor extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("loosethreads.leakcheck.monitor");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  LogOfMonitor() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord said) {
    lines.add(said.getLevel() + " " + new SimpleFormatter().formatMessage(said));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
