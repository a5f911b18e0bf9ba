-- search.lua: a page's text for the search: one JSON object with the page's file, title and
-- kicker, and its parts, each with an id, a title and a text. A part is a section, or an
-- exercise, figure, table or listing inside it. Hints and answers are left out: they are
-- folded because nobody should come upon them by accident.

local source = require "source"

local search = {}

-- MathML as its letters, with a ^ before an exponent.
local exponent = { msup = 2, msubsup = 3 } -- which child it is
local function letters(mathml)
  local out, open = {}, {}
  for text, close, tag, rest in mathml:gmatch("([^<]*)<(/?)(%a+)([^>]*)>") do
    table.insert(out, text)
    if close == "/" then
      table.remove(open)
    else
      local parent = open[#open] or { children = 0 }
      parent.children = parent.children + 1
      if exponent[parent.tag] == parent.children then table.insert(out, "^") end
      if rest:sub(-1) ~= "/" then table.insert(open, { tag = tag, children = 0 }) end
    end
  end
  return (table.concat(out):gsub("&[lg]t;", { ["&lt;"] = "<", ["&gt;"] = ">" }):gsub("&amp;", "&")
    :gsub("\u{2061}", ""):gsub("\u{200b}", ""))
end

-- A short formula from KaTeX's HTML; a long one is left out.
local function formula(html)
  local mathml, tex = html:match("<semantics>(.-)<annotation[^>]*>(.-)</annotation>")
  if not tex then return "" end
  return #tex > 40 and "…" or letters(mathml)
end

local function text_of(inlines)
  local plain = pandoc.Plain(inlines):walk { RawInline = function(x)
    return x.text:find('class="katex', 1, true) and pandoc.Str(formula(x.text)) or {}
  end }
  return (pandoc.utils.stringify(plain):gsub("%s+", " "))
end

-- The title of a figure, table, listing or exercise, from the HTML of its first blocks.
local function title_of(blocks, i)
  local heading = blocks[i].text:match("<h3[^>]*>(.-)</h3>")
  if heading then return (heading:gsub("</span> *", "</span> "):gsub("<[^>]*>", "")) end
  return blocks[i].text:match('aria%-label="([^"]*)"')
    or blocks[i].text:match("<title[^>]*>([^<]*)")
end

function search.entry(doc)
  local meta, parts, section = doc.meta, {}, { id = "", title = "" }
  local part, by_id = nil, {}
  local function open(id, title)
    part = by_id[id] or { id = id, title = title, text = {} }
    if by_id[id] then return end
    by_id[id] = part
    table.insert(parts, part)
  end
  local function add(inlines)
    local text = text_of(inlines)
    if text ~= "" then table.insert(part.text, text) end
  end
  open("", "")
  if meta.subtitle then add(meta.subtitle) end
  local folded = false
  for i, block in ipairs(doc.blocks) do
    if block.t == "Header" then
      section = { id = block.identifier, title = text_of(block.content) }
      open(section.id, section.title)
    elseif block.t == "RawBlock" then
      if block.text:match('^<details class="[ha]') then folded = true end
      local id = block.text:match('^<%a+ class="%a+" id="(%a+:[^"]*)"')
      if id and not id:match("^eq:") then
        local number = source.index.labels[id] and source.index.labels[id].number
        local names = { fig = "Figure ", tbl = "Table ", lst = "Listing " }
        local name = names[id:match("^%a+")]
        open(id, name and number and name .. number or title_of(doc.blocks, i) or "")
      elseif block.text:match("</figure>") or block.text:match("</section>") then
        open(section.id, section.title)
      end
      if block.text:match("</details>") then folded = false end
    elseif block.t == "DefinitionList" then
      for _, item in ipairs(block.content) do
        local id = ""
        pandoc.Plain(item[1]):walk { Span = function(span) id = span.identifier end }
        open(id, text_of(item[1]))
        for _, meaning in ipairs(item[2]) do
          pandoc.Div(meaning):walk { Para = function(x) add(x.content) end,
            Plain = function(x) add(x.content) end }
        end
      end
    elseif not folded then
      pandoc.Div { block }:walk { Para = function(x) add(x.content) end,
        Plain = function(x) add(x.content) end }
    end
  end
  local out = {}
  for _, p in ipairs(parts) do
    if #p.text > 0 or p.title ~= "" then
      table.insert(out, ("[%s,%s,%s]")
        :format(source.json(p.id), source.json(p.title), source.json(table.concat(p.text, " "))))
    end
  end
  local function field(key)
    return source.json(meta[key] and pandoc.utils.stringify(meta[key]) or "")
  end
  return ('{"file":%s,"title":%s,"kicker":%s,"parts":[\n%s\n]},\n')
    :format(source.json(source.page), field("pagetitle"), field("kicker"), table.concat(out, ",\n"))
end

return search
