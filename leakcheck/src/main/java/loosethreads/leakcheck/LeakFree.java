package loosethreads.leakcheck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Fails a test that leaves a thread behind. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface LeakFree {
  /**
   * How long a thread may take to end after the test, for example {@code "1s"} or {@code "500ms"}.
   */
  String within() default "2s";
}
