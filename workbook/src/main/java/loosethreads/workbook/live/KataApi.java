package loosethreads.workbook.live;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import loosethreads.workbook.json.Json;
import loosethreads.workbook.judge.Verdict;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.progress.KataFiles;
import loosethreads.workbook.progress.KataFiles.Content;
import loosethreads.workbook.progress.KataFiles.Saved;
import loosethreads.workbook.watch.Desk;
import loosethreads.workbook.watch.SaveWatcher;
import loosethreads.workbook.watch.VerdictText;

/** Katas in the browser: what the terminal does for a learner, on the same files. */
final class KataApi {
  /** As wide as {@code ./kata run} writes: the page wraps it as it needs. */
  private static final int WIDTH = 100;

  private final Desk desk;
  private final KataFiles files;
  private final Checks checks;

  KataApi(Desk desk, Checks checks) {
    this.desk = desk;
    this.files = new KataFiles(desk.checkout());
    this.checks = checks;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/katas", this::list),
        Route.get("/api/katas/{kata}", this::show),
        Route.post("/api/katas/{kata}/save", this::save),
        Route.post("/api/katas/{kata}/check", this::check),
        Route.post("/api/katas/{kata}/hint", this::hint),
        Route.get("/api/katas/{kata}/changes", this::changes));
  }

  private record ShownKata(
      int format,
      String kata,
      String title,
      String state,
      String story,
      int hints,
      List<ShownFile> files) {}

  private record ShownFile(String name, String text, String version) {}

  private record ChangedFile(String event, String name, String text, String version) {}

  private record CheckedKata(int format, JsonElement run, String text) {}

  private void list(Call call) throws IOException {
    call.answerText(200, Json.list(desk.catalog(), desk.progress()));
  }

  private void show(Call call) throws IOException {
    Kata kata = kata(call);
    List<ShownFile> shown = new ArrayList<>();
    for (String file : kata.files()) {
      Content content = read(kata, file);
      shown.add(new ShownFile(file, content.text(), content.version()));
    }
    call.answer(
        200,
        new ShownKata(
            1,
            kata.id(),
            kata.title(),
            desk.progress().of(kata).word(),
            desk.story(kata),
            desk.hints(kata).size(),
            shown));
  }

  private void save(Call call) throws IOException {
    Kata kata = kata(call);
    JsonObject body = call.body();
    String file = Call.text(body, "file");
    try {
      Saved saved = files.save(kata, file, Call.text(body, "text"), Call.text(body, "base"));
      var answer = new JsonObject();
      switch (saved) {
        case Saved.Written(var version, var backup) -> {
          answer.addProperty("version", version);
          backup.ifPresent(folder -> answer.addProperty("backup", Desk.shown(folder)));
          call.answer(200, answer);
        }
        case Saved.Conflict(var onDisk) -> {
          answer.addProperty("text", onDisk.text());
          answer.addProperty("version", onDisk.version());
          call.answer(409, answer);
        }
      }
    } catch (KataFiles.NotOurs e) {
      throw new Refused(403, e.getMessage() + ".");
    }
  }

  private void check(Call call) throws IOException, InterruptedException {
    Kata kata = kata(call);
    call.body();
    Verdict verdict = checks.check(kata);
    call.answer(
        200,
        new CheckedKata(
            1,
            JsonParser.parseString(Json.run(List.of(verdict))),
            VerdictText.of(verdict, WIDTH).toString(false)));
  }

  private void hint(Call call) throws IOException {
    Kata kata = kata(call);
    int number = Call.number(call.body(), "number");
    List<String> hints = desk.hints(kata);
    if (number < 1 || number > hints.size()) {
      throw new Refused(400, "Hints of %s go from 1 to %d.".formatted(kata.id(), hints.size()));
    }
    desk.progress().hintShown(kata, number);
    call.answer(200, Map.of("text", hints.get(number - 1)));
  }

  /** Tells each file as it is, then each time that it is another one. */
  private void changes(Call call) throws IOException, InterruptedException {
    Kata kata = kata(call);
    for (String file : kata.files()) {
      read(kata, file);
    }
    var saves = new Semaphore(0);
    Map<String, String> told = new HashMap<>();
    EventStream out = call.stream();
    try (var _ = new SaveWatcher(desk.checkout().programs(kata), saves::release)) {
      tell(kata, told, out);
      while (true) {
        if (saves.tryAcquire(EventStream.BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
          saves.drainPermits();
          tell(kata, told, out);
        } else {
          out.beat();
        }
      }
    }
  }

  private void tell(Kata kata, Map<String, String> told, EventStream out) throws IOException {
    for (String file : kata.files()) {
      Content content;
      try {
        content = files.read(kata, file);
      } catch (KataFiles.NotOurs | IOException e) {
        // Being replaced, or nothing to show: the next save says more.
        continue;
      }
      if (!content.version().equals(told.put(file, content.version()))) {
        out.send(new ChangedFile("file", file, content.text(), content.version()));
      }
    }
  }

  private Content read(Kata kata, String file) throws IOException {
    try {
      return files.read(kata, file);
    } catch (KataFiles.NotOurs e) {
      throw new Refused(403, e.getMessage() + ".");
    }
  }

  private Kata kata(Call call) {
    return desk.catalog()
        .find(call.kata())
        .orElseThrow(() -> new Refused(404, "There is no such kata; see ./kata list."));
  }
}
