package loosethreads.workbook.live;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.snippet.SnippetEvent;

/** Runs of snippets. A run lives as long as the connection that asked for it, and no longer. */
final class RunApi {
  private final SnippetStarter snippets;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  RunApi(SnippetStarter snippets) {
    this.snippets = snippets;
  }

  List<Route> routes() {
    return List.of(Route.post("/api/runs", this::run), Route.post("/api/runs/stop", this::stop));
  }

  private void run(Call call) throws IOException, InterruptedException {
    String source = Call.text(call.body(), "source");
    // No bound: how much a snippet may print is bounded, and how long it may run.
    BlockingQueue<SnippetEvent> events = new LinkedBlockingQueue<>();
    Running run = snippets.start(source, events::add);
    running.put(run.id(), run);
    try {
      tell(call.stream(), run.id(), events);
    } finally {
      running.remove(run.id());
      run.stop().run();
    }
  }

  private static void tell(EventStream out, String id, BlockingQueue<SnippetEvent> events)
      throws IOException, InterruptedException {
    var started = new JsonObject();
    started.addProperty("event", "started");
    started.addProperty("run", id);
    out.send(started);
    while (true) {
      SnippetEvent event = events.poll(EventStream.BEAT.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        out.beat();
      } else {
        out.send(document(event));
        if (event instanceof SnippetEvent.Ended) {
          return;
        }
      }
    }
  }

  private static JsonObject document(SnippetEvent event) {
    var document = new JsonObject();
    switch (event) {
      case SnippetEvent.Output(String text) -> {
        document.addProperty("event", "output");
        document.addProperty("text", text);
      }
      case SnippetEvent.Problem(int line, String message) -> {
        document.addProperty("event", "problem");
        document.addProperty("line", line);
        document.addProperty("message", message);
      }
      case SnippetEvent.Sample(long millis, int platform, int virtual, long heapKb) -> {
        document.addProperty("event", "sample");
        document.addProperty("millis", millis);
        document.addProperty("platform", platform);
        document.addProperty("virtual", virtual);
        document.addProperty("heapKb", heapKb);
      }
      case SnippetEvent.Verdict(String state, String text) -> {
        document.addProperty("event", "verdict");
        document.addProperty("state", state);
        document.addProperty("text", text);
      }
      case SnippetEvent.Ended(String reason, String text) -> {
        document.addProperty("event", "ended");
        document.addProperty("reason", reason);
        document.addProperty("text", text);
      }
    }
    return document;
  }

  /** A run that has ended by itself in the meantime is stopped, too. */
  private void stop(Call call) throws IOException {
    String id = Call.text(call.body(), "run");
    Optional.ofNullable(running.get(id)).ifPresent(run -> run.stop().run());
    call.done();
  }
}
