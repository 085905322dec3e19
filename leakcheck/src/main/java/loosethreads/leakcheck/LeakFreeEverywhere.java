package loosethreads.leakcheck;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Watches every test of a run as if it had {@link LeakFree}, without a change to any of them.
 *
 * <p>JUnit finds it by itself where both {@code junit.jupiter.extensions.autodetection.enabled} and
 * {@code leakcheck.everywhere} are {@code true}, for example in {@code junit-platform.properties}.
 * Without the second it does nothing. A test that has the annotation is watched once, as its
 * annotation says.
 */
public final class LeakFreeEverywhere
    implements BeforeAllCallback, TestInstancePreConstructCallback, BeforeEachCallback {
  /** For JUnit, which finds this class with a {@link java.util.ServiceLoader}. */
  public LeakFreeEverywhere() {}

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    WatchedContext.watchAny(context);
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    WatchedContext.watchAny(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    WatchedContext.watchAny(context);
  }
}
