package loosethreads.leakcheck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;

/**
 * What came of a run of test classes.
 *
 * @param failures what failed, by its display name
 * @param all the same, also where several have one name
 * @param passed the display names of the tests that passed
 * @param warnings what the logger of leakcheck said, in order
 * @param entries the JSON that JUnit's reports got
 */
record Suite(
    Map<String, Throwable> failures,
    List<Throwable> all,
    List<String> passed,
    List<String> warnings,
    List<String> entries) {

  static Suite run(Class<?> type, Map<String, String> parameters) {
    return run(List.of(type), parameters);
  }

  static Suite run(List<Class<?>> types, Map<String, String> parameters) {
    Suite suite =
        new Suite(
            new TreeMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new CopyOnWriteArrayList<>(),
            new ArrayList<>());
    Logger logger = Logger.getLogger("loosethreads.leakcheck");
    Handler handler = new Listener(suite.warnings());
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      suite.execute(types, parameters);
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
    return suite;
  }

  private void execute(List<Class<?>> types, Map<String, String> parameters) {
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    types.forEach(type -> kit.selectors(selectClass(type)));
    var events = kit.configurationParameters(parameters).execute().allEvents();
    events.stream()
        .filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
        .forEach(event ->
            event
                .getRequiredPayload(org.junit.platform.engine.reporting.ReportEntry.class)
                .getKeyValuePairs()
                .values()
                .forEach(entries::add));
    events.stream()
        .filter(event -> event.getType() == EventType.FINISHED)
        .forEach(event -> {
          String name = event.getTestDescriptor().getDisplayName();
          var failure = event.getRequiredPayload(TestExecutionResult.class).getThrowable();
          if (failure.isPresent()) {
            failures.put(name, failure.get());
            all.add(failure.get());
          } else if (event.getTestDescriptor().isTest()) {
            passed.add(name);
          }
        });
  }

  /** The only failure there is. */
  Throwable failure() {
    if (failures.size() != 1) {
      throw new AssertionError("not one failure: " + failures);
    }
    return failures.values().iterator().next();
  }

  private static final class Listener extends Handler {
    private final List<String> warnings;

    Listener(List<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void publish(LogRecord record) {
      warnings.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
