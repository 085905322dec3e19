// Live pages: what a page gains when ./kata live serves it. Loaded by site.js, and only then.
import { livenKata } from "./kata.js";
import { liven } from "./listings.js";
import { Marks } from "./marks.js";
import { make } from "./parts.js";
import { Server } from "./server.js";

/**
 * Brings this page to life.
 *
 * @param root the book's address
 * @param path of this page in it
 * @param token of the server
 * @param status the element whose text a screen reader says
 */
export function start({ root, path, token, status }) {
  document.head.append(make("link", { rel: "stylesheet", href: new URL("live/live.css", root).href }));
  const server = new Server(root, token);
  const tell = (sentence) => (status.textContent = sentence);
  liven(path, server);
  const kata = /^katas\/(K\d+)\.html$/.exec(path)?.[1];
  const marks = new Marks(root, server, kata);
  marks.refresh();
  if (kata) livenKata(kata, server, marks, tell);
  document.documentElement.dataset.live = "";
}
