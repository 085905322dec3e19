// Elements, made in one line each.

export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function button(label, onclick, properties = {}) {
  const made = make("button", { type: "button", textContent: label, ...properties });
  made.addEventListener("click", () => {
    if (made.ariaDisabled !== "true") onclick();
  });
  return made;
}

/** Turns a button off without taking the focus from it. */
export function enable(button, on) {
  button.ariaDisabled = on ? null : "true";
}

/** What this tab keeps until it is closed. */
export const kept = {
  get(key) {
    try {
      return sessionStorage.getItem("loose-threads-" + key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) sessionStorage.removeItem("loose-threads-" + key);
      else sessionStorage.setItem("loose-threads-" + key, value);
    } catch {
      // Then it holds until the page is left.
    }
  },
};
