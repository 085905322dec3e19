package loosethreads.workbook.live;

import java.util.function.Consumer;
import loosethreads.workbook.snippet.SnippetEvent;

/** All that the server asks of whatever runs snippets. */
@FunctionalInterface
interface SnippetStarter {
  /**
   * Starts a snippet.
   *
   * @param events gets what happens, in order; last of all {@link SnippetEvent.Ended}
   * @throws Refused if it can't be run
   */
  Running start(String source, Consumer<SnippetEvent> events);
}
