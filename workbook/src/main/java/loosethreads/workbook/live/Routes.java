package loosethreads.workbook.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The only handler there is: finds the route of the API, or else a page of the book.
 *
 * <p>The server knows one context with one filter. A route that is added here can't be forgotten by
 * that filter.
 */
final class Routes implements HttpHandler {
  private final List<Route> routes;
  private final HttpHandler pages;
  private final Limits limits;

  Routes(List<Route> routes, HttpHandler pages, Limits limits) {
    this.routes = List.copyOf(routes);
    this.pages = pages;
    this.limits = limits;
  }

  List<Route> all() {
    return routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = Paths.of(exchange);
    if (!Paths.isApi(path)) {
      pages.handle(exchange);
      return;
    }
    List<Route> here = routes.stream().filter(route -> route.match(path).isPresent()).toList();
    Optional<Route> route =
        here.stream().filter(r -> r.method().equals(exchange.getRequestMethod())).findFirst();
    if (route.isEmpty()) {
      refuse(exchange, here);
    }
    String word = route.flatMap(r -> r.match(path)).orElseThrow();
    try {
      route.get().action().answer(new Call(exchange, word, limits));
    } catch (InterruptedException e) {
      // We are closing.
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse(HttpExchange exchange, List<Route> here) {
    if (here.isEmpty()) {
      throw new Refused(404, "The API has nothing of that name.");
    }
    String allowed = here.stream().map(Route::method).collect(Collectors.joining(", "));
    exchange.getResponseHeaders().set("Allow", allowed);
    throw new Refused(405, "This answers to " + allowed + " only.");
  }
}
