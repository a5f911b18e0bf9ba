// snapshot.js: the static figure that stands for an interactive one, on paper and without
// JavaScript: what is drawn at first, or what the figure's still() makes of it, 640 pixels wide.
// `node snapshot.js FOLDER NAME` prints it.
// The browser tests compare it with the committed one (chapters/*/figures/NAME.svg).

"use strict";
const fs = require("fs");
const { open, run } = require("./browser.js");

// The light color of each of the notes' variables, as in docs/style.css.
function palette(css) {
  return Object.fromEntries([...css.matchAll(/--([a-z]+): light-dark\((#[0-9a-f]+),/g)]
    .map(m => [m[1], m[2]]));
}

async function snapshot(page, name, colors) {
  return page.evaluate(async ([figure, table]) => {
    if (window.interactive.stages[figure].still) window.interactive.stages[figure].still();
    const live = document.querySelector(".interactive .live");
    live.style.width = "640px";
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const svg = live.querySelector("svg").cloneNode(true);
    svg.querySelectorAll(".halo, .ring").forEach(e => e.remove());
    svg.querySelectorAll("*").forEach(e => {
      if (e.style.visibility === "hidden" || e.style.display === "none") { e.remove(); return; }
      for (const name of ["fill", "stroke"]) {
        const color = /var\(--([a-z]+)\)/.exec(e.style[name] || "");
        if (color)
          e.setAttribute(name, color[1] === "paper" ? "#ffffff" : table[color[1]] || color[0]);
      }
      for (const name of e.getAttributeNames()) {
        if (/^(aria-|role|tabindex|class|style)/.test(name)) e.removeAttribute(name);
      }
    });
    const height = svg.getAttribute("height");
    const inside = svg.innerHTML.replace(/></g, ">\n<").replace(/<g><\/g>\n/g, "");
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 ${height}">`;
    return `${head}\n${inside}\n</svg>\n`;
  }, [name, colors]);
}

async function of(browser, folder, name) {
  const file = fs.readdirSync(folder).find(f => f.endsWith(".html")
    && fs.readFileSync(`${folder}/${f}`, "utf8").includes(`data-name="${name}"`));
  const page = await open(browser, folder, file, { colorScheme: "light", reducedMotion: "reduce" });
  await page.waitForSelector(`.interactive.ready[data-name="${name}"]`);
  const svg = await snapshot(page, name,
    palette(fs.readFileSync(`${folder}/assets/style.css`, "utf8")));
  await page.context().close();
  return svg;
}

module.exports = { of };
if (require.main === module)
  run(async (browser, folder) => process.stdout.write(await of(browser, folder, process.argv[3])));
