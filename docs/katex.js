// katex.js: renders formulas. Standard input: records that end in RS, each KIND US TEX, where
// KIND is display or inline. Standard output: for each, html US HTML RS, or error US MESSAGE RS.

const path = require("path");
module.paths.push("/usr/share/nodejs", path.join(process.cwd(), "node_modules"));
const katex = require("katex");

const END = "\x1e", KIND = "\x1f";

// In \lambda_\max KaTeX 0.16 gives <msub> three children, where MathML wants two: the name and
// the invisible sign of application after it belong together.
function twoChildren(html) {
  return html.replace(/(<mi>[^<]*<\/mi><mo>\u2061<\/mo>)(<\/m(?:sub|sup|subsup)>)/g, "<mrow>$1</mrow>$2");
}

// With the argument "mathml" there is no HTML beside the MathML: for the e-book.
const output = process.argv[2] || "htmlAndMathml";

function render(record) {
  const [kind, tex] = record.split(KIND);
  const options = { displayMode: kind === "display", throwOnError: true, strict: "error", output };
  try {
    return "html" + KIND + twoChildren(katex.renderToString(tex, options)) + END;
  } catch (error) {
    if (!(error instanceof katex.ParseError) && !/LaTeX/.test(error.message)) throw error;
    return "error" + KIND + error.message.replace(/^KaTeX parse error: /, "") + END;
  }
}

const input = require("fs").readFileSync(0, "utf8");
process.stdout.write(input.split(END).map(render).join(""));
