/** Live pages in a process of their own: the server, pages with programs, and ways to end them. */
package loosethreads.benchmarks.live;
