/** How a child JVM and the one that started it talk: what both sides of that know. */
package loosethreads.workbook.wire;
