/** What one leaked thread costs: memory, pauses of the collector, and a place under a limit. */
package loosethreads.benchmarks.price;
