// A kata's page: the learner's own files, the judge, and hints.
import { SharedFile } from "./file.js";
import { button, enable, make } from "./parts.js";

const WORDS = { solved: "✓ Solved", leaking: "▲ Leaking" };

export async function livenKata(id, server, marks, tell) {
  const section = document.querySelector("#program")?.parentElement;
  if (!section) return;
  let kata;
  try {
    kata = await server.call("katas/" + id);
  } catch (e) {
    section.querySelector("h2").after(make("p", { className: "note", textContent: e.message }));
    return;
  }
  new KataDesk(kata, section, server, marks, tell);
}

class KataDesk {
  #kata;
  #server;
  #marks;
  #tell;
  #files;
  #hints = 0;
  #shownHints = make("div");
  #result = make("div", { className: "result", hidden: true });
  #checkButton = button("Check", () => this.check());
  #hintButton = button("Hint", () => this.hint());

  constructor(kata, section, server, marks, tell) {
    this.#kata = kata;
    this.#server = server;
    this.#marks = marks;
    this.#tell = tell;
    this.#files = kata.files.map((file) => new SharedFile(kata.kata, file, server, tell));
    this.#checkButton.ariaKeyShortcuts = "Shift+Enter";
    const heading = section.querySelector("h2");
    const original = make("details", {}, make("summary", { textContent: "As it came" }));
    original.append(...[...section.childNodes].filter((node) => node !== heading));
    const paths = [...original.querySelectorAll(".file")].map((p) => p.textContent);
    section.append(
      make("p", { textContent: "Your file, as it is on disk: what you save here is there, and the other way round." }),
    );
    this.#files.forEach((file, i) => {
      section.append(make("p", { className: "file", textContent: paths[i] ?? file.name }), file.element);
      file.addEventListener("run", () => this.check());
      file.addEventListener("save", () => file.save());
    });
    const save = button("Save", () => this.#save(), { ariaKeyShortcuts: "Control+S" });
    section.append(
      make("div", { className: "buttons" }, this.#checkButton, save, this.#hintButton),
      this.#result,
      this.#shownHints,
      original,
    );
    this.#nameHint();
    this.#follow();
  }

  /** Saves all files; tells whether what is on disk is what is shown here. */
  async #save() {
    const saved = await Promise.all(this.#files.map((file) => file.save()));
    return saved.every(Boolean);
  }

  async check() {
    if (this.#checkButton.ariaDisabled === "true") return;
    enable(this.#checkButton, false);
    this.#result.hidden = false;
    this.#result.replaceChildren(make("p", { className: "verdict", textContent: "Checking…" }));
    try {
      if (await this.#save()) {
        await this.#judged(await this.#server.call(`katas/${this.#kata.kata}/check`, { kata: this.#kata.kata }));
      } else {
        this.#say("Not checked: the file is not saved.");
      }
    } catch (e) {
      this.#say(e.message);
    } finally {
      enable(this.#checkButton, true);
    }
  }

  #say(sentence) {
    this.#result.replaceChildren(make("p", { className: "verdict", textContent: sentence }));
    this.#tell(sentence);
  }

  async #judged({ run, text }) {
    const { verdict } = run.results[0];
    const word = WORDS[verdict] ?? "✗ " + verdict[0].toUpperCase() + verdict.slice(1).replace("-", " ");
    const line = make("p", { className: "verdict", textContent: `${word} · ${this.#kata.kata}` });
    line.dataset.state = verdict;
    this.#result.replaceChildren(line, this.#places(text), make("pre", { className: "report", tabIndex: 0, textContent: text }));
    this.#tell(`${this.#kata.kata}: ${verdict.replace("-", " ")}`);
    const next = await this.#marks.refresh();
    if (verdict === "solved" && next) {
      const link = make("a", { href: next.url, textContent: `${next.kata} · ${next.title}` });
      line.after(make("p", {}, "Next: ", link));
    }
  }

  /** The lines that the report names, as buttons that lead there. */
  #places(text) {
    const list = make("ul", { className: "problems places" });
    for (const file of this.#files) {
      const name = file.name.replaceAll(".", "\\.");
      const lines = new Set([...text.matchAll(new RegExp(name + ":(\\d+)", "g"))].map((m) => Number(m[1])));
      for (const line of [...lines].sort((a, b) => a - b)) {
        const label = this.#files.length > 1 ? `${file.name}, line ${line}` : "Line " + line;
        list.append(make("li", {}, button(label, () => file.goTo(line))));
      }
    }
    list.hidden = list.children.length === 0;
    return list;
  }

  #nameHint() {
    const all = this.#kata.hints;
    this.#hintButton.textContent = this.#hints < all ? `Hint ${this.#hints + 1} of ${all}` : "No more hints";
    enable(this.#hintButton, this.#hints < all);
  }

  /** The book has each hint already, better set than the terminal can; asking makes it count. */
  async hint() {
    const number = this.#hints + 1;
    let text;
    try {
      ({ text } = await this.#server.call(`katas/${this.#kata.kata}/hint`, { number }));
    } catch (e) {
      this.#say(e.message);
      return;
    }
    this.#hints = number;
    const set = document.querySelectorAll("#hints ~ details")[number - 1]?.cloneNode(true);
    const shown = set ?? make("details", {}, make("summary", { textContent: "Hint " + number }), make("pre", { textContent: text }));
    shown.open = true;
    this.#shownHints.append(shown);
    this.#nameHint();
    this.#tell(shown.textContent);
  }

  /** Files that change on disk, as long as somebody looks: a browser has six connections for all its tabs. */
  async #follow() {
    for (;;) {
      await visible();
      const abort = new AbortController();
      const hide = () => document.hidden && abort.abort();
      document.addEventListener("visibilitychange", hide);
      try {
        for await (const event of this.#server.events(`katas/${this.#kata.kata}/changes`, undefined, abort.signal)) {
          if (event.event === "file") this.#files.find((f) => f.name === event.name)?.refresh();
        }
      } catch (e) {
        if (!abort.signal.aborted && e.status !== 429 && e.status !== 0) return;
      } finally {
        document.removeEventListener("visibilitychange", hide);
      }
      if (!document.hidden) await new Promise((done) => setTimeout(done, 3_000));
    }
  }
}

function visible() {
  return new Promise((done) => {
    if (!document.hidden) done();
    else document.addEventListener("visibilitychange", done, { once: true });
  });
}
