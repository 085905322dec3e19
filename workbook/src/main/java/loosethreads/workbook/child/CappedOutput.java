package loosethreads.workbook.child;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Lets the first 64 KiB of what a candidate prints through and counts the rest: a flood must not
 * slow its verdict.
 */
final class CappedOutput extends OutputStream {
  static final int CAP = 64 * 1024;

  private final OutputStream out;
  private int room = CAP;
  private long dropped;

  CappedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    int through = Math.min(length, room);
    if (through > 0) {
      out.write(bytes, from, through);
      out.flush();
    }
    room -= through;
    dropped += length - through;
  }

  @Override
  public synchronized void close() throws IOException {
    room = 0;
    out.close();
  }

  /** Says how much was left out, if anything was. */
  synchronized void sayWhatWasDropped() throws IOException {
    if (dropped > 0) {
      out.write(
          "\n… and %,d more bytes"
              .formatted(dropped)
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
