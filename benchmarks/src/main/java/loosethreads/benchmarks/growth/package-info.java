/**
 * How a leak grows: what is left after N calls of a program that leaks, and of one that does not.
 */
package loosethreads.benchmarks.growth;
