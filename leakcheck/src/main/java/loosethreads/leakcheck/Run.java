package loosethreads.leakcheck;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What all tests of one run share: its configuration, and what can be told only at its end. */
final class Run implements AutoCloseable {
  private final boolean everywhere;
  private final boolean interrupts;
  private final boolean proves;
  private final boolean warns;
  private final Optional<Baseline> baseline;
  private final Optional<Culprit> culprit;

  /** Where a test runs tests, the scope of the test around them all. */
  private final Optional<Scope> around = BirthTag.currentScope();

  private final AtomicBoolean toldOfDumps = new AtomicBoolean();
  private final Set<Long> settled = ConcurrentHashMap.newKeySet();
  private volatile Optional<Strays> strays = Optional.empty();

  /** Reads the configuration; what is wrong with it is told in one line. */
  Run(ExtensionContext context) {
    everywhere = isSet(context, "leakcheck.everywhere", false);
    warns = warns(context);
    baseline = baseline(context);
    interrupts = isSet(context, "leakcheck.interrupt", true) && !warns && baseline.isEmpty();
    proves = isSet(context, "leakcheck.prove", false);
    culprit =
        isSet(context, "leakcheck.culprit", false)
            ? Optional.of(new Culprit(around))
            : Optional.empty();
    if ((everywhere || culprit.isPresent())
        && !isSet(context, "junit.jupiter.extensions.autodetection.enabled", false)) {
      Notice.warn(
          (everywhere ? "leakcheck.everywhere" : "leakcheck.culprit")
              + "=true reaches only tests with @LeakFree: set"
              + " junit.jupiter.extensions.autodetection.enabled=true as well");
    }
  }

  private static boolean isSet(ExtensionContext context, String name, boolean standard) {
    Optional<String> value = context.getConfigurationParameter(name);
    if (value.isEmpty()) {
      return standard;
    }
    boolean yes = value.get().equalsIgnoreCase("true");
    if (!yes && !value.get().equalsIgnoreCase("false")) {
      throw new ExtensionConfigurationException(name + "=" + value.get() + ": write true or false");
    }
    return yes;
  }

  private static boolean warns(ExtensionContext context) {
    String mode = context.getConfigurationParameter("leakcheck.mode").orElse("fail");
    if (!mode.equals("warn") && !mode.equals("fail")) {
      throw new ExtensionConfigurationException("leakcheck.mode=" + mode + ": write fail or warn");
    }
    return mode.equals("warn");
  }

  private static Optional<Baseline> baseline(ExtensionContext context) {
    Optional<String> path = context.getConfigurationParameter("leakcheck.baseline");
    boolean writes = isSet(context, "leakcheck.baseline.write", false);
    if (path.isEmpty()) {
      if (writes) {
        throw new ExtensionConfigurationException(
            "leakcheck.baseline.write=true: say where to, with leakcheck.baseline=FILE");
      }
      return Optional.empty();
    }
    BaselineFile file = new BaselineFile(Path.of(path.get()));
    if (writes) {
      return Optional.of(new BaselineToWrite(file));
    }
    return Optional.of(new BaselineToKeep(file));
  }

  /** Whether also tests without an annotation are judged. */
  boolean isEverywhere() {
    return everywhere;
  }

  /** Whether tests without an annotation are of any interest. */
  boolean isCurious() {
    return everywhere || culprit.isPresent();
  }

  /** Whether leaked threads may be touched. Where a leak is let pass, a later test may need it. */
  boolean interrupts() {
    return interrupts;
  }

  /** Whether to prove of every leak, where that is possible, that nobody can wake it. */
  boolean proves() {
    return proves;
  }

  /** The scope around all tests. */
  Optional<Scope> scope() {
    return culprit.isPresent() ? Optional.of(culprit.get().scope()) : around;
  }

  /** Takes notice that a test begins. */
  void begun(Watch watch) {
    if (!watch.company().isEmpty()
        && ThreadCensus.needsDump()
        && toldOfDumps.compareAndSet(false, true)) {
      Notice.warn(
          "tests run in parallel, and this JVM can look at threads only by a dump, in which JDK 25"
              + " may crash while others start virtual threads (JDK-8364343): run with "
              + ContainerCensus.FLAG);
    }
    if (culprit.isPresent()) {
      culprit.get().begun(watch.scope());
    }
  }

  /** Takes notice that a test is over, and everything that ends with it. */
  void ended(ExtensionContext context, Watch watch, boolean judged) {
    settled.addAll(watch.settled());
    if (!watch.doubtful().isEmpty()) {
      strays().add(watch);
    }
    if (judged && baseline.isPresent() && context.getExecutionException().isEmpty()) {
      baseline.get().passed(id(context));
    }
    if (culprit.isPresent()) {
      culprit.get().ended(watch.scope());
    }
  }

  private synchronized Strays strays() {
    if (strays.isEmpty()) {
      strays = Optional.of(new Strays());
    }
    return strays.get();
  }

  /**
   * Decides what a leak means.
   *
   * @throws LeakError when it is to fail the test
   */
  void tell(ExtensionContext context, LeakReport report) {
    tell(id(context), report);
  }

  private void tell(String test, LeakReport report) {
    Optional<LeakReport> unknown =
        baseline.isPresent() ? baseline.get().unknown(test, report) : Optional.of(report);
    if (unknown.isEmpty()) {
      return;
    }
    if (!warns) {
      throw new LeakError(unknown.get());
    }
    Notice.warn(unknown.get().toString());
  }

  /** The test as a baseline names it: with its package, and without the number of a repetition. */
  private static String id(ExtensionContext context) {
    String type = context.getRequiredTestClass().getName();
    return context.getTestMethod().isPresent()
        ? type + "." + context.getRequiredTestMethod().getName() + "()"
        : "class " + type;
  }

  @Override
  public void close() {
    if (culprit.isPresent()) {
      culprit.get().close();
    }
    try {
      if (strays.isPresent()) {
        strays.get().report(settled).ifPresent(report -> tell("the run", report));
      }
    } finally {
      if (baseline.isPresent()) {
        baseline.get().close();
      }
    }
  }
}
