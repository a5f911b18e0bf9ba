-- references.lua: turns references to labels and chapters (@eq:mean, @ch:03_forward_pass) into
-- links, and checks that what is cited is in docs/references.bib.

local source = require "source"

local references = { cites = false }

local shown = { eq = "(%s)", fig = "Figure %s", tbl = "Table %s", lst = "Listing %s",
  ex = "Exercise %s" }

local function link(content, file, anchor, class)
  if source.book then -- a link within one document
    anchor = anchor or "ch:" .. file:gsub("%.html$", "")
    return pandoc.Link(content, "#" .. anchor, "", pandoc.Attr("", { "ref", class }))
  end
  local target = (file == source.page and source.root == "" and "" or source.root .. file)
    .. (anchor and "#" .. anchor or "")
  return pandoc.Link(content, target, "", pandoc.Attr("", { "ref", class }))
end

-- A chapter by its folder. One that is not written yet is named without a link; a name that
-- no folder can have, or that has the number of another chapter, is an error.
local function chapter_reference(folder)
  if source.index.by_folder[folder] then
    return link(source.chapter_name(source.number_of(folder)), folder .. ".html")
  end
  local number = source.number_of(folder)
  for _, c in ipairs(source.index.chapters) do
    if c.number == number then return nil end
  end
  if folder:match("^%d%d_[%l%d_]+$") or folder:match("^%u_[%l%d_]+$") then
    return pandoc.Str(source.chapter_name(number))
  end
end

local function reference(id)
  local kind, name = id:match("^(%a+):(.*)$")
  if kind == "ch" then
    local chapter = chapter_reference(name)
    if chapter then return chapter end
  elseif source.index.labels[id] then
    local label = source.index.labels[id]
    local file = label.folder .. ".html"
    if kind ~= "sec" then return link(shown[kind]:format(label.number), file, id) end
    local title = "§ " .. label.title
    if file ~= source.page and label.folder ~= source.folder then
      title = title .. ", "
        .. source.chapter_name(source.number_of(label.folder)):gsub("^%u", string.lower)
    end
    return link(title, file, id, "section")
  end
  source.error("@" .. id, "undefined label '" .. id .. "'")
  return pandoc.Str("??")
end

function references.resolve(doc)
  local keys = { ["*"] = true }
  for key in (source.slurp("docs/references.bib") or ""):gmatch("\n@%a+{%s*([^,%s]+)") do
    keys[key] = true
  end
  return doc:walk { Cite = function(cite)
    local out = pandoc.List {}
    for _, c in ipairs(cite.citations) do
      local kind = c.id:match("^(%a+):")
      if shown[kind] or kind == "sec" or kind == "ch" then
        if #out > 0 then out:insert(pandoc.Str ", ") end
        out:extend(c.prefix)
        if #c.prefix > 0 then out:insert(pandoc.Space()) end
        out:insert(reference(c.id))
        out:extend(c.suffix)
      elseif not keys[c.id] then
        source.error("@" .. c.id, "'" .. c.id .. "' is not in docs/references.bib")
      else
        references.cites = true
      end
    end
    if #out > 0 then return out end
  end,
  Str = function(str) -- a number in the text has a minus, not a hyphen
    str.text = str.text:gsub("^(%(?)-(%d)", "%1−%2")
    return str
  end,
  Header = function(h) -- in one document of all pages only labels tell the sections apart
    if source.book and not h.identifier:match("^sec:") then h.identifier = "" end
    return h
  end,
  Link = function(l)
    if not source.book then return nil end
    local page, anchor = l.target:match("^([%w_]+)%.html#?(.*)$")
    if not page then return nil end
    if anchor == "" then anchor = (source.index.by_folder[page] and "ch:" or "page:") .. page end
    if source.form == "latex" and l.classes:includes("term") then -- in the color of the text
      local out = pandoc.List { pandoc.RawInline("latex", "\\term{" .. anchor .. "}{") }
      out:extend(l.content)
      out:insert(pandoc.RawInline("latex", "}"))
      return out
    end
    l.target = "#" .. anchor
    return l
  end,
  Code = function(code) -- a few words of code stay on one line
    if #code.text <= 24 then code.classes:insert("short") end
    return code
  end }
end

return references
