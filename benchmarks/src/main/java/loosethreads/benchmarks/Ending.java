package loosethreads.benchmarks;

import java.io.IOException;
import java.util.List;

/** How programs on pages come to their end, and which JVMs end with them. */
enum Ending {
  /** Each page presses its button, one page after the other. */
  STOP("Stop") {
    @Override
    void bring(ServedBook book, List<RunningPage> pages) throws IOException {
      for (RunningPage page : pages) {
        page.stop();
      }
    }
  },

  /** The connections close, one after the other. */
  CLOSED_PAGE("page closed") {
    @Override
    void bring(ServedBook book, List<RunningPage> pages) throws IOException {
      for (RunningPage page : pages) {
        page.close();
      }
    }
  },

  /** The server is told to end, as by Ctrl-C. */
  CLOSED_SERVER("server closed") {
    @Override
    void bring(ServedBook book, List<RunningPage> pages) {
      book.process().destroy();
    }

    @Override
    List<ProcessHandle> ended(ServedBook book, List<RunningPage> pages) {
      return book.jvms();
    }
  },

  /** The server is gone from one moment to the next: {@code kill -9}. */
  KILLED_SERVER("server killed") {
    @Override
    void bring(ServedBook book, List<RunningPage> pages) {
      book.process().destroyForcibly();
    }

    @Override
    List<ProcessHandle> ended(ServedBook book, List<RunningPage> pages) {
      return book.jvms();
    }
  };

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  /** As a table says it. */
  String words() {
    return words;
  }

  /** Brings it about, and waits for nothing. */
  abstract void bring(ServedBook book, List<RunningPage> pages) throws IOException;

  /** The JVMs that end by it, asked before: those of the pages, if the server goes on. */
  List<ProcessHandle> ended(ServedBook book, List<RunningPage> pages) {
    return pages.stream().map(RunningPage::jvm).toList();
  }
}
