/**
 * What runs inside the spare JVM: one kata, once. Knows what katas are written with, and nothing
 * else of the workbook.
 */
package loosethreads.workbook.child;
