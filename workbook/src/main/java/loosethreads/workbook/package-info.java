/** The program behind {@code ./kata}: watches, judges and explains. */
package loosethreads.workbook;
