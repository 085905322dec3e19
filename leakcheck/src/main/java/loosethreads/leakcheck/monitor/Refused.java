package loosethreads.leakcheck.monitor;

import com.sun.net.httpserver.Headers;

/** What somebody is told who does not get the threads. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String header;
  private final String value;

  Refused(int status, String message) {
    this(status, message, "", "");
  }

  /** With a header that this status wants. */
  Refused(int status, String message, String header, String value) {
    super(message, null, false, false);
    this.status = status;
    this.header = header;
    this.value = value;
  }

  int status() {
    return status;
  }

  void header(Headers headers) {
    if (!header.isEmpty()) {
      headers.set(header, value);
    }
  }
}
