-- last.lua: the second pandoc filter of a page, after citeproc. It makes a list of the
-- references (pandoc's own way gives them roles that are not valid there), makes empty cells of
-- a table's head cells like others (a header without a text is announced as one, and says
-- nothing), and writes what the page gives to the search and to the previews:
--
--   assets/previews/PAGE.js    what a reference to the page shows when it is pointed at
--   PAGE.search                the page's text for the search, beside its list of files

package.path = pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), "notes", "?.lua" }
  .. ";" .. package.path

local source = require "source"
local previews = require "previews"
local search = require "search"

local function raw(html) return pandoc.RawBlock("html", html) end

local function reference_list(div)
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

local function headed(tbl)
  local html = pandoc.write(pandoc.Pandoc({ tbl }), "html")
  return raw((html:gsub("<th[^>]*>%s*</th>", "<td></td>")))
end

function Pandoc(doc)
  source.open(doc.meta)
  source.read_index()
  doc = doc:walk { Div = reference_list }
  source.write(source.deps:gsub("%.d$", ".search"), search.entry(doc))
  doc = doc:walk { Table = headed }
  source.write(source.target:gsub("[^/]+$", "assets/previews/") .. source.page:gsub("html$", "js"),
    previews.script(doc))
  return doc
end
