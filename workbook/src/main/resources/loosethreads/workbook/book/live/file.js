// One of the learner's files: the same text here and on disk. When both changed, both are shown and neither is lost.
import { Editor } from "./editor.js";
import { button, kept, make } from "./parts.js";

export class SharedFile extends EventTarget {
  #kata;
  #server;
  #tell;
  #editor;
  #version;
  #saved;
  #newLine;
  #conflict;
  #note = make("p", { className: "note" });
  #below = make("div");
  #last = Promise.resolve();

  /** Events: "run" at Shift+Enter, "save" at Ctrl+S. */
  constructor(kata, disk, server, tell) {
    super();
    this.name = disk.name;
    this.#kata = kata;
    this.#server = server;
    this.#tell = tell;
    this.#editor = new Editor(disk.name, "", { keys: "Shift+Enter checks, Ctrl+S saves." });
    this.element = make("div", { className: "shared" }, this.#editor.element, this.#note, this.#below);
    this.#restore(disk);
    this.#editor.addEventListener("input", () => this.#edited());
    this.#editor.addEventListener("run", () => this.dispatchEvent(new Event("run")));
    this.#editor.addEventListener("save", () => this.dispatchEvent(new Event("save")));
    for (const text of this.#aside) this.#showAside(text);
  }

  goTo(line) {
    this.#editor.goTo(line);
  }

  get #dirty() {
    return this.#editor.text !== this.#saved;
  }

  // --- What survives a reload: a text that is not saved yet, and texts that were set aside.

  get #key() {
    return `file-${this.#kata}-${this.name}`;
  }

  get #aside() {
    return JSON.parse(kept.get(this.#key + "-aside") ?? "[]");
  }

  set #aside(texts) {
    kept.set(this.#key + "-aside", texts.length ? JSON.stringify(texts) : null);
  }

  #restore(disk) {
    const draft = JSON.parse(kept.get(this.#key) ?? "null");
    this.#takeOver(disk);
    if (!draft || draft.text === this.#saved) return;
    this.#editor.text = draft.text;
    this.#version = draft.version;
    if (draft.version === disk.version) this.#edited();
    else this.#open(disk);
  }

  #edited() {
    kept.set(this.#key, this.#dirty ? JSON.stringify({ text: this.#editor.text, version: this.#version }) : null);
    if (!this.#conflict) this.#say(this.#dirty ? "Not saved yet." : "Saved.");
  }

  #say(sentence) {
    this.#note.textContent = sentence;
  }

  // --- Here and on disk, one thing after the other.

  #next(step) {
    this.#last = this.#last.then(step, step);
    return this.#last;
  }

  /** Saves; tells whether the disk has this text now. */
  save() {
    return this.#next(async () => {
      if (this.#conflict) {
        this.#say("Not saved: settle first which text is to stay.");
        this.#conflict.element.querySelector("button").focus();
        return false;
      }
      return this.#dirty ? this.#write(this.#version) : true;
    });
  }

  async #write(base) {
    const text = this.#editor.text;
    try {
      const body = { file: this.name, text: text.replaceAll("\n", this.#newLine), base };
      const { version, backup } = await this.#server.call(`katas/${this.#kata}/save`, body);
      this.#version = version;
      this.#saved = text;
      this.#close();
      this.#edited();
      if (backup) this.#say(`Saved. What was there before is kept in ${backup}.`);
      return true;
    } catch (e) {
      if (e.status === 409) this.#meet(e.answer);
      else this.#say("Not saved. " + e.message);
      return false;
    }
  }

  /** The file changed on disk, or may have: looks what is there now. */
  refresh() {
    return this.#next(async () => {
      try {
        const { files } = await this.#server.call("katas/" + this.#kata);
        this.#meet(files.find((f) => f.name === this.name));
      } catch (e) {
        this.#say(e.message);
      }
    });
  }

  /** What is on disk now meets what is here. */
  #meet(disk) {
    if (disk.version === this.#version) {
      // Our own save comes back as a change: what was said about it stays.
      if (!this.#conflict && plain(disk.text) === this.#saved) return;
      this.#saved = plain(disk.text);
      this.#close();
      this.#edited();
    } else if (!this.#dirty || plain(disk.text) === this.#editor.text) {
      const same = plain(disk.text) === this.#editor.text;
      this.#close();
      this.#takeOver(disk);
      this.#edited();
      if (!same) this.#say("Changed on disk; this is the text from there.");
    } else {
      this.#open(disk);
    }
  }

  #takeOver(disk) {
    this.#version = disk.version;
    this.#saved = plain(disk.text);
    this.#newLine = disk.text.includes("\r\n") ? "\r\n" : "\n";
    if (this.#dirty) this.#editor.text = this.#saved;
  }

  // --- Two texts.

  #open(disk) {
    if (this.#conflict?.disk.version === disk.version) return;
    this.#close();
    const theirs = new Editor(`${this.name} on disk`, plain(disk.text), { readOnly: true });
    const element = make(
      "div",
      { className: "conflict", role: "group", ariaLabel: "Conflict" },
      make("p", {}, make("strong", { textContent: "Two texts. " }), "The file was changed on disk while you changed it here. Above is yours, below is the one on disk, its other lines marked. Neither is lost, whichever you keep."),
      make(
        "div",
        { className: "buttons" },
        button("Keep mine", () => this.#next(() => this.#write(disk.version))),
        button("Take the one on disk", () => this.#next(() => this.#yield(disk))),
      ),
      theirs.element,
    );
    this.#conflict = { disk, element };
    this.#below.prepend(element);
    const changed = otherLines(theirs.text, this.#editor.text);
    theirs.mark(changed, "changed");
    theirs.show(changed[0] ?? 1);
    kept.set(this.#key, JSON.stringify({ text: this.#editor.text, version: this.#version }));
    const sentence = `Not saved: ${this.name} was changed on disk, too.`;
    this.#say(sentence);
    this.#tell(sentence);
  }

  #close() {
    this.#conflict?.element.remove();
    this.#conflict = undefined;
  }

  /** The text on disk it is; the one from here is set aside. */
  #yield(disk) {
    const mine = this.#editor.text;
    this.#aside = [...this.#aside, mine];
    this.#showAside(mine);
    this.#close();
    this.#takeOver(disk);
    this.#edited();
    this.#say("This is the text from disk; yours is below.");
    this.#editor.focus();
  }

  #showAside(text) {
    const details = make(
      "details",
      {},
      make("summary", { textContent: "Your text, set aside" }),
      new Editor(`${this.name}, set aside`, text, { readOnly: true }).element,
      make(
        "div",
        { className: "buttons" },
        button("Bring it back", () => {
          this.#editor.text = text;
          this.#edited();
          this.#editor.focus();
        }),
        button("Discard it", () => {
          this.#aside = this.#aside.filter((t) => t !== text);
          details.remove();
          this.#editor.focus();
        }),
      ),
    );
    this.#below.append(details);
  }
}

/** The lines from the first to the last in which a text is not like another one. */
function otherLines(text, other) {
  const [lines, others] = [text.split("\n"), other.split("\n")];
  let from = 0;
  while (from < lines.length && lines[from] === others[from]) from++;
  let left = lines.length;
  while (left > from && lines[left - 1] === others[others.length - lines.length + left - 1]) left--;
  return Array.from({ length: left - from }, (_, i) => from + i + 1);
}

function plain(text) {
  return text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
}
