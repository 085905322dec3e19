package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route there is, and the pages: with every method, and past every defence. The routes are
 * those that the server itself answers by, so a new one is in here from its first day on.
 */
@LeakFree
class RoutesTest {
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "PROPFIND",
          "get",
          "post",
          "X");

  /** What gets in has no effect, and is told that it is wrong. */
  private static final String NO_OBJECT = "[]";

  @TempDir Path folder;
  private SmallServer server;

  @BeforeEach
  void open() throws IOException {
    server = new SmallServer(folder);
  }

  @AfterEach
  void close() {
    server.close();
    assertThat(server.faults()).isEmpty();
  }

  private static String path(Route route) {
    return route.path().replace("{kata}", "K01");
  }

  private Set<String> everyPath() {
    Set<String> paths =
        server.server().routes().stream().map(RoutesTest::path).collect(Collectors.toSet());
    paths.addAll(List.of("/", "/katas/K01.html", "/site.js", "/nowhere", "/api/nowhere"));
    return paths;
  }

  @Test
  void theRoutesAreThoseOfTheContract() {
    assertThat(server.server().routes().stream().map(r -> r.method() + " " + r.path()))
        .containsExactlyInAnyOrder(
            "GET /api/hello",
            "POST /api/runs",
            "POST /api/runs/stop",
            "GET /api/katas",
            "GET /api/katas/{kata}",
            "POST /api/katas/{kata}/save",
            "POST /api/katas/{kata}/check",
            "POST /api/katas/{kata}/hint",
            "GET /api/katas/{kata}/changes");
  }

  @Test
  void aRouteAnswersToItsOwnMethodOnly() throws IOException {
    Set<String> known = new HashSet<>();
    server.server().routes().forEach(r -> known.add(r.method() + " " + path(r)));
    for (String path : everyPath().stream().filter(p -> p.startsWith("/api/")).toList()) {
      for (String method : METHODS) {
        if (!known.contains(method + " " + path)) {
          Wire.Answer answer = ask(method, path, server.host(), server.token());
          assertThat(answer.status())
              .as(method + " " + path)
              .isEqualTo(
                  path.equals("/api/nowhere") && List.of("GET", "HEAD", "POST").contains(method)
                      ? 404
                      : 405);
        }
      }
    }
  }

  @Test
  void pagesAreReadAndNothingElse() throws IOException {
    for (String path : List.of("/", "/katas/K01.html", "/site.js")) {
      for (String method : METHODS) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        assertThat(ask(method, path, server.host()).status())
            .as(method + " " + path)
            .isEqualTo(reads ? 200 : 405);
      }
    }
  }

  @Test
  void readingHasNoEffect() throws IOException {
    String before = server.get("/api/katas/K01").body();
    for (Route route : server.server().routes()) {
      if (route.method().equals("POST")) {
        ask("GET", path(route), server.host(), server.token());
        ask("HEAD", path(route), server.host(), server.token());
      }
    }

    assertThat(server.get("/api/katas/K01").body()).isEqualTo(before);
    assertThat(server.snippets().running()).isZero();
  }

  /** What would get in if the filter were forgotten for one of them. */
  @Test
  void noRouteIsReachedPastTheFilter() throws IOException {
    record Attempt(int status, List<String> headers) {}
    List<Attempt> attempts =
        List.of(
            new Attempt(421, List.of("Host: evil.com", server.token())),
            new Attempt(403, List.of(server.host(), server.token(), "Origin: http://evil.com")),
            new Attempt(403, List.of(server.host(), server.token(), "Origin: null")),
            new Attempt(403, List.of(server.host(), server.token(), "Sec-Fetch-Site: same-site")),
            new Attempt(401, List.of(server.host())),
            new Attempt(401, List.of(server.host(), "X-Loose-Threads: guessed")));
    for (String path : everyPath()) {
      for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "DELETE")) {
        for (Attempt attempt : attempts) {
          if (attempt.status() != 401 || path.startsWith("/api/")) {
            assertThat(ask(method, path, attempt.headers().toArray(String[]::new)).status())
                .as("%s %s with %s", method, path, attempt.headers())
                .isEqualTo(attempt.status());
          }
        }
      }
    }
  }

  // D8 and D9: the headers of every answer.

  @Test
  void everyAnswerHasTheHeadersAndNoneLetsAnotherOriginIn() throws IOException {
    List<Wire.Answer> answers = new ArrayList<>();
    for (String path : everyPath()) {
      for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT")) {
        if (!path.equals("/api/katas/K01/changes")) {
          answers.add(ask(method, path, server.host(), server.token()));
        }
        answers.add(
            ask(
                method,
                path,
                server.host(),
                "Origin: http://evil.com",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: x-loose-threads",
                "Access-Control-Request-Private-Network: true"));
        answers.add(ask(method, path, "Host: evil.com"));
      }
    }

    assertThat(answers).hasSizeGreaterThan(150);
    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.headers().keySet())
              .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
          assertThat(answer.header("Content-Security-Policy"))
              .isEqualTo(
                  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                      + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                      + " frame-ancestors 'none'");
          assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
          assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
          assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
          assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        });
  }

  @Test
  void answersOfTheApiAreKeptByNobody() throws IOException {
    assertThat(server.get("/api/katas").header("Cache-Control")).isEqualTo("no-store");
    assertThat(server.get("/api/nowhere").header("Cache-Control")).isEqualTo("no-store");
    assertThat(ask("GET", "/api/katas", server.host()).header("Cache-Control"))
        .isEqualTo("no-store");
  }

  private Wire.Answer ask(String method, String path, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    boolean writes = !method.equals("GET") && !method.equals("HEAD");
    if (writes) {
      all.add("Content-Type: application/json");
    }
    return server
        .wire()
        .sendBody(method + " " + path, writes ? NO_OBJECT : "", all.toArray(String[]::new));
  }
}
