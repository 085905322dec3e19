package loosethreads.libraries;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A client is meant to live as long as the program; this one is made for one call. */
final class OkHttp implements Library {
  // tag::leaking[]
  @Override
  public AutoCloseable leaking() throws IOException {
    try (LocalServer server = LocalServer.open()) {
      OkHttpClient client = new OkHttpClient();
      Request request = new Request.Builder().url(server.uri().toString()).build();
      Answer answer = new Answer();
      client.newCall(request).enqueue(answer);
      answer.text.join();
      return () -> end(client);
    }
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() throws IOException {
    try (LocalServer server = LocalServer.open()) {
      OkHttpClient client = new OkHttpClient();
      Request request = new Request.Builder().url(server.uri().toString()).build();
      Answer answer = new Answer();
      client.newCall(request).enqueue(answer);
      answer.text.join();
      end(client);
    }
  }

  private static void end(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  // end::closed[]

  private static final class Answer implements Callback {
    final CompletableFuture<String> text = new CompletableFuture<>();

    @Override
    public void onFailure(Call call, IOException e) {
      text.completeExceptionally(e);
    }

    @Override
    public void onResponse(Call call, Response response) throws IOException {
      try (response) {
        text.complete(response.body().string());
      }
    }
  }
}
