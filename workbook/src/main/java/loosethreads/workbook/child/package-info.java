/**
 * What runs inside the spare JVM: one kata, once for a verdict or in rounds for a chart. Knows what
 * katas are written with, and nothing else of the workbook.
 */
package loosethreads.workbook.child;
