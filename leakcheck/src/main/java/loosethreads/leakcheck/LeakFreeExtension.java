package loosethreads.leakcheck;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Opens a watch before anything of a test runs, and closes it with the test's store.
 *
 * <p>JUnit closes what is in a store in the reverse of the order it came in, after all
 * {@code @AfterEach} methods, extension callbacks and {@code @AutoClose} fields. The watch comes in
 * first, so it is closed last, when nothing is left that could end a thread.
 */
final class LeakFreeExtension
    implements BeforeAllCallback, TestInstancePreConstructCallback, BeforeEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(LeakFreeExtension.class);
  private static final Optional<String> OFF = Optional.of("false");
  private static final Optional<String> ON = Optional.of("true");

  LeakFreeExtension() {}

  /** With the default scope, a test's instance would be constructed before its watch is open. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    watch(context);
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    watch(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    watch(context);
  }

  /** Each of the callbacks may be the first one, depending on where the annotation stands. */
  private static void watch(ExtensionContext context) {
    if (context.getConfigurationParameter("leakcheck.enabled").equals(OFF)) {
      return;
    }
    Store store = context.getStore(NAMESPACE);
    if (store.get(context.getUniqueId()) == null) {
      LeakFree settings = settings(context);
      store.put(context.getUniqueId(), new WatchedContext(context, within(settings), settings));
    }
  }

  private static Duration within(LeakFree settings) {
    Optional<Duration> within = Within.parse(settings.within());
    if (within.isEmpty()) {
      throw new ExtensionConfigurationException(
          "@LeakFree(within = \""
              + settings.within()
              + "\"): write a whole number and a unit, \"2s\" or \"500ms\", up to an hour");
    }
    return within.get();
  }

  /** The annotation that is nearest: on the method, on the class, or on a class around it. */
  private static LeakFree settings(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      Optional<LeakFree> onMethod =
          AnnotationSupport.findAnnotation(context.getTestMethod(), LeakFree.class);
      if (onMethod.isPresent()) {
        return onMethod.get();
      }
    }
    Class<?> type = context.getRequiredTestClass();
    while (type != null) {
      Optional<LeakFree> onClass = AnnotationSupport.findAnnotation(type, LeakFree.class);
      if (onClass.isPresent()) {
        return onClass.get();
      }
      type = type.getEnclosingClass();
    }
    return Defaults.class.getAnnotation(LeakFree.class);
  }

  /** For a test that registers the extension without the annotation. */
  @LeakFree
  private static final class Defaults {}

  /** The scope that a whole run of tests belongs to, if there is one. */
  private record Around(Optional<Scope> scope) {}

  /** Lives in the store of a test or test class. */
  private static final class WatchedContext implements AutoCloseable {
    private final ExtensionContext context;
    private final Duration within;
    private final boolean interrupt;
    private final boolean prove;
    private final Watch watch;

    WatchedContext(ExtensionContext context, Duration within, LeakFree settings) {
      this.context = context;
      this.within = within;
      this.interrupt =
          settings.interrupt()
              && !context.getConfigurationParameter("leakcheck.interrupt").equals(OFF);
      this.prove =
          settings.prove() || context.getConfigurationParameter("leakcheck.prove").equals(ON);
      this.watch = Watch.open(new Scope(name(context), parent(context)), Eyes.best());
    }

    /**
     * The scope around this one: of the class, or the class around it. A tag of the current thread
     * does not tell: in a parallel run, JUnit's threads construct each other at any time.
     */
    private static Optional<Scope> parent(ExtensionContext context) {
      Optional<ExtensionContext> outer = context.getParent();
      while (outer.isPresent()) {
        Optional<WatchedContext> watched = in(outer.get());
        if (watched.isPresent()) {
          return Optional.of(watched.get().watch.scope());
        }
        outer = outer.get().getParent();
      }
      // Where a test runs tests, the first of these finds the scope of the test around them all.
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent(Around.class, _ -> new Around(BirthTag.currentScope()), Around.class)
          .scope();
    }

    private static Optional<WatchedContext> in(ExtensionContext context) {
      return context.getStore(NAMESPACE).get(context.getUniqueId())
              instanceof WatchedContext watched
          ? Optional.of(watched)
          : Optional.empty();
    }

    @Override
    public void close() {
      Optional<LeakReport> report = watch.close(within, interrupt, prove);
      if (report.isPresent()) {
        excludeFromOuter();
        throw new LeakError(report.get());
      }
    }

    /** What a test is blamed for is not told once more for its class. */
    private void excludeFromOuter() {
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
}
