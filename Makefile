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
# whose code: a name for its folder in build/. MINE: on which of one's own earlier chapters (1: all).
mine     := $(if $(filter 1,$(MINE)),$(chapters),$(MINE))
who      := $(if $(SUBJECT),$(subst /,-,$(SUBJECT:.c=)),$(if $(SOLUTION),solution,student))$(MINE:%=+%)

# ---- From a chapter's number to its files: $(call folder,3) is 03_forward_pass ----

quoted     = '$(subst ','\'',$1)'
folder     = $(or $(filter 0$1_% $1_%,$(chapters)),$(error chapter $1: there is no folder chapters/0$1_* or chapters/$1_*))
source     = $1/$(patsubst $(firstword $(subst _, ,$1))_%,%,$1).c
header     = $(basename $(call source,$1)).h
source_of  = $(if $(filter student student+%,$1),chapters/$(call source,$2),$(if $(filter solution solution+%,$1),solutions/$(call source,$2),$(SUBJECT)))
subject    = $(call source_of,$(who),$1)
tests      = $(B)/$1/$2/$(who)/tests
experiment = $(B)/fast/$1/$(who)/experiment
grade      = $(call tests,$1,$(call folder,$2)) --subject $(call subject,$(call folder,$2)) $(if $T,--only $(call quoted,$T))
on_data    = folder=build/run/$(who)/$(call folder,$1)/$(if $(filter cats,$(DATA)),cats,file) && mkdir -p $$folder && $(call experiment,$(call folder,$1)) --data '$(DATA)' $$folder $(or $(NORM),generator) $(STEPS)
float_experiment = build/$(CC)-float/fast/$1/$(who)/experiment
record     = build/records/$(who)/$(call folder,$1).tsv

sources    = $(wildcard common/*.c chapters/*/*.c chapters/*/experiment/*.c chapters/*/given/*.c solutions/*/*.c tests/*/*.c tests/*/right/*.c)

# ---- Commands: make help shows those with a ##, under the ##@ before them ----

MAKEFLAGS += --no-builtin-rules
.SECONDEXPANSION:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := help
.PHONY: help chapter8-ablation progress stubs test seeds fixtures-check clean

help: ## these lines
	@awk -f tests/harness/help.awk $(filter Makefile %.mk,$(MAKEFILE_LIST)) $(wildcard chapters/*/chapter.md)

##@ Take the course

chapter%-test: $$(call tests,graded,$$(call folder,$$*)) | compile_commands.json ## grade your code (T=3.2: one exercise; MINE=1: on your earlier chapters)
	@mkdir -p $(dir $(call record,$*))
	@$(if $(MINE),tests/harness/mine.sh $* $(call record,$*) $(call needs,$(call folder,$*)) --) $(call grade,graded,$*) $(if $T,,--record $(call record,$*)) \
	    $(if $(filter student,$(who)),$(if $T,,&& status=0 || status=$$?; tests/harness/progress.sh --note $(call record,$*); exit $$status))

chapter%-why: $$(call tests,graded,$$(call folder,$$*)) ## a failed test in full, and the smallest input on which it fails
	@tests/harness/why.sh tests/$(call folder,$*) $(call grade,graded,$*)

chapter%-hint: $$(call tests,graded,$$(call folder,$$*)) ## the next hint for the first exercise that fails
	@mkdir -p $(dir $(call record,$*))
	@$(call tests,graded,$(call folder,$*)) --subject $(call subject,$(call folder,$*)) --record $(call record,$*) >/dev/null || true
	@tests/harness/hint.sh $* chapters/$(call folder,$*)/chapter.md $(call record,$*) $(call quoted,$T)

chapter%-run: $$(call experiment,$$(call folder,$$*)) ## the chapter's experiment, on your code (chapter 8: DATA=cats or a file)
	@$(if $(DATA),$(call on_data,$*),tests/harness/run.sh $< chapters/$(call folder,$*) build/run/$(who)/$(call folder,$*))

progress: ## all chapters: the points now, and the best so far
	@tests/harness/progress.sh $(chapters)

chapter%-memcheck: $$(call tests,debug,$$(call folder,$$*)) ## the graded tests under valgrind
	@rm -rf $<.logs && mkdir -p $<.logs
	@valgrind --quiet --px-default=allregs-at-mem-access --leak-check=full --track-origins=yes --suppressions=tests/harness/valgrind.supp --fullpath-after= --log-file=$<.logs/%p.log $(call grade,debug,$*) --valgrind-logs $<.logs

chapter%-debug: $$(call tests,debug,$$(call folder,$$*)) ## one test under gdb, at your function (T=3.2.1)
	@gdb -q -ex "break $(call subject,$(call folder,$*)):$$($(call grade,debug,$*) --function)" -ex run --args $(call grade,debug,$*) --debug

chapter%-watch: ## grade again at each save
	@command -v entr >/dev/null || { echo 'entr is missing: ./setup all'; exit 2; }
	@ls $(call subject,$(call folder,$*)) | entr -c $(MAKE) -s chapter$*-test T=$(call quoted,$T)

chapter%-reset: ## put the stub back; your file is saved beside it
	@tests/harness/reset.sh solutions/$(call source,$(call folder,$*)) chapters/$(call source,$(call folder,$*))

##@ Learn on your own

chapter%-compare: $$(call tests,fast,$$(call folder,$$*)) ## your functions beside the reference's
	@tests/harness/side_by_side.sh $< $(call subject,$(call folder,$*)) solutions/$(call source,$(call folder,$*))
	@$(call grade,fast,$*) --compare

chapter%-break: ## tests of your own: which of the chapter's common mistakes do they catch?
	@tests/harness/break.sh chapters/$(call header,$(call folder,$*)) $(B)/graded/$(call folder,$*)/break/tests $(call quoted,$T)

chapter8-ablation: ## where batch norm stands in a GAN: many runs; stopped, it goes on where it was
	@$(MAKE) -s REAL=float $(call float_experiment,$(call folder,8))
	@CC=$(CC) REAL=float chapters/$(call folder,8)/experiment/ablation.sh $(call float_experiment,$(call folder,8)) $(who)

##@ Teach
# in docs/notes.mk and tests/class/class.mk

##@ Maintain the course

stubs: ## derive the stubs from the solutions (a file with work in it is kept)
	@for c in $(foreach c,$(chapters),$(call source,$c)); do tests/harness/stub.sh solutions/$$c chapters/$$c || exit; done

test: ## everything that must hold for the course itself (ONLY=setup: a part; ON=trixie: on a bare Debian of that release)
	@tests/course/$(if $(ON),root.sh $(call quoted,$(ON)),run.sh) $(call quoted,$(ONLY))

seeds: ## 200 seeds of each experiment: how often does each claim of the texts hold?
	@tests/course/seeds.sh $(CHAPTERS)

fixtures-check: ## PyTorch's values made anew and compared (needs python3-torch)
	@tests/fixtures/check_anew.sh

ifneq ($(strip $(file <build/sources)),$(strip $(sources))) # a file was added, or is gone
.PHONY: compile_commands.json
endif
compile_commands.json: Makefile tests/harness/build.mk ## how each file is compiled, for clangd and editors
	@$(shell mkdir -p build)$(file >build/sources,$(sources))tests/harness/compile_commands.sh $(sources) -- $(CC) $(filter-out -MMD -MP,$(CPPFLAGS)) $(CFLAGS)

clean: ## remove all that was built (not your code)
	rm -rf build

include tests/harness/build.mk
-include docs/notes.mk
-include tests/class/class.mk
-include tests/bench/bench.mk
