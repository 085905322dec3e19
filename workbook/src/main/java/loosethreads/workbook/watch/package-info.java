/** The tutorial on the screen: judges again on every save. */
package loosethreads.workbook.watch;
