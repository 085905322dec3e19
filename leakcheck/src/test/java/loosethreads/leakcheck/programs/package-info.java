/** Programs to watch: some end every thread they start, some do not. Here, they are user code. */
package loosethreads.leakcheck.programs;
