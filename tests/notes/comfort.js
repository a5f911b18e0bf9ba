// comfort.js: what the pages do when they are used, by keyboard alone. node comfort.js FOLDER

"use strict";
const { check, same, open, run } = require("./browser.js");

const background = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

// Presses Tab until the element has the focus.
async function tabTo(page, selector) {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(s => document.activeElement.matches(s), selector)) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

run(async (browser, folder, files) => {
  const chapters = files.filter(file => /^\d+_/.test(file) && !file.endsWith("-solution.html"));
  const chapter = chapters[2];
  const small = files.find(file => file.endsWith("-solution.html"))
    || chapter; // a page that loads faster

  await check("the theme is switched by keyboard, and kept on the next page", async () => {
    const page = await open(browser, folder, small, { colorScheme: "light" });
    const light = await background(page);
    await tabTo(page, "button.theme");
    await page.keyboard.press("Enter");
    const dark = await background(page);
    await page.goto(page.url().replace(small, "index.html"));
    return [...(dark === light ? ["the background stays"] : []),
      ...same("the next page's background", await background(page), dark), ...page.noise];
  });

  await check("the theme is the system's until it is switched", async () => {
    const page = await open(browser, folder, small, { colorScheme: "dark" });
    const dark = await background(page);
    await page.emulateMedia({ colorScheme: "light" });
    return await background(page) === dark ? "the background stays" : "";
  });

  await check("the search finds a word, and leads there, by keyboard", async () => {
    const page = await open(browser, folder, "index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("running variance");
    const first = page.locator("dialog.search li a").first();
    await first.waitFor();
    const found = await first.textContent();
    await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForURL(/running_statistics|glossary|_/),
      page.keyboard.press("Enter")]);
    const nothing = await open(browser, folder, "index.html");
    await nothing.keyboard.press("Control+k");
    await nothing.keyboard.type("xyzzyq");
    await nothing.locator("dialog.search .status").filter({ hasText: "Nothing found" }).waitFor();
    return [...(/running/i.test(found) ? [] : [`the first result is ${found}`]), ...page.noise,
      ...nothing.noise];
  });

  await check("the search finds a formula's letter by its name", async () => {
    const page = await open(browser, folder, "index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("epsilon");
    await page.locator("dialog.search li a").first().waitFor();
    const marks = await page.locator("dialog.search mark").allTextContents();
    return [...(marks.includes("ε") ? [] : ["no ε is marked"]), ...page.noise];
  });

  await check("a hint is unfolded by keyboard", async () => {
    const page = await open(browser, folder, chapter);
    await tabTo(page, "details.hint > summary");
    await page.keyboard.press("Enter");
    return same("open hints", await page.locator("details.hint[open]").count(), 1);
  });

  await check("the first Tab offers to skip to the text", async () => {
    const page = await open(browser, folder, small);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    return same("the address's end", new URL(page.url()).hash, "#main");
  });

  await check("on a phone the chapters open and close by keyboard", async () => {
    const page = await open(browser, folder, small, { viewport: { width: 390, height: 844 } });
    const shown = () => page.locator("#nav").isVisible();
    const before = await shown();
    await tabTo(page, "button.contents");
    await page.keyboard.press("Enter");
    const after = await shown();
    await page.keyboard.press("Escape");
    return [...same("at first, visible", before, false),
      ...same("after Enter, visible", after, true),
      ...same("after Escape, visible", await shown(), false)];
  });

  await check("without JavaScript a chapter is complete", async () => {
    const page = await open(browser, folder, chapter, { javaScriptEnabled: false });
    return [...same("the theme button, visible", await page.locator("button.theme").isVisible(),
      false),
      ...same("figures", await page.locator("figure.plot svg").first().isVisible(), true),
      ...page.noise];
  });
});
