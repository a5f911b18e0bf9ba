-- page.lua: what stands around the text: the left column, the head of a chapter,
-- previous and next. template.html puts them in their places.

local source = require "source"
local cited = require "references"
local paper = require "paper"
local ebook = require "ebook"

local page = {}

local function raw(html) return pandoc.MetaBlocks { pandoc.RawBlock("html", html) } end

local function here(file) return file == source.page and ' aria-current="page"' or "" end

local function item(file, title, number)
  return ('<a href="%s"%s>%s<span>%s</span></a>'):format(file, here(file),
    number and '<span class="number">' .. number .. "</span> " or "", source.escape(title))
end

-- The chapters, and under the open one its sections and its walkthrough.
local function navigation()
  local html = {}
  local function add(...) table.insert(html, (("%s"):rep(select("#", ...)):format(...))) end
  add("<ol>")
  for _, c in ipairs(source.index.chapters) do
    local open = c.folder == source.folder
    add("<li", open and ' class="open"' or "", ">", item(c.folder .. ".html", c.title, c.number))
    if open then
      local base = source.walkthrough and c.folder .. ".html" or ""
      add("<ol>")
      for _, s in ipairs(c.sections) do
        add('<li><a href="', base, "#", s.id, '">', source.escape(s.title), "</a></li>")
      end
      if c.walkthrough then
        add("<li>", item(c.walkthrough, "Walkthrough of the solution"), "</li>")
      end
      add("</ol>")
    end
    add("</li>")
  end
  add("</ol><ul>")
  for _, p in ipairs(source.index.pages) do
    if p.file ~= "index.html" then add("<li>", item(p.file, p.title), "</li>") end
  end
  add("</ul>")
  return raw(table.concat(html, "\n"))
end

-- The order of reading. A walkthrough stands beside its chapter: next to it comes the next chapter.
local function neighbors()
  local order, at = { { file = "index.html", title = "Start" } }, nil
  for _, c in ipairs(source.index.chapters) do
    table.insert(order, { file = c.folder .. ".html", title = c.title,
      kicker = source.chapter_name(c.number), folder = c.folder })
  end
  for _, p in ipairs(source.index.pages) do
    if p.file ~= "index.html" then table.insert(order, p) end
  end
  for n, p in ipairs(order) do
    if p.file == source.page or source.walkthrough and p.folder == source.folder then at = n end
  end
  if not at then return nil end
  local function link(p, rel, word)
    if not p then return "" end
    return ('<a href="%s" rel="%s"><span class="kicker">%s%s</span> <strong>%s</strong></a>')
      :format(p.file, rel, word, p.kicker and " · " .. p.kicker or "", source.escape(p.title))
  end
  return raw(link(source.walkthrough and order[at] or order[at - 1], "prev",
    source.walkthrough and "Back" or "Previous")
    .. link(order[at + 1], "next", "Next"))
end

-- "About 90 minutes · builds on Chapter 1 · make chapter3-test"
local function facts(chapter)
  local out = { "About " .. chapter.minutes .. " minutes" }
  local needs = {}
  for folder in chapter.requires:gmatch("%S+") do
    local other = source.index.by_folder[folder]
    if other then
      table.insert(needs, ('<a href="%s.html">%s</a>')
        :format(folder, source.chapter_name(other.number):gsub("^%u", string.lower)))
    end
  end
  if #needs > 0 then table.insert(out, "builds on " .. table.concat(needs, ", ")) end
  table.insert(out, ("<code>make chapter%s-test</code>"):format(chapter.number))
  if chapter.walkthrough then
    table.insert(out, ('<a href="%s">walkthrough of the solution</a>'):format(chapter.walkthrough))
  end
  return raw(table.concat(out, " · "))
end

-- The list of sources that citeproc fills, with a heading, unless the author has placed it.
local function references(doc)
  local placed = false
  doc:walk { Div = function(div) placed = placed or div.identifier == "refs" end }
  if placed or not cited.cites then return end
  doc.blocks:insert(pandoc.Header(2, "References", pandoc.Attr("references", { "unnumbered" })))
  doc.blocks:insert(pandoc.Div({}, pandoc.Attr("refs")))
end

function page.dress(doc)
  if source.form == "latex" then return paper.dress(doc) end
  if source.form == "epub" then return ebook.dress(doc) end
  local meta, chapter = doc.meta, source.index.by_folder[source.folder]
  if source.form ~= "slides" then references(doc) end
  meta.folder = source.folder
  meta.nav = navigation()
  meta.neighbors = neighbors()
  meta.student = source.edition == "student"
  meta.instructor = source.edition == "instructor"
  if chapter then
    meta.kicker = source.chapter_name(chapter.number)
    meta.facts = not source.walkthrough and facts(chapter) or nil
    if source.walkthrough then
      meta.title = chapter.title
      meta.kicker = meta.kicker .. ", the solution"
      meta.pagetitle = chapter.title .. ", the solution"
      meta.subtitle = nil
      meta.facts = raw(('<a href="%s.html">The chapter</a> · <code>%s</code>')
        :format(chapter.folder, source.source))
    end
  end
  if not meta.pagetitle then meta.pagetitle = pandoc.utils.stringify(meta.title or "") end
  return doc
end

return page
