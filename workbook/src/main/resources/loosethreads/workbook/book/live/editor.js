// A text field for code, with line numbers beside it. The field is a plain one: what a browser, a screen reader and a
// phone know to do with text, they do here, too.
//
// Tab moves on, as everywhere, until you type or click into the text; from then on it indents. Escape gives it back.
import { make } from "./parts.js";

const MOST_ROWS = 34;
const KEYS = "Tab indents once you type or click; Esc, then Tab leaves.";
let made = 0;

export class Editor extends EventTarget {
  #field;
  #numbers = make("div", { className: "numbers", ariaHidden: "true" });
  #marked = new Map();
  #typing = false;

  /** Events: "input"; "run" at Shift+Enter; "save" at Ctrl+S. */
  constructor(label, text, { keys = "", readOnly = false } = {}) {
    super();
    const id = "editor-" + ++made;
    this.#field = make("textarea", {
      id,
      ariaLabel: label,
      spellcheck: false,
      autocapitalize: "off",
      autocomplete: "off",
      wrap: "off",
      readOnly,
    });
    const hint = make("p", { className: "keys", id: id + "-keys", textContent: (keys + " " + KEYS).trim() });
    this.element = make("div", { className: "editor" }, make("div", { className: "text" }, this.#numbers, this.#field));
    if (!readOnly) {
      this.element.append(hint);
      this.#field.setAttribute("aria-describedby", hint.id);
      this.#listen();
    }
    this.#field.addEventListener("scroll", () => (this.#numbers.scrollTop = this.#field.scrollTop));
    this.text = text;
  }

  get text() {
    return this.#field.value;
  }

  /** Another text; the caret stays near where it was. */
  set text(text) {
    const caret = this.#field.selectionStart;
    this.#field.value = text;
    this.#field.setSelectionRange(caret, caret);
    this.mark([]);
  }

  focus() {
    this.#field.focus();
  }

  /** Selects a line, from 1 on, and shows it. */
  goTo(line) {
    const lines = this.text.split("\n");
    const at = Math.min(line, lines.length) - 1;
    const start = lines.slice(0, at).reduce((sum, l) => sum + l.length + 1, 0);
    this.#field.focus();
    this.#field.setSelectionRange(start, start + lines[at].length);
    this.show(line);
    this.#numbers.children[at].scrollIntoView({ block: "nearest" });
    // That may have moved the numbers beside their lines.
    this.#numbers.scrollTop = this.#field.scrollTop;
  }

  /** Scrolls the text to a line. */
  show(line) {
    this.#field.scrollTop = (line - 4) * parseFloat(getComputedStyle(this.#field).lineHeight);
  }

  /** Marks lines: as "wrong" unless told otherwise. */
  mark(lines, how = "wrong") {
    this.#marked = new Map(lines.map((line) => [line, how]));
    this.#field.ariaInvalid = lines.length && how === "wrong" ? "true" : null;
    this.#number();
  }

  #listen() {
    const field = this.#field;
    field.addEventListener("focus", () => (this.#typing = false));
    field.addEventListener("click", () => (this.#typing = true));
    field.addEventListener("input", () => {
      this.#typing = true;
      this.#number();
      this.dispatchEvent(new Event("input"));
    });
    field.addEventListener("keydown", (event) => {
      if (!event.isComposing && this.#key(event)) event.preventDefault();
    });
  }

  /** Whether this key was for us. */
  #key(event) {
    const control = event.ctrlKey || event.metaKey;
    if (event.altKey) return false;
    if (event.key === "Enter" && event.shiftKey && !control) {
      this.dispatchEvent(new Event("run"));
      return true;
    }
    if (event.key === "s" && control && !event.shiftKey) {
      this.dispatchEvent(new Event("save"));
      return true;
    }
    if (control) return false;
    if (event.key === "Escape") {
      this.#typing = false;
    } else if (event.key === "Tab" && this.#typing) {
      if (event.shiftKey) this.#outdent();
      else insert("  ");
      return true;
    } else if (event.key === "Enter") {
      insert("\n" + this.#indentation());
      return true;
    }
    return false;
  }

  #before() {
    const { value, selectionStart } = this.#field;
    return value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  }

  #indentation() {
    const before = this.#before();
    return /^ */.exec(before)[0] + (/[{(]\s*$/.test(before) ? "  " : "");
  }

  #outdent() {
    const field = this.#field;
    const caret = field.selectionStart;
    const start = caret - this.#before().length;
    const spaces = /^ {0,2}/.exec(field.value.slice(start))[0].length;
    if (spaces === 0) return;
    field.setSelectionRange(start, start + spaces);
    document.execCommand("delete");
    const back = Math.max(start, caret - spaces);
    field.setSelectionRange(back, back);
  }

  #number() {
    const count = this.text.split("\n").length;
    this.#field.rows = Math.min(count + 1, MOST_ROWS);
    this.#numbers.replaceChildren(
      ...Array.from({ length: count }, (_, i) =>
        make("span", { className: this.#marked.get(i + 1) ?? "", textContent: i + 1 }),
      ),
    );
    this.#numbers.scrollTop = this.#field.scrollTop;
  }
}

/** As if it were typed, so that undo takes it back. Browsers have no other way to do that. */
function insert(text) {
  document.execCommand("insertText", false, text);
}
