-- paper.lua: what blocks.lua does for a page, for the PDF: LaTeX for figures, tables, listings,
-- exercises and callouts (the environments are in docs/book.tex). Hints and common mistakes are put
-- aside for the end of the book.

local source = require "source"
local code = require "code"
local figures = require "figures"
local way = require "way"

local paper = { hints = pandoc.List {}, mistakes = "" }

local function raw(tex) return pandoc.RawBlock("latex", tex) end
local function join(...)
  local out = pandoc.List {}
  for _, x in ipairs { ... } do
    if type(x) == "string" then out:insert(raw(x)) else out:extend(x) end
  end
  return out
end

local function escape(text)
  local names = { ["\\"] = "backslash", ["^"] = "asciicircum", ["~"] = "asciitilde" }
  return (text:gsub("[\\{}%%$&#_^~]", function(c)
    return names[c] and "\\text" .. names[c] .. "{}" or "\\" .. c
  end))
end

local function anchor(div)
  return div.identifier ~= "" and "\\anchor{" .. div.identifier .. "}" or ""
end

-- "\caption{Figure 3.1}{...}", with the caption's formulas and links.
local function caption(kind, div, macro)
  local number = div.attributes.number
  local out = pandoc.List { pandoc.RawInline("latex",
    ("\\%s{%s}{"):format(macro, number and kind .. " " .. number or "")) }
  out:extend(div.content[1].content)
  out:insert(pandoc.RawInline("latex", "}"))
  return pandoc.Plain(out)
end

paper.render = {}
local render = paper.render

function render.equation(div)
  local math
  pandoc.Div(div.content):walk { Math = function(m) math = m.text end }
  local number = div.attributes.number
  local label = number and ("\\tag{%s}%s"):format(number, anchor(div)) or ""
  math = math:gsub("^%s+", ""):gsub("%s+$", ""):gsub("\n%s*\n", "\n")
  return { raw("\\begin{equation*}" .. math .. label .. "\\end{equation*}") }
end

function render.figure(div)
  local file, width = figures.pdf(div.attributes.src)
  if not file then return {} end
  return join("\\begin{figure}[htbp]\\centering" .. anchor(div),
    ("\\includegraphics[width=%.3f\\linewidth,height=.82\\textheight,keepaspectratio]{%s}")
    :format(math.min(1, width / 640), file),
    { caption("Figure", div, "figurecaption") }, "\\end{figure}")
end

function render.table(div)
  return join("\\begin{coursetable}" .. anchor(div),
    #div.content[1].content > 0 and { caption("Table", div, "tablecaption") } or {},
    { div.content[2] }, "\\end{coursetable}")
end

function render.listing(div)
  local block, a = div.content[2], div.attributes
  if a.quote then code.quote(block, a.quote, a.region) end
  local _, lines = block.text:gsub("\n", "")
  -- a short one is not broken
  local whole = ("\\needspace{%d\\baselineskip}"):format(math.min(lines + 5, 30))
  local macro = "listingcaption{" .. escape(a.quote or "") .. "}"
  return join(whole .. "\\begin{courselisting}" .. anchor(div), { caption("Listing", div, macro) },
    { block }, "\\end{courselisting}")
end

function render.exercise(div)
  local number, name = div.attributes.number or "?", div.attributes["function"]
  local title = ("Exercise %s"):format(number)
  local function_name = name and "\\texttt{" .. escape(name) .. "}" or ""
  local out = join(("\\begin{exercise}{%s}{%s}%s"):format(title, function_name, anchor(div)))
  paper.hints:insert(raw(("\\hintsof{%s}{%s}{%s}"):format(div.identifier, number, function_name)))
  local list = pandoc.List {}
  for _, block in ipairs(div.content) do
    if block.t == "Div" and block.classes:includes("hint") then
      list:insert(block.content)
    else
      out:insert(block)
    end
  end
  paper.hints:insert(pandoc.OrderedList(list))
  local file = ("chapters/%s/%s.c"):format(source.folder, source.folder:match("^[^_]+_(.*)"))
  out:insert(raw(("\\todo{%s}{make chapter%s-test T=%s}{hints:%s}\\end{exercise}")
    :format(escape(file), source.number, number, number)))
  return out
end

for kind, title in pairs(source.callouts) do
  render[kind] = function(div)
    return join(("\\begin{callout%s}{%s}"):format(kind, title), div.content,
      ("\\end{callout%s}"):format(kind))
  end
end

local questions = 0
function render.question(div)
  questions = questions + 1
  return join(("\\begin{question}{Question %d}"):format(questions), div.content, "\\end{question}")
end

function render.answer(div) return join("\\begin{answer}", div.content, "\\end{answer}") end

function render.mistakes(div, groups)
  local tex = { "\\begin{mistakes}" }
  for _, group in ipairs(groups) do
    table.insert(tex, ("\\mistakesof{Exercise %s}{%s}"):format(group.exercise, escape(group.name)))
    for _, sentence in ipairs(group.sentences) do
      table.insert(tex, "\\mistake{" .. escape(sentence) .. "}")
    end
  end
  table.insert(tex, "\\end{mistakes}")
  paper.mistakes = table.concat(tex, "\n")
  return { raw(("\\mistakesat{mistakes:%s}"):format(source.folder)) }
end

-- Nothing moves on paper: the figure without what to try with it.
function render.interactive(div)
  local out = pandoc.List {}
  for _, block in ipairs(div.content) do
    if block.t ~= "Para" then out:insert(block) end
  end
  return out
end

function render.graph() return {} end
function render.chapters() return way.list() end

-- A walkthrough is set as it is woven, with line numbers.
function paper.walkthrough(doc)
  return doc:walk { CodeBlock = function(block)
    local id = block.attributes.exercise
    block.classes = block.classes:filter(function(c) return c ~= "solution" end)
    if id then
      block.attributes.exercise = nil
      return { raw("\\begin{solution}"), block, raw("\\end{solution}") }
    end
    return block
  end }
end

-- The head of a chapter or page, in front of its text.
function paper.dress(doc)
  local meta, chapter = doc.meta, source.index.by_folder[source.folder]
  local function tex_of(value)
    if not value then return "" end
    local blocks = pandoc.utils.type(value) == "Blocks" and value or { pandoc.Plain(value) }
    return (pandoc.write(pandoc.Pandoc(blocks), "latex"):gsub("%s+$", ""))
  end
  local head
  if source.walkthrough then
    local title = tex_of(meta.title or chapter.title)
    head = ("\\walkthrough\\coursechapter{%s, the solution}{}{%s}{solution:%s}")
      :format(source.chapter_name(source.number), title, source.folder)
  elseif chapter then
    head = ("\\coursechapter{%s}{%s}{%s}{ch:%s}")
      :format(source.chapter_name(source.number), source.number, tex_of(meta.title), source.folder)
  else
    head = ("\\coursechapter{}{}{%s}{page:%s}")
      :format(meta.front and "Start" or tex_of(meta.title), source.source:match("([^/]+)%.md$"))
  end
  if meta.subtitle and not source.walkthrough then
    head = head .. "\\subtitle{" .. tex_of(meta.subtitle) .. "}"
  end
  if not source.walkthrough then head = "\\chaptertext" .. head end
  local out = join(head)
  if chapter and not source.walkthrough then
    out:insert(raw(("\\facts{About %s minutes. \\texttt{make chapter%s-test}}")
      :format(chapter.minutes, chapter.number)))
  end
  if meta.abstract then
    out:extend(pandoc.utils.type(meta.abstract) == "Blocks" and meta.abstract
      or { pandoc.Para(meta.abstract) })
  end
  out:extend(doc.blocks)
  doc.blocks = out
  meta.abstract = nil
  if source.hints then
    local hints = #paper.hints > 0 and pandoc.write(pandoc.Pandoc(paper.hints), "latex") or ""
    source.write(source.hints, hints ~= "" and ("\\hintschapter{%s}{%s}\n%s\n")
      :format(source.chapter_name(source.number), tex_of(meta.title), hints) or "")
    source.write(source.hints:gsub("hints$", "mistakes"),
      paper.mistakes ~= "" and ("\\hintschapter{%s}{%s}\\label{mistakes:%s}\n%s\n")
      :format(source.chapter_name(source.number), tex_of(meta.title), source.folder, paper.mistakes)
      or "")
  end
  return doc
end

return paper
