package loosethreads.workbook.live;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that this server goes by, each written exactly as a browser writes it in {@code Host}.
 *
 * <p>Whoever owns a name of their own can make it point here; then their page would be of our
 * origin. So no other name is answered, and names are compared whole, never by how they begin.
 *
 * @param all host and port; without the port where that is HTTP's own
 */
record Names(Set<String> all) {
  private static final int HTTP = 80;

  /** The names of a server that is bound to this address. */
  static Names of(InetSocketAddress bound) {
    Set<String> names = new LinkedHashSet<>();
    for (String host : hosts(bound.getAddress())) {
      names.add(host + ":" + bound.getPort());
      if (bound.getPort() == HTTP) {
        names.add(host);
      }
    }
    return new Names(names);
  }

  boolean has(String host) {
    return all.contains(host);
  }

  /** Tells whether a page of this origin is one of ours, asked by the name that it came by. */
  static boolean isOrigin(String origin, String host) {
    return origin.equals("http://" + host);
  }

  private static Set<String> hosts(InetAddress bound) {
    Set<String> hosts = new LinkedHashSet<>();
    if (!bound.isAnyLocalAddress()) {
      hosts.add(written(bound));
    }
    if (bound.isAnyLocalAddress() || bound.isLoopbackAddress()) {
      hosts.addAll(List.of("127.0.0.1", "localhost", "[::1]"));
    }
    if (bound.isAnyLocalAddress()) {
      hosts.addAll(everyAddress());
    }
    return hosts;
  }

  private static List<String> everyAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(Names::written)
          .toList();
    } catch (SocketException e) {
      // Nobody tells: then it can be reached from this machine only.
      return List.of();
    }
  }

  /** As a browser writes it, which shortens IPv6 addresses and knows no zones. */
  static String written(InetAddress address) {
    return address instanceof Inet6Address six
        ? "[" + Shortened.of(six) + "]"
        : address.getHostAddress();
  }
}
