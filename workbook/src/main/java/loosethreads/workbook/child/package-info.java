/**
 * What runs inside the spare JVM: one kata, once. Knows JUnit and leakcheck, and nothing else of
 * the workbook.
 */
package loosethreads.workbook.child;
