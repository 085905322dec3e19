/** What benchmarks found: kept as JSON, drawn by the book. */
package loosethreads.workbook.bench;
