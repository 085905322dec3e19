package loosethreads.leakcheck;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names threads that outlive a test on purpose: {@code @LeakFree(allow = @Allow(startedBy =
 * "Prices.open", reason = "one pool for all tests; the JVM ends it"))}.
 *
 * <p>Such a thread is no leak. A report names it among the threads that were ignored, with the
 * reason. It needs {@link #startedBy}, or {@link #name}, or both; then both must fit. In either, a
 * {@code *} stands for any characters. Prefer {@link #startedBy}: a name is easy to share by
 * accident. A pattern of nothing but {@code *}, or a blank reason, is an {@code
 * ExtensionConfigurationException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Allow {
  /**
   * Tells the method that starts the threads, as the report has it in its line {@code started at}:
   * {@code Type.method}, or {@code Type.new} for a constructor. It is known only where the JVM has
   * the flags that {@link LeakFree} names; a report says so where it is not.
   */
  String startedBy() default "";

  /** Tells the name of the threads: {@code "HikariPool-*"}. */
  String name() default "";

  /** Tells why these threads are no leak, and who ends them. */
  String reason();
}
