/** The commands of {@code ./kata}: arguments in, text or JSON and an exit code out. */
package loosethreads.workbook.cli;
