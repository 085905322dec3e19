/** Runs snippets of Java in JVMs of their own, and tells what happens in them as it happens. */
package loosethreads.workbook.snippet;
