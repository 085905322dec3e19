package locks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five times a program tries to connect to a server that is being repaired. */
class K46_ConnectionRound {
  private static final ServerSocket SERVER = open();

  /** The server hangs up on nobody, and would if these were collected as garbage. */
  private static final List<Socket> GUESTS = new ArrayList<>();

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fiveTimesNobodyIsLetIn() throws Exception {
    for (int time = 0; time < 5; time++) {
      Thread caller = Thread.ofVirtual().start(K46_ConnectionRound::connectInVain);
      Socket guest = SERVER.accept();
      GUESTS.add(guest);
      guest.getOutputStream().write("CLOSED ON SUNDAYS\n".getBytes(UTF_8));
      caller.join();
    }
  }

  private static void connectInVain() {
    var address = new InetSocketAddress(SERVER.getInetAddress(), SERVER.getLocalPort());
    try (var connection = new K46_Connection(address, "secret", _ -> {})) {
      throw new AssertionError("version " + connection.version());
    } catch (Exception e) {
      // As it should be, on a Sunday.
    }
  }
}
