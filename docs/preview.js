/* preview.js: what a cross-reference points at, shown beside it: on hover with a mouse, on focus
   with the keyboard. The data is a script for each page, assets/previews/PAGE.js, loaded when it
   is first needed; it calls notesPreviews(page, {label: html}). Escape closes. */
"use strict";

(function () {
  const pages = new Map(); /* page -> promise of its labels */
  const arrived = new Map();
  window.notesPreviews = (page, labels) => { arrived.set(page, labels); };

  function load(page) {
    if (!pages.has(page)) {
      pages.set(page, new Promise(resolve => {
        const script = document.createElement("script");
        script.src = "assets/previews/" + page.replace(/html$/, "js");
        script.onload = () => resolve(arrived.get(page) || {});
        script.onerror = () => resolve({});
        document.head.append(script);
      }));
    }
    return pages.get(page);
  }

  const box = document.createElement("div");
  box.id = "preview";
  box.popover = "manual";
  box.setAttribute("role", "tooltip");
  document.body.append(box);

  const here = location.pathname.split("/").pop() || "index.html";
  let link = null, timer = 0;

  function fill(html, same) {
    box.innerHTML = html;
    /* A tooltip has nothing to press, and no id that the page has already; a figure's inner
       references need theirs, and find those of the page itself where it is the same page. */
    box.querySelectorAll("a").forEach(a => a.replaceWith(...a.childNodes));
    box.querySelectorAll("[tabindex]").forEach(x => x.removeAttribute("tabindex"));
    box.querySelectorAll("[role='group'], svg, section").forEach(x => {
      for (const name of ["role", "aria-label", "aria-labelledby"]) x.removeAttribute(name);
    });
    box.querySelectorAll("svg > title, svg > desc").forEach(x => x.remove());
    box.querySelectorAll(same ? "[id]" : "[id]:not(svg *)").forEach(x => x.removeAttribute("id"));
  }

  function place() {
    const target = link.getClientRects()[0], gap = 8;
    const width = box.offsetWidth, height = box.offsetHeight;
    const left = Math.max(gap, Math.min(target.left, innerWidth - width - gap));
    const below = target.bottom + gap;
    const top = below + height <= innerHeight - gap || target.top < innerHeight / 2
      ? Math.min(below, innerHeight - height - gap) : target.top - gap - height;
    /* never over the link itself */
    const over = top < target.bottom && top + height > target.top;
    box.style.left = left + "px";
    box.style.top = Math.max(gap, over ? target.top - gap - height : top) + "px";
  }

  function hide() {
    clearTimeout(timer);
    if (link) link.removeAttribute("aria-describedby");
    link = null;
    if (box.matches(":popover-open")) box.hidePopover();
  }

  async function show(a) {
    const page = decodeURIComponent(a.pathname.split("/").pop()) || here;
    const labels = await load(page);
    const html = labels[decodeURIComponent(a.hash.slice(1))];
    if (!html || a !== wanted) return;
    hide();
    link = a;
    fill(html, page === here);
    box.scrollTop = 0;
    box.showPopover();
    place();
    link.setAttribute("aria-describedby", "preview");
  }

  let wanted = null;
  const referring = "main a.ref, main a.term, main .citation a";
  function want(a, delay) {
    clearTimeout(timer);
    wanted = a;
    if (a && a !== link) timer = setTimeout(() => show(a), delay);
    else if (!a) timer = setTimeout(hide, delay);
  }

  document.addEventListener("pointerover", event => {
    if (event.pointerType !== "mouse") return;
    const a = event.target.closest(referring);
    if (a) want(a, 300);
    else if (box.contains(event.target)) want(link, 0); /* the pointer may go over to it */
    else if (wanted && wanted !== document.activeElement) want(null, 200);
  });
  document.addEventListener("focusin", event => {
    if (event.target.matches(referring) && event.target.matches(":focus-visible"))
      want(event.target, 100);
  });
  document.addEventListener("focusout", event => { if (event.target === wanted) want(null, 0); });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && link) { wanted = null; hide(); }
  });
  document.addEventListener("scroll", event => { if (link && event.target === document) place(); },
    { passive: true });
})();
