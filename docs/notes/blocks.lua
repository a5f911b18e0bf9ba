-- blocks.lua: makes HTML of what labels.number has wrapped: figures, listings, tables,
-- exercises with their hints, questions, callouts and the table of common mistakes.

local source = require "source"
local code = require "code"
local figures = require "figures"
local way = require "way"
local paper = require "paper"
local ebook = require "ebook"

local blocks = {}

local function raw(html) return pandoc.RawBlock("html", html) end
local function join(...)
  local out = pandoc.List {}
  for _, x in ipairs { ... } do
    if type(x) == "string" then out:insert(raw(x)) else out:extend(x) end
  end
  return out
end

local function has(div, class) return div.classes:includes(class) end

-- Answers and teaching notes are for the instructor; the student edition shows nothing from
-- solutions/.
function blocks.choose_edition(doc)
  return doc:walk { Div = function(div)
    if (has(div, "answer") or has(div, "teaching")) and source.edition ~= "instructor" then
      return {}
    end
    if has(div, "listing") and source.edition == "student"
       and (div.attributes.quote or ""):match("^solutions/") then
      local id = (div.attributes.region or ""):match("^solution%-(.*)")
      div.attributes.quote, div.attributes.region = nil, nil
      div.content[2] = pandoc.CodeBlock(id and "/* yours to write: exercise " .. id .. " */"
        or "/* left out of the student edition */", pandoc.Attr("", { "c" }))
      return div
    end
  end }
end

-- "Figure 3.1" and the caption, as the inside of a figcaption.
local function caption(kind, div, inlines, after)
  local out = pandoc.List {}
  if div.attributes.number then
    out:insert(pandoc.RawInline("html",
      ('<span class="number">%s %s</span> '):format(kind, div.attributes.number)))
  end
  out:extend(inlines)
  if after then out:insert(pandoc.RawInline("html", after)) end
  return { pandoc.Plain(out) }
end

local function id_of(div)
  return div.identifier ~= "" and (' id="%s"'):format(div.identifier) or ""
end

local function name_of(kind, div, otherwise)
  return div.attributes.number and kind .. " " .. div.attributes.number or otherwise
end

local render = {}

-- Under the first formula of a chapter: where the symbols are explained.
local notated = false
local function notation()
  if notated or source.form or not source.folder then return "" end
  notated = true
  return '<p class="notated"><a href="notation.html">What the symbols mean</a></p>'
end

-- What may be too wide for a phone.
local SCROLL = '<div class="scroll" tabindex="0" role="group" aria-label="%s">'

function render.equation(div)
  local number = div.attributes.number
  local shown = number and ('<span class="number">(%s)</span>'):format(number) or ""
  return join(('<div class="equation"%s>' .. SCROLL)
      :format(id_of(div), number and "Equation " .. number or "Formula"), div.content,
    "</div>" .. shown .. "</div>" .. notation())
end

function render.figure(div)
  local a = div.attributes
  local id = div.identifier ~= "" and div.identifier or "fig:" .. a.src:gsub("%.svg$", "")
  local svg = figures.svg(a.src, id, name_of("Figure", div, "Figure"), a.alt or "")
  return join(('<figure class="plot"%s>' .. SCROLL .. "%s</div><figcaption>")
      :format(id_of(div), name_of("Figure", div, "Figure"), svg),
    caption("Figure", div, div.content[1].content), "</figcaption></figure>")
end

function render.table(div)
  local words = div.content[1].content
  local title = {}
  if #words > 0 then
    title = join("<figcaption>", caption("Table", div, words), "</figcaption>")
  end
  return join(('<figure class="table"%s>'):format(id_of(div)), title,
    SCROLL:format(name_of("Table", div, "Table")), { div.content[2] }, "</div></figure>")
end

function render.listing(div)
  local block, a = div.content[2], div.attributes
  if a.quote then code.quote(block, a.quote, a.region) end
  local file = a.quote and (' <span class="file">%s</span>'):format(source.escape(a.quote))
  return join(('<figure class="listing"%s><figcaption><span>'):format(id_of(div)),
    caption("Listing", div, div.content[1].content, "</span>" .. (file or "")), "</figcaption>",
    code.html(block, name_of("Listing", div, "Listing")), "</figure>")
end

local function hint(div, n)
  return join(('<details class="hint"><summary>Hint %d of 3</summary>'):format(n), div.content,
    "</details>")
end

function render.exercise(div)
  local number, chapter = div.attributes.number or "?", source.index.by_folder[source.folder]
  local name = div.attributes["function"]
  local out = join(('<section class="exercise" id="%s" aria-labelledby="%s-title">'
      .. '<h3 id="%s-title"><span class="number">Exercise %s</span>%s</h3>')
    :format(div.identifier, div.identifier, div.identifier, number,
      name and " <code>" .. source.escape(name) .. "</code>" or ""))
  local hints = 0
  for _, block in ipairs(div.content) do
    if block.t == "Div" and has(block, "hint") then
      hints = hints + 1
      out:extend(hint(block, hints))
    else
      out:insert(block)
    end
  end
  if hints ~= 3 then
    source.error("#" .. div.identifier,
      "exercise " .. number .. " has " .. hints .. " hints, not 3")
  end
  local file = ("chapters/%s/%s.c"):format(source.folder, source.folder:match("^[^_]+_(.*)"))
  local solution = ""
  if chapter and chapter.walkthrough then
    solution = (' <a class="to-solution" href="%s#solution-%s">Solution</a>')
      :format(chapter.walkthrough, number)
  end
  out:extend(join(('<p class="todo"><code>%s</code> '
      .. '<code>make chapter%s-test T=%s</code>%s</p></section>')
    :format(file, source.number, number, solution)))
  return out
end

local function callout(kind)
  return function(div)
    return join(('<div class="callout %s" role="note"><p class="title">%s</p>')
      :format(kind, source.callouts[kind]), div.content, "</div>")
  end
end
render.note, render.warning, render.key = callout "note", callout "warning", callout "key"
render.teaching = callout "teaching"

-- A static figure, and what to try with the one that a script puts in its place.
-- Where that was not built, the figure stands as any other, and there is nothing to try.
local kit = false
function render.interactive(div)
  local name = div.attributes.name or ""
  local figure, try = pandoc.List {}, pandoc.List {}
  for _, block in ipairs(div.content) do
    if block.t == "Para" then try:insert(block) else figure:insert(block) end
  end
  if not source.slurp("docs/interactive/" .. name .. ".js") then
    source.error('name="' .. name .. '"',
      "there is no interactive figure '" .. name .. "' in docs/interactive")
    return {}
  end
  if not source.need("build/interactive/" .. name .. ".js") then
    source.read["build/interactive/" .. name .. ".js"] = nil
    return figure
  end
  local script = '<script src="assets/interactive/%s.js" defer></script>'
  local head = script:format(name)
  if not kit then
    local style = '<link rel="stylesheet" href="assets/interactive/style.css">'
    head = style .. script:format("kit") .. head
  end
  kit = true
  return join(head .. ('<div class="interactive" data-name="%s">'):format(name), figure,
    '<div class="try">', try, "</div></div>")
end

local questions = 0
function render.question(div)
  questions = questions + 1
  return join(('<div class="question" role="group" aria-label="Question %d">'
      .. '<p class="title">Question %d</p>')
    :format(questions, questions), div.content, "</div>")
end

function render.answer(div)
  return join('<details class="answer"><summary>Answer</summary>', div.content, "</details>")
end

-- The mistakes, by exercise; the file has exercise TAB name TAB sentence, one a line. A
-- sentence that several mistakes share stands once.
local function read_mistakes()
  local file = "build/results/" .. source.folder .. "/suspects.tsv"
  local groups, last, seen = {}, nil, {}
  local text = source.need(file)
  if not text then source.error("mistakes", file .. " is not there") end
  for line in (text or ""):gmatch("[^\n]+") do
    local exercise, _, sentence = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    if not exercise then
      source.error("mistakes", file .. ": want exercise, name and sentence, parted by tabs")
      return {}
    end
    if exercise ~= last then
      local label = source.index.labels["ex:" .. exercise]
      table.insert(groups,
        { exercise = exercise, name = label and label.title or "", sentences = {} })
    end
    last = exercise
    if not seen[exercise .. sentence] then table.insert(groups[#groups].sentences, sentence) end
    seen[exercise .. sentence] = true
  end
  return groups
end

function render.mistakes(div, groups)
  local html = {}
  for _, group in ipairs(groups) do
    local n = #group.sentences
    for i, sentence in ipairs(group.sentences) do
      group.sentences[i] = "<li>" .. source.escape(sentence) .. "</li>"
    end
    local name = group.name ~= "" and " <code>" .. source.escape(group.name) .. "</code>" or ""
    table.insert(html, ('<details><summary>Exercise %s%s <span class="count">%d mistake%s</span>'
        .. "</summary>\n<ul>\n%s\n</ul></details>")
      :format(group.exercise, name, n, n == 1 and "" or "s", table.concat(group.sentences, "\n")))
  end
  return join('<div class="mistakes">' .. table.concat(html, "\n") .. "</div>")
end

-- The way through the course (docs/index.md).
function render.graph(div)
  local out = pandoc.List(div.content)
  out:extend(way.graph())
  return out
end
function render.chapters() return way.cards() end

-- The HTML of a page, or what paper.lua and ebook.lua make instead.
local forms = { latex = paper, epub = ebook }

function blocks.render(doc)
  local form = forms[source.form]
  if source.walkthrough then doc = (form or code).walkthrough(doc) end
  doc = doc:walk { Div = function(div)
    for _, class in ipairs(div.classes) do
      local groups
      if class == "mistakes" then
        if #div.content > 0 then
          source.error("::: mistakes",
            "the div 'mistakes' must be empty; is its closing ::: missing?")
        end
        groups = read_mistakes()
      end
      local made = form and form.render[class] or render[class]
      if made then return made(div, groups) end
      if class ~= "hint" then source.error("::: " .. class, "unknown block '" .. class .. "'") end
    end
  end }
  if source.form == "latex" then return doc end
  return doc:walk { CodeBlock = function(block) return raw(code.html(block)) end }
end

return blocks
