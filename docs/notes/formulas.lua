-- formulas.lua: renders the formulas of a page with KaTeX, all in one node process.
-- Without node or KaTeX the formulas stay, and pandoc's own MathML is used.

local source = require "source"

local formulas = {}

local END, KIND = "\30", "\31" -- ASCII's record and unit separators

-- About how many letters wide a formula is.
local function width(tex)
  return #tex:gsub("\\[dt]?frac", ""):gsub("\\%a+%s*%b{}", "xx"):gsub("\\%a+", "x")
    :gsub("[{}_^%s]", "")
end

-- A short formula is not broken at the end of a line, nor parted from the "." or ")" after it.
local function keep_together(inlines)
  local out, i = pandoc.List {}, 1
  while i <= #inlines do
    local x, after = inlines[i], inlines[i + 1]
    if x.t == "Math" and x.mathtype == "InlineMath" and width(x.text) <= 18 then
      local content = { x }
      if after and after.t == "Str" and after.text:match("^[.,;:!?)]") then
        table.insert(content, after)
        i = i + 1
      end
      x = pandoc.Span(content, pandoc.Attr("", { "short" }))
    end
    out:insert(x)
    i = i + 1
  end
  return out
end

function formulas.render(doc)
  local list, input = {}, {}
  doc:walk { Math = function(m)
    local display = m.mathtype == "DisplayMath"
    local key = (display and "display" or "inline") .. KIND .. m.text
    if not list[key] then
      list[key] = { text = m.text }
      table.insert(input, key)
    end
  end }
  if #input == 0 then return doc end

  local ran, output = pcall(pandoc.pipe, "node", { "docs/katex.js",
    source.form == "epub" and "mathml" or "htmlAndMathml" }, table.concat(input, END))
  if not ran then
    io.stderr:write(source.source,
      ": warning: no node with KaTeX; formulas are set as plain MathML\n")
    return doc
  end
  local n = 0
  for kind, text in output:gmatch("([^" .. KIND .. END .. "]*)" .. KIND .. "([^" .. END .. "]*)"
    .. END) do
    n = n + 1
    local formula = list[input[n]]
    if kind == "error" then
      source.error(formula.text,
        "formula '" .. formula.text:gsub("%s+", " ") .. "': " .. text:gsub("%s+", " "))
    end
    formula.html = text
  end
  assert(n == #input, "katex.js answered " .. n .. " of " .. #input .. " formulas")
  doc = doc:walk { Inlines = keep_together }
  return doc:walk { Math = function(m)
    local display = m.mathtype == "DisplayMath"
    return pandoc.RawInline("html",
      list[(display and "display" or "inline") .. KIND .. m.text].html)
  end }
end

return formulas
