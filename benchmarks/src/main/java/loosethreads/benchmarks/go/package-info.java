/** The Java half of what is measured beside Go; the other half is in {@code benchmarks/go}. */
package loosethreads.benchmarks.go;
