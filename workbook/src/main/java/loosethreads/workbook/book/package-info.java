/** Renders {@code docs/} into a site. */
package loosethreads.workbook.book;
