// katex.js: renders formulas. Standard input: records that end in RS, each KIND US TEX, where
// KIND is display or inline. Standard output: for each, html US HTML RS, or error US MESSAGE RS.

const path = require("path");
module.paths.push("/usr/share/nodejs", path.join(process.cwd(), "node_modules"));
const katex = require("katex");

const END = "\x1e", KIND = "\x1f";

// In \lambda_\max KaTeX 0.16 gives <msub> three children, where MathML wants two: the name and
// the invisible sign of application after it belong together.
function twoChildren(html) {
  return html.replace(/(<mi>[^<]*<\/mi><mo>\u2061<\/mo>)(<\/m(?:sub|sup|subsup)>)/g,
    "<mrow>$1</mrow>$2");
}

// A formula may be too wide for a phone. KaTeX sets it as a row of bases, each up to a relation or
// an operator, between which a line may be broken. Here bases between parentheses become one term,
// which is not broken, and the terms up to a \qquad one part: parts stand side by side or one below
// the other (style.css).
const GAP = '<span class="mspace" style="margin-right:2em;"></span>';
const macros = { "\\qquad": "\\hspace{2em}\\allowbreak" };

function basesOf(row) {
  const bases = [];
  let depth = 0, start = 0;
  for (const tag of row.matchAll(/<(\/?)span\b[^>]*>/g)) {
    depth += tag[1] ? -1 : 1;
    if (depth === 0) {
      bases.push(row.slice(start, tag.index + tag[0].length));
      start = tag.index + tag[0].length;
    }
  }
  return bases;
}

function inParts(html) {
  const head = '<span class="katex-html" aria-hidden="true">', end = "</span></span></span>";
  const from = html.indexOf(head) + head.length;
  if (from < head.length || !html.endsWith(end)) return html;
  const parts = [[]];
  let term = "", open = 0;
  for (const base of basesOf(html.slice(from, -end.length))) {
    term += base.includes("allowbreak") ? base.replace(GAP, "") : base;
    open = Math.max(0,
      open + base.split('class="mopen').length - base.split('class="mclose').length);
    if (open > 0 || /class="mbin">[⋅×]/.test(base)) continue;
    parts[parts.length - 1].push(term);
    term = "";
    if (base.includes("allowbreak")) parts.push([]);
  }
  if (term) parts[parts.length - 1].push(term);
  const span = (name, inside) => `<span class="${name}">${inside}</span>`;
  return html.slice(0, from).replace("katex-html", "katex-html parts") +
    parts.filter(part => part.length > 0)
      .map(part => span("part", part.map(t => span("term", t)).join(""))).join("") + end;
}

// With the argument "mathml" there is no HTML beside the MathML: for the e-book.
const output = process.argv[2] || "htmlAndMathml";

function render(record) {
  const [kind, tex] = record.split(KIND);
  const options = { displayMode: kind === "display", throwOnError: true, strict: "error", output,
    macros: { ...macros } };
  try {
    const html = twoChildren(katex.renderToString(tex, options));
    return "html" + KIND + (options.displayMode ? inParts(html) : html) + END;
  } catch (error) {
    if (!(error instanceof katex.ParseError) && !/LaTeX/.test(error.message)) throw error;
    return "error" + KIND + error.message.replace(/^KaTeX parse error: /, "") + END;
  }
}

const input = require("fs").readFileSync(0, "utf8");
process.stdout.write(input.split(END).map(render).join(""));
