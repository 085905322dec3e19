// A listing that can be run and edited. Until somebody wants to edit it, it stays the listing that the book has.
import { Editor } from "./editor.js";
import { number } from "./chart.js";
import { button, enable, kept, make } from "./parts.js";

const SIGNS = { climbing: "▲", flat: "●", none: "✓" };
/** An end that the server does not tell of within this time is made here. */
const PATIENCE = 2_000;

export class Run extends EventTarget {
  samples = [];
  #server;
  #key;
  #listing;
  #original;
  #editor;
  #abort;
  #id;
  #verdict;

  #runButton = button("Run", () => this.run());
  #stopButton = button("Stop", () => this.stop());
  #editButton = button("Edit", () => this.edit());
  #resetButton = button("Reset", () => this.reset());
  #verdictLine = make("p", { className: "verdict" });
  #problems = make("ul", { className: "problems" });
  #endLine = make("p", { className: "ended" });
  #output = make("pre", { className: "output", tabIndex: 0 });
  #printed = make("div", { hidden: true }, make("p", { className: "file", textContent: "Output" }), this.#output);
  /** What a screen reader says: the verdict when it changes, never each count. */
  #status = make("p", { className: "unseen", role: "status" });
  #result = make("div", { className: "result", hidden: true });

  /**
   * Makes a listing run.
   *
   * Events: "change" whenever there is more to draw.
   *
   * @param block the listing of the page
   * @param name what its line in the chart is called
   * @param title what it is called in words
   * @param key where its text is kept
   */
  constructor(block, { name, title, key, server }) {
    super();
    this.name = name;
    this.title = title;
    this.#server = server;
    this.#key = "text-" + key;
    this.#listing = block.querySelector(".copied") ?? block.querySelector("pre");
    this.#original = program(block.querySelector("pre"));
    this.#runButton.ariaKeyShortcuts = "Shift+Enter";
    for (const each of [this.#runButton, this.#stopButton, this.#editButton, this.#resetButton]) {
      each.setAttribute("aria-label", each.textContent + ": " + title);
    }
    this.#result.append(
      this.#verdictLine,
      this.#problems,
      this.#endLine,
      this.#printed,
    );
    block.append(
      make("div", { className: "buttons" }, this.#runButton, this.#stopButton, this.#editButton, this.#resetButton),
      this.#result,
      this.#status,
    );
    this.#enable();
    const text = kept.get(this.#key);
    if (text !== null) this.#openEditor(text);
  }

  get running() {
    return Boolean(this.#abort);
  }

  get text() {
    return this.#editor ? this.#editor.text : this.#original;
  }

  edit() {
    this.#openEditor(this.#original);
    this.#editor.focus();
  }

  #openEditor(text) {
    if (this.#editor) return;
    this.#editor = new Editor("Program: " + this.title, text, { keys: "Shift+Enter runs." });
    this.#editor.addEventListener("input", () => {
      kept.set(this.#key, this.text === this.#original ? null : this.text);
      this.#enable();
    });
    this.#editor.addEventListener("run", () => this.run());
    this.#listing.hidden = true;
    this.#listing.after(this.#editor.element);
    this.#enable();
  }

  /** The listing as the book has it, as if nothing had been run. */
  reset() {
    this.stop();
    this.#abort?.abort();
    kept.set(this.#key, null);
    this.#editor?.element.remove();
    this.#editor = undefined;
    this.#listing.hidden = false;
    this.#result.hidden = true;
    this.#clear();
    this.#enable();
    this.dispatchEvent(new Event("change"));
  }

  #clear() {
    this.samples = [];
    this.#id = undefined;
    this.#verdict = undefined;
    this.#show();
    this.#problems.replaceChildren();
    this.#editor?.mark([]);
    this.#endLine.textContent = "";
    this.#output.textContent = "";
    this.#printed.hidden = true;
  }

  #tell(sentence) {
    this.#status.textContent = `${this.title}: ${sentence}`;
  }

  async run() {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.#clear();
    this.#result.hidden = false;
    this.#endLine.textContent = "Starting…";
    this.#enable();
    this.dispatchEvent(new Event("change"));
    let end = { reason: "stopped", text: "Stopped." };
    try {
      for await (const event of this.#server.events("runs", { source: this.text }, abort.signal)) {
        if (abort !== this.#abort) return;
        if (event.event === "ended") end = event;
        else this.#take(event);
      }
    } catch (e) {
      if (!abort.signal.aborted) end = { reason: "refused", text: e.message };
    }
    if (abort === this.#abort) this.#end(end);
  }

  #end(end) {
    this.#abort = undefined;
    this.#endLine.textContent = end.text;
    if (end.reason !== "finished") this.#tell(end.text);
    this.#show();
    this.#enable();
    this.dispatchEvent(new Event("change"));
  }

  #take(event) {
    switch (event.event) {
      case "started":
        this.#id = event.run;
        this.#endLine.textContent = "Running.";
        break;
      case "output":
        this.#print(event.text);
        break;
      case "problem":
        this.#complain(event);
        break;
      case "sample":
        this.samples.push(event);
        this.dispatchEvent(new Event("change"));
        break;
      case "verdict":
        this.#verdict = event;
        this.#show();
        this.#tell(event.text);
        break;
    }
  }

  /** The verdict of the server; while it holds, the number in it is the latest one. */
  #show() {
    const line = this.#verdictLine;
    line.dataset.state = this.#verdict?.state ?? "";
    const sample = this.samples.at(-1);
    const now = sample && this.running ? threads(sample.platform + sample.virtual) : undefined;
    const text = this.#verdict?.text ?? now ?? "";
    line.textContent = [SIGNS[this.#verdict?.state], now ? text.replace(/^[\d,]+ threads?/, now) : text]
      .filter(Boolean)
      .join(" ");
  }

  /** Called as often as the chart is drawn. */
  refresh() {
    this.#show();
  }

  #print(text) {
    this.#printed.hidden = false;
    const atEnd = this.#output.scrollHeight - this.#output.scrollTop - this.#output.clientHeight < 30;
    this.#output.append(text);
    if (atEnd) this.#output.scrollTop = this.#output.scrollHeight;
  }

  #complain({ line, message }) {
    const goThere = button("Line " + line, () => {
      this.#openEditor(this.#original);
      this.#editor.mark([line]);
      this.#editor.goTo(line);
    });
    this.#problems.append(make("li", {}, goThere, make("span", { textContent: message })));
    this.#editor?.mark([line]);
    this.#tell(`line ${line}: ${message}`);
  }

  stop() {
    const abort = this.#abort;
    if (!abort) return;
    this.#endLine.textContent = "Stopping…";
    if (this.#id) {
      this.#server.call("runs/stop", { run: this.#id }).catch(() => abort.abort());
      setTimeout(() => abort.abort(), PATIENCE);
    } else {
      abort.abort();
    }
  }

  #enable() {
    enable(this.#stopButton, this.running);
    enable(this.#editButton, !this.#editor);
    enable(this.#resetButton, Boolean(this.#editor) || !this.#result.hidden);
    this.#runButton.textContent = this.running ? "Run again" : "Run";
    this.#runButton.setAttribute("aria-label", this.#runButton.textContent + ": " + this.title);
  }
}

export function threads(count) {
  return count === 1 ? "1 thread" : number(count) + " threads";
}

/** What a listing says, without the numbers of callouts and comment signs that only held one. */
export function program(pre) {
  const code = pre.cloneNode(true);
  code.querySelectorAll(".conum, .conum + b").forEach((each) => each.remove());
  return code.textContent.replace(/[ \t]*(\/\/)?[ \t]*$/gm, "").replace(/\n*$/, "\n");
}
