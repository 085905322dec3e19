package loosethreads.workbook.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.live.LiveServer;
import loosethreads.workbook.snippet.Snippets;
import loosethreads.workbook.watch.Browser;
import loosethreads.workbook.watch.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./kata live}. */
@Command(
    description =
        "Serves the book to your browser, with buttons that run its programs and check your katas.")
final class LiveCommand implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;
  private static final String FLAG = "--i-know-this-runs-code-for-anyone-on-the-network";

  private final Checkout checkout;
  private final Output output;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port; any that is free if not given.")
  private int port;

  @Option(names = "--no-open", description = "Print the address and open no browser.")
  private boolean quiet;

  @Option(
      names = "--address",
      paramLabel = "A",
      description = "An IP address other than loopback; wants the flag below.")
  private String address = "";

  @Option(
      names = FLAG,
      description = "Says that you know what --address does: whoever has the token is you.")
  private boolean known;

  LiveCommand(Checkout checkout, Output output) {
    this.checkout = checkout;
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    InetSocketAddress wanted = wanted();
    Desk desk = Desk.at(checkout);
    Path pages = pages();
    try (var stop = new StopSignals();
        var snippets = Snippets.open(checkout);
        LiveServer server = open(wanted, pages, desk, snippets)) {
      if (!server.address().getAddress().isLoopbackAddress()) {
        output
            .err()
            .println(
                "kata: WARNING: others on the network can reach this; whoever has the token runs"
                    + " code as you");
      }
      output.line("Live pages: " + server.url());
      output.line("They run code as you: keep the address to yourself. Ctrl-C ends them.");
      if (quiet) {
        stop.await();
      } else {
        show(server, stop);
      }
    }
    output.line("Live pages have ended.");
    return CommandTable.DONE;
  }

  private InetSocketAddress wanted() {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new Mistake("ports go from 1 to %d, not %d".formatted(HIGHEST_PORT, port));
    }
    if (address.isEmpty()) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
    InetAddress asked;
    try {
      asked = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new Mistake("'%s' is no IP address".formatted(address));
    }
    if (!asked.isLoopbackAddress() && !known) {
      throw new Mistake(
          "at %s, anyone on the network who gets hold of the token runs code as you; if you mean"
                  .formatted(address)
              + " it, add "
              + FLAG);
    }
    return new InetSocketAddress(asked, port);
  }

  private Path pages() throws InterruptedException {
    try {
      return new BookPages(checkout)
          .all(() -> output.err().println("kata: rendering the book: half a minute, once"));
    } catch (IOException e) {
      throw new Mistake(e.getMessage());
    }
  }

  private LiveServer open(InetSocketAddress wanted, Path pages, Desk desk, Snippets snippets) {
    try {
      return LiveServer.open(
          wanted, pages, desk, snippets, fault -> fault.printStackTrace(output.err()));
    } catch (BindException e) {
      throw new Mistake(
          "%s:%d can't be had (%s); name another --port, or none"
              .formatted(wanted.getAddress().getHostAddress(), wanted.getPort(), e.getMessage()));
    } catch (IOException e) {
      throw new Mistake("the server can't be started: " + e.getMessage());
    }
  }

  private void show(LiveServer server, StopSignals stop) throws InterruptedException {
    try (var door = Doorway.to(server.url(), checkout.state().resolve("live"))) {
      if (!Browser.open(door.page())) {
        output.line("No browser could be opened; open the address yourself.");
      }
      stop.await();
    } catch (IOException e) {
      output.line(
          "No browser could be opened (" + e.getMessage() + "); open the address yourself.");
      stop.await();
    }
  }
}
