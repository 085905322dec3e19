// The search field, loaded on first use together with its index. No server: a page opened as a file may do this, too.
const looseThreads = { sections: [], dialog: null };

/** Called by the index. */
function looseThreadsSearch(sections) {
  looseThreads.sections = sections.map((s) => ({
    ...s,
    title: (s.page + " " + s.heading).toLowerCase(),
    words: s.text.toLowerCase(),
  }));
}

/** Called by the page, whenever the reader wants to search, with what was typed meanwhile. */
function looseThreadsOpenSearch(toRoot, typed) {
  const most = 20;

  /** How well a section fits: every word must begin a word of it; in a title it counts more. */
  function fit(section, words) {
    let sum = 0;
    for (const word of words) {
      const start = new RegExp("(^|[^\\p{L}\\p{N}])" + word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gu");
      const inTitle = section.title.match(start)?.length ?? 0;
      const inText = section.words.match(start)?.length ?? 0;
      if (!inTitle && !inText) return 0;
      sum += 20 * Math.min(inTitle, 2) + Math.min(inText, 5);
    }
    return section.heading ? sum : sum + 1;
  }

  /** Some words around the first find. */
  function excerpt(section, word) {
    const at = Math.max(0, section.words.indexOf(word) - 40);
    const from = at === 0 ? 0 : section.text.indexOf(" ", at) + 1;
    return (from ? "… " : "") + section.text.slice(from, from + 140) + (from + 140 < section.text.length ? " …" : "");
  }

  function show() {
    const { field, list, told } = looseThreads;
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length
      ? looseThreads.sections
          .map((section) => ({ section, fits: fit(section, words) }))
          .filter((f) => f.fits > 0)
          .sort((a, b) => b.fits - a.fits)
      : [];
    list.replaceChildren(
      ...found.slice(0, most).map(({ section }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = toRoot + section.url;
        link.textContent = section.heading ? section.page + " › " + section.heading : section.page;
        link.addEventListener("click", () => looseThreads.dialog.close());
        const text = document.createElement("p");
        text.textContent = excerpt(section, words[0]);
        item.append(link, text);
        return item;
      }),
    );
    told.textContent = !words.length
      ? "Type a word; ↓ and ↑ go through what is found."
      : found.length > most
        ? `The first ${most} of ${found.length} sections`
        : found.length === 1
          ? "1 section"
          : `${found.length || "No"} sections`;
  }

  function step(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const stops = [looseThreads.field, ...looseThreads.list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[Math.min(Math.max(at, 0), stops.length - 1)].focus();
  }

  if (!looseThreads.dialog) {
    const dialog = document.createElement("dialog");
    dialog.className = "search";
    dialog.setAttribute("aria-label", "Search");
    const field = document.createElement("input");
    field.type = "text"; // A search field would take the Escape that closes the dialog.
    field.setAttribute("aria-label", "Search the book");
    field.autocomplete = "off";
    field.addEventListener("input", show);
    field.addEventListener("keydown", (event) => {
      const first = looseThreads.list.querySelector("a");
      if (event.key === "Enter" && first) first.click();
    });
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    const told = document.createElement("p");
    told.className = "facts";
    told.setAttribute("role", "status");
    const list = document.createElement("ol");
    dialog.append(field, close, told, list);
    dialog.addEventListener("keydown", step);
    document.body.append(dialog);
    Object.assign(looseThreads, { dialog, field, list, told });
    const index = document.createElement("script");
    index.src = toRoot + "search-index.js";
    index.onload = show;
    document.head.append(index);
  }
  if (!looseThreads.dialog.open) looseThreads.dialog.showModal();
  if (typed) looseThreads.field.value = typed;
  else looseThreads.field.select();
  show();
}
