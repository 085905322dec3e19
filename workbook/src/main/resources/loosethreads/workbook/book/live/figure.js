// The chart of one listing, or of a pair: each run is a line, and all begin at 0 on one time axis.
import { LineChart, number } from "./chart.js";
import { button, make } from "./parts.js";

const KB_IN_MB = 1024;
const COLUMNS = ["platform", "virtual", "heap, MiB"];
/** Between two pictures, in milliseconds: what changes faster nobody can read. */
const PAUSE = 100;
const PAUSE_WITHOUT_MOTION = 1_000;
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Figure {
  #runs;
  #threads;
  #heap;
  #table = make("table");
  #details;
  #paused = false;
  #planned;
  #drawn = 0;

  constructor(id, runs) {
    this.#runs = runs;
    this.#threads = new LineChart(id + "-threads", "Threads that it started, alive");
    this.#heap = new LineChart(id + "-heap", "Heap in use, MiB");
    this.#details = make(
      "details",
      {},
      make("summary", { textContent: "The numbers" }),
      make("div", { className: "scrolls", tabIndex: 0 }, this.#table),
    );
    this.#details.addEventListener("toggle", () => this.#fill());
    const pause = button("Pause the chart", () => {
      this.#paused = !this.#paused;
      pause.textContent = this.#paused ? "Go on drawing" : "Pause the chart";
      this.#plan();
    });
    this.element = make(
      "figure",
      { className: "chart live", hidden: true },
      make("div", { className: "panels" }, this.#threads.element, this.#heap.element),
      make("figcaption", { textContent: "Counted in the program's own JVM on this computer, every 50 ms from Run on." }),
      make("div", { className: "buttons" }, pause),
      this.#details,
    );
    for (const run of runs) run.addEventListener("change", () => this.#plan());
  }

  #plan() {
    this.#planned ??= setTimeout(
      () => {
        this.#planned = undefined;
        requestAnimationFrame(() => this.#draw());
      },
      Math.max(0, this.#drawn + (still.matches ? PAUSE_WITHOUT_MOTION : PAUSE) - performance.now()),
    );
  }

  #draw() {
    this.#drawn = performance.now();
    this.element.hidden = this.#runs.every((run) => run.samples.length === 0 && !run.running);
    if (this.#paused) return;
    for (const run of this.#runs) run.refresh();
    this.#threads.draw(this.#lines((s) => s.platform + s.virtual));
    this.#heap.draw(this.#lines((s) => s.heapKb / KB_IN_MB));
    this.#fill();
  }

  #lines(value) {
    return this.#runs.map((run) => ({
      name: run.name,
      points: run.samples.map((s) => [s.millis / 1000, value(s)]),
    }));
  }

  /** The same numbers as text, one row a second, when somebody looks at them. */
  #fill() {
    if (!this.#details.open || this.#paused) return;
    const seconds = Math.max(0, ...this.#runs.map((run) => Math.floor((run.samples.at(-1)?.millis ?? 0) / 1000)));
    const head = make("tr", {}, cell("th", "Second", "col"));
    for (const run of this.#runs) {
      COLUMNS.forEach((c, i) => head.append(cell("th", i === 0 ? `${run.title}: ${c}` : c, "col")));
    }
    const rows = Array.from({ length: seconds + 1 }, (_, second) => {
      const row = make("tr", {}, cell("th", second, "row"));
      for (const run of this.#runs) {
        const sample = run.samples.find((s) => s.millis >= second * 1000);
        const values = sample ? [sample.platform, sample.virtual, number(sample.heapKb / KB_IN_MB)] : ["", "", ""];
        values.forEach((v) => row.append(cell("td", v)));
      }
      return row;
    });
    this.#table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
  }
}

function cell(name, text, scope) {
  const made = make(name, { textContent: text });
  if (scope) made.scope = scope;
  return made;
}
