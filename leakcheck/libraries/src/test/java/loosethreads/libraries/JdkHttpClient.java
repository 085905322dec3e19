package loosethreads.libraries;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

final class JdkHttpClient implements Library {
  // tag::leaking[]
  @Override
  public AutoCloseable leaking() throws IOException, InterruptedException {
    try (LocalServer server = LocalServer.open()) {
      HttpClient client = HttpClient.newHttpClient();
      client.send(HttpRequest.newBuilder(server.uri()).build(), BodyHandlers.ofString());
      return client;
    }
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws IOException, InterruptedException {
    try (LocalServer server = LocalServer.open();
        HttpClient client = HttpClient.newHttpClient()) {
      client.send(HttpRequest.newBuilder(server.uri()).build(), BodyHandlers.ofString());
    }
  }
  // end::closed[]
}
