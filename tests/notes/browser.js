// browser.js: Debian's Chromium on the built notes, from file://, and lines like those of
// tests/course/lib.sh: "ok   description" or "FAIL description: why".

"use strict";
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");

const executables = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome"];

// Everything is waited for by what happens. This only ends a wait for what never does, in
// milliseconds: it is no measure of speed, and a machine may be busy with something else.
const patience = 300000;

let failed = 0;

// check DESCRIPTION TEST: the test answers with what is wrong, a text or a list of texts;
// nothing is wrong when that is empty. What it throws is wrong too.
async function check(description, test) {
  let wrong;
  try {
    wrong = [].concat(await test() || []);
  } catch (error) {
    wrong = [error.message.split("\n")[0]];
  }
  if (wrong.length === 0) {
    console.log("ok   " + description);
  } else {
    failed++;
    console.log(`FAIL ${description}: ${wrong.slice(0, 5).join("; ").replace(/\s+/g, " ")}`);
  }
}

// same WHAT GOT WANT: what is wrong, as check wants it.
function same(what, got, want) {
  return got === want ? [] : [`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`];
}

// A page that takes note of all that should not happen in it: page.noise is the list.
// On a page with another address than the notes' nothing is fetched: they must work offline.
async function open(browser, folder, file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.noise = [];
  page.on("console", message => {
    if (message.type() === "error" || message.type() === "warning") page.noise.push(message.text());
  });
  page.on("pageerror", error => page.noise.push(error.message));
  page.on("requestfailed", request => page.noise.push(`${request.url()} was not loaded`));
  page.on("request", request => {
    if (!/^(file|data|blob):/.test(request.url()))
      page.noise.push(`${request.url()} is not in the notes`);
  });
  await load(page, folder, file);
  return page;
}

// Goes on to another page of the notes, with the noise of that one alone.
async function load(page, folder, file) {
  page.noise.length = 0;
  await page.goto("file://" + path.resolve(folder, file));
  await page.evaluate(() => document.fonts.ready);
}

// run TESTS: main of a test program, with the folder of the notes as its argument.
async function run(tests) {
  const folder = process.argv[2];
  const files = fs.readdirSync(folder).filter(file => file.endsWith(".html")).sort();
  const executablePath = executables.find(file => file && fs.existsSync(file));
  const root = process.getuid && process.getuid() === 0;
  const browser = await chromium.launch({ executablePath, timeout: patience,
    args: ["--disable-gpu", ...(root ? ["--no-sandbox"] : [])] });
  try {
    await tests(browser, folder, files);
  } finally {
    await browser.close();
  }
  process.exit(failed > 0 ? 1 : 0);
}

module.exports = { check, same, open, load, run };
