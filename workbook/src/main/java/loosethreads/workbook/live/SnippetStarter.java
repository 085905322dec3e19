package loosethreads.workbook.live;

import java.util.function.Consumer;
import loosethreads.workbook.snippet.SnippetEvent;
import loosethreads.workbook.snippet.SnippetRefused;
import loosethreads.workbook.snippet.SnippetRun;
import loosethreads.workbook.snippet.Snippets;

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

  /** Those that run in a JVM of their own. */
  static SnippetStarter of(Snippets snippets) {
    return (source, events) -> {
      try {
        SnippetRun run = snippets.start(source, events);
        return new Running(run.id(), run::stop);
      } catch (SnippetRefused e) {
        throw new Refused(
            switch (e.why()) {
              case BUSY -> 429;
              case TOO_LONG -> 413;
              case NO_JVM, CLOSED -> 503;
            },
            e.getMessage());
      }
    };
  }
}
