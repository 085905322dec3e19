/**
 * What runs inside a snippet's JVM: loads and calls the classes that a jshell made of it elsewhere,
 * and counts its threads.
 */
package loosethreads.workbook.engine;
