-- way.lua: the way through the course, for the front page: which chapter builds on which, as a
-- drawing, and a card for each chapter with its picture, its time and what one learns.

local source = require "source"
local figures = require "figures"

local way = {}

local function raw(html) return pandoc.RawBlock("html", html) end

-- 110 -> "1 h 50 min"
local function duration(minutes)
  local h, m = minutes // 60, minutes % 60
  return (h > 0 and h .. " h" or "") .. (h > 0 and m > 0 and " " or "")
    .. (m > 0 and m .. " min" or "")
end

-- ---- The drawing ----

-- For each chapter: parents (without those that another parent builds on), layer and column.
local function arrange(chapters)
  local place, builds_on = {}, {}
  for _, c in ipairs(chapters) do
    local all, direct = {}, {}
    for folder in c.requires:gmatch("%S+") do
      if place[folder] then table.insert(direct, folder) end
    end
    for _, folder in ipairs(direct) do
      for other in pairs(builds_on[folder]) do all[other] = true end
    end
    local p = { chapter = c, parents = {}, layer = 0, column = 0 }
    for _, folder in ipairs(direct) do
      if not all[folder] then table.insert(p.parents, place[folder]) end
      p.layer = math.max(p.layer, place[folder].layer + 1)
    end
    for _, folder in ipairs(direct) do all[folder] = true end
    for _, other in pairs(place) do -- a layer's chapters stand side by side
      if other.layer == p.layer then p.column = math.max(p.column, other.column + 1) end
    end
    if p.column == 0 and not c.number:match("^%d") then p.column = 1 end -- an appendix stands aside
    place[c.folder], builds_on[c.folder] = p, all
  end
  return place
end

local WIDE, HIGH, GAP, ASIDE = 300, 36, 22, 36 -- a box, and the room between boxes

local function position(p) return 1 + p.column * (WIDE + ASIDE), 1 + p.layer * (HIGH + GAP) end

-- From below a box into the next; to one that stands aside, along the gap between two layers.
local function edge(from, to)
  local x1, y1 = position(from)
  local x2, y2 = position(to)
  if from.column == to.column then return ("M%g %g V%g"):format(x1 + 24, y1 + HIGH, y2 - 2) end
  local start = to.column > from.column and x1 + WIDE - 24 or x1 + 24
  return ("M%g %g V%g H%g V%g")
    :format(start, y1 + HIGH, y2 - GAP / 2, x2 + (to.column > from.column and 24 or 44), y2 - 2)
end

local function box(p)
  local x, y = position(p)
  local c = p.chapter
  return ('<a href="%s.html"><rect x="%g" y="%g" width="%g" height="%g" rx="6"></rect>'
    .. '<text class="number" x="%g" y="%g">%s</text>'
    .. '<text x="%g" y="%g">%s</text><text class="time" x="%g" y="%g">%s</text></a>')
    :format(c.folder, x, y, WIDE, HIGH, x + 24, y + 23, c.number,
      x + 42, y + 23, source.escape(c.title), x + WIDE - 12, y + 23,
      duration(tonumber(c.minutes) or 0))
end

function way.graph()
  local chapters = source.index.chapters
  local place, edges, boxes = arrange(chapters), {}, {}
  local layers, columns = 0, 0
  for _, c in ipairs(chapters) do
    local p = place[c.folder]
    layers, columns = math.max(layers, p.layer), math.max(columns, p.column)
    for _, parent in ipairs(p.parents) do table.insert(edges, edge(parent, p)) end
    table.insert(boxes, box(p))
  end
  local width = (columns + 1) * (WIDE + ASIDE) - ASIDE + 2
  local height = (layers + 1) * (HIGH + GAP) - GAP + 2
  return { raw(('<figure class="way"><div class="scroll" tabindex="0" role="group" '
    .. 'aria-label="Which chapter builds on which">'
    .. '<svg viewBox="0 0 %g %g" width="%g" height="%g">'
    .. '<defs><marker id="way-head" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6" '
    .. 'markerHeight="6" orient="auto"><path class="head" d="M0 0 L10 5 L0 10 z"></path></marker>'
    .. "</defs>"
    .. '<path class="edges" d="%s" marker-end="url(#way-head)"></path>%s</svg></div></figure>')
    :format(width, height, width, height,
      table.concat(edges, '" marker-end="url(#way-head)"></path><path class="edges" d="'),
      table.concat(boxes, "\n"))) }
end

-- ---- The cards ----

local function goals(c)
  local items = pandoc.List {}
  for _, text in ipairs(c.goals) do items:insert(pandoc.read(text, "markdown").blocks) end
  return pandoc.BulletList(items)
end

local function facts(c)
  local needs = {}
  for folder in c.requires:gmatch("%S+") do
    local other = source.index.by_folder[folder]
    if other then table.insert(needs, other.number) end
  end
  local out = { duration(tonumber(c.minutes) or 0),
    ("%d exercise%s"):format(c.exercises, c.exercises == 1 and "" or "s") }
  if #needs > 0 then table.insert(out, "builds on " .. table.concat(needs, ", ")) end
  return table.concat(out, " · ")
end

local function in_all(total)
  return pandoc.Para { pandoc.Str(("All in all about %d hours, most of them at your editor.")
    :format((total + 30) // 60)) }
end

function way.cards()
  local out, total = pandoc.List { raw '<ol class="cards">' }, 0
  for _, c in ipairs(source.index.chapters) do
    total = total + (tonumber(c.minutes) or 0)
    out:insert(raw(('<li><div class="picture">%s</div><div><a href="%s.html">'
        .. '<span class="kicker">%s</span> <strong>%s</strong></a><p>%s</p>'
        .. '<p class="facts">%s</p>')
      :format(figures.picture(c), c.folder, source.chapter_name(c.number), source.escape(c.title),
        source.escape(c.subtitle), facts(c))))
    if #c.goals > 0 then
      out:insert(raw "<details><summary>What you will be able to do</summary>")
      out:insert(goals(c))
      out:insert(raw "</details>")
    end
    out:insert(raw "</div></li>")
  end
  out:insert(raw "</ol>")
  out:insert(in_all(total))
  return out
end

-- The same for a book: names, subtitles and times.
function way.list()
  local items, total = pandoc.List {}, 0
  for _, c in ipairs(source.index.chapters) do
    total = total + (tonumber(c.minutes) or 0)
    local name = source.chapter_name(c.number) .. ": " .. c.title .. "."
    items:insert { pandoc.Para { pandoc.Strong { pandoc.Str(name) }, pandoc.Space(),
      pandoc.Str(c.subtitle .. " (" .. facts(c) .. ")") } }
  end
  return pandoc.List { pandoc.BulletList(items), in_all(total) }
end

return way
