package loosethreads.workbook.wire;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The child's end of its channel: standard error, from before anybody could replace it. */
public final class MarkedLines {
  private final String nonce;
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

  /** Opens the channel; its lines will begin with the nonce. */
  public MarkedLines(String nonce) {
    this.nonce = nonce;
  }

  /** Sends the fields as one line, whole. Ends the JVM if nobody listens any more. */
  public synchronized void send(List<String> fields) {
    try {
      out.write(MarkedLine.of(nonce, fields).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
