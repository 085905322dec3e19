package loosethreads.workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.kata.Checkout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./kata live} as a process, as somebody starts and ends it. */
@LeakFree
class LiveCommandIT {
  @TempDir Path folder;
  private Checkout checkout;

  @BeforeEach
  void aCheckoutWhoseBookIsRendered() throws IOException {
    checkout = new SmallCheckout(folder.resolve("checkout")).checkout();
    Files.createDirectories(checkout.root().resolve("docs"));
    Files.createDirectories(checkout.state().resolve("site"));
    Files.writeString(checkout.state().resolve("site/index.html"), "<p>front page");
  }

  private LiveProcess live(String... arguments) throws IOException {
    return new LiveProcess(checkout, folder, arguments);
  }

  private static String get(URI address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void itServesTheBookAndEndsCleanlyWhenItIsToldTo() throws Exception {
    try (LiveProcess live = live("--no-open")) {
      URI address = live.address();
      Process process = live.process();
      assertThat(live.line()).contains("run code as you");
      assertThat(get(address)).isEqualTo("<p>front page");
      assertThat(address.getFragment()).matches("t=[A-Za-z0-9_-]{43}");
      List<ProcessHandle> children = process.descendants().toList();

      process.toHandle().destroy();

      assertThat(live.line()).isEqualTo("Live pages have ended.");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(CommandTable.DONE);
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
  }

  // D1

  @Test
  void nobodyElsewhereCanReachIt() throws Exception {
    try (LiveProcess live = live("--no-open")) {
      int port = live.address().getPort();

      List<InetAddress> others =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(a -> !a.isLoopbackAddress())
              .toList();
      for (InetAddress other : others) {
        assertThatThrownBy(() -> new Socket(other, port).close())
            .isInstanceOf(ConnectException.class);
      }
      assertThat(folder.resolve("err")).content().doesNotContain("WARNING");
    }
  }

  // D12

  @Test
  void theBrowserGetsAFileOfOursAndNoTokenInItsArguments() throws Exception {
    Path opener = folder.resolve("xdg-open");
    Files.writeString(
        opener,
        """
        #!/bin/sh
        printf '%%s\\n' "$@" >'%1$s/arguments.part'
        cat "${1#file://}" >'%1$s/page'
        mv '%1$s/arguments.part' '%1$s/arguments'
        """
            .formatted(folder));
    Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));

    try (LiveProcess live = live()) {
      String token = live.address().getFragment();
      Process process = live.process();
      while (!Files.exists(folder.resolve("arguments")) && process.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(folder.resolve("arguments"))
          .content()
          .startsWith("file:///")
          .contains("/live/open-")
          .doesNotContain(token);
      assertThat(folder.resolve("page")).content().contains("#" + token);

      process.toHandle().destroy();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(checkout.state().resolve("live")).isEmptyDirectory();
    }
  }

  @Test
  void aPortInUseIsOneClearLine() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LiveProcess live = live("--no-open", "--port", String.valueOf(other.getLocalPort()))) {
      Process process = live.process();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(CommandTable.MISTAKE);
      assertThat(Files.readAllLines(folder.resolve("err")))
          .singleElement()
          .asString()
          .contains("127.0.0.1:" + other.getLocalPort(), "--port");
    }
  }
}
