-- last.lua: the second pandoc filter of a page, after citeproc: makes a list of the references
-- (pandoc's own way gives them roles that are not valid there).

local function raw(html) return pandoc.RawBlock("html", html) end

function Div(div)
  if div.identifier ~= "refs" then return nil end
  local out = pandoc.List { raw('<ul id="refs" class="references">') }
  for _, entry in ipairs(div.content) do
    out:insert(raw('<li id="' .. entry.identifier .. '">'))
    out:extend(entry.content)
    out:insert(raw("</li>"))
  end
  out:insert(raw("</ul>"))
  return out
end
