/** Measures what a detector of leaks adds to a test that passes; each in a JVM of its own. */
package loosethreads.benchmarks.detector;
