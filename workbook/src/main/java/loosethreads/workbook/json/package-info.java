/** The documents that programs read, on the command line and on live pages. */
package loosethreads.workbook.json;
