/**
 * The one way to run a kata: compiles a candidate, runs it in a fresh JVM, answers with a verdict.
 */
package loosethreads.workbook.judge;
