// pages.js: what holds for every page, with all that is folded unfolded. node pages.js FOLDER

"use strict";
const fs = require("fs");
const { check, same, open, load, run } = require("./browser.js");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// What axe has against the page as it stands, a line for each rule. axe reads no MathML: a header
// of a table that holds only a formula is empty to it. So this rule is checked here instead.
async function violations(page, options) {
  return page.evaluate(async chosen => {
    const found = await window.axe.run(document,
      { preload: false, resultTypes: ["violations"], ...chosen });
    const empty = [...document.querySelectorAll("th")].filter(th => th.textContent.trim() === "");
    return found.violations.map(rule =>
      `${rule.id} (${rule.nodes.length}): ${rule.help}, ${rule.nodes[0].target.join(" ")}`)
      .concat(empty.map(() => "a table's header is empty"));
  }, options);
}

const all = { rules: { "empty-table-header": { enabled: false } } };

// The rules whose verdict depends on the theme. They cost most, so each look is tried once in all
// pages: elements whose names, classes and inline colors are the same, all the way up, are styled
// alike by the one style sheet.
const colors = { runOnly: ["color-contrast", "link-in-text-block"] };

// In the page: marks, of each look that is not known yet and has a text of its own, the element
// with the longest, since axe does not judge a single letter, and the last. Answers with these
// looks. A formula has the look of what it stands in; the drawn half of the others is taken away.
// (It is hidden from what axe speaks for; the MathML stays.)
function prepare(known) {
  const looks = new Map(), lookOf = new Map();
  const one = e => [e.tagName, ...["class", "aria-current", "fill"].map(a => e.getAttribute(a)),
    e.style.color, e.style.fill].join();
  const length = e => [...e.childNodes]
    .reduce((sum, node) => sum + (node.nodeType === 3 ? node.data.trim().length : 0), 0);
  const read = document.querySelectorAll("body, body :not(.katex-mathml, .katex-mathml *)");
  for (const element of read) {
    const around = lookOf.get(element.parentElement) || "";
    const look = around.endsWith("katex,,,,") ? around : around + "/" + one(element);
    lookOf.set(element, look);
    if (element.matches("a[href]") || length(element) > 0) {
      const [longest] = looks.get(look) || [element];
      looks.set(look, [length(element) > length(longest) ? element : longest, element]);
    }
  }
  known.forEach(look => looks.delete(look));
  [...looks.values()].flat().forEach(element => element.setAttribute("data-look", ""));
  document.querySelectorAll(".katex-html[aria-hidden=true]:not(:has([data-look]))")
    .forEach(drawn => drawn.replaceChildren());
  window.axe.configure({ rules: [
    { id: "color-contrast", selector: "[data-look]" },
    { id: "link-in-text-block", selector: "a[href][data-look]" }] });
  return [...looks.keys()];
}

// The elements that reach beyond the right edge, where nothing holds them that scrolls.
function tooWide() {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const out = [...document.querySelectorAll("main *, header *, nav *")]
    .filter(e => e.getBoundingClientRect().right > edge + 1)
    .map(e => e.tagName.toLowerCase() + (e.className ? "." + e.className : ""));
  return ["the page is " + document.documentElement.scrollWidth + " wide", ...out.slice(-3)];
}

run(async (browser, folder, files) => {
  const page = await open(browser, folder, files[0]);
  const looks = [];
  for (const file of files) {
    await page.goto("about:blank");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "light" });
    await load(page, folder, file);
    await check(`${file}: loads without an error, from file:// alone`, () => page.noise);
    await page.evaluate(() => document.querySelectorAll("details")
      .forEach(d => { d.open = true; }));
    await check(`${file}: no sideways scroll at 390 pixels`, () => page.evaluate(tooWide));
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(axe);
    const fresh = await page.evaluate(prepare, looks);
    looks.push(...fresh);
    await check(`${file}: axe finds nothing`, () => violations(page, all));
    await page.emulateMedia({ colorScheme: "dark" });
    await check(`${file}: axe finds nothing in the dark theme's colors`,
      () => fresh.length > 0 ? violations(page, colors) : []);
  }
  await check("the pages have looks",
    () => looks.length > 100 ? [] : same("the number of looks", looks.length, "more than 100"));
  await check("there are pages",
    () => files.length > 3 ? [] : same("the number of pages", files.length, "more than 3"));
});
