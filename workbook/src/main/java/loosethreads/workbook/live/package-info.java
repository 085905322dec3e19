/**
 * Serves the book on a socket, with an API that runs code as the learner: one filter stands in
 * front of everything.
 */
package loosethreads.workbook.live;
