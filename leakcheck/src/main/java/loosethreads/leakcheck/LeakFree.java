package loosethreads.leakcheck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test that leaves a thread behind, platform or virtual.
 *
 * <p>On a method, it looks after that test has ended, with everything that ends with it: its
 * {@code @AfterEach} methods, its {@code @AutoClose} fields, and what other extensions close in the
 * store of the test. On a class it looks after each test, in nested classes too, and once more
 * after {@code @AfterAll}, for threads that were started for the class as a whole.
 *
 * <p>A test that fails by itself keeps its own failure; the leak is attached to it as a suppressed
 * {@link LeakError}.
 *
 * <p>A thread belongs to the test that constructed it, or that constructed its ancestors. To know
 * that, and to say where a thread was started, leakcheck wants the JVM flags {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED} and {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 * It works without: then every thread constructed while the test ran counts as the test's. With
 * {@code --add-opens java.base/java.util.concurrent.locks=ALL-UNNAMED} it also says who holds the
 * lock that a virtual thread waits for.
 *
 * <p>The JUnit configuration parameter {@code leakcheck.enabled=false} switches all of it off, for
 * example to find out whether leakcheck is what makes a test slow.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(LeakFreeExtension.class)
public @interface LeakFree {
  /**
   * Tells how long a thread may take to end after the test: a whole number and a unit, {@code "1s"}
   * or {@code "500ms"}. Anything else is an {@code ExtensionConfigurationException}.
   */
  String within() default "2s";

  /**
   * Tells what no thread may outlive. {@link Scope#CLASS} is for tests that share threads on
   * purpose, and stands on a class.
   */
  Scope scope() default Scope.METHOD;

  /**
   * Names the threads that are left on purpose, each with a reason. Those of a class hold for its
   * methods and its nested classes, too, whatever annotation these have.
   */
  Allow[] allow() default {};

  /**
   * Tells whether leaked threads are interrupted once the report knows all about them. It shows
   * what an interrupt would have done, and spares the next test. The JUnit configuration parameter
   * {@code leakcheck.interrupt=false} switches it off for all tests.
   */
  boolean interrupt() default true;

  /**
   * Tells whether to prove, where that is possible, that no live thread can ever wake a leaked one.
   * It takes two heap dumps, 500 ms apart, before anything is interrupted, and only when a test
   * leaks. The JUnit configuration parameter {@code leakcheck.prove=true} switches it on for all
   * tests.
   *
   * <p>The report then has one of three words for each leak:
   *
   * <ul>
   *   <li><i>proven</i>: neither the thread nor what it waits for can be reached by a live thread,
   *       that is one which does not wait, waits with a limit, or can itself be woken by a live
   *       one;
   *   <li><i>leaked</i>: it outlived its time, and more is not known;
   *   <li><i>running</i>: it does not wait at all.
   * </ul>
   *
   * <p>Left out of the question is who can wake any thread: native code, a debugger, or code that
   * goes through the list of all threads. What objects the test class has in fields can be reached
   * by JUnit, so what waits for them is not proven. A heap of more than 1 GiB is refused, and so is
   * one that leaves no room to look at the dump; the report says so. JDK 25's HotSpot is needed.
   */
  boolean prove() default false;

  /** What a thread belongs to, and must not outlive. */
  enum Scope {
    /** Each test; on a class, also the class as a whole. */
    METHOD,
    /** The class with the annotation: its threads may go on from test to test. */
    CLASS
  }
}
