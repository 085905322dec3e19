/** Holds every kata, fix and page to its promise. */
package loosethreads.workbook.check;
