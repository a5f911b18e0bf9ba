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

WARNINGS  = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter $(WERROR)
CFLAGS   += -std=c11 -g -ffp-contract=off $(WARNINGS)
CPPFLAGS += -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DREAL=$(REAL) -I. $(chapters:%=-Ichapters/%) -MMD -MP
SANITIZE  = -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LIBS      = $(AS_NEEDED) $(shell pkg-config --libs check openblas) -lm
# in a student's file: locals that were never set hold a pattern, not a lucky 0
PATTERN   = $(shell $(CC) -ftrivial-auto-var-init=pattern -E -x c /dev/null >/dev/null 2>&1 && echo -ftrivial-auto-var-init=pattern)

ifneq ($(shell pkg-config --exists openblas && echo yes),)
CPPFLAGS += -DHAVE_CBLAS $(shell pkg-config --cflags openblas)
endif
AS_NEEDED = $(if $(filter Darwin,$(shell uname -s)),,-Wl,--as-needed)

# the same result on every run, and no threads for valgrind to stumble over
export OPENBLAS_NUM_THREADS = 1

# ---- From a chapter's number to its files: $(call folder,3) is 03_forward_pass ----

folder  = $(or $(filter 0$1_% $1_%,$(chapters)),$(error chapter $1: there is no folder chapters/0$1_* or chapters/$1_*))
source  = $1/$(patsubst $(firstword $(subst _, ,$1))_%,%,$1).c
source_of = $(if $(filter student student+%,$1),chapters/$(call source,$2),$(if $(filter solution solution+%,$1),solutions/$(call source,$2),$(SUBJECT)))
subject = $(call source_of,$(who),$1)
objects = $(patsubst %.c,$(B)/$1/%.o,$2)
# the chapters whose headers this one's files include, and theirs
included = $(filter-out $1,$(filter $(shell sed -n 's/^\#include "\([a-z_]*\)\.h".*/%_\1/p' */$1/*.[ch]),$(chapters)))
needs   = $(sort $(foreach c,$(call included,$1),$c $(call needs,$c)))

common_c  := $(wildcard common/*.c)
harness_c := $(wildcard tests/harness/*.c)
earlier = $(foreach c,$(call needs,$1),$(if $(findstring +,$2),$(if $(filter $c,$(mine)),chapters,solutions),solutions)/$(call source,$c))
test_objects = $(call objects,$1/$2/reference,$(wildcard tests/$2/*.c) solutions/$(call source,$2)) \
               $(call objects,$1,$(harness_c) $(call earlier,$2,$3)) $(B)/$1/common.a
run_objects = $(call objects,$1,chapters/$2/experiment.c $(call earlier,$2,$3)) $(B)/$1/common.a
tests      = $(B)/$1/$2/$(who)/tests
experiment = $(B)/fast/$1/$(who)/experiment
grade      = $(call tests,$1,$(call folder,$2)) --subject $(call subject,$(call folder,$2)) $(if $T,--only '$T')
record     = build/records/$(who)/$(call folder,$1).tsv

# ---- Commands ----

.SECONDEXPANSION:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := help
.PHONY: help progress stubs test clean

help: ## these lines
	@awk -f tests/harness/help.awk Makefile $(wildcard docs/*.mk chapters/*/chapter.md)

chapter%-test: $$(call tests,graded,$$(call folder,$$*)) ## grade your code (T=3.2: one exercise; MINE=1: on your earlier chapters)
	@mkdir -p $(dir $(call record,$*))
	@$(if $(MINE),tests/harness/mine.sh $* $(call record,$*) $(call needs,$(call folder,$*)) --) $(call grade,graded,$*) $(if $T,,--record $(call record,$*))

chapter%-hint: $$(call tests,graded,$$(call folder,$$*)) ## the next hint for the first exercise that fails
	@mkdir -p $(dir $(call record,$*))
	@$(call grade,graded,$*) --record $(call record,$*) >/dev/null || true
	@tests/harness/hint.sh $* chapters/$(call folder,$*)/chapter.md $(call record,$*) '$T'

chapter%-run: $$(call experiment,$$(call folder,$$*)) ## the chapter's experiment, on your code
	@tests/harness/run.sh $< chapters/$(call folder,$*) build/run/$(who)/$(call folder,$*)

chapter%-memcheck: $$(call tests,fast,$$(call folder,$$*)) ## the graded tests under valgrind
	@rm -rf $<.logs && mkdir -p $<.logs
	@valgrind --quiet --leak-check=full --fullpath-after= --log-file=$<.logs/%p.log $(call grade,fast,$*) --valgrind-logs $<.logs

chapter%-debug: $$(call tests,debug,$$(call folder,$$*)) ## one test under gdb, at your function (T=3.2.1)
	@gdb -q -ex "break $(call subject,$(call folder,$*)):$$($(call grade,debug,$*) --function)" -ex run --args $(call grade,debug,$*) --debug

chapter%-watch: ## grade again at each save
	@command -v entr >/dev/null || { echo 'entr is missing: ./setup all'; exit 2; }
	@ls $(call subject,$(call folder,$*)) | entr -c $(MAKE) -s chapter$*-test T='$T'

chapter%-reset: ## put the stub back; your file is saved beside it
	@tests/harness/reset.sh solutions/$(call source,$(call folder,$*)) chapters/$(call source,$(call folder,$*))

chapter%-compare: $$(call tests,fast,$$(call folder,$$*)) ## your functions beside the reference's
	@tests/harness/side_by_side.sh $< chapters/$(call source,$(call folder,$*)) solutions/$(call source,$(call folder,$*))
	@$(call grade,fast,$*) --compare

progress: ## all chapters, points, a bar
	@tests/harness/progress.sh $(chapters)

stubs: ## derive the stubs from the solutions (a file with work in it is kept)
	@for c in $(foreach c,$(chapters),$(call source,$c)); do tests/harness/stub.sh solutions/$$c chapters/$$c || exit; done

test: ## everything that must hold for the course itself
	@tests/course/run.sh

clean: ## remove all that was built (not your code)
	rm -rf build

# ---- Programs ----

say = @$(if $V,set -x;)

define kind # name, flags
$(B)/$1/%.o: %.c Makefile
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 -c $$< -o $$@
$(B)/$1/common.a: $(call objects,$1,$(common_c))
	$$(say)rm -f $$@ && $$(AR) rcs $$@ $$^
$(foreach c,$(chapters),$(call testing,$1,$2,$c)$(foreach w,$(sort student solution $(who)),$(call graded,$1,$2,$c,$w,$(call source_of,$w,$c))))
endef

# A chapter's tests and its solution say bn_mean and mean the reference's: see isolate.awk.
define testing # kind, flags, chapter
$(B)/$1/$3/reference/%.o: %.c $(B)/$3/reference.h Makefile
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 -include $(B)/$3/reference.h -c $$< -o $$@
$(B)/$1/$3/calls.o: $(B)/$3/calls.c
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 -c $$< -o $$@

endef

define graded # kind, flags, chapter, who, the file
$(B)/$1/$3/$4/subject.o: $5 $(B)/$3/student.h
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 $$(PATTERN) -include $(B)/$3/student.h -c $$< -o $$@ \
	    || { echo "$$< does not compile: begin with the first error. (About an alias: the file does not define that function.)"; exit 1; }
$(B)/$1/$3/$4/tests: $(B)/$1/$3/$4/subject.o $(B)/$1/$3/calls.o $$$$(call test_objects,$1,$3,$4)
	$$(say)$$(CC) $$(CFLAGS) $2 $$^ $$(LIBS) -o $$@
$(B)/$1/$3/$4/experiment: $(call objects,$1,$5) $$$$(call run_objects,$1,$3,$4)
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CFLAGS) $2 $$^ $$(LIBS) -o $$@

endef

$(eval $(call kind,graded,$$(SANITIZE)))
$(eval $(call kind,fast,-O2 -gdwarf-4)) # which valgrind reads from clang too
$(eval $(call kind,debug,-O0))

$(B)/%/student.h $(B)/%/reference.h $(B)/%/calls.c: tests/harness/isolate.awk chapters/%/*.h
	@mkdir -p $(@D)
	@for mode in student.h reference.h calls.c; do awk -v mode=$${mode%.?} -f $^ >$(@D)/$$mode || exit; done

# What the notes quote: the experiment's numbers and figures, on the reference, and the suspects.
build/results/%/done: build/gcc-double/fast/%/solution/experiment build/gcc-double/fast/%/solution/tests $$(wildcard chapters/%/figure.gp docs/figure.gp)
	@mkdir -p $(@D)
	@tests/harness/run.sh $< chapters/$* $(@D) >$(@D).log || { cat $(@D).log; exit 1; }
	@$(word 2,$^) --subject x --list-suspects >$(@D)/suspects.tsv
	@touch $@

-include docs/notes.mk
-include $(shell find $(B) -name '*.d' 2>/dev/null)
