// The chart of the book (see LineChart.java), drawn while its numbers come: the same elements under the same names, so
// that the style sheet makes the same picture of them. Here the x axis counts seconds.
const WIDTH = 372;
const HEIGHT = 210;
const LEFT = 44;
const RIGHT = 90;
const TOP = 26;
const BOTTOM = 34;
const INNER_WIDTH = WIDTH - LEFT - RIGHT;
const INNER_HEIGHT = HEIGHT - TOP - BOTTOM;
const LABEL_HEIGHT = 15;
const SHORTEST = 5;
const MOST_POINTS = 400;

export class LineChart {
  #description = svg("desc");
  #picture = svg("g");

  constructor(id, title) {
    this.#description.id = id + "-desc";
    this.element = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-labelledby": `${id}-title ${id}-desc` },
      svg("title", { id: id + "-title" }, title),
      this.#description,
      svg("text", { class: "name", x: 0, y: 13 }, title),
      this.#picture,
    );
    this.draw([]);
  }

  /** Draws lines, each with a name and points [seconds, value]. */
  draw(lines) {
    const shown = lines.filter((line) => line.points.length > 0);
    const most = (i) => Math.max(0, ...shown.map((line) => line.points.reduce((m, p) => Math.max(m, p[i]), 0)));
    const across = scale(Math.max(SHORTEST, most(0)));
    const up = scale(most(1));
    const x = (value) => LEFT + (value / across.top) * INNER_WIDTH;
    const y = (value) => TOP + INNER_HEIGHT - (value / up.top) * INNER_HEIGHT;
    this.#description.textContent = shown
      .map((line) => `${line.name}: ${number(line.points.at(-1)[1])} after ${number(line.points.at(-1)[0])} s.`)
      .join(" ");
    this.#picture.replaceChildren(
      ...up.ticks.flatMap((value) => [
        svg("path", { class: "level", d: `M${LEFT} ${fixed(y(value))}H${LEFT + INNER_WIDTH}` }),
        tick(LEFT - 6, y(value) + 4, "end", number(value)),
      ]),
      ...across.ticks.map((value) => tick(x(value), HEIGHT - BOTTOM + 14, "middle", number(value))),
      tick(LEFT + INNER_WIDTH / 2, HEIGHT - 4, "middle", "seconds"),
      ...shown.flatMap((line) => drawn(line, x, y, across.ticks)),
      ...labels(shown, x, y),
    );
  }
}

function drawn({ name, points }, x, y, ticks) {
  const every = Math.ceil(points.length / MOST_POINTS);
  const way = points
    .filter((_, i) => i % every === 0 || i === points.length - 1)
    .map(([seconds, value]) => `${fixed(x(seconds))} ${fixed(y(value))}`);
  // Where the axis has its numbers, so that marks stay where they are while the line grows.
  const marked = ticks.map((at) => points.find((p) => p[0] >= at)).filter(Boolean);
  return [
    svg("path", { class: "line " + name, d: "M" + way.join("L") }),
    ...marked.map(([seconds, value]) => mark(name, x(seconds), y(value))),
  ];
}

function mark(name, x, y) {
  return name === "leaking"
    ? svg("path", { class: "mark leaking", d: `M${fixed(x)} ${fixed(y - 5)}l4.5 8h-9z` })
    : svg("circle", { class: "mark " + name, cx: fixed(x), cy: fixed(y), r: 3.5 });
}

/** The lines' names where they end; the upper one makes way. */
function labels(lines, x, y) {
  let lowest = Infinity;
  return lines
    .map((line) => ({ name: line.name, last: line.points.at(-1) }))
    .sort((a, b) => a.last[1] - b.last[1])
    .map(({ name, last }) => {
      lowest = Math.min(y(last[1]) + 4, lowest - LABEL_HEIGHT);
      return svg("text", { class: "end " + name, x: fixed(x(last[0]) + 8), y: fixed(lowest) }, `${name} ${number(last[1])}`);
    });
}

function tick(x, y, anchor, text) {
  return svg("text", { class: "tick", x: fixed(x), y: fixed(y), "text-anchor": anchor }, text);
}

/** From 0 to a round number, in three to five steps of 1, 2 or 5 times a power of ten. */
function scale(most) {
  const rough = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((s) => s >= rough));
  const count = Math.max(1, Math.ceil(most / step));
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, i) => i * step) };
}

/** A number as short as it can be without misleading. */
export function number(value) {
  return Number.isInteger(value) || value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1);
}

function fixed(value) {
  return value.toFixed(1);
}

function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
