-- slides.lua: the slides of a lecture, chosen from a chapter's own text: the first sentence of a
-- section, key results, sentences in bold at the head of a paragraph, [sentences]{.key} that the
-- author has marked, lists, formulas, figures, tables, and the exercises by their names.

local source = require "source"

local slides = {}

local ROOM = 11 -- lines on a slide, about

local function raw(html) return pandoc.RawBlock("html", html) end

local function class_of(block) return block.t == "Div" and block.classes[1] or nil end

-- The first sentence of a paragraph.
local function first_sentence(inlines)
  local out = pandoc.List {}
  for _, x in ipairs(inlines) do
    out:insert(x)
    if x.t == "Str" and x.text:match("[.?!][)”\"]*$") and not x.text:match("^%(?[%a.]%.$") then
      return out
    end
  end
  return out
end

local function length(blocks)
  local words = 0
  pandoc.Div(blocks):walk { Str = function() words = words + 1 end }
  return math.ceil(words / 13)
end

-- What of a paragraph is said aloud: bold words at its head with the sentence they open, and what
-- the author has marked.
local function spoken(para)
  local out = pandoc.List {}
  local head = para.content[1]
  if head and head.t == "Strong" then
    local rest = pandoc.List {}
    for i = 2, #para.content do rest:insert(para.content[i]) end
    out:insert(head)
    out:extend(first_sentence(rest))
  end
  para:walk { Span = function(span)
    if not span.classes:includes("key") then return end
    if #out > 0 then out:insert(pandoc.Space()) end
    out:extend(span.content)
  end }
  return #out > 0 and pandoc.Para(out) or nil
end

-- The end of a paragraph that runs on into the formula below it.
local function leading_in(para)
  local last = para.content[#para.content]
  if last.t == "Str" and last.text:match("[.?!][)”\"]*$") then return nil end
  local out = pandoc.List {}
  for i = #para.content, 1, -1 do
    local x = para.content[i]
    if i < #para.content and x.t == "Str" and x.text:match("[.?!][)”\"]*$") then break end
    out:insert(1, x)
  end
  while out[1] and (out[1].t == "Space" or out[1].t == "SoftBreak") do out:remove(1) end
  return pandoc.Para(out)
end

local function exercise(div)
  local name = div.attributes["function"]
  local words = pandoc.List { pandoc.Strong { pandoc.Str("Exercise " .. div.attributes.number) } }
  if name then words:extend { pandoc.Space(), pandoc.Code(name) } end
  for _, block in ipairs(div.content) do
    if block.t == "Para" then
      words:insert(pandoc.Space())
      words:extend(first_sentence(block.content))
      break
    end
  end
  return pandoc.Para(words)
end

-- Puts blocks on slides; the slides of a section have its title.
local function deck()
  local self = { blocks = pandoc.List {}, title = nil, left = 0, lead = nil, count = 0 }
  local function close()
    if self.open then self.blocks:insert(raw "</div></section>") end
    self.open = false
  end
  local function open(class)
    close()
    self.count = self.count + 1
    self.blocks:insert(raw(('<section class="slide%s" id="slide-%d">')
      :format(class and " " .. class or "", self.count + 1)))
    self.blocks:insert(pandoc.Header(2, self.title or {}, pandoc.Attr()))
    self.blocks:insert(raw '<div class="content">')
    self.open, self.left = true, ROOM
    if self.lead then
      self.blocks:extend { raw '<div class="lead">', self.lead, raw "</div>" }
      self.left = self.left - length { self.lead }
      self.lead = nil
    end
  end
  function self.section(title)
    close()
    self.title, self.lead = title, nil
  end
  function self.add(block, lines, more) -- and "more" lines are still to come on the same slide
    if not self.open or self.left < lines + (more or 0) then open() end
    self.blocks:insert(block)
    self.left = self.left - lines
  end
  function self.alone(block)
    open("wide")
    self.blocks:insert(block)
    close()
  end
  self.close = close
  return self
end

local without = { ["Common mistakes"] = true, Questions = true, Sources = true, References = true }

function slides.choose(doc)
  local d, first, skipped, before = deck(), true, false, nil
  local exercises = pandoc.List {}
  d.title = doc.meta.title
  for _, block in ipairs(doc.blocks) do
    local class, lead_in = class_of(block), before
    before = nil
    if block.t == "Header" and block.level == 2 then
      skipped = without[pandoc.utils.stringify(block.content)] or false
      d.section(block.content)
      first = true
    elseif skipped then -- nothing of this section
    elseif block.t == "Para" then
      local said, all = spoken(block), first and pandoc.Para(first_sentence(block.content))
      before = leading_in(block)
      if said then
        d.add(said, 1 + length { said }, before and 3)
        if before and #before.content + 4 >= #block.content - #block.content[1].content then
          before = nil
        end
      elseif first then
        d.lead = all
        if before and #before.content == #block.content
          or pandoc.utils.stringify(block):match("^%l") then
          d.lead = nil
        end
      end
      first = false
    elseif class == "equation" then
      if lead_in then d.add(lead_in, length { lead_in } + 3) end
      d.add(block, lead_in and 0 or 3)
    elseif class == "key" then
      d.add(block, 2 + length(block.content))
    elseif class == "figure" or class == "table" then
      d.alone(block)
    elseif class == "interactive" then
      block:walk { Div = function(div) if class_of(div) == "figure" then d.alone(div) end end }
    elseif class == "exercise" then
      exercises:insert(exercise(block))
    elseif block.t == "BulletList" or block.t == "OrderedList" then
      d.add(block, length { block } + #block.content // 2)
    end
  end
  d.section { pandoc.Str "Exercises" }
  for _, item in ipairs(exercises) do d.add(item, 1 + length { item }) end
  d.close()
  doc.blocks = d.blocks
  return doc
end

return slides
