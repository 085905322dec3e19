// What the pages gain when scripts may run: a theme switch, copy buttons, marks on what is done, search, speaker notes.
// Each stands for itself; without any of them every page can be read.
(() => {
  const root = document.documentElement;
  const toRoot = root.dataset.root;
  const here = new URL(toRoot, location.href);
  const path = decodeURI(location.pathname).slice(decodeURI(here.pathname).length);

  const kept = {
    get(key) {
      try {
        return localStorage.getItem("loose-threads-" + key) ?? "";
      } catch {
        return "";
      }
    },
    set(key, value) {
      try {
        if (value) localStorage.setItem("loose-threads-" + key, value);
        else localStorage.removeItem("loose-threads-" + key);
      } catch {
        // Then it holds for this page only.
      }
    },
  };

  function button(label, onclick) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", onclick);
    return made;
  }

  // --- What a screen reader should say, in one place.
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.body.append(status);

  // --- The theme: the system's, light, dark.
  const tools = document.createElement("div");
  tools.className = "tools";
  document.querySelector("header").append(tools);
  const themes = ["", "light", "dark"];
  const themeButton = button("", () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? "") + 1) % themes.length];
    if (next) root.dataset.theme = next;
    else delete root.dataset.theme;
    kept.set("theme", next);
    nameTheme();
  });
  function nameTheme() {
    themeButton.textContent = "Theme: " + (root.dataset.theme ?? "system");
  }
  nameTheme();

  // --- Search, loaded when it is first wanted. What is typed until then is for it, and no shortcut.
  let search;
  let early = null;
  function openSearch() {
    early ??= "";
    search ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = toRoot + "search.js";
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    search.then(() => looseThreadsOpenSearch(toRoot, early)).finally(() => (early = null));
  }
  function keepEarly(event) {
    if (early === null || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    early += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  addEventListener("keydown", keepEarly, true);
  const searchButton = button("Search", openSearch);
  searchButton.setAttribute("aria-keyshortcuts", "/");
  searchButton.title = "Search ( / )";
  tools.append(searchButton, themeButton);

  // --- Copy buttons: the code without callout numbers, and without a comment sign that only held one.
  for (const pre of document.querySelectorAll("main pre")) {
    const copy = button("Copy", async () => {
      const code = pre.cloneNode(true);
      code.querySelectorAll(".conum, .conum + b").forEach((number) => number.remove());
      const text = code.textContent.replace(/[ \t]*(\/\/|#)?[ \t]*$/gm, "");
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = status.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(pre);
        copy.textContent = status.textContent = "Selected: press Ctrl+C";
      }
    });
    copy.className = "copy";
    copy.addEventListener("blur", () => (copy.textContent = "Copy"));
    const frame = document.createElement("div");
    frame.className = "copied";
    pre.replaceWith(frame);
    frame.append(pre, copy);
  }

  // --- Marks on the katas that are done, kept in this browser.
  const done = new Set(kept.get("done").split(" ").filter(Boolean));
  const kata = /^katas\/(K\d+)\.html$/.exec(path)?.[1];
  function mark() {
    for (const link of document.querySelectorAll(".book a, .pages a")) {
      const id = /katas\/(K\d+)\.html$/.exec(link.getAttribute("href"))?.[1];
      const old = link.querySelector(".done");
      if (id && done.has(id) && !old) {
        const tick = document.createElement("span");
        tick.className = "done";
        tick.textContent = " ✓ done";
        link.append(tick);
      } else if (old && !done.has(id)) {
        old.remove();
      }
    }
  }
  mark();
  if (kata) {
    const mine = button("", () => {
      if (!done.delete(kata)) done.add(kata);
      kept.set("done", [...done].join(" "));
      nameMine();
      mark();
    });
    mine.className = "mine";
    const nameMine = () => {
      mine.setAttribute("aria-pressed", done.has(kata));
      mine.textContent = done.has(kata) ? "✓ Done" : "Mark as done";
    };
    nameMine();
    document.querySelector("main .facts").after(mine);
  }

  // --- Speaker notes: n shows them here, s in a second window that follows this one.
  const presenting = new URLSearchParams(location.search).has("notes");
  if (presenting) {
    root.dataset.notes = "only";
    addEventListener("storage", (event) => {
      if (event.key === "loose-threads-page" && event.newValue) {
        location.replace(new URL(event.newValue, here).href + "?notes");
      }
    });
  } else {
    kept.set("page", path);
  }

  // --- Live pages. ./kata live hands a token over after #. Without one, nobody is asked for anything; nor on a site that has a name.
  const numbered = /^(localhost|\d+\.\d+\.\d+\.\d+|\[[\da-f:]+\])$/.test(location.hostname);
  if (numbered && location.protocol.startsWith("http") && !presenting) {
    const handed = /^#t=([\w-]+)$/.exec(location.hash)?.[1];
    if (handed) history.replaceState(null, "", location.pathname + location.search);
    let token = handed ?? "";
    try {
      token ||= sessionStorage.getItem("loose-threads-token") ?? "";
    } catch {
      // Then it holds for this page only.
    }
    // A tab that was opened beside this one has no token yet; it asks, and others of the same server answer.
    const tabs = new BroadcastChannel("loose-threads");
    tabs.addEventListener("message", ({ data }) => {
      if (data.token && !token) begin(data.token);
      else if (!data.token && token) tabs.postMessage({ token });
    });
    const keep = (given) => {
      token = given;
      try {
        sessionStorage.setItem("loose-threads-token", given);
      } catch {
        // See above.
      }
    };
    const begin = async (given) => {
      keep(given);
      const answer = await fetch(new URL("api/hello", here), { headers: { "X-Loose-Threads": token } }).catch(() => ({}));
      if (answer.ok && (await answer.json()).live) {
        const live = await import(new URL("live/live.js", here));
        live.start({ root: here, path, token, status });
      } else if (answer.status === 401) {
        keep("");
        const note = document.createElement("p");
        note.className = "facts";
        note.textContent = "Not live: open the address that ./kata live printed last.";
        tools.prepend(note);
      }
    };
    if (token) begin(token);
    else tabs.postMessage({});
  }

  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      openSearch();
    } else if (event.key === "n" && !presenting) {
      if (root.dataset.notes) delete root.dataset.notes;
      else root.dataset.notes = "here";
      const there = document.querySelectorAll(".notes").length > 0;
      status.textContent = !there ? "This page has no speaker notes" : root.dataset.notes ? "Speaker notes shown" : "Speaker notes hidden";
    } else if (event.key === "s" && !presenting) {
      open(location.pathname.split("/").pop() + "?notes", "loose-threads-notes", "width=640,height=480");
    }
  });
})();
