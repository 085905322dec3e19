package loosethreads.workbook.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Some fields as one line that begins with a nonce: what a stranger prints on the same stream is
 * not taken for it.
 */
public final class MarkedLine {
  private MarkedLine() {}

  /** Writes the fields as one line. */
  public static String of(String nonce, List<String> fields) {
    var line = new StringBuilder(nonce);
    for (String field : fields) {
      line.append(' ')
          .append(Base64.getEncoder().encodeToString(field.getBytes(UTF_8)))
          .append('.');
    }
    return line.append('\n').toString();
  }

  /** Reads the fields back; nothing if the line is somebody else's. */
  public static Optional<List<String>> fields(String line, String nonce) {
    if (!line.startsWith(nonce + " ")) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(line.substring(nonce.length() + 1).split(" "))
            .map(s -> new String(Base64.getDecoder().decode(s.substring(0, s.length() - 1)), UTF_8))
            .toList());
  }
}
