// Finds the listings that the book marks as runnable and brings them to life: one by one, or two as a pair.
import { Figure } from "./figure.js";
import { Run } from "./run.js";
import { button, make } from "./parts.js";

const TITLES = { leaking: "Leaking", fixed: "Fixed", program: "Program" };

export function liven(path, server) {
  const blocks = [...document.querySelectorAll("main .listingblock.run")];
  let count = 0;
  while (blocks.length > 0) {
    const first = blocks.shift();
    const pair = [first];
    if (isPair(first, blocks[0])) pair.push(blocks.shift());
    const id = "run-" + ++count;
    const runs = pair.map((block) => {
      const name = kind(block);
      return new Run(block, { name, title: TITLES[name], key: `${path}-${count}-${name}`, server });
    });
    const figure = new Figure(id, runs);
    pair.at(-1).after(figure.element);
    if (runs.length > 1) together(pair, runs);
  }
}

function kind(block) {
  return ["leaking", "fixed"].find((name) => block.classList.contains(name)) ?? "program";
}

/** What leaks, and next to it what does not. */
function isPair(first, second) {
  return (
    second && kind(first) === "leaking" && kind(second) === "fixed" && first.parentElement === second.parentElement
  );
}

/** Puts two that follow each other side by side. */
function together([first, second], runs) {
  const both = make(
    "div",
    { className: "buttons" },
    button("Run both", () => runs.forEach((run) => run.run())),
    button("Stop both", () => runs.forEach((run) => run.stop())),
  );
  first.before(both);
  if (first.nextElementSibling !== second) return;
  const pair = make("div", { className: "pair" });
  first.before(pair);
  pair.append(first, second);
}
