package loosethreads.workbook.live;

import java.time.Duration;

/**
 * What clients may use.
 *
 * @param body how long the body of a request may be, in bytes
 * @param atOnce how many requests may be open at the same time; each stream is one
 * @param effects how many requests with an effect may come in a row
 * @param refill after which time one more of them may come
 * @param checks how many checks of katas may be under way or wait
 */
record Limits(int body, int atOnce, int effects, Duration refill, int checks) {
  /** Far more than a person can use with ten pages open; a program gone wild meets them soon. */
  static final Limits USUAL = new Limits(256 * 1024, 64, 60, Duration.ofMillis(100), 8);
}
