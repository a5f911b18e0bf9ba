# The notes: make docs, or make docs EDITION=student (no solutions) or EDITION=instructor
# (with answers and teaching notes). A page for each chapters/*/chapter.md, a walkthrough for
# each solution and what its chapter gives, and a page for each docs/*.md.
#
#   chapter.md --collect--> labels --joined--> index
#   chapter.md --numbers.awk--> text --pandoc, notes.lua and the index--> page
#
# Pages list what they quote in build/notes/EDITION/*.d, so a change rebuilds just them.

EDITION ?= $(if $(wildcard solutions/*/*.c),full,student)

notes_chapters  := $(patsubst chapters/%/chapter.md,%,$(sort $(wildcard chapters/*/chapter.md)))
notes_solutions := $(if $(filter-out student,$(EDITION)),$(filter $(notes_chapters),\
                     $(notdir $(patsubst %/,%,$(dir $(wildcard solutions/*/*.c))))))
notes_pages     := $(patsubst docs/%.md,%,$(sort $(wildcard docs/*.md)))
notes_pages     := index $(filter-out index references,$(notes_pages)) references
notes_walks     := $(addsuffix -solution,$(notes_solutions))

notes_out   := build/docs$(patsubst %,-%,$(filter-out full,$(EDITION)))
notes_tmp   := build/notes/$(EDITION)
notes_tools := $(wildcard docs/*.lua docs/notes/*.lua) docs/page.yaml docs/template.html \
               docs/katex.js docs/numbers.awk docs/literate.awk docs/references.bib
notes_html  := $(patsubst %,$(notes_out)/%.html,$(notes_chapters) $(notes_walks) $(notes_pages))
notes_scripts := notes.js preview.js search.js
notes_katex := $(firstword $(wildcard node_modules/katex/dist /usr/share/nodejs/katex/dist))

include docs/interactive/interactive.mk
notes_interactive := $(if $(interactive),$(interactive:%=%.js) kit.js style.css)
notes_assets := $(notes_interactive:%=interactive/%) $(notes_scripts) \
                style.css katex.css fonts.css search-index.js
notes_previews := $(notes_html:$(notes_out)/%.html=$(notes_out)/assets/previews/%.js)

.PHONY: docs notes-force
##@ Teach
docs: ## the notes, in build/docs/
docs: interactive-warning $(notes_html) $(notes_assets:%=$(notes_out)/assets/%)
	@rm -f $(filter-out $(notes_html),$(wildcard $(notes_out)/*.html)) \
	    $(filter-out $(notes_previews),$(wildcard $(notes_out)/assets/previews/*.js))
	@echo "The notes are in $(notes_out)/index.html"

# Labels, then the index of them all; it gets a new date only if it has changed.

notes_collect = mkdir -p $(@D) && pandoc --from markdown --to html --lua-filter docs/notes.lua \
                -M pass=collect -M source=$< $< -o $@

build/notes/labels/%.tsv: chapters/%/chapter.md $(notes_tools)
	@$(notes_collect)

build/notes/labels/%.tsv: docs/%.md $(notes_tools)
	@$(notes_collect)

notes_labels := $(patsubst %,build/notes/labels/%.tsv,$(notes_chapters) $(notes_pages))

$(notes_tmp)/index.tsv: $(notes_labels) notes-force
	@mkdir -p $(@D)
	@{ cat $(notes_labels); printf 'walkthrough\t%s\n' $(notes_solutions); } > $@.new
	@awk -F '\t' '$$1 != "label" { next } \
	    $$3 in seen { print text($$2) ": label " $$3 " is also in " text(seen[$$3]); bad = 2 } \
	    { seen[$$3] = $$2 } END { exit bad } \
	    function text(chapter) { return "chapters/" chapter "/chapter.md" }' $@.new >&2
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# Pages. $1: the text in Markdown, $2: the file that its author edits. Beside the page,
# docs/last.lua writes what the page gives to the previews, and to the search.

notes_that = -M target=$@ -M edition=$(EDITION) -M index=$(notes_tmp)/index.tsv
notes_page = mkdir -p $(@D)/assets/previews && pandoc -d docs/page.yaml -M source=$2 $(notes_that) \
             -M deps=$(notes_tmp)/$(basename $(@F)).d $1 -o $@

$(notes_chapters:%=$(notes_out)/%.html): $(notes_out)/%.html: \
        chapters/%/chapter.md build/results/%/done | $(interactive_js)
	@awk -f docs/numbers.awk build/results/$*/values.csv $< > $(notes_tmp)/$*.md
	@$(call notes_page,$(notes_tmp)/$*.md,$<)

$(notes_pages:%=$(notes_out)/%.html): $(notes_out)/%.html: docs/%.md
	@$(call notes_page,$<,$<)

$(notes_html): $(notes_tmp)/index.tsv $(notes_tools)

.SECONDEXPANSION:
$(notes_walks:%=$(notes_out)/%.html): $(notes_out)/%-solution.html: \
        $$(wildcard solutions/%/*.c) $$(call given,%) build/results/%/done
	@for file in $< $(call given,$*); do \
	    awk -f docs/literate.awk -v mode=weave $$file && echo || exit; \
	done > $(notes_tmp)/$*-solution.weave
	@awk -f docs/numbers.awk -v name=$< build/results/$*/values.csv \
	    $(notes_tmp)/$*-solution.weave > $(notes_tmp)/$*-solution.md
	@$(call notes_page,$(notes_tmp)/$*-solution.md,$<)

# Slides: the same text and the same filter.

notes_slides := $(notes_chapters:%=$(notes_out)/slides/%.html)

.PHONY: slides
slides: ## the slides of each chapter, in build/docs/slides/
slides: docs $(notes_slides) $(notes_out)/assets/slides.css $(notes_out)/assets/slides.js
	@awk -f docs/slides.awk $(notes_tmp)/index.tsv > $(notes_out)/slides/index.html
	@echo "The slides are in $(notes_out)/slides/index.html"

$(notes_slides): $(notes_out)/slides/%.html: $(notes_out)/%.html docs/slides.yaml docs/slides.html
	@mkdir -p $(@D)
	@pandoc -d docs/slides.yaml -M form=slides -M source=chapters/$*/chapter.md $(notes_that) \
	    $(notes_tmp)/$*.md -o $@

# The book: a piece for each page, by the same filter, and all of them in one document.
# $1: latex or epub.

notes_behind := $(notes_walks) $(filter-out index,$(notes_pages))
notes_pieces := index $(notes_chapters) $(notes_behind)
notes_to     = $(if $(filter latex,$1),latex --top-level-division=chapter,json)
notes_piece  = pandoc --from markdown --to $(notes_to) --wrap=preserve --lua-filter docs/notes.lua \
               --citeproc --lua-filter docs/book.lua --bibliography docs/references.bib \
               -M link-citations=true -M lang=en-US -M form=$1 $(notes_that) \
               -M hints=$(basename $@).hints

$(notes_tmp)/latex/%.tex: $(notes_out)/%.html docs/book.lua
	@mkdir -p $(@D) build/notes/figures
	@$(call notes_piece,latex) -M source=$(call notes_source,$*) $(call notes_text,$*) -o $@

$(notes_tmp)/epub/%.json: $(notes_out)/%.html docs/book.lua
	@mkdir -p $(@D)
	@$(call notes_piece,epub) -M source=$(call notes_source,$*) $(call notes_text,$*) -o $@

# The file that the author edits, and the text with its numbers in place.
notes_source = $(strip $(if $(filter %-solution,$1),$(wildcard solutions/$(1:%-solution=%)/*.c),\
                 $(if $(wildcard chapters/$1/chapter.md),chapters/$1/chapter.md,docs/$1.md)))
notes_text   = $(if $(filter docs/%,$(call notes_source,$1)),docs/$1.md,$(notes_tmp)/$1.md)

.PHONY: pdf epub
pdf: $(notes_out)/batch-normalization.pdf ## the whole course as a book, in build/docs/
	@echo "The book is $<"

notes_edition_student    := Student edition. $()
notes_edition_instructor := Instructor’s edition. $()
notes_edition := $(notes_edition_$(EDITION))
notes_latex   := $(notes_tmp)/latex
notes_put     = printf '\\input{$(notes_latex)/%s.$2}\n' $1
notes_part    = printf '\\coursechapter{}{}{$1}{$2}\n'

$(notes_out)/batch-normalization.pdf: $(notes_pieces:%=$(notes_latex)/%.tex) docs/book.tex
	@command -v lualatex >/dev/null || { echo "make pdf needs LuaLaTeX: ./setup print" >&2; exit 2; }
	@{ printf '\\newcommand{\\edition}{%s}\n\\newcommand{\\bookparts}{%%\n' '$(notes_edition)'; \
	   $(call notes_put,index $(notes_chapters),tex); \
	   $(call notes_part,Hints,hints); \
	   $(call notes_put,$(notes_chapters),hints); \
	   $(call notes_part,Common mistakes,mistakes); \
	   $(call notes_put,$(notes_chapters),mistakes); \
	   $(call notes_put,$(notes_behind),tex); \
	   printf '}\n\\input{docs/book.tex}\n'; } > $(notes_latex)/book.tex
	@export SOURCE_DATE_EPOCH=0 FORCE_SOURCE_DATE=1; \
	for run in 1 2 3; do \
	    lualatex -interaction=nonstopmode -halt-on-error -output-directory=$(notes_latex) \
	        $(notes_latex)/book.tex > $(notes_latex)/book.out || { \
	        grep -A 5 '^!' $(notes_latex)/book.out >&2; exit 2; }; \
	    cat $(notes_latex)/book.toc $(notes_latex)/book.aux | grep -v 'abspage@last' | \
	        cksum > $(notes_latex)/sum.new; \
	    cmp -s $(notes_latex)/sum.new $(notes_latex)/sum && break; \
	    mv $(notes_latex)/sum.new $(notes_latex)/sum; \
	done
	@mv $(notes_latex)/book.pdf $@

epub: $(notes_out)/batch-normalization.epub ## the whole course as an e-book, in build/docs/
	@echo "The e-book is $<"

notes_epub        := $(notes_tmp)/epub
notes_epub_pieces := $(addsuffix .json,index $(notes_chapters) hints) $(notes_chapters:%=%.hints) \
                     $(notes_behind:%=%.json)

$(notes_out)/batch-normalization.epub: $(notes_pieces:%=$(notes_epub)/%.json) docs/epub.lua
$(notes_out)/batch-normalization.epub: docs/epub.css
	@printf '# Hints {#page:hints}\n' | pandoc --from markdown --to json -o $(notes_epub)/hints.json
	@SOURCE_DATE_EPOCH=0 pandoc --from markdown --to epub3 --lua-filter docs/epub.lua \
	    --css docs/epub.css --toc --toc-depth=2 -M title='Batch normalization from scratch, in C' \
	    -M subtitle='$(notes_edition)From the mean of a batch to a small GAN' -M lang=en-US \
	    -M rights='Text CC BY 4.0, code MIT' \
	    -M pieces='$(notes_epub_pieces:%=$(notes_epub)/%)' /dev/null -o $@

# What is searched, in the order of the chapters; then style, scripts and fonts.

$(notes_out)/assets/search-index.js: $(notes_html)
	@mkdir -p $(@D)
	@{ echo 'window.notesIndex = ['; \
	   cat $(^:$(notes_out)/%.html=$(notes_tmp)/%.search); echo '];'; } > $@

$(notes_out)/assets/%: docs/%
	@mkdir -p $(@D)
	@cp $< $@

$(interactive:%=$(notes_out)/assets/interactive/%.js): \
        $(notes_out)/assets/interactive/%: build/interactive/%
	@mkdir -p $(@D)
	@cp $< $@

$(notes_out)/assets/katex.css: docs/notes.mk
	@mkdir -p $(@D)/katex
ifeq ($(notes_katex),)
	@: > $@
else
	@cp $(notes_katex)/fonts/*.woff2 $(@D)/katex/
	@sed -e 's/,url([^)]*\.\(woff\|ttf\))[^,;}]*//g' -e 's,url(fonts/,url(katex/,g' \
	    $(notes_katex)/katex.min.css > $@
endif

notes_written := $(notes_html) $(interactive_js) $(notes_scripts:%=docs/%) docs/style.css

$(notes_out)/assets/fonts.css: $(notes_written) docs/fonts.sh
	@mkdir -p $(@D)
	@sh docs/fonts.sh $(@D) $(notes_written)

-include $(notes_html:$(notes_out)/%.html=$(notes_tmp)/%.d)
