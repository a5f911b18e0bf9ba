-- labels.lua: gives numbers to what has a label, and lists all labels for the index.
--
-- labels.number wraps each labelled thing in a Div of class equation, figure, table,
-- listing or exercise, with the label as its id and the attribute number="3.1".

local source = require "source"

local labels = { list = {}, sections = {} }

local kinds = { eq = "equation", fig = "figure", tbl = "table", lst = "listing", ex = "exercise",
  sec = "section" }
local count, seen = {}, {}

local function text_of(inlines) return (pandoc.utils.stringify(inlines):gsub("%s+", " ")) end

-- Notes a label and returns its number; nil for a thing without a label.
local function note(kind, id, title)
  if not id or id == "" then return nil end
  local where = "#" .. id
  if not id:match("^" .. kind .. ":[%w_.-]+$") then
    source.error(where, "the label of this " .. kinds[kind] .. " must look like " .. kind
      .. ":name, not '" .. id .. "'")
    return nil
  end
  if seen[id] then source.error(where, "label '" .. id .. "' is used twice") end
  if source.walkthrough or not source.folder then
    source.error(where, "label '" .. id .. "': only a chapter may have labels")
    return nil
  end
  seen[id] = true
  count[kind] = (count[kind] or 0) + 1
  local number = source.number .. "." .. count[kind]
  if kind == "ex" then
    number = id:sub(4)
    if number:match("^[^.]+") ~= source.number then
      source.error(where, "exercise " .. number .. " in chapter " .. source.number)
    end
  end
  if kind == "sec" then number = "" end
  table.insert(labels.list, { id = id, number = number, title = title or "" })
  return number
end

local function wrap(kind, id, attributes, content)
  attributes.number = note(kind, id)
  return pandoc.Div(content, pandoc.Attr(id or "", { kinds[kind] }, attributes))
end

local function blank(x) return x and (x.t == "Space" or x.t == "SoftBreak") end

-- Cuts a paragraph at its displayed formulas; "{#eq:name}" after one is its label.
local function cut_at_formulas(para)
  local out, rest, i = {}, pandoc.List {}, 1
  local function flush()
    while blank(rest[#rest]) do rest:remove() end
    if #rest > 0 then table.insert(out, pandoc.Para(rest)) end
    rest = pandoc.List {}
  end
  local content = para.content
  while i <= #content do
    local x = content[i]
    if x.t == "Math" and x.mathtype == "DisplayMath" then
      local id, j = nil, i + 1
      while blank(content[j]) do j = j + 1 end
      local label = content[j] and content[j].t == "Str" and content[j].text:match("^{#.*")
      if label then
        id = label:match("^{#([^}]*)}$")
        if not id then source.error(label, "malformed label '" .. label .. "'") end
        i = j
      end
      flush()
      table.insert(out, wrap("eq", id, {}, { pandoc.Plain { x } }))
      while blank(content[i + 1]) do i = i + 1 end
    else
      rest:insert(x)
    end
    i = i + 1
  end
  if #out == 0 then return nil end
  flush()
  return out
end

local function figure(image, id, caption)
  local alt = image.attributes.alt or text_of(image.caption) -- pandoc 3 has put it there
  if alt == "" or alt == text_of(caption) then
    source.error(image.src, "figure " .. image.src .. " has no alt=\"what it shows\"")
  end
  return wrap("fig", id, { src = image.src, alt = alt }, { pandoc.Plain(caption) })
end

local function paragraph(para)
  local only = #para.content == 1 and para.content[1]
  if only and only.t == "Image" then -- pandoc 2.17
    return figure(only, only.identifier, only.caption)
  end
  for _, x in ipairs(para.content) do
    if x.t == "Image" then
      source.error(x.src, "figure " .. x.src .. " must be a paragraph of its own")
    end
  end
  return cut_at_formulas(para)
end

local function figure3(fig) -- pandoc 3
  local image
  pandoc.walk_block(pandoc.Div(fig.content), { Image = function(x) image = x end })
  if not image then return nil end
  local id = fig.identifier ~= "" and fig.identifier or image.identifier
  return figure(image, id, pandoc.utils.blocks_to_inlines(fig.caption.long))
end

local function tabular(tbl)
  local id = tbl.identifier
  local caption = pandoc.utils.blocks_to_inlines(tbl.caption.long)
  local last = caption[#caption]
  local label = last and last.t == "Str" and last.text:match("^{#([^}]*)}$")
  if label then
    id = label
    caption:remove()
    while blank(caption[#caption]) do caption:remove() end
  end
  tbl.identifier = ""
  tbl.caption = { long = {} }
  return wrap("tbl", id, {}, { pandoc.Plain(caption), tbl })
end

local function listing(code)
  local a = code.attributes
  if not a.quote and not a.caption and not code.identifier:match("^lst:") then return nil end
  local caption = a.caption and pandoc.read(a.caption, "markdown").blocks[1]
  local id, attributes = code.identifier, { quote = a.quote, region = a.region }
  code.identifier = ""
  a.quote, a.region, a.caption = nil, nil, nil
  return wrap("lst", id, attributes, { pandoc.Plain(caption and caption.content or {}), code })
end

local function header(h)
  if h.identifier:match("^sec:") then note("sec", h.identifier, text_of(h.content)) end
  if text_of(h.content):find("{{", 1, true) then
    source.error(text_of(h.content), "a heading cannot hold a number of the experiment")
  end
  if h.level == 2 then
    table.insert(labels.sections, { id = h.identifier, title = text_of(h.content) })
  end
end

-- What an edition may leave out has no label, or the numbers would differ between editions.
local function refuse_labels(div)
  local what = div.classes:includes("answer") and "an answer" or "a teaching note"
  local function refuse(x)
    if x.identifier and x.identifier:match("^%a+:") then
      source.error("#" .. x.identifier, "label '" .. x.identifier .. "' inside " .. what)
    end
  end
  pandoc.walk_block(div, { Block = refuse, Image = refuse, Header = function() end,
    Str = function(x)
      if x.text:match("^{#%a+:") then
        source.error(x.text, "label '" .. x.text .. "' inside " .. what)
      end
    end })
end

local function division(div)
  if div.classes:includes("exercise") then
    if div.identifier == "" then
      source.error(".exercise", "an exercise without a label, as in {.exercise #ex:3.1}")
    end
    div.attributes.number = note("ex", div.identifier, div.attributes["function"])
    return div
  end
end

function labels.number(doc)
  doc:walk { Div = function(div)
    local shown = not div.classes:includes("answer") and not div.classes:includes("teaching")
    if not shown then refuse_labels(div) end
  end }
  return doc:walk { Para = paragraph, Plain = cut_at_formulas, Figure = figure3, Table = tabular,
                    CodeBlock = listing, Header = header, Div = division }
end

-- The rows of the index that this text gives, columns parted by tabs:
--   chapter FOLDER TITLE SUBTITLE MINUTES REQUIRES     page NAME TITLE
--   section FOLDER ID TITLE                            label FOLDER LABEL NUMBER TITLE
--   goal FOLDER MARKDOWN                               term ID FORMS (parted by ";")
--
-- A goal is an item of the list under "What you will be able to do".
local function goals(doc)
  local out, here = {}, false
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" then here = text_of(block.content) == "What you will be able to do" end
    if here and block.t == "BulletList" then
      for _, item in ipairs(block.content) do
        local text = pandoc.write(pandoc.Pandoc(item), "markdown"):gsub("%s+", " ")
          :gsub("[;.] $", "")
        table.insert(out, text)
      end
      return out
    end
  end
  return out
end

function labels.table_of(doc)
  local meta = doc.meta
  local rows = {}
  local function row(...) table.insert(rows, table.concat({ ... }, "\t")) end
  local function field(key) return meta[key] and text_of(meta[key]) or "" end
  if not source.folder then
    row("page", source.source:match("([^/]+)%.md$"), field("title"))
    doc:walk { Span = function(span)
      if not span.identifier:match("^term:") then return end
      local forms = span.attributes.forms
      row("term", span.identifier, text_of(span.content) .. (forms and ";" .. forms or ""))
    end }
    return table.concat(rows, "\n")
  end
  for _, key in ipairs { "title", "subtitle", "minutes" } do
    if field(key) == "" then source.error("---", "the header has no " .. key) end
  end
  source.stop_on_errors()
  local requires = {}
  for _, folder in ipairs(meta.requires or {}) do table.insert(requires, text_of(folder)) end
  row("chapter", source.folder, field("title"), field("subtitle"), field("minutes"),
      table.concat(requires, " "))
  for _, goal in ipairs(goals(doc)) do row("goal", source.folder, goal) end
  for _, s in ipairs(labels.sections) do row("section", source.folder, s.id, s.title) end
  for _, l in ipairs(labels.list) do row("label", source.folder, l.id, l.number, l.title) end
  return table.concat(rows, "\n")
end

return labels
