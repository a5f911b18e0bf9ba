# Batch normalization from scratch, in C.          make help   lists the commands
#
# A chapter is a folder: chapters/03_forward_pass is chapter 3. Nothing here lists them.
# A command is on the student's file, unless SOLUTION=1 or SUBJECT=file.c says otherwise.
# T=3.2 selects an exercise, T=3.2.4 a test; REAL=float builds in single precision.

ifeq ($(origin CC),default)
CC = gcc
endif
REAL ?= double

B        := build/$(CC)-$(REAL)
chapters := $(sort $(notdir $(patsubst %/,%,$(dir $(wildcard chapters/*/*.h)))))
# MINE: on which of one's own earlier chapters (1: all). who: whose code, as a folder in build/
mine     := $(if $(filter 1,$(MINE)),$(chapters),$(MINE))
subject_name := $(subst /,-,$(SUBJECT:.c=))
who      := $(or $(subject_name),$(if $(SOLUTION),solution,student))$(MINE:%=+%)

# ---- From a chapter's number to its files: $(call folder,3) is 03_forward_pass ----

quoted     = '$(subst ','\'',$1)'
folder     = $(or $(filter 0$1_% $1_%,$(chapters)),\
               $(error chapter $1: there is no folder chapters/0$1_* or chapters/$1_*))
chapter    = $(call folder,$*)
source     = $1/$(patsubst $(firstword $(subst _, ,$1))_%,%,$1).c
header     = $(basename $(call source,$1)).h
solution   = solutions/$(call source,$1)
source_of  = $(or $(if $(filter student student+%,$1),chapters/$(call source,$2)),\
               $(if $(filter solution solution+%,$1),$(call solution,$2)),$(SUBJECT))
subject    = $(call source_of,$(who),$1)
record     = build/records/$(who)/$(chapter).tsv
table      = $(B)/contract/$(chapter)/contract.tsv
experiment = fast/$1/$(who)/experiment
tests      = $(B)/tests/$(chapter)/tests --subject $(call subject,$(chapter))
# the graded tests with options $2; the student's program is of kind $1, its command begins with $3
grade      = $(tests) $(if $T,--only $(call quoted,$T)) $2 -- $3 $(call program,$1,$(chapter))

sources    = $(wildcard common/*.c chapters/*/*.c chapters/*/experiment/*.c chapters/*/given/*.c \
               solutions/*/*.c tests/*/*.c tests/*/right/*.c)

# ---- Commands: make help shows those with a ##, under the ##@ before them ----

MAKEFLAGS += --no-builtin-rules
.SECONDEXPANSION:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := help
.PHONY: help chapter8-ablation progress stubs test seeds fixtures-check clean

help: ## these lines
	@awk -f tests/harness/help.awk $(filter Makefile %.mk,$(MAKEFILE_LIST)) \
	    $(wildcard chapters/*/chapter.md)

##@ Take the course

chapter%-test: $$(call programs,graded,$$(chapter)) | compile_commands.json \
    ## grade your code (T=3.2: one exercise; MINE=1: on your earlier chapters)
	@mkdir -p $(dir $(record))
	@$(on_mine) $(call grade,graded,$(if $T,,--record $(record))) $(noted)
on_mine = $(if $(MINE),tests/harness/mine.sh $* $(record) $(call needs,$(chapter)) --)
noted   = $(if $(filter student,$(who)),$(if $T,,&& status=0 || status=$$?; \
            tests/harness/progress.sh --note $(record); exit $$status))

chapter%-why: $$(call programs,graded,$$(chapter)) \
    ## a failed test in full, and the smallest input on which it fails
	@tests/harness/why.sh tests/$(chapter) $(call grade,graded,--why)

chapter%-hint: $$(call programs,graded,$$(chapter)) \
    ## the next hint for the first exercise that fails
	@mkdir -p $(dir $(record))
	@$(MAKE) -s chapter$*-test T= >/dev/null 2>&1 || true
	@tests/harness/hint.sh $* chapters/$(chapter)/chapter.md $(record) $(call quoted,$T)

chapter%-run: $$(B)/$$(call experiment,$$(chapter)) \
    ## the chapter's experiment, on your code (chapter 8: DATA=cats or a file)
	@$(if $(DATA),$(on_data),tests/harness/run.sh $< chapters/$(chapter) $(output))
output  = build/run/$(who)/$(chapter)
on_data = folder=$(output)/$(if $(filter cats,$(DATA)),cats,file) && mkdir -p $$folder && \
            $< --data '$(DATA)' $$folder $(or $(NORM),generator) $(STEPS)

progress: ## all chapters: the points now, and the best so far
	@tests/harness/progress.sh $(chapters)

chapter%-memcheck: $$(call programs,debug,$$(chapter)) ## the graded tests under valgrind
	@rm -rf $<.logs && mkdir -p $<.logs
	@$(call grade,debug,--valgrind-logs $<.logs,$(valgrind))
valgrind = valgrind --quiet --px-default=allregs-at-mem-access --leak-check=full \
             --track-origins=yes --suppressions=tests/harness/valgrind.supp --fullpath-after= \
             --log-file=$<.logs/%p.log

chapter%-debug: $$(call programs,debug,$$(chapter)) \
    ## one test under gdb, at your function (T=3.2.1)
	@$(call grade,debug,--debug,$(gdb))
gdb = gdb -q -x tests/harness/debug.gdb -ex "break $$($(call grade,debug,--function))" \
        -ex run --args

chapter%-watch: ## grade again at each save
	@command -v entr >/dev/null || { echo 'entr is missing: ./setup all'; exit 2; }
	@ls $(call subject,$(chapter)) | entr -c $(MAKE) -s chapter$*-test T=$(call quoted,$T)

chapter%-reset: ## put the stub back; your file is saved beside it
	@tests/harness/reset.sh $(call solution,$(chapter)) chapters/$(call source,$(chapter))

##@ Learn on your own

chapter%-compare: $$(call programs,fast,$$(chapter)) ## your functions beside the reference's
	@tests/harness/side_by_side.sh $(table) $(call subject,$(chapter)) $(call solution,$(chapter))
	@$(call grade,fast,--compare)

chapter%-break: ## tests of your own: which of the chapter's common mistakes do they catch?
	@$(MAKE) -s $(table)
	@tests/harness/break.sh chapters/$(call header,$(chapter)) $(table) \
	    $(B)/break/$(chapter)/tests $(call quoted,$T)

gan_in_float = build/$(CC)-float/$(call experiment,$(call folder,8))
chapter8-ablation: ## where batch norm stands in a GAN: many runs; stopped, it goes on where it was
	@$(MAKE) -s REAL=float $(gan_in_float)
	@CC=$(CC) REAL=float chapters/$(call folder,8)/experiment/ablation.sh $(gan_in_float) $(who)

##@ Teach
# in docs/notes.mk and tests/class/class.mk

##@ Maintain the course

stubs: ## derive the stubs from the solutions (a file with work in it is kept)
	@for file in $(foreach c,$(chapters),$(call source,$c)); do \
	    tests/harness/stub.sh solutions/$$file chapters/$$file || exit; done

chapter%-program: $$(call programs,graded,$$(chapter)) \
    ## what grades: the tests' program, the student's
	@echo '$(tests)'
	@echo '$(call program,graded,$(chapter))'

test: ## all that must hold for the course itself (ONLY=setup: a part; ON=trixie: on a bare Debian)
	@tests/course/$(if $(ON),root.sh $(call quoted,$(ON)),run.sh) $(call quoted,$(ONLY))

seeds: ## 200 seeds of each experiment: how often does each claim of the texts hold?
	@tests/course/seeds.sh $(CHAPTERS)

fixtures-check: ## PyTorch's values made again and compared (needs python3-torch)
	@tests/fixtures/check_anew.sh

ifneq ($(strip $(file <build/sources)),$(strip $(sources))) # a file was added, or is gone
.PHONY: compile_commands.json
endif
compile_commands.json: Makefile tests/harness/build.mk \
    ## how each file is compiled, for clangd and editors
	@$(shell mkdir -p build)$(file >build/sources,$(sources))tests/harness/compile_commands.sh \
	    $(sources) -- $(CC) $(filter-out -MMD -MP,$(CPPFLAGS)) $(CFLAGS)

clean: ## remove all that was built (not your code)
	rm -rf build

include tests/harness/build.mk
-include docs/notes.mk
-include tests/class/class.mk
-include tests/bench/bench.mk
