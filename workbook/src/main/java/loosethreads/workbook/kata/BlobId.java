package loosethreads.workbook.kata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name that git gives to a file's content.
 *
 * @param hex 40 hex digits
 */
public record BlobId(String hex) {

  /** What {@code git hash-object} says about a file with these bytes. */
  public static BlobId of(byte[] content) {
    byte[] stored = asStored(content);
    try {
      // SHA-1 is what git names blobs by; nothing is kept safe with it here.
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("blob " + stored.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return new BlobId(HexFormat.of().formatHex(sha1.digest(stored)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }

  /**
   * Our .gitattributes say {@code text=auto}: git stores text with LF, whatever an editor saved.
   */
  private static byte[] asStored(byte[] content) {
    for (byte b : content) {
      if (b == 0) {
        return content;
      }
    }
    var stored = new ByteArrayOutputStream(content.length);
    for (int i = 0; i < content.length; i++) {
      boolean endsLine = content[i] == '\r' && i + 1 < content.length && content[i + 1] == '\n';
      if (!endsLine) {
        stored.write(content[i]);
      }
    }
    return stored.toByteArray();
  }

  @Override
  public String toString() {
    return hex;
  }
}
