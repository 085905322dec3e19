package loosethreads.workbook.live;

/**
 * A snippet that runs.
 *
 * @param id names it until it has ended
 * @param stop ends it, if that has not happened yet
 */
record Running(String id, Runnable stop) {}
