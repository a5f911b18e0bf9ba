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
who      := $(if $(SUBJECT),$(subst /,-,$(SUBJECT:.c=)),$(if $(SOLUTION),solution,student))

WARNINGS  = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(WERROR)
CFLAGS   += -std=c11 -g -ffp-contract=off $(WARNINGS)
CPPFLAGS += -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DREAL=$(REAL) -I. $(chapters:%=-Ichapters/%) -MMD -MP
SANITIZE  = -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FAST      = -O2
LIBS      = $(shell pkg-config --libs check || echo check-is-missing--run-./setup) -lm
# in a student's file: locals that were never set hold a pattern, not a lucky 0
PATTERN   = $(shell $(CC) -ftrivial-auto-var-init=pattern -E -x c /dev/null >/dev/null 2>&1 && echo -ftrivial-auto-var-init=pattern)

# ---- From a chapter's number to its files: $(call folder,3) is 03_forward_pass ----

folder  = $(or $(filter 0$1_% $1_%,$(chapters)),$(error chapter $1: there is no folder chapters/0$1_* or chapters/$1_*))
source  = $1/$(patsubst $(firstword $(subst _, ,$1))_%,%,$1).c
subject = $(or $(SUBJECT),$(if $(SOLUTION),solutions,chapters)/$(call source,$1))
earlier = $(foreach c,$(filter-out $1,$(chapters)),$(if $(filter $c,$(firstword $(sort $c $1))),$c))
objects = $(patsubst %.c,$(B)/$1/%.o,$2)

common_c  := $(wildcard common/*.c)
harness_c := $(wildcard tests/harness/*.c)
test_c     = $(wildcard tests/$1/*.c) $(harness_c) $(common_c) $(foreach c,$(call earlier,$1) $1,solutions/$(call source,$c))
run_c      = chapters/$1/experiment.c $(common_c) $(foreach c,$(call earlier,$1),solutions/$(call source,$c))
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
	@awk -f tests/harness/help.awk Makefile $(wildcard docs/*.mk) $(chapters:%=chapters/%/chapter.md)

chapter%-test: $$(call tests,graded,$$(call folder,$$*)) ## grade your code (T=3.2: one exercise)
	@mkdir -p $(dir $(call record,$*))
	@$(call grade,graded,$*) $(if $T,,--record $(call record,$*))

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

define kind # name, flags
$(B)/$1/%.o: %.c
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 -c $$< -o $$@
$(foreach c,$(chapters),$(call chapter,$1,$2,$c))
endef

# The subject is compiled apart: see tests/harness/isolate.awk.
define chapter # kind, flags, folder
$(B)/$1/$3/$(who)/subject.o: $(call subject,$3) $(B)/$3/isolate.h
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 $$(PATTERN) -Wno-unused-parameter -include $(B)/$3/isolate.h -c $$< -o $$@ || { echo "$$< does not compile. Begin with the first error above."; exit 1; }
$(call tests,$1,$3): $(B)/$1/$3/$(who)/subject.o $(call objects,$1,$(call test_c,$3))
	$$(say)$$(CC) $2 $$(CFLAGS) $$^ $$(LIBS) -o $$@
endef

say = @$(if $(V),set -x;)

$(eval $(call kind,graded,$$(SANITIZE)))
$(eval $(call kind,fast,$$(FAST)))
$(eval $(call kind,debug,-O0))

$(B)/%/isolate.h: tests/harness/isolate.awk chapters/%/*.h
	@mkdir -p $(@D)
	@awk -f $^ > $@

$(B)/fast/%/$(who)/experiment: $$(call objects,fast,$$(call run_c,$$*) $$(call subject,$$*))
	$(say)$(CC) $(CFLAGS) $(FAST) $^ -lm -o $@

-include docs/notes.mk
-include $(shell find $(B) -name '*.d' 2>/dev/null)
