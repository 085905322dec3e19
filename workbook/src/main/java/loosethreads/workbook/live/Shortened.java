package loosethreads.workbook.live;

import java.net.Inet6Address;
import java.nio.ByteBuffer;

/** IPv6 addresses as RFC 5952 writes them: the longest run of zeros is left out. */
final class Shortened {
  private static final int GROUPS = 8;

  private Shortened() {}

  static String of(Inet6Address address) {
    int[] groups = new int[GROUPS];
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = Short.toUnsignedInt(bytes.getShort());
    }
    int from = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zeros(groups, i);
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    return length == 1
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, from) + "::" + joined(groups, from + length, GROUPS);
  }

  private static int zeros(int[] groups, int from) {
    int i = from;
    while (i < GROUPS && groups[i] == 0) {
      i++;
    }
    return i - from;
  }

  private static String joined(int[] groups, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
