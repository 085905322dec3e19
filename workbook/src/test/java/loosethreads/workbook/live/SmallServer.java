package loosethreads.workbook.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import loosethreads.workbook.SmallCheckout;
import loosethreads.workbook.watch.Desk;

/** A server on a real socket, with a book of two pages and a workbook of two katas. */
final class SmallServer implements AutoCloseable {
  /** Tests ask more often than people do. */
  static final Limits GENEROUS = new Limits(16 * 1024, 64, 10_000, Duration.ofMillis(1), 8);

  private final SnippetStarter snippets;
  private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();
  private final SmallCheckout checkout;
  private final Path pages;
  private final LiveServer server;

  SmallServer(Path folder) throws IOException {
    this(folder, GENEROUS);
  }

  SmallServer(Path folder, Limits limits) throws IOException {
    this(folder, limits, new FakeSnippets());
  }

  SmallServer(Path folder, SnippetStarter starter) throws IOException {
    this(folder, Limits.USUAL, starter);
  }

  private SmallServer(Path folder, Limits limits, SnippetStarter starter) throws IOException {
    snippets = starter;
    checkout = new SmallCheckout(Files.createDirectories(folder.resolve("checkout")));
    pages = Files.createDirectories(folder.resolve("site"));
    Files.writeString(pages.resolve("index.html"), "<p>front page");
    Files.createDirectories(pages.resolve("katas"));
    Files.writeString(pages.resolve("katas/K01.html"), "<p>a door");
    Files.writeString(pages.resolve("site.js"), "'use strict';");
    server =
        LiveServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new LiveServer.Parts(pages, Desk.at(checkout.checkout()), snippets, faults::add),
            limits);
  }

  LiveServer server() {
    return server;
  }

  SmallCheckout checkout() {
    return checkout;
  }

  FakeSnippets snippets() {
    return (FakeSnippets) snippets;
  }

  Path pages() {
    return pages;
  }

  List<RuntimeException> faults() {
    return faults;
  }

  int port() {
    return server.address().getPort();
  }

  Wire wire() {
    return new Wire(port());
  }

  String host() {
    return "Host: 127.0.0.1:" + port();
  }

  String token() {
    return Token.HEADER + ": " + server.token().secret();
  }

  /** Asks the API as our own pages do. */
  Wire.Answer get(String path) throws IOException {
    return wire().send("GET " + path, host(), token(), "Sec-Fetch-Site: same-origin");
  }

  /** Asks the API for an effect as our own pages do. */
  Wire.Answer post(String path, String json) throws IOException {
    return wire()
        .sendBody(
            "POST " + path,
            json,
            host(),
            token(),
            "Origin: http://127.0.0.1:" + port(),
            "Sec-Fetch-Site: same-origin",
            "Content-Type: application/json");
  }

  /** The same for a client that reads streams. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .header(Token.HEADER, server.token().secret());
  }

  @Override
  public void close() {
    server.close();
  }
}
