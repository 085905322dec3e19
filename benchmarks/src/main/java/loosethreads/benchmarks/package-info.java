/**
 * What a leak costs, and what our own tools cost.
 *
 * <p>An {@link loosethreads.benchmarks.Experiment} asks one question; {@link
 * loosethreads.benchmarks.Experiments} lists them all; {@link loosethreads.benchmarks.Bench} runs
 * them for {@code ./kata bench}.
 */
package loosethreads.benchmarks;
