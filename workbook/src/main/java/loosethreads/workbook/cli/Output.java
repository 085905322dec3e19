package loosethreads.workbook.cli;

import java.io.PrintWriter;

/**
 * Where a command writes to.
 *
 * @param out results
 * @param err complaints, and word of what goes on
 * @param terminal whether a person looks at the results and can press keys
 * @param colored whether that person wants color
 */
record Output(PrintWriter out, PrintWriter err, boolean terminal, boolean colored) {
  /** For text that is not fitted to a terminal. */
  static final int WIDTH = 100;

  void print(String text) {
    out.print(text);
    out.flush();
  }

  void line(String text) {
    print(text + "\n");
  }
}
