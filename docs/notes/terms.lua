-- terms.lua: links the first use of a glossary term in a chapter's prose to docs/glossary.md.
--
-- There a term is [mini-batch]{#term:mini-batch}; other forms of it, beside its plural, are
-- given as [mini-batch]{#term:mini-batch forms="minibatch; batch"}. Headings, links, code,
-- formulas, captions, tables and hints are left alone.

local source = require "source"

local terms = {}

local left_alone = pandoc.List { "hint", "equation", "figure", "table", "listing", "mistakes",
  "interactive" }
local opening = { "(", "“", "‘", "\"", "'", "[" }
local closing = { ".", ",", ";", ":", "!", "?", ")", "”", "’s", "'s", "’", "\"", "'", "]" }

local function plural(word)
  if word:match("[^aeiou]y$") then return word:sub(1, -2) .. "ies" end
  if word:match("[sx]$") or word:match("[cs]h$") then return word .. "es" end
  return word .. "s"
end

-- First word of a form, in small letters -> the forms that begin with it, the longest first.
local function dictionary()
  local known = {}
  local function add(form, id)
    local words = {}
    for word in form:lower():gmatch("%S+") do table.insert(words, word) end
    if #words == 0 then return end
    known[words[1]] = known[words[1]] or {}
    table.insert(known[words[1]], { id = id, words = words })
  end
  for _, term in ipairs(source.index.terms) do
    for form in term.forms:gmatch("%s*([^;]+)") do
      form = form:gsub("%s+$", "")
      add(form, term.id)
      add(plural(form), term.id)
    end
  end
  for _, forms in pairs(known) do
    table.sort(forms, function(a, b) return #a.words > #b.words end)
  end
  return known
end

-- "(mini-batch)," is "(", "mini-batch" and "),".
local function parts(text)
  local first, last = 1, #text
  local again = true
  while again do
    again = false
    for _, mark in ipairs(opening) do
      if text:sub(first, first + #mark - 1) == mark then first, again = first + #mark, true end
    end
  end
  again = true
  while again do
    again = false
    for _, mark in ipairs(closing) do
      if last - #mark >= first and text:sub(last - #mark + 1, last) == mark then
        last, again = last - #mark, true
      end
    end
  end
  return text:sub(1, first - 1), text:sub(first, last), text:sub(last + 1)
end

local function blank(x) return x and (x.t == "Space" or x.t == "SoftBreak") end

-- The place after a form that begins at inlines[i], and what stands before and after it there.
local function match(inlines, i, words)
  local before, after, at = "", "", i
  for n, word in ipairs(words) do
    if not inlines[at] or inlines[at].t ~= "Str" then return nil end
    local head, core, tail = parts(inlines[at].text)
    if core:lower() ~= word then return nil end
    if n == 1 then before = head elseif head ~= "" then return nil end
    if n == #words then
      after = tail
    else
      if tail ~= "" or not blank(inlines[at + 1]) then return nil end
      at = at + 1
    end
    at = at + 1
  end
  return at, before, after
end

local function in_inlines(inlines, known, used)
  local out, i = pandoc.List {}, 1
  local function keep(text) if text ~= "" then out:insert(pandoc.Str(text)) end end
  local function found()
    if inlines[i].t ~= "Str" then return false end
    local _, core = parts(inlines[i].text)
    for _, form in ipairs(known[core:lower()] or {}) do
      local next, before, after = match(inlines, i, form.words)
      if next then
        if used[form.id] then return false end -- and no shorter term inside it
        local words = pandoc.List {}
        for n = i, next - 1 do words:insert(inlines[n]) end
        words[1] = pandoc.Str(words[1].text:sub(#before + 1))
        local last = words[#words].text
        words[#words] = pandoc.Str(last:sub(1, #last - #after))
        keep(before)
        out:insert(pandoc.Link(words, "glossary.html#" .. form.id, "", pandoc.Attr("", { "term" })))
        keep(after)
        used[form.id] = true
        i = next
        return true
      end
    end
  end
  while i <= #inlines do
    if not found() then
      local x = inlines[i]
      if x.t == "Emph" or x.t == "Strong" or x.t == "Quoted" or x.t == "Span" then
        x.content = in_inlines(x.content, known, used)
      end
      out:insert(x)
      i = i + 1
    end
  end
  return out
end

local function in_blocks(blocks, known, used)
  local out = pandoc.List {}
  for _, b in ipairs(blocks) do
    if b.t == "Para" or b.t == "Plain" then
      b.content = in_inlines(b.content, known, used)
    elseif b.t == "BulletList" or b.t == "OrderedList" then
      local items = pandoc.List {}
      for _, item in ipairs(b.content) do items:insert(in_blocks(item, known, used)) end
      b.content = items
    elseif b.t == "BlockQuote" or b.t == "Div"
        and not (b.classes[1] and left_alone:includes(b.classes[1])) and b.identifier ~= "refs" then
      b.content = in_blocks(b.content, known, used)
    end
    out:insert(b)
  end
  return out
end

function terms.link(doc)
  if not source.folder or source.walkthrough or #source.index.terms == 0 then return doc end
  doc.blocks = in_blocks(doc.blocks, dictionary(), {})
  return doc
end

return terms
