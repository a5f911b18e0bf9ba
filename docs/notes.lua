-- notes.lua: the pandoc filter that turns a chapter's Markdown into a page of the notes.
--
-- It stands before --citeproc and runs in two passes. The first, pass=collect, numbers what
-- has a label and prints a table of it; the tables of all chapters, joined, are the index.
-- The second makes the page and resolves references with the index. CONTRIBUTING.md tells
-- what an author may write. What the filter is told, by pandoc -M name=value:
--
--   source    the file the author edits (names the chapter, stands in messages)
--   edition   full, student (nothing from solutions/) or instructor (with the answers)
--   index     the joined table                 deps    where to list the files that were read
--   pass      collect, or nothing              target  the page that is made
--
-- Numbers are given before an edition leaves anything out, so they are the same in all.
-- Works with pandoc 2.17 and 3.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, "notes", "?.lua" } .. ";" .. package.path

local source = require "source"
local labels = require "labels"
local blocks = require "blocks"
local formulas = require "formulas"
local page = require "page"

local function collect(doc)
  doc = labels.number(doc)
  source.stop_on_errors()
  return pandoc.Pandoc({ pandoc.RawBlock("html", labels.table_of(doc.meta)) })
end

local function make(doc)
  source.read_index()
  doc = labels.number(doc)
  doc = blocks.choose_edition(doc)
  doc = blocks.render(doc)
  doc = labels.resolve(doc)
  doc = formulas.render(doc)
  doc = page.dress(doc)
  source.stop_on_errors()
  source.write_deps()
  return doc
end

function Pandoc(doc)
  source.open(doc.meta)
  if source.pass == "collect" then return collect(doc) end
  return make(doc)
end
