package loosethreads.libraries;

/**
 * A library that starts threads, or a part of the JDK that does.
 *
 * <p>The methods are what a colleague could have written. A thread that ends on its own after its
 * method has returned counts as ended; {@code leaking} leaves some that do not.
 */
interface Library {
  /** Uses it, and forgets what ends its threads. Returns that, for the test's sake. */
  AutoCloseable leaking() throws Exception;

  /** Uses it as it wants to be used. */
  void closed() throws Exception;
}
