package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  private static Names of(String address, int port) {
    return Names.of(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  @Test
  void loopbackHasThreeNames() {
    assertThat(of("127.0.0.1", 8080).all())
        .containsExactlyInAnyOrder("127.0.0.1:8080", "localhost:8080", "[::1]:8080");
  }

  @Test
  void onThePortOfHttpBrowsersLeaveItOut() {
    assertThat(of("127.0.0.1", 80).all()).contains("localhost", "localhost:80");
  }

  @Test
  void anotherAddressIsItsOwnOnlyName() {
    assertThat(of("192.0.2.7", 8080).all()).containsExactly("192.0.2.7:8080");
  }

  @Test
  void everyAddressMeansThoseOfThisMachine() {
    assertThat(of("0.0.0.0", 8080).all())
        .contains("127.0.0.1:8080", "localhost:8080")
        .doesNotContain("0.0.0.0:8080");
  }

  @ParameterizedTest
  @CsvSource({
    "::1, [::1]",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]",
    "fe80:0:0:0:0:0:0:1, [fe80::1]",
    "1:0:0:0:0:0:0:0, [1::]"
  })
  void longAddressesAreWrittenAsBrowsersDo(String address, String written) {
    assertThat(Names.written(InetAddress.ofLiteral(address))).isEqualTo(written);
  }
}
