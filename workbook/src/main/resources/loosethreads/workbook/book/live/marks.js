// Progress as the terminal knows it: marks in lists of katas, and on a kata's page a line about it.
import { make } from "./parts.js";

const KATA = /katas\/(K\d+)\.html$/;

export class Marks {
  #root;
  #server;
  #kata;
  #line = make("p", { className: "progress" });

  constructor(root, server, kata) {
    this.#root = root;
    this.#server = server;
    this.#kata = kata;
    // These marks were made by hand; from here on there are better ones.
    document.querySelector("main .mine")?.replaceWith(this.#line);
    document.querySelectorAll(".done").forEach((mark) => mark.remove());
  }

  /** Asks for the states of all katas and shows them. Returns the next one to solve, if there is any. */
  async refresh() {
    let katas;
    try {
      ({ katas } = await this.#server.call("katas"));
    } catch (e) {
      this.#line.textContent = e.message;
      return undefined;
    }
    const solved = new Set(katas.filter((k) => k.state === "solved").map((k) => k.kata));
    for (const link of document.querySelectorAll(".book a, .pages a")) {
      const id = KATA.exec(link.getAttribute("href"))?.[1];
      const old = link.querySelector(".done");
      if (solved.has(id) && !old) link.append(make("span", { className: "done", textContent: " ✓ solved" }));
      else if (!solved.has(id)) old?.remove();
    }
    const at = katas.findIndex((k) => k.kata === this.#kata);
    const next = [...katas.slice(at + 1), ...katas.slice(0, at)].find((k) => k.state !== "solved");
    if (at >= 0) this.#show(katas, at, solved.size);
    return next && { ...next, url: new URL(`katas/${next.kata}.html`, this.#root).href };
  }

  #show(katas, at, solved) {
    this.#line.replaceChildren(
      make("progress", { max: katas.length, value: solved, ariaLabel: "Katas solved" }),
      ` ${solved} of ${katas.length} solved · ${katas[at].kata} is ${katas[at].state}`,
    );
  }
}
