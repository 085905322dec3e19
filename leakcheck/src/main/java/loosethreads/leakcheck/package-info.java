/** Finds the threads, platform and virtual, that a test leaves behind, and explains them. */
package loosethreads.leakcheck;
