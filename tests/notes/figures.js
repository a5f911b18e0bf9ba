// figures.js: the interactive figures compute what native C computes, and are operated by
// keyboard. node figures.js FOLDER VALUES LIBRARY [OTHER], where VALUES is what
// tests/notes/native.c prints, and LIBRARY the C library it was compiled with. OTHER is another
// edition, whose figures must start, and be the same files.

"use strict";
const fs = require("fs");
const path = require("path");
const { check, same, open, run } = require("./browser.js");
const snapshot = require("./snapshot.js");

const native = fs.readFileSync(process.argv[3], "utf8").trim().split("\n").map(line => {
  const [call, before, after, [result]] = line.split(" ; ").map(part => part.split(" "));
  return { figure: call[0], call: call[1], numbers: call.slice(2).map(Number), before, after,
    result: Number(result) };
});

// In the page: makes these calls, and tells where its bits are not those of native C.
function replay(calls) {
  const bits = new DataView(new ArrayBuffer(8));
  const of = hex => { bits.setBigUint64(0, BigInt("0x" + hex)); return bits.getFloat64(0); };
  const wrong = [];
  for (const { figure, call, numbers, before, after, result } of calls) {
    const stage = window.interactive.stages[figure];
    const memory = () => stage.doubles(stage.call(figure + "_memory"), before.length);
    memory().set(before.map(of));
    const answer = stage.call(call, ...numbers), got = memory();
    if (answer !== result && answer !== true)
      wrong.push(`${call}(${numbers}) is ${answer}, natively ${result}`);
    after.forEach((hex, i) => {
      const want = of(hex);
      if (Object.is(got[i], want)) return;
      const apart = Math.abs(got[i] - want) / Math.max(1, Math.abs(want));
      if (apart <= (tolerances[call] || 0)) return;
      wrong.push(`${call}(${numbers}): double ${i} is ${got[i]}, natively ${want}`);
    });
  }
  return wrong.slice(0, 3);
}

// A figure's page, when the figure is ready.
async function ready(browser, folder, file, name, options) {
  const page = await open(browser, folder, file, { reducedMotion: "reduce", ...options });
  await page.waitForSelector(`.interactive.ready[data-name="${name}"] .live :is(svg, canvas)`);
  page.figure = page.locator(`.interactive[data-name="${name}"]`);
  return page;
}

const other = process.argv[4];
const value = element => element.getAttribute("aria-valuenow").then(Number);
const text = page => page.figure.locator("svg").first().textContent();

// What each figure must do when it is used; each answers with what is wrong.
const used = {
  async batch(page) {
    const dot = page.figure.getByRole("slider", { name: "Example 1" });
    const before = await value(dot), drawn = await text(page);
    await dot.focus();
    await page.keyboard.press("ArrowRight");
    const moved = await value(dot), redrawn = await text(page);
    const gamma = page.figure.getByRole("slider", { name: "γ, the scale" });
    await gamma.focus();
    await page.keyboard.press("Home");
    const scaled = await text(page);
    for (let i = 0; i < 5; i++)
      await page.figure.getByRole("button", { name: "Remove one" }).press("Enter");
    const refusal = await page.figure.locator(".refusal").textContent();
    await page.figure.getByRole("button", { name: "Start again" }).press("Enter");
    return [...same("example 1", moved.toFixed(1), (before + 0.1).toFixed(1)),
      ...(redrawn === drawn ? ["an arrow key draws nothing"] : []),
      ...(/y.*standard deviation 3\.00/.test(scaled) ? [] : [`gamma -3 gives ${scaled}`]),
      ...(/1/.test(refusal) ? [] : [`one example is refused with "${refusal}"`]),
      ...same("after the start again, the refusal",
        await page.figure.locator(".refusal").textContent(), "")];
  },

  async descent(page) {
    const drawn = await text(page);
    const rate = page.figure.getByRole("slider", { name: "learning rate" });
    await rate.focus();
    await page.keyboard.press("End");
    const far = await text(page);
    await page.figure.getByRole("button", { name: "Reset" }).press("Enter");
    const again = await text(page);
    const start = page.figure.getByRole("slider", { name: "Start of the descent, raw" });
    const before = await start.getAttribute("aria-valuetext");
    await start.focus();
    await page.keyboard.press("ArrowUp");
    const after = await start.getAttribute("aria-valuetext");
    await page.figure.getByRole("button", { name: "Run" })
      .press("Enter"); /* all at once: motion is reduced */
    const ran = await text(page);
    return [...(/farther.*farther/.test(far) ? [] : [`at the highest rate: ${far}`]),
      ...same("after Reset, the drawing", again, drawn),
      ...(before === after ? ["the start does not move"] : []),
      ...((ran.match(/, there/g) || []).length === 2 ? [] : [`after Run: ${ran}`])];
  },

  async running(page) {
    const drawn = await text(page);
    await page.figure.getByRole("button", { name: "One batch" }).press("Enter");
    const one = await text(page);
    const momentum = page.figure.getByRole("slider", { name: "momentum" });
    await momentum.focus();
    await page.keyboard.press("End");
    await page.figure.getByRole("button", { name: "Larger cats from now on" }).press("Enter");
    await page.figure.getByRole("button", { name: "Run" })
      .press("Enter"); /* fifty batches: motion is reduced */
    const large = Number(/running (\d\.\d\d)/.exec(await text(page))[1]);
    await page.figure.getByRole("slider", { name: "cats in a batch" }).focus();
    await page.keyboard.press("Home");
    const refusal = await page.figure.locator(".refusal").textContent();
    await page.figure.getByRole("button", { name: "Start again" }).press("Enter");
    return [...(one === drawn ? ["a batch draws nothing"] : []),
      ...(Math.abs(large - 6.5) < 1.5 ? [] : [`the running mean of large cats is ${large}`]),
      ...(/1/.test(refusal) ? [] : [`a batch of one is refused with "${refusal}"`]),
      ...same("after the start again, the drawing", await text(page), drawn)];
  },

  async game(page) {
    const where = page.figure.getByRole("radio", { name: "nowhere" });
    await page.figure.getByRole("radio", { name: "both" }).focus();
    await page.keyboard.press("ArrowRight"); /* around, to the first */
    const chosen = await where.isChecked();
    const step = async () => Number(/step ([\d,]+):/.exec(await text(page))[1].replace(",", ""));
    const before = await step();
    const train = page.figure.locator("button.main");
    await train.press("Enter");
    await page.waitForFunction(() =>
      /step [1-9]/.test(document.querySelector(".live svg").textContent));
    await train.press("Enter");
    const after = await step(), said = page.figure.locator(".said");
    await said.filter({ hasText: "neither network" }).waitFor({ state: "attached" });
    await page.figure.getByRole("button", { name: "Start again" }).press("Enter");
    return [...same("after an arrow key, nowhere", chosen, true),
      ...same("at first, the step", before, 0),
      ...(after > 0 ? [] : ["training makes no step"]),
      ...same("after the start again, the step", await step(), 0)];
  },
};

run(async (browser, folder, files) => {
  const figures = files.flatMap(file => [...fs.readFileSync(path.join(folder, file), "utf8")
    .matchAll(/class="interactive" data-name="([a-z]+)"/g)].map(m => ({ file, name: m[1] })));
  await check("every interactive figure is in a page, and has a test", () =>
    same("in pages", figures.map(f => f.name).sort().join(), Object.keys(used).sort().join()));

  for (const { file, name } of figures) {
    let page;
    await check(`${name}: is used by keyboard, without an error`, async () => {
      page = await ready(browser, folder, file, name);
      const wrong = await used[name](page);
      return [...wrong, ...page.noise];
    });
    await check(`${name}: on paper the static figure stands`, async () => {
      await page.emulateMedia({ media: "print" });
      const wrong = [...same("the static figure, visible",
        await page.figure.locator(".scroll svg").isVisible(), true),
        ...same("the live one, visible", await page.figure.locator(".live").isVisible(), false)];
      await page.emulateMedia({ media: "screen" });
      return wrong;
    });
    await check(`${name}: computes what native C computes, bit for bit`, async () => {
      const calls = native.filter(call => call.figure === name);
      const values = calls.reduce((sum, call) => sum + call.after.length, 0);
      const wrong = await page.evaluate(replay, calls);
      return values >= 1000 || wrong.length > 0 ? wrong
        : same("the number of values", values, "1000 or more");
    });
    if (page) await page.context().close();
    await check(`${name}: without JavaScript the static figure stands, with nothing to try`,
      async () => {
      const still = await open(browser, folder, file, { javaScriptEnabled: false });
      const figure = still.locator(`.interactive[data-name="${name}"]`);
      const wrong = [...same("the static figure, visible",
        await figure.locator(".scroll svg").isVisible(), true),
        ...same("what to try, visible", await figure.locator(".try").isVisible(), false)];
      await still.context().close();
      return wrong;
    });
    await check(`${name}: the static figure is what is drawn at first`, async () => {
      const chapter = path.join("chapters", file.replace(/\.html$/, ""), "figures", name + ".svg");
      if (!fs.existsSync(chapter)) return; // the chapter's experiment has drawn one
      return await snapshot.of(browser, folder, name) === fs.readFileSync(chapter, "utf8") ? "" :
        `differs from ${chapter}: node tests/notes/snapshot.js ${folder} ${name} >${chapter}`;
    });
    if (!other) continue;
    await check(`${name}: starts in ${other} too, where its files are the same`, async () => {
      const there = await ready(browser, other, file, name);
      const files = [`${name}.js`, "kit.js", "style.css"]
        .map(asset => path.join("assets", "interactive", asset));
      const differ = files.filter(asset => !fs.readFileSync(path.join(other,
        asset)).equals(fs.readFileSync(path.join(folder, asset))));
      await there.context().close();
      return [...there.noise, ...differ.map(asset => `${asset} differs`)];
    });
  }
});
