package loosethreads.leakcheck;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** Watches one test or test class, as long as its store lives. */
final class WatchedContext implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create(LeakFreeExtension.class);
  private static final Optional<String> OFF = Optional.of("false");

  private final ExtensionContext context;
  private final Run run;
  private final Settings settings;
  private final Watch watch;

  private WatchedContext(ExtensionContext context, Run run, Settings settings) {
    this.context = context;
    this.run = run;
    this.settings = settings;
    this.watch = Watch.open(new Scope(name(context), parent()), Eyes.best(), settings.allowed());
    run.begun(watch);
  }

  /** Opens a watch for a test that has the annotation, if there is none. */
  static void watch(ExtensionContext context) {
    watch(context, true);
  }

  /** Opens a watch for any test, if there is none and the configuration asks for it. */
  static void watchAny(ExtensionContext context) {
    watch(context, false);
  }

  /**
   * Each of the callbacks may be the first one, depending on where the annotation stands and on how
   * the extension was registered.
   */
  private static void watch(ExtensionContext context, boolean annotated) {
    if (context.getConfigurationParameter("leakcheck.enabled").equals(OFF)) {
      return;
    }
    Store store = context.getStore(NAMESPACE);
    if (store.get(context.getUniqueId()) == null) {
      Run run = run(context);
      if (!annotated && !run.isCurious()) {
        return;
      }
      Settings settings = Settings.of(context, annotated || run.isEverywhere());
      store.put(context.getUniqueId(), new WatchedContext(context, run, settings));
    }
  }

  private static Run run(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Run.class, _ -> new Run(context), Run.class);
  }

  /**
   * The scope around this one: of the class, or the class around it. A tag of the current thread
   * does not tell: in a parallel run, JUnit's threads construct each other at any time.
   */
  private Optional<Scope> parent() {
    Optional<ExtensionContext> outer = context.getParent();
    while (outer.isPresent()) {
      Optional<WatchedContext> watched = in(outer.get());
      if (watched.isPresent()) {
        return Optional.of(watched.get().watch.scope());
      }
      outer = outer.get().getParent();
    }
    return run.scope();
  }

  private static Optional<WatchedContext> in(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(context.getUniqueId()) instanceof WatchedContext watched
        ? Optional.of(watched)
        : Optional.empty();
  }

  @Override
  public void close() {
    if (!settings.judged()) {
      watch.leave();
      run.ended(context, watch, false);
      return;
    }
    boolean interrupt = settings.interrupt() && run.interrupts();
    Optional<LeakReport> report =
        watch.close(settings.within(), interrupt, settings.prove() || run.proves());
    excludeFromOuter();
    run.ended(context, watch, true);
    if (report.isPresent()) {
      context.publishReportEntry("leakcheck", report.get().toJson());
      run.tell(context, report.get());
    }
  }

  /** What a test is blamed for, or allowed, is not told once more for its class. */
  private void excludeFromOuter() {
    if (!watch.hasSettled()) {
      return;
    }
    Optional<ExtensionContext> outer = context.getParent();
    while (outer.isPresent()) {
      in(outer.get()).ifPresent(watched -> watched.watch.exclude(watch));
      outer = outer.get().getParent();
    }
  }

  private static String name(ExtensionContext context) {
    String type = context.getRequiredTestClass().getName();
    type = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
    if (context.getTestMethod().isEmpty()) {
      return "class " + type;
    }
    String method = type + "." + context.getRequiredTestMethod().getName() + "()";
    String shown = context.getDisplayName();
    return shown.startsWith("[") ? method + " " + shown : method;
  }
}
