/** How a child JVM measures, and how its parent hears of it. */
package loosethreads.benchmarks.measure;
