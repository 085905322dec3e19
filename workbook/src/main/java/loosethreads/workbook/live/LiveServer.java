package loosethreads.workbook.live;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import loosethreads.workbook.snippet.Snippets;
import loosethreads.workbook.watch.Desk;

/**
 * The book on a socket, with an API that runs code. Each request has a virtual thread of its own;
 * none is left when it is closed.
 */
public final class LiveServer implements AutoCloseable {
  private static final int BACKLOG = 64;

  static {
    // Events are short and must not wait for more; a request that takes a minute to be sent is none
    // of ours. The server reads this once, when its classes are loaded.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Checks checks;
  private final Token token = Token.random();
  private final List<Route> routes = new ArrayList<>();

  private LiveServer(InetSocketAddress address, Parts parts, Limits limits) throws IOException {
    this.server = HttpServer.create(address, BACKLOG);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("live-", 0).factory());
    this.checks = new Checks(parts.desk(), limits.checks());
    routes.add(Route.get("/api/hello", LiveServer::hello));
    routes.addAll(new RunApi(parts.snippets()).routes());
    routes.addAll(new KataApi(parts.desk(), checks).routes());
    server.setExecutor(threads);
    // One context for everything, so that nothing is ever reached but through this filter.
    server
        .createContext("/", new Routes(routes, new StaticPages(parts.pages()), limits))
        .getFilters()
        .add(new Guard(Names.of(server.getAddress()), token, limits, parts.faults()));
    server.start();
  }

  /**
   * What is served.
   *
   * @param pages the folder of the rendered book
   * @param desk the katas
   * @param snippets runs snippets
   * @param faults hears of mistakes of ours
   */
  record Parts(Path pages, Desk desk, SnippetStarter snippets, Consumer<RuntimeException> faults) {}

  /**
   * Serves pages with everything that belongs to them.
   *
   * @param pages the folder of the rendered book
   * @param snippets runs what pages ask for; stays open
   * @param faults hears of mistakes of ours
   * @throws IOException if the address can't be had
   */
  public static LiveServer open(
      InetSocketAddress address,
      Path pages,
      Desk desk,
      Snippets snippets,
      Consumer<RuntimeException> faults)
      throws IOException {
    return open(address, new Parts(pages, desk, SnippetStarter.of(snippets), faults), Limits.USUAL);
  }

  static LiveServer open(InetSocketAddress address, Parts parts, Limits limits) throws IOException {
    return new LiveServer(address, parts, limits);
  }

  private static void hello(Call call) throws IOException {
    var hello = new JsonObject();
    hello.addProperty("format", 1);
    hello.addProperty("live", true);
    call.answer(200, hello);
  }

  /** Where it is bound. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * The address to open. It holds the token where browsers keep it to themselves: after {@code #}.
   */
  public URI url() {
    InetSocketAddress bound = address();
    String host =
        bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : Names.written(bound.getAddress());
    return URI.create("http://" + host + ":" + bound.getPort() + "/#t=" + token.secret());
  }

  Token token() {
    return token;
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Ends every request, and with it every run and every check. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
    checks.close();
  }
}
