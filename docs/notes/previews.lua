-- previews.lua: what a reference shows when it is pointed at, for every label of a page, as a
-- script (from file:// a page can read nothing else): notesPreviews("PAGE", {LABEL: HTML}).

local source = require "source"

local previews = {}

local function html_of(blocks)
  local html = pandoc.write(pandoc.Pandoc(blocks), "html")
  return (html:gsub("%s+$", ""))
end

-- The label in the opening tag of a figure, equation, table, listing, exercise or source.
local function label_of(block)
  if block.t ~= "RawBlock" then return nil end
  return block.text:match('^<%a+ class="[^"]*" id="(%a+:[^"]+)"')
    or block.text:match('^<section class="exercise" id="([^"]+)"')
      or block.text:match('^<li id="(ref%-[^"]+)"')
end

local function raw_with(block, text)
  return block and block.t == "RawBlock" and block.text:find(text, 1, true)
end

-- The place of the block that closes what blocks[i] opens.
local function last_of(blocks, i)
  local tag = blocks[i].text:match("^<(%a+)")
  for n = i + 1, #blocks do
    if raw_with(blocks[n], "</" .. tag .. ">")
      and (tag ~= "div" or blocks[n].text:match("^</div>")) then
      return n
    end
  end
  return i
end

-- Without hints and the line with the commands.
local function statement(blocks)
  local out, hidden = pandoc.List {}, false
  for _, block in ipairs(blocks) do
    if raw_with(block, '<details class="hint">') then hidden = true end
    if not hidden and not raw_with(block, '<p class="todo">') then out:insert(block) end
    if raw_with(block, "</details>") then hidden = false end
  end
  if not raw_with(out[#out], "</section>") and raw_with(out[1], "<section") then
    out:insert(pandoc.RawBlock("html", "</section>"))
  end
  return out
end

local function add_labelled(list, blocks)
  for i, block in ipairs(blocks) do
    local label = label_of(block)
    if label then
      local part = pandoc.List {}
      for n = i, last_of(blocks, i) do part:insert(blocks[n]) end
      local html = html_of(statement(part)):gsub('<p class="notated">.-</p>', "")
      html = html:gsub('<svg role="img" aria%-labelledby="[^"]*" class="narrow".-</svg>', "")
      if label:match("^ref%-") then
        html = html:gsub("^<li[^>]*>", "<div>"):gsub("</li>$", "</div>")
      end
      list[label] = html
    elseif block.t == "Header" and block.identifier ~= "" and not source.walkthrough then
      local first = blocks[i + 1]
      local text = first and first.t == "Para" and html_of { first } or ""
      list[block.identifier] = "<p><strong>" .. source.escape(pandoc.utils.stringify(block.content))
        .. "</strong></p>" .. text
    end
  end
end

local function add_terms(list, definitions)
  for _, item in ipairs(definitions.content) do
    local id
    pandoc.Para(item[1]):walk { Span = function(span)
      if span.identifier:match("^term:") then id = span.identifier end
    end }
    if id then
      local meaning = pandoc.List {}
      for _, blocks in ipairs(item[2]) do meaning:extend(blocks) end
      list[id] = "<p><strong>" .. source.escape(pandoc.utils.stringify(item[1])) .. "</strong></p>"
        .. html_of(meaning)
    end
  end
end

-- The page itself: its title, and what it is about.
local function about(meta)
  local function part(class, key)
    local text = meta[key] and source.escape(pandoc.utils.stringify(meta[key])) or ""
    return text ~= "" and ('<p class="%s">%s</p>'):format(class, text) or ""
  end
  return part("kicker", "kicker") .. part("name", "title") .. part("about", "subtitle")
end

function previews.script(doc)
  local list, labels = { [""] = about(doc.meta) }, {}
  doc:walk {
    Blocks = function(blocks) add_labelled(list, blocks) end,
    DefinitionList = function(definitions) add_terms(list, definitions) end,
  }
  for label in pairs(list) do table.insert(labels, label) end
  table.sort(labels)
  for i, label in ipairs(labels) do
    labels[i] = source.json(label) .. ":" .. source.json(list[label])
  end
  return ("notesPreviews(%s,{\n%s\n});\n")
    :format(source.json(source.page), table.concat(labels, ",\n"))
end

return previews
