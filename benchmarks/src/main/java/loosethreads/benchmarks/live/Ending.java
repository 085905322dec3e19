package loosethreads.benchmarks.live;

import java.io.IOException;
import java.util.List;

/** How programs on pages come to their end, and which JVMs end with them. */
public enum Ending {
  /** Each page presses its button, one page after the other. */
  STOP("Stop") {
    @Override
    public void bring(ServedBook book, List<RunningPage> pages) throws IOException {
      for (RunningPage page : pages) {
        page.stop();
      }
    }
  },

  /** The connections close, one after the other. */
  CLOSED_PAGE("page closed") {
    @Override
    public void bring(ServedBook book, List<RunningPage> pages) throws IOException {
      for (RunningPage page : pages) {
        page.close();
      }
    }
  },

  /** The server is told to end, as by Ctrl-C. */
  CLOSED_SERVER("server closed") {
    @Override
    public void bring(ServedBook book, List<RunningPage> pages) {
      book.process().destroy();
    }

    @Override
    public List<ProcessHandle> ended(ServedBook book, List<RunningPage> pages) {
      return book.jvms();
    }
  },

  /** The server is gone from one moment to the next: {@code kill -9}. */
  KILLED_SERVER("server killed") {
    @Override
    public void bring(ServedBook book, List<RunningPage> pages) {
      book.process().destroyForcibly();
    }

    @Override
    public List<ProcessHandle> ended(ServedBook book, List<RunningPage> pages) {
      return book.jvms();
    }
  };

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  /** As a table says it. */
  public String words() {
    return words;
  }

  /** Brings it about, and waits for nothing. */
  public abstract void bring(ServedBook book, List<RunningPage> pages) throws IOException;

  /** The JVMs that end by it, asked before: those of the pages, if the server goes on. */
  public List<ProcessHandle> ended(ServedBook book, List<RunningPage> pages) {
    return pages.stream().map(RunningPage::jvm).toList();
  }
}
