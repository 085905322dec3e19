// Finds the listings that the book marks as runnable and brings them to life: one by one, or two as a pair.
import { Figure } from "./figure.js";
import { Run } from "./run.js";
import { button, make } from "./parts.js";

const TITLES = { leaking: "Leaking", fixed: "Fixed", program: "Program" };

export function liven(path, server) {
  const groups = Map.groupBy(document.querySelectorAll("main .listingblock.run"), (block) => block.closest(".pair") ?? block);
  let count = 0;
  for (const [group, blocks] of groups) {
    const id = "run-" + ++count;
    const runs = blocks.map((block) => {
      const name = kind(block);
      return new Run(block, { name, title: TITLES[name], key: block.id || `${path}-${count}`, server });
    });
    group.after(new Figure(id, runs).element);
    if (runs.length > 1) group.before(together(runs));
  }
}

/** Lines in a chart are told apart by these names, as in charts that are part of the book. */
function kind(block) {
  return ["leaking", "fixed"].find((name) => block.id.endsWith("-" + name)) ?? "program";
}

function together(runs) {
  return make(
    "div",
    { className: "buttons" },
    button("Run both", () => runs.forEach((run) => run.run())),
    button("Stop both", () => runs.forEach((run) => run.stop())),
  );
}
