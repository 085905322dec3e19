package loosethreads.workbook.compile;

import java.util.Map;

/** What became of some sources. */
public sealed interface Compilation {

  /**
   * They compiled.
   *
   * @param byName binary class name to class file
   */
  record Classes(Map<String, byte[]> byName) implements Compilation {}

  /**
   * They did not.
   *
   * @param text javac's words, with file, line and caret, as a learner reads them
   */
  record Errors(String text) implements Compilation {}
}
