package loosethreads.workbook.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loosethreads.workbook.kata.BlobId;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.kata.Recording;
import loosethreads.workbook.progress.Originals;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A checkout in a temporary folder with two small katas and a book without a fault. */
final class SmallBook {
  static final String PROSE =
      """
      = K01 · Door

      == The problem

      It stays open.

      == In Go

      [source,go]
      ----
      include::{katas}/go/K01_Door.go[]
      ----

      == See it leak

      ....
      include::{runs}/K01.txt[]
      ....

      == The rule

      *Close it.*

      == Where it bites

      Every morning. See xref:../reference.adoc#codes[the codes], and <<hints>>.

      == Remember

      * Close it.
      """;

  private final Checkout checkout;

  SmallBook(Path folder) throws IOException {
    checkout = new Checkout(folder, folder.resolve(".kata"), folder);
    write("docs/index.adoc", "= Loose Threads\n\nTwo doors.\n");
    write("docs/reference.adoc", "= Reference\n\n[#codes]\n== Codes\n\n|===\n|0 |done\n|===\n");
    write(
        "docs/chapters/start.adoc",
        "= Doors\n:description: What a door is for.\n:minutes: 3\n\nThey close.\n\n[source#door-leaking,java,role=run]\n----\ninclude::{snippets}/door-leaking.jsh[]\n----\n\n[.notes]\n--\nAsk who has one.\n--\n");
    write("docs/snippets/door-leaking.jsh", "int doors = 1 << 2;\n\ndoors++;\n");
    write(
        "docs/contents.json",
        """
        {"edit": "https://example.org/edit/",
         "shelves": [{"chapters": true}, {"title": "Look it up", "pages": ["reference"]}]}
        """);
    kata("K01");
    kata("K02");
    write(
        "katas/katas.json",
        """
        {"format": 1,
         "chapters": [{"name": "start", "title": "Doors & windows"}],
         "katas": [%s, %s]}
        """
            .formatted(entry("K01", 5), entry("K02", 10)));
    Catalog.read(checkout).katas().forEach(new Originals(checkout)::keep);
    record(firstKata());
  }

  private void record(Kata kata) {
    var nothing = new Recording.Sample(0, 9, 0, 0, 2048);
    var leaks = List.of(nothing, new Recording.Sample(1, 1234, 1, 1199, 2 * 2048));
    new Recording(
            1,
            kata.id(),
            "2026-11-26",
            "25.0.9",
            4,
            Recording.dependsOn(checkout, kata),
            leaks,
            List.of(nothing, nothing))
        .write(checkout, kata);
  }

  private void kata(String id) throws IOException {
    write("katas/src/main/java/start/" + id + "_Door.java", program(id));
    write(
        "katas/hints/" + id + ".txt",
        "Look at it.\n---\nPush `it`.\n---\nLike so:\n\n    shut();\n");
    write("katas/src/test/java/start/" + id + "_DoorTest.java", "// its test\n");
    write("katas/go/" + id + "_Door.go", "package door // " + id + "\n");
    write("docs/runs/" + id + ".txt", "the report on " + id + "\n");
    write("docs/katas/" + id + ".adoc", PROSE.replace("K01", id));
    write("solutions/src/main/java/start/" + id + "_Door.java", fixed(id, "shut();"));
    fix("fixes", id, "good-lock", "// Also good: a lock.\n", "lock();");
    fix(
        "fixes",
        id,
        "bad-curtain",
        "// Tempting: a Curtain<Cloth> & nobody *sees* it.\n// Rejected as leaking: it draws.\n",
        "hang();");
    fix("more-fixes", id, "good-spring", "// Also good: a spring.\n", "spring();");
    fix(
        "more-fixes",
        id,
        "bad-tape",
        "// Tempting: tape.\n// Rejected as leaking: it peels off.\n",
        "tape();");
  }

  private void fix(String row, String id, String name, String header, String body)
      throws IOException {
    write("solutions/%s/%s/%s/%s_Door.java".formatted(row, id, name, id), header + fixed(id, body));
  }

  static String program(String id) {
    return """
    package start;

    record %s_Door(java.util.List<String> guests) {
      // TODO
      void leave() {}
    }
    """
        .formatted(id);
  }

  private static String fixed(String id, String body) {
    return program(id).replace("  // TODO\n", "").replace("leave() {}", "leave() { " + body + " }");
  }

  private String entry(String id, int minutes) throws IOException {
    Path program = checkout.root().resolve("katas/src/main/java/start/" + id + "_Door.java");
    return """
    {"id": "%1$s", "program": "%1$s_Door", "chapter": "start", "title": "A <door> left open",
     "minutes": %2$d, "difficulty": 1, "rule": "Close it.", "verdict": "leaking", "reason": "",
     "original": {"%1$s_Door.java": "%3$s"}}
    """
        .formatted(id, minutes, BlobId.of(Files.readAllBytes(program)).hex());
  }

  void write(String file, String text) throws IOException {
    Path path = checkout.root().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, StandardCharsets.UTF_8);
  }

  void delete(String file) throws IOException {
    Files.delete(checkout.root().resolve(file));
  }

  Checkout checkout() {
    return checkout;
  }

  Path out() {
    return checkout.root().resolve("site");
  }

  SiteResult render() {
    return Site.render(checkout, out());
  }

  /** A page as a browser would understand it. */
  Document page(String path) {
    try {
      return Jsoup.parse(out().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Kata firstKata() {
    return Catalog.read(checkout).katas().getFirst();
  }
}
