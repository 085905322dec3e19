/** Watches the threads of a program in production: a debug page, an alarm on growth, gauges. */
package loosethreads.leakcheck.monitor;
