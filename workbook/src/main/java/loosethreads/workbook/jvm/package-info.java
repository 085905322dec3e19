/** Child JVMs, seen from the one that starts, hears and ends them. */
package loosethreads.workbook.jvm;
