/** What the learner has done so far, the originals to go back to, and backups of everything. */
package loosethreads.workbook.progress;
