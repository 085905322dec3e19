package loosethreads.leakcheck;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * How one test or test class is watched.
 *
 * @param judged whether a thread that outlives it is a leak; if not, its threads are marked only
 * @param within how long threads may take to end
 * @param interrupt whether leaked threads are interrupted
 * @param prove whether to prove of leaked threads that nobody can wake them
 * @param allowed the threads that may stay
 */
record Settings(
    boolean judged, Duration within, boolean interrupt, boolean prove, List<Allowance> allowed) {

  /**
   * Reads the annotation that counts: on the method, on the class, or on a class around it.
   *
   * @param judgedAnyway whether a test that has none is judged
   */
  static Settings of(ExtensionContext context, boolean judgedAnyway) {
    List<LeakFree> found = found(context);
    Class<?> type = context.getRequiredTestClass();
    boolean isTest = context.getTestMethod().isPresent();
    if (found.isEmpty()) {
      LeakFree defaults = Defaults.class.getAnnotation(LeakFree.class);
      return new Settings(
          judgedAnyway, within(defaults), defaults.interrupt(), defaults.prove(), List.of());
    }
    LeakFree nearest = found.getFirst();
    boolean ofClass = nearest.scope() == LeakFree.Scope.CLASS;
    if (ofClass && isTest && isOn(context.getRequiredTestMethod())) {
      throw new ExtensionConfigurationException(
          "@LeakFree(scope = CLASS) on the method "
              + context.getRequiredTestMethod().getName()
              + ": write it on the class");
    }
    boolean judged = !ofClass || (!isTest && isOn(type));
    return new Settings(
        judged, within(nearest), nearest.interrupt(), nearest.prove(), allowed(found));
  }

  private static boolean isOn(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, LeakFree.class).isPresent();
  }

  /** The annotations that hold here, the nearest first. */
  private static List<LeakFree> found(ExtensionContext context) {
    List<LeakFree> found = new ArrayList<>(2);
    if (context.getTestMethod().isPresent()) {
      add(context.getRequiredTestMethod(), found);
    }
    Class<?> type = context.getRequiredTestClass();
    while (type != null) {
      add(type, found);
      type = type.getEnclosingClass();
    }
    return found;
  }

  private static void add(AnnotatedElement element, List<LeakFree> found) {
    Optional<LeakFree> annotation = AnnotationSupport.findAnnotation(element, LeakFree.class);
    if (annotation.isPresent()) {
      found.add(annotation.get());
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

  private static List<Allowance> allowed(List<LeakFree> found) {
    List<Allowance> allowed = List.of();
    for (LeakFree one : found) {
      for (Allow allow : one.allow()) {
        if (allowed.isEmpty()) {
          allowed = new ArrayList<>();
        }
        Allowance allowance = Allowance.of(allow);
        if (allowance.complaint().isPresent()) {
          throw new ExtensionConfigurationException(allowance.complaint().get());
        }
        allowed.add(allowance);
      }
    }
    return allowed;
  }

  /** For a test that registers the extension without the annotation. */
  @LeakFree
  private static final class Defaults {}
}
