/* search.js: a dialog that searches all pages. "/" or ctrl-K opens it, the arrows go through the
   results, Enter goes there, Escape closes. The text is in assets/search-index.js, loaded when
   the dialog opens for the first time; a search is one pass through all of it. */
"use strict";

(function () {
  const most = 40; /* results that are shown */
  const dialog = document.createElement("dialog");
  dialog.className = "search";
  dialog.setAttribute("aria-label", "Search the notes");
  dialog.innerHTML =
    '<form method="dialog" role="search">' +
    '<input type="search" aria-label="Search" placeholder="Search the notes"' +
    ' autocomplete="off" spellcheck="false">' +
    '<button type="submit" value="close" formnovalidate>Close</button></form>' +
    '<p class="status" role="status"></p><ol></ol>';
  document.body.append(dialog);
  const input = dialog.querySelector("input"), list = dialog.querySelector("ol");
  const status = dialog.querySelector(".status");

  /* The letters of formulas, by the words that people type for them. */
  const letters = { __proto__: null, alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε",
    eps: "ε", eta: "η", kappa: "κ",
    lambda: "λ", mu: "μ", rho: "ρ", sigma: "σ" };
  const spellings = word => letters[word] ? [word, letters[word]] : [word];
  const first = (text, word) => spellings(word).map(w => text.indexOf(w)).filter(at => at >= 0)
    .sort((a, b) => a - b)[0] ?? -1;

  let parts = null; /* {file, id, where, title, text, low, lowTitle} */
  function load() {
    if (parts) return;
    const script = document.createElement("script");
    script.src = "assets/search-index.js";
    script.onload = () => {
      parts = window.notesIndex.flatMap(page => page.parts.map(([id, title, text]) => ({
        file: page.file, id, page, title: title || page.title, text,
        low: text.toLowerCase(), lowTitle: (title || page.title).toLowerCase()
      })));
      find();
    };
    script.onerror = () => { status.textContent = "The search index is not there."; };
    document.head.append(script);
  }

  function open() {
    if (dialog.open) return;
    load();
    dialog.showModal();
    input.select();
  }

  /* Letters before and after do not matter, but a word that begins there counts more. */
  function score(part, words, phrase) {
    let points = 0;
    for (const word of words) {
      const inTitle = first(part.lowTitle, word), inText = first(part.low, word);
      if (inTitle < 0 && inText < 0) return 0;
      if (inTitle >= 0) points += 8;
      if (inText >= 0) points += 2;
      if ((" " + part.lowTitle).includes(" " + word)) points += 4;
      if ((" " + part.low).includes(" " + word)) points += 1;
    }
    if (part.lowTitle.includes(phrase)) points += 8;
    if (part.low.includes(phrase)) points += 4;
    if (part.id.startsWith("term:") && part.lowTitle.startsWith(phrase)) points += 10;
    return points;
  }

  /* The sentence with the first hit, cut to size. */
  function sentence(part, words, phrase) {
    let at = part.low.indexOf(phrase);
    for (const word of words) if (at < 0) at = first(part.low, word);
    if (at < 0 && part.text.length <= 160) return part.text;
    if (at < 0) return part.text.slice(0, part.text.lastIndexOf(" ", 160)) + " …";
    const before = part.text.slice(0, at), after = part.text.slice(at);
    let start = Math.max(before.lastIndexOf(". "), before.lastIndexOf("? "),
      before.lastIndexOf(": ")) + 1;
    if (start > 0) start++;
    if (at - start > 120) start = before.indexOf(" ", at - 100) + 1;
    const end = after.search(/[.?!](\s|$)/);
    const stop = Math.min(at + (end < 0 ? after.length : end + 1), start + 240);
    return (start > 0 && !/[.?:]\s$/.test(part.text.slice(0, start)) ? "… " : "") +
      part.text.slice(start, stop) +
      (stop < at + end + 1 ? " …" : "");
  }

  /* Text with the words marked, as nodes: nothing of it is read as HTML. */
  function marked(text, words) {
    const out = document.createElement("span");
    const pattern = new RegExp(words.flatMap(spellings)
      .map(w => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gi");
    let last = 0;
    for (const hit of text.matchAll(pattern)) {
      const mark = document.createElement("mark");
      mark.textContent = hit[0];
      out.append(text.slice(last, hit.index), mark);
      last = hit.index + hit[0].length;
    }
    out.append(text.slice(last));
    return out;
  }

  function result(part, words, phrase) {
    const item = document.createElement("li"), a = document.createElement("a");
    const where = document.createElement("span"), page = document.createElement("strong");
    where.className = "where";
    page.textContent = (part.page.kicker ? part.page.kicker + " · " : "") + part.page.title;
    where.append(page);
    if (part.title !== part.page.title) where.append(" · ", marked(part.title, words));
    a.href = part.file + (part.id ? "#" + part.id : "");
    a.append(where, marked(sentence(part, words, phrase), words));
    item.append(a);
    return item;
  }

  function find() {
    const phrase = input.value.trim().toLowerCase().replace(/\s+/g, " ");
    const words = phrase.split(" ").filter(word => word);
    list.replaceChildren();
    if (!parts || phrase.length < 2) {
      status.textContent = parts || !input.value ? "Type two letters or more." : "Loading …";
      return;
    }
    const hits = [];
    parts.forEach((part, n) => {
      const points = score(part, words, phrase);
      if (points > 0) hits.push({ part, points, n });
    });
    hits.sort((a, b) => b.points - a.points || a.n - b.n);
    list.append(...hits.slice(0, most).map(hit => result(hit.part, words, phrase)));
    list.scrollTop = 0;
    status.textContent = hits.length === 0 ? "Nothing found."
      : hits.length === 1 ? "1 result" : hits.length + " results"
      + (hits.length > most ? ", the best " + most + ":" : "");
  }

  function move(step) {
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[Math.max(0, Math.min(stops.length - 1, (at < 0 ? 0 : at) + step))];
    next.focus();
  }

  input.addEventListener("input", find);
  dialog.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      const first = list.querySelector("a");
      if (first) first.click();
    } else if (event.key === "Escape") { /* else the first Escape only empties the field */
      event.preventDefault();
      dialog.close();
    } else if (event.target !== input && event.key.length === 1 && !event.ctrlKey && !event.metaKey
      && !event.altKey && event.key !== " ") {
      input.focus(); /* and the letter goes there */
    }
  });
  dialog.addEventListener("click", event => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });

  const button = document.querySelector("button.search");
  button.addEventListener("click", open);
  button.hidden = false;
  document.addEventListener("keydown", event => {
    const typing = event.target.matches("input:not([type=range], [type=checkbox], [type=radio]), " +
      "textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (slash || ctrlK) {
      event.preventDefault();
      open();
    }
  });
})();
