package loosethreads.workbook.wire;

import java.io.IOException;
import java.io.InputStream;

/** Ends this JVM when the one that started it is gone, however that ended: a stream says so. */
public final class ParentWatch {
  private ParentWatch() {}

  /** Watches a stream that carries no more; its end is the parent's. */
  public static void start(InputStream in) {
    Thread.ofPlatform()
        .name("parent-watch")
        .daemon()
        .start(() -> {
          try {
            while (in.read() >= 0) {}
          } catch (IOException e) {
            // As good as the end of the stream.
          }
          Runtime.getRuntime().halt(1);
        });
  }
}
