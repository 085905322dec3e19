/** What a leak costs, and what our own tools cost. */
package loosethreads.benchmarks;
