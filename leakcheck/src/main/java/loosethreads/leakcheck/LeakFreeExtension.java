package loosethreads.leakcheck;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Opens a watch before anything of a test runs, and closes it with the test's store.
 *
 * <p>JUnit closes what is in a store in the reverse of the order it came in, after all
 * {@code @AfterEach} methods, extension callbacks and {@code @AutoClose} fields. The watch comes in
 * first, so it is closed last, when nothing is left that could end a thread.
 */
final class LeakFreeExtension
    implements BeforeAllCallback, TestInstancePreConstructCallback, BeforeEachCallback {
  LeakFreeExtension() {}

  /** With the default scope, a test's instance would be constructed before its watch is open. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    WatchedContext.watch(context);
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    WatchedContext.watch(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    WatchedContext.watch(context);
  }
}
