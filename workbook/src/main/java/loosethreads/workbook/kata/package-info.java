/** What a kata is and where its files are: read from {@code katas/katas.json} and the folders. */
package loosethreads.workbook.kata;
