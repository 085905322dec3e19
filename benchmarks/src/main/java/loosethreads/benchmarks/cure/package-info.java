/** What it costs that a thread can be ended: the ending, and being ready for it. */
package loosethreads.benchmarks.cure;
