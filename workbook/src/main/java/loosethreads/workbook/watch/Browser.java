package loosethreads.workbook.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Opens pages with whatever the desktop opens pages with. */
public final class Browser {
  private Browser() {}

  /** Tells whether the desktop took the page. */
  public static boolean open(Path page) throws InterruptedException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String uri = page.toUri().toString();
    if (system.contains("win")) {
      return run(List.of("rundll32", "url.dll,FileProtocolHandler", uri));
    }
    return run(List.of(system.contains("mac") ? "open" : "xdg-open", uri));
  }

  private static boolean run(List<String> command) throws InterruptedException {
    try {
      Process opener =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      opener.getOutputStream().close();
      // Openers come back at once or stay as long as the browser does.
      return !opener.waitFor(3, TimeUnit.SECONDS) || opener.exitValue() == 0;
    } catch (IOException e) {
      // No such command: no desktop.
      return false;
    }
  }
}
