package loosethreads.workbook.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** D11: the book's own files, and no other file of this computer. */
@LeakFree
class StaticPagesTest {
  @TempDir Path folder;
  private SmallServer server;

  @BeforeEach
  void open() throws IOException {
    server = new SmallServer(folder);
    Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.writeString(server.pages().resolve(".hidden"), "secret");
    Files.createDirectories(server.pages().resolve(".git"));
    Files.writeString(server.pages().resolve(".git/config"), "secret");
  }

  @AfterEach
  void close() {
    server.close();
    assertThat(server.faults()).isEmpty();
  }

  private Wire.Answer get(String path) throws IOException {
    return server.wire().send("GET " + path, server.host());
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8, <p>front page",
    "/index.html, text/html; charset=utf-8, <p>front page",
    "/index.html?q=thread, text/html; charset=utf-8, <p>front page",
    "/katas/K01.html, text/html; charset=utf-8, <p>a door",
    "/site.js, text/javascript; charset=utf-8, '''use strict'';'"
  })
  void pagesComeAsTheyAreAndSayWhatTheyAre(String path, String type, String text)
      throws IOException {
    Wire.Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.body()).isEqualTo(text);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void aFileThatComesLaterIsServedToo() throws IOException {
    Files.writeString(server.pages().resolve("live.css"), "p {}");
    Files.writeString(server.pages().resolve("empty.txt"), "");
    Files.write(server.pages().resolve("strange.bin"), new byte[] {1, 2});

    assertThat(get("/live.css").header("Content-Type")).startsWith("text/css");
    assertThat(get("/empty.txt").status()).isEqualTo(200);
    assertThat(get("/strange.bin").header("Content-Type")).isEqualTo("application/octet-stream");
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws IOException {
    Wire.Answer answer = server.wire().send("HEAD /index.html", server.host());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("13");
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/katas/../../secret.txt",
        "/katas/../index.html",
        "/./index.html",
        "/katas/..",
        "/..",
        "/.",
        "//index.html",
        "/katas//K01.html",
        "///etc/passwd",
        "//etc/passwd",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/.%2e/secret.txt",
        "/katas/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%2fetc/passwd",
        "/katas%2fK01.html",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%ef%bc%8e%ef%bc%8e/secret.txt",
        "/..%5csecret.txt",
        "/..%c0%afsecret.txt",
        "/%69ndex.html",
        "/index.html%00",
        "/index.html%00.js",
        "/index.html;a=b",
        "/;/index.html",
        "/..;/secret.txt",
        "/index.html/",
        "/index.html/..",
        "/index.html~",
        "/index.html:",
        "/index.html::$DATA",
        "/C:/windows/win.ini",
        "/.hidden",
        "/.git/config",
        "/katas/.hidden",
        "/katas",
        "/katas/",
        "/INDEX.HTML",
        "/api",
        "/a+b",
        "/~root",
        "/*",
        "/index.html?/../../secret.txt/nothing/../x=%",
        "http://127.0.0.1/index.html",
        "http://evil.com/index.html",
        "//evil.com/index.html",
        "//evil.com/api/katas",
        "/%61pi/katas",
        "/Api/katas",
        "/api/%6batas",
        "/api/katas/..%2f..%2fsecret.txt",
        "/api/../index.html",
        "index.html",
        "*",
        "?"
      })
  void noOtherPathGetsAFile(String path) throws IOException {
    Wire.Answer answer = server.wire().send("GET " + path, server.host());

    assertThat(answer.status()).isIn(0, 400, 401, 404);
    assertThat(answer.body()).doesNotContain("secret", "front page", "a door", "root:", "K01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..\\secret.txt", "/katas\\K01.html", "/index.html\0", "/\0", "/ä"})
  void bytesThatBelongInNoPathGetNothing(String path) throws IOException {
    Wire.Answer answer =
        server
            .wire()
            .raw(
                "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
                    .formatted(path, server.host()));

    assertThat(answer.status()).isIn(0, 400, 404);
    assertThat(answer.body()).doesNotContain("secret", "front page", "a door");
  }

  @Test
  void noSymbolicLinkIsFollowed() throws IOException {
    Files.createSymbolicLink(server.pages().resolve("link.txt"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(server.pages().resolve("up"), folder);
    Files.createSymbolicLink(
        server.pages().resolve("self.html"), server.pages().resolve("index.html"));
    Files.createSymbolicLink(server.pages().resolve("inside"), server.pages().resolve("katas"));

    for (String path :
        new String[] {"/link.txt", "/up/secret.txt", "/self.html", "/inside/K01.html"}) {
      assertThat(get(path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void whatIsNotThereIsSaidOnAPage() throws IOException {
    Wire.Answer answer = get("/nowhere.html");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.body()).contains("no page of that name").doesNotContain("nowhere");
  }
}
