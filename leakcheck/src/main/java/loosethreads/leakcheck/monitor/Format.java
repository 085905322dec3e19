package loosethreads.leakcheck.monitor;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import loosethreads.leakcheck.GroupProof;
import loosethreads.leakcheck.StackGroups;

/** How the threads are shown. */
enum Format {
  TEXT("text/plain; charset=utf-8"),
  JSON("application/json"),
  HTML("text/html; charset=utf-8");

  private final String type;

  Format(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  /** Writes the groups, in a page with a button to prove each, if that is possible. */
  String write(StackGroups groups, boolean proofs) {
    return switch (this) {
      case TEXT -> groups.toString();
      case JSON -> groups.toJson();
      case HTML -> Html.page(groups, proofs);
    };
  }

  String write(GroupProof proof) {
    return switch (this) {
      case TEXT -> proof.toString();
      case JSON -> proof.toJson();
      case HTML -> Html.page(proof);
    };
  }

  /** What was asked for. */
  static Format wanted(HttpExchange exchange) throws Refused {
    return switch (exchange.getRequestURI().getRawQuery()) {
      case null -> accepted(exchange);
      case "debug=1", "format=text" -> TEXT;
      case "format=json" -> JSON;
      case "format=html" -> HTML;
      default ->
          throw new Refused(400, "Ask for debug=1, format=json or format=html, or for nothing.");
    };
  }

  /** The first that is named. Browsers name HTML first, and programs what they want. */
  static Format accepted(HttpExchange exchange) {
    for (String header : exchange.getRequestHeaders().getOrDefault("Accept", List.of())) {
      for (String range : header.split(",")) {
        switch (range.split(";", 2)[0].strip()) {
          case "text/html" -> {
            return HTML;
          }
          case "application/json" -> {
            return JSON;
          }
          case "text/plain" -> {
            return TEXT;
          }
          default -> {}
        }
      }
    }
    return TEXT;
  }
}
