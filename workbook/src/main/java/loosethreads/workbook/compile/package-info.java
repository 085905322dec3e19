/** A compiler that stays warm, from memory to memory. */
package loosethreads.workbook.compile;
