// pages.js: what holds for every page, with all that is folded unfolded. node pages.js FOLDER

"use strict";
const fs = require("fs");
const { check, same, open, run } = require("./browser.js");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// What axe has against the page as it stands, a line for each rule. axe reads no MathML: a header
// of a table that holds only a formula is empty to it. So this rule is checked here instead.
async function violations(page, options) {
  return page.evaluate(async chosen => {
    const rules = chosen ? {} : { rules: { "empty-table-header": { enabled: false } } };
    const found = await window.axe.run({ preload: false, resultTypes: ["violations"], ...rules, ...chosen });
    const empty = [...document.querySelectorAll("th")].filter(th => th.textContent.trim() === "");
    return found.violations.map(rule =>
      `${rule.id} (${rule.nodes.length}): ${rule.help}, ${rule.nodes[0].target.join(" ")}`)
      .concat(empty.map(() => "a table's header is empty"));
  }, options);
}

// The rules whose verdict depends on the theme.
const colors = { runOnly: ["color-contrast", "link-in-text-block"] };

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
  for (const file of files) {
    const page = await open(browser, folder, file, { colorScheme: "light" });
    await check(`${file}: loads without an error, from file:// alone`, () => page.noise);
    await page.evaluate(() => document.querySelectorAll("details").forEach(d => { d.open = true; }));
    await page.evaluate(axe);
    await check(`${file}: axe finds nothing`, () => violations(page));
    await page.emulateMedia({ colorScheme: "dark" });
    await check(`${file}: axe finds nothing in the dark theme's colors`, () => violations(page, colors));
    await page.setViewportSize({ width: 390, height: 844 });
    await check(`${file}: no sideways scroll at 390 pixels`, () => page.evaluate(tooWide));
    await page.context().close();
  }
  await check("there are pages", () => files.length > 3 ? [] : same("the number of pages", files.length, "more than 3"));
});
