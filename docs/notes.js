/* notes.js: comfort only; the pages are complete without it. */
"use strict";

/* The theme: the system's until the reader chooses; the choice is remembered. */
(function () {
  const root = document.documentElement;
  const button = document.querySelector("button.theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const label = () => {
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", "Switch to the " + (dark() ? "light" : "dark") + " theme");
  };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* not remembered */ }
    label();
  });
  system.addEventListener("change", label);
  button.hidden = false;
  label();
})();

/* Only what is too wide to be seen at once stops the Tab key. */
(function () {
  const wide = document.querySelectorAll("[tabindex='0']");
  const check = () => wide.forEach(box => {
    if (box.scrollWidth > box.clientWidth + 1) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  });
  addEventListener("load", check);
  addEventListener("resize", check);
  document.addEventListener("toggle", check, true);
})();

/* The left column marks the section that is being read. */
(function () {
  const links = new Map();
  document.querySelectorAll("nav.chapters a[href^='#']").forEach(link => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  });
  if (links.size === 0) return;
  const mark = () => {
    let current = null;
    for (const [heading, link] of links) {
      if (heading.getBoundingClientRect().top < innerHeight / 3) current = link;
      link.removeAttribute("aria-current");
    }
    if (current) current.setAttribute("aria-current", "location");
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
  const nav = document.getElementById("nav");
  nav.addEventListener("click", event => {
    if (event.target.closest("a") && nav.matches(":popover-open")) nav.hidePopover();
  });
})();

/* A link to something folded unfolds it; so does printing, for answers and mistakes. */
(function () {
  const unfold = () => {
    const target = location.hash
      && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details");
    if (folded && !folded.open) { folded.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);
  unfold();
  addEventListener("beforeprint", () =>
    document.querySelectorAll("details.answer, .mistakes details")
      .forEach(box => { box.open = true; }));
})();

/* Hints come one by one: a hint shows when the one before it has been opened. */
document.querySelectorAll("details.hint").forEach(hint => {
  hint.addEventListener("toggle", () => { if (hint.open) hint.classList.add("seen"); });
});

/* A button that copies a listing. Line numbers are no part of its text. */
document.querySelectorAll("figure.listing > pre, .run, main > pre.code").forEach(code => {
  const frame = document.createElement("div");
  frame.className = "copyable";
  code.replaceWith(frame);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-live", "polite");
  frame.append(code, button);
  button.addEventListener("click", async () => {
    const text = [...frame.querySelectorAll("code")]
      .map(part => part.textContent.replace(/\n$/, "")).join("\n");
    let done = true;
    try { await navigator.clipboard.writeText(text + "\n"); } catch (e) { done = false; }
    button.textContent = done ? "Copied" : "Not allowed";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
});

/* What scrolls sideways has a shadow at the right as long as there is more. */
document.querySelectorAll(".scroll, pre.code").forEach(box => {
  const mark = () =>
    box.classList.toggle("more", box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
  box.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(box);
});
