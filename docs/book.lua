-- book.lua: after citeproc, for a piece of the book. The list of sources stands once, at the end.
-- In LaTeX a table is a tabular, as longtable and floating figures spoil each other's pages; a
-- table that could be longer than a page stays a longtable.

local function tabular(tbl)
  if #tbl.bodies[1].body > 30 then return nil end
  local tex = pandoc.write(pandoc.Pandoc { tbl }, "latex")
  tex = tex:gsub("\\begin{longtable}%[%]", "\\begin{tabular}")
    :gsub("\\end{longtable}", "\\end{tabular}")
  tex = tex:gsub("\\endfirsthead.-\\endhead", ""):gsub("\\endhead", ""):gsub("\\endlastfoot", "")
  return pandoc.RawBlock("latex", tex)
end

function Pandoc(doc)
  local last = pandoc.utils.stringify(doc.meta.source):match("^docs/references")
  return doc:walk {
    Div = function(div) if div.identifier == "refs" and not last then return {} end end,
    Table = FORMAT == "latex" and tabular or nil,
  }
end
