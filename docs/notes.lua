-- notes.lua: the pandoc filter that turns a chapter's Markdown into a page of the notes.
--
-- It stands before --citeproc and runs in two passes. The first, pass=collect, numbers what
-- has a label and prints a table of it; the tables of all chapters, joined, are the index.
-- The second makes the page and resolves references with the index.
--
-- What an author may write, beyond pandoc's Markdown:
--
--   $$ ... $$ {#eq:name}                          a numbered formula
--   ![caption](name.svg){#fig:name alt="..."}     a figure: the experiment's, or one in figures/
--   : caption {#tbl:name}                         under a table
--   ``` {.c quote="FILE" region="NAME" #lst:name caption="..."}    an empty block, filled
--                                                 from that region of the file
--   ## Title {#sec:name}                          a section that is referred to
--   ::: {.exercise #ex:3.1 function="bn_mean"}    with three ::: hint inside (plain text and code)
--   ::: {.interactive name="batch"}   around a static figure and what to try (docs/interactive/)
--   ::: question      with ::: answer inside, which only the instructor's edition has
--   ::: teaching      a note for the instructor's edition
--   ::: key, ::: note, ::: warning                what to remember, an aside, a trap
--   ::: mistakes      empty: the common mistakes, from the chapter's suspects
--   @eq:name @fig:name @tbl:name @lst:name @sec:name @ex:3.1 @ch:03_forward_pass    references,
--                     also to other chapters; @ioffe2015 cites docs/references.bib
--   [a sentence]{.key}                            goes on a slide (notes/slides.lua)
--   {{name}}, {{name|%.2f}}                       a number of the experiment (numbers.awk)
--   given: 0.126 12.5 in the header               numbers that no experiment has computed, but look
--                                                 as if (typed.awk)
--
-- The first use of a term of docs/glossary.md is linked by itself (notes/terms.lua).
--
-- What the filter is told, by pandoc -M name=value:
--
--   source    the file the author edits (names the chapter, stands in messages)
--   edition   full, student (nothing from solutions/) or instructor (all, with answers)
--   index     the joined table                 deps    where to list the files that were read
--   pass      collect, or nothing              target  the page that is made
--   form      slides, latex or epub (pieces of the book), or nothing for a page
--   hints     where to put the hints of a piece of the book
--
-- Numbers are given before an edition leaves anything out, so they are the same in all.
-- Works with pandoc 2.17 and 3.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, "notes", "?.lua" } .. ";" .. package.path

local source = require "source"
local labels = require "labels"
local references = require "references"
local terms = require "terms"
local slides = require "slides"
local blocks = require "blocks"
local formulas = require "formulas"
local page = require "page"

local function collect(doc)
  doc = labels.number(doc)
  source.stop_on_errors()
  return pandoc.Pandoc({ pandoc.RawBlock("html", labels.table_of(doc)) })
end

local function make(doc)
  source.read_index()
  doc = labels.number(doc)
  doc = blocks.choose_edition(doc)
  if source.form == "slides" then doc = slides.choose(doc) else doc = terms.link(doc) end
  doc = blocks.render(doc)
  doc = references.resolve(doc)
  if source.form ~= "latex" then doc = formulas.render(doc) end
  doc = page.dress(doc)
  if source.book then -- so that 2017a is the same in all pieces
    doc.meta.nocite = { pandoc.Cite({ pandoc.Str "@*" },
      { pandoc.Citation("*", "NormalCitation") }) }
  end
  source.stop_on_errors()
  source.write_deps()
  return doc
end

function Pandoc(doc)
  source.open(doc.meta)
  if source.pass == "collect" then return collect(doc) end
  return make(doc)
end
