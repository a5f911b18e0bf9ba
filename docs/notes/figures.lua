-- figures.lua: puts an SVG into the page, in colors that follow the theme.

local source = require "source"

local figures = {}

-- The colors that docs/figure.gp names, "#0b62a8" -> "blue".
local function palette()
  local colors = {}
  for name, hex in (source.need("docs/figure.gp") or ""):gmatch('\n([A-Z]+)%s*=%s*"(#%x+)"') do
    colors[hex:lower()] = name:lower()
  end
  return colors
end

local function hex_of(r, g, b)
  return ("#%02x%02x%02x"):format(tonumber(r), tonumber(g), tonumber(b))
end

-- Colors become variables of style.css (--blue), in style="", where CSS variables are allowed.
local function recolor(svg)
  local colors = palette()
  local black = { black = "#000000", white = "#ffffff" }
  svg = svg:gsub("rgb%(%s*(%d+),%s*(%d+),%s*(%d+)%s*%)", hex_of)
  return (svg:gsub("<%a[^>]*>", function(tag)
    local style = {}
    tag = tag:gsub("%s([%a-]+)%s*=%s*(['\"])([^'\"]*)%2", function(name, _, value)
      if name ~= "fill" and name ~= "stroke" and name ~= "color" and name ~= "stop-color" then
        return nil
      end
      local color = colors[(black[value] or value):lower()] or value == "black" and "ink"
      if not color then return nil end
      table.insert(style, name .. ":var(--" .. color .. ")")
      return ""
    end)
    if #style == 0 then return tag end
    return (tag:gsub("(/?>)$", ' style="' .. table.concat(style, ";") .. '"%1'))
  end))
end

-- Where a text's figures are: those that its experiment has drawn, then those drawn by hand.
local function folders()
  if not source.folder then return { "docs/figures" } end
  return { "build/results/" .. source.folder, "chapters/" .. source.folder .. "/figures" }
end

local function find(name)
  for _, folder in ipairs(folders()) do
    local place = folder .. "/" .. name
    local text = source.need(place)
    if text then return text, place end
    source.read[place] = nil
  end
end

local function missing(name)
  source.error(name, "figure " .. name .. " is not in " .. table.concat(folders(), ", and not in "))
end

local function width_of(svg) return tonumber(svg:match('viewBox="%S+%s+%S+%s+([%d.]+)')) or 640 end

-- The SVG as it stands in a page: of the figure NAME, or of its narrow form.
local function inline(svg, id, title, alt, class)
  svg = svg:gsub("^.-<svg", "<svg", 1):gsub("<!%-%-.-%-%->", "")
  svg = svg:gsub("<title>.-</title>", ""):gsub("<desc>.-</desc>", "")
  svg = svg:gsub("<filter.-</filter>", ""):gsub("xlink:href", "href")
    :gsub("%sxmlns:?%a*%s*=%s*[\"'][^\"']*[\"']", "")
  repeat
    local n
    svg, n = svg:gsub("<g [^>]*>%s*</g>", "")
  until n == 0
  local prefix = id:gsub("[^%w]", "-") .. "-"
  svg = svg:gsub("(%sid%s*=%s*['\"])", "%1" .. prefix):gsub("(href%s*=%s*['\"]#)", "%1" .. prefix)
  svg = svg:gsub("url%((['\"]?)#", "url(%1#" .. prefix)
  svg = recolor(svg)
  local width = width_of(svg)
  local head = ('<svg role="img" aria-labelledby="%stitle %sdesc" %sstyle="--width:%g" %%1>'
      .. '<title id="%stitle">%s</title><desc id="%sdesc">%s</desc>')
    :format(prefix, prefix, class, width, prefix, source.escape(title):gsub("%%", "%%%%"), prefix,
      source.escape(alt):gsub("%%", "%%%%"))
  return (svg:gsub("<svg([^>]*)>", head, 1))
end

-- A figure that has a narrow form for phones, narrow-NAME, stands in the page in both; style.css
-- shows one.
function figures.svg(name, id, title, alt)
  local svg = find(name)
  if not svg then
    missing(name)
    return ""
  end
  local narrow = not source.form and find("narrow-" .. name)
  if not narrow then return inline(svg, id, title, alt, "") end
  return inline(svg, id, title, alt, 'class="wide" ')
    .. inline(narrow, id .. "-narrow", title, alt, 'class="narrow" ')
end

-- For the book: the figure's PDF, and the width of the drawing (640 fills the line).
function figures.pdf(name)
  local svg, place = find(name)
  if not svg then return missing(name) end
  local pdf = ("build/notes/figures/%s-%s.pdf")
    :format(source.folder or "front", (name:gsub("%.svg$", "")))
  -- gnuplot's points of size 0 are an error to it
  svg = svg:gsub("<use[^>]*scale%(0%.?0*%)[^>]*/>", "")
  if not pcall(pandoc.pipe, "rsvg-convert", { "--format=pdf", "--output=" .. pdf }, svg) then
    source.error(name, "rsvg-convert cannot read " .. place .. "; is it installed? (./setup print)")
  end
  return pdf, width_of(svg)
end

-- For the e-book: the figure's own file.
function figures.file(name)
  local svg, place = find(name)
  if not svg then return missing(name) end
  return place, width_of(svg)
end

-- A chapter's small picture for the front page: figures/picture.svg, else its number.
function figures.picture(chapter)
  local place = "chapters/" .. chapter.folder .. "/figures/picture.svg"
  local svg = source.slurp(place)
  if svg then
    source.need(place)
  else
    svg = ('<svg viewBox="0 0 120 80"><text x="60" y="56" font-size="48" text-anchor="middle" '
      .. 'fill="#5c636e">%s</text></svg>'):format(chapter.number)
  end
  svg = svg:gsub("^.-<svg", "<svg", 1):gsub("<!%-%-.-%-%->", "")
    :gsub("%sxmlns:?%a*%s*=%s*[\"'][^\"']*[\"']", "")
  return (recolor(svg):gsub("<svg", '<svg aria-hidden="true" focusable="false"', 1))
end

return figures
