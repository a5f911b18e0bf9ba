-- ebook.lua: what differs in the EPUB from a page: figures are files, nothing is folded or needs
-- a script, and hints stand at the end of the book.

local source = require "source"
local figures = require "figures"
local way = require "way"

local ebook = { hints = pandoc.List {}, render = {} }
local render = ebook.render

local function raw(html) return pandoc.RawBlock("html", html) end
local function join(...)
  local out = pandoc.List {}
  for _, x in ipairs { ... } do
    if type(x) == "string" then out:insert(raw(x)) else out:extend(x) end
  end
  return out
end

local function number_of(kind, div)
  local number = div.attributes.number
  return pandoc.RawInline("html",
    number and ('<span class="number">%s %s</span> '):format(kind, number) or "")
end

local function titled(class, title, content)
  local out = pandoc.List { pandoc.Para { pandoc.Strong(title) } }
  out:extend(content)
  return pandoc.Div(out, pandoc.Attr("", { class }))
end

function render.equation(div)
  local number = div.attributes.number
  local out = pandoc.List { pandoc.Plain(pandoc.utils.blocks_to_inlines(div.content)) }
  if number then
    out:insert(pandoc.Plain { pandoc.RawInline("html",
      ('<span class="number">(%s)</span>'):format(number)) })
  end
  return pandoc.Div(out, pandoc.Attr(div.identifier, { "equation" }))
end

function render.figure(div)
  local file = figures.file(div.attributes.src)
  if not file then return {} end
  local words = pandoc.List { number_of("Figure", div) }
  words:extend(div.content[1].content)
  local image = pandoc.Image({ pandoc.Str(div.attributes.alt or "") }, file)
  return pandoc.Div({ pandoc.Plain { image },
    pandoc.Div({ pandoc.Plain(words) }, pandoc.Attr("", { "caption" })) },
    pandoc.Attr(div.identifier, { "plot" }))
end

function render.table(div)
  local words = pandoc.List { number_of("Table", div) }
  words:extend(div.content[1].content)
  return pandoc.Div({ pandoc.Div({ pandoc.Plain(words) }, pandoc.Attr("", { "caption" })),
    div.content[2] },
    pandoc.Attr(div.identifier, { "tabular" }))
end

function render.exercise(div)
  local number, name = div.attributes.number or "?", div.attributes["function"]
  local title = { pandoc.Str("Exercise " .. number) }
  if name then title = { pandoc.Str("Exercise " .. number), pandoc.Space(), pandoc.Code(name) } end
  local out, list = pandoc.List {}, pandoc.List {}
  for _, block in ipairs(div.content) do
    if block.t == "Div" and block.classes:includes("hint") then
      list:insert(block.content)
    else
      out:insert(block)
    end
  end
  ebook.hints:insert(pandoc.Div({ pandoc.Header(3, title), pandoc.OrderedList(list) },
    pandoc.Attr("hints:" .. number)))
  out:insert(pandoc.Para { pandoc.Code(("make chapter%s-test T=%s"):format(source.number, number)),
    pandoc.Str " · ",
    pandoc.Link({ pandoc.Str "Hints" }, "#hints:" .. number) })
  local box = titled("exercise", title, out)
  box.identifier = div.identifier
  return box
end

for kind, title in pairs(source.callouts) do
  render[kind] = function(div) return titled(kind, { pandoc.Str(title) }, div.content) end
end

local questions = 0
function render.question(div)
  questions = questions + 1
  return titled("question", { pandoc.Str("Question " .. questions) }, div.content)
end

function render.answer(div) return titled("answer", { pandoc.Str "Answer" }, div.content) end

function render.mistakes(_, groups)
  local out = pandoc.List {}
  for _, group in ipairs(groups) do
    local items = pandoc.List {}
    for _, sentence in ipairs(group.sentences) do
      items:insert { pandoc.Plain { pandoc.Str(sentence) } }
    end
    out:insert(pandoc.Para { pandoc.Strong { pandoc.Str("Exercise " .. group.exercise),
      pandoc.Space(), pandoc.Code(group.name) } })
    out:insert(pandoc.BulletList(items))
  end
  return pandoc.Div(out, pandoc.Attr("", { "mistakes" }))
end

function render.interactive(div)
  local out = pandoc.List {}
  for _, block in ipairs(div.content) do
    if block.t ~= "Para" then out:insert(block) end
  end
  return out
end

function render.graph() return {} end
function render.chapters() return way.list() end

function ebook.walkthrough(doc)
  return doc:walk { CodeBlock = function(block)
    block.classes = block.classes:filter(function(c) return c ~= "solution" end)
    block.attributes.exercise = nil
    return block
  end }
end

function ebook.dress(doc)
  local meta, chapter = doc.meta, source.index.by_folder[source.folder]
  local title, id = pandoc.List {}, nil
  if source.walkthrough then
    title:insert(pandoc.Str(source.chapter_name(source.number) .. ", the solution"))
    id = "solution:" .. source.folder
  elseif chapter then
    title:extend { pandoc.Str(source.number .. "."), pandoc.Space() }
    title:extend(meta.title)
    id = "ch:" .. source.folder
  else
    title:extend(meta.front and { pandoc.Str "Start" } or meta.title)
    id = "page:" .. source.source:match("([^/]+)%.md$")
  end
  local out = pandoc.List { pandoc.Header(1, title, pandoc.Attr(id)) }
  if meta.subtitle and not source.walkthrough then
    out:insert(pandoc.Div({ pandoc.Plain(meta.subtitle) }, pandoc.Attr("", { "subtitle" })))
  end
  if meta.abstract then
    out:extend(pandoc.utils.type(meta.abstract) == "Blocks" and meta.abstract
      or { pandoc.Para(meta.abstract) })
  end
  out:extend(doc.blocks)
  doc.blocks = out
  if source.hints then
    local hints = pandoc.List {}
    if #ebook.hints > 0 then
      hints:insert(pandoc.Header(2, title))
      hints:extend(ebook.hints)
    end
    source.write(source.hints, pandoc.write(pandoc.Pandoc(hints), "json"))
  end
  return doc
end

return ebook
