# How the programs are built: from tests, harness, solutions and a student's file. The Makefile
# in the project's root includes this; the commands are there.
#
# Three kinds of each program: graded (with the sanitizers), fast (for experiments and comparisons)
# and debug (each line as it is written: for gdb and valgrind).

# an error with gcc 14 and later, so with every compiler
ERRORS    = -Werror=implicit-function-declaration -Werror=implicit-int -Werror=int-conversion -Werror=incompatible-pointer-types
WARNINGS  = $(ERRORS) -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter $(WERROR)
# the same bits on every machine: a * b + c is rounded twice, and exp is the one of common/elementary.c
SAME_BITS = -ffp-contract=off $(foreach f,exp log log1p tanh,-fno-builtin-$f -fno-builtin-$ff)
CFLAGS   += -std=c11 -g $(SAME_BITS) $(WARNINGS)
CPPFLAGS += -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DREAL=$(REAL) $(ZLIB) -I. $(chapters:%=-Ichapters/%) -MMD -MP
# -g1: lines and functions for the traces; gdb and valgrind have the other kinds
SANITIZE  = $(LEVEL) -g1 -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=undefined,float-cast-overflow -fno-omit-frame-pointer
LIBS      = $(LINKING) $(CHECK_LIBS) $(ZLIB_LIBS) -lm

# LEVEL, CHECK_LIBS, WIDE, ZLIB, ZLIB_LIBS, LINKING, PATTERN, OPENMP and FEW_LOOPS. A program or a
# library that is installed changes one of these folders; where the answers are the same, nothing is built anew.
found = build/found-$(CC).mk
ifneq ($(filter-out help clean progress,$(or $(MAKECMDGOALS),help)),) # these build nothing
include $(found)
endif
ifndef MAKE_RESTARTS # once is enough, also where a folder's date lies in the future
$(found): $(found:.mk=) ;
$(found:.mk=): tests/harness/found.sh $(wildcard /usr/bin /usr/local/bin /opt/*/bin /usr/lib/pkgconfig /usr/lib/*/pkgconfig /usr/local/lib/pkgconfig)
	@mkdir -p $(@D)
	@tests/harness/found.sh '$(CC)' >$@.$$$$ && { cmp -s $@.$$$$ $(found) && rm $@.$$$$ || mv $@.$$$$ $(found); } && touch $@ || \
	    { rm -f $@.$$$$; exit 1; }
endif

# ---- What a chapter's programs are made of ----

objects = $(patsubst %.c,$(B)/$1/%.o,$2)
# the chapters whose headers this one's files include, and theirs; includes holds 05_backprop>_forward_pass
includes := $(shell grep -ao '^\#include "[a-z_]*\.h"' */[0-9A-Z]*_*/*.[ch] chapters/*/experiment/*.[ch] | sed 's,^[a-z]*/\([^/]*\)/.*"\(.*\)\.h",\1>_\2,' | sort -u)
included = $(filter-out $1,$(filter $(patsubst $1>%,\%%,$(filter $1>%,$(includes))),$(chapters)))
needs   = $(sort $(foreach c,$(call included,$1),$c $(call needs,$c)))

common_c  := $(wildcard common/*.c)
# The student edition (make release) has no solutions, oracles and suspects, but objects of them, in
# reference/, under the names that they have in build/.
reference := $(wildcard reference)
reference_c = $(patsubst reference/$(notdir $(B))/$1/%.o,%.c,$(wildcard reference/$(notdir $(B))/$1/$2/*.o))
ifneq ($(reference),)
ifneq ($(shell uname -sm),$(file <reference/machine))
$(error the student edition's objects in reference/ are for $(file <reference/machine), and this is $(shell uname -sm): ask your instructor for an edition for it)
endif
ifeq ($(wildcard reference/$(notdir $(B))),)
$(error the student edition has the reference for CC=gcc and REAL=double only, not for CC=$(CC) REAL=$(REAL))
endif
ifneq ($(SOLUTION),)
$(error the student edition has no solutions)
endif
endif
harness_c := $(wildcard tests/harness/*.c) $(call reference_c,graded,tests/harness)
# what a chapter gives in its folder given/: compiled as it is, whoever is graded
given   = $(wildcard chapters/$1/given/*.c)
# a chapter's program stands on its own given files, on earlier chapters, and on what these give
earlier = $(foreach c,$(call needs,$1),$(if $(findstring +,$2),$(if $(filter $c,$(mine)),chapters,solutions),solutions)/$(call source,$c)) \
          $(foreach c,$1 $(call needs,$1),$(call given,$c))
test_objects = $(call objects,$1/$2/reference,$(wildcard tests/$2/*.c) $(call reference_c,$1/$2/reference,tests/$2) solutions/$(call source,$2)) \
               $(call objects,$1,$(harness_c) $(call earlier,$2,$3)) $(B)/$1/common.a
# ... and a student's file, $4. A chapter may have a run_objects_NN_name of its own (chapter.mk).
run_objects = $(if $(value run_objects_$2),$(call run_objects_$2,$1,$2,$3,$4),$(call objects,$1,$4 $(wildcard chapters/$2/experiment/*.c) $(call earlier,$2,$3)) $(B)/$1/common.a)

# ---- Rules ----

say = @$(if $V,set -x;)
# a file that a student may edit: where it does not compile, only what matters is shown
compile = $(say)tests/harness/compile.sh $< $@

define kind # name, flags, libraries
$(B)/$1/%.o: %.c tests/harness/build.mk $(found)
	@mkdir -p $$(@D)
	$$(compile) $$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 -c $$< -o $$@
$(B)/$1/common.a: $(call objects,$1,$(common_c))
	$$(say)rm -f $$@ && $$(AR) rcs $$@ $$^
$(foreach c,$(chapters),$(call testing,$1,$2,$c)$(foreach w,$(sort student solution $(who)),$(call graded,$1,$2,$c,$w,$(call source_of,$w,$c),$3)))
endef

# A chapter's tests and its solution say bn_mean and mean the reference's: see isolate.awk.
define testing # kind, flags, chapter
$(B)/$1/$3/reference/%.o: %.c $(B)/$3/reference.h tests/harness/build.mk $(found)
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 $(if $(filter graded,$1),$$(PATTERN)) -include $(B)/$3/reference.h -c $$< -o $$@
$(B)/$1/$3/calls.o: $(B)/$3/calls.c
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 -c $$< -o $$@

endef

define graded # kind, flags, chapter, who, the file, libraries
$(B)/$1/$3/$4/subject.o: $5 $(B)/$3/student.h
	@mkdir -p $$(@D)
	$$(compile) $$(CC) $$(CPPFLAGS) $$(CFLAGS) $2 $(if $(filter graded,$1),$$(PATTERN)) -include $(B)/$3/student.h -c $$< -o $$@
$(B)/$1/$3/$4/tests: $(B)/$1/$3/$4/subject.o $(B)/$1/$3/calls.o $$$$(call test_objects,$1,$3,$4)
	$$(say)tests/harness/compile.sh $5 $$@ $$(CC) $$(CFLAGS) $2 $$^ $6 $$(LIBS) -o $$@
$(B)/$1/$3/$4/experiment: $$$$(call run_objects,$1,$3,$4,$5)
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CFLAGS) $2 $$^ $6 $$(LIBS) -o $$@

endef

reference_o := $(if $(reference),$(shell find reference -name '*.o'))
$(reference_o:reference/%=build/%): build/%: reference/%
	@mkdir -p $(@D)
	@cp $< $@

# in the fast kind the given loops (activations, the optimizer) are made for vectors, too; nobody asks
# whether a comparison of NaNs was seen
FAST      = -O2 $(if $(filter common/%,$<),-O3 -fno-trapping-math) $(if $(filter common/product.c,$<),$(WIDE))

$(eval $(call kind,graded,$$(SANITIZE)))
$(eval $(call kind,fast,$$(FAST)))
$(eval $(call kind,debug,-O0 -gdwarf-4)) # which valgrind reads from clang too

# The learner's own tests, run on the reference and on each suspect.
$(B)/%/learner.h $(B)/%/broken.c: tests/harness/isolate.awk chapters/$$(call header,$$*)
	@mkdir -p $(@D)
	@for mode in learner.h broken.c; do awk -v mode=$${mode%.?} -f $^ >$(@D)/$$mode || exit; done
$(B)/graded/%/break/learner.o: chapters/%/break.c $(B)/%/learner.h
	@mkdir -p $(@D)
	$(say)$(CC) $(CPPFLAGS) $(CFLAGS) $(SANITIZE) -include $(B)/$*/learner.h -c $< -o $@
$(B)/graded/%/break/broken.o: $(B)/%/broken.c
	@mkdir -p $(@D)
	$(say)$(CC) $(CPPFLAGS) $(CFLAGS) $(SANITIZE) -c $< -o $@
$(B)/graded/%/break/tests: $(addprefix $(B)/graded/%/,break/learner.o break/broken.o student/subject.o calls.o) $$(call test_objects,graded,$$*,solution)
	$(say)$(CC) $(CFLAGS) $(SANITIZE) $^ $(LIBS) -o $@

$(B)/%/student.h $(B)/%/reference.h $(B)/%/calls.c: tests/harness/isolate.awk chapters/$$(call header,$$*)
	@mkdir -p $(@D)
	@for mode in student.h reference.h calls.c; do awk -v mode=$${mode%.?} -f $^ >$(@D)/$$mode || exit; done

# What the notes quote: the experiment's numbers and figures, on the reference, and the suspects;
# and the numbers of kept results, whose runs take too long to be repeated here.
build/results/%/done: build/gcc-double/fast/%/solution/experiment build/gcc-double/debug/%/solution/tests $$(wildcard chapters/%/experiment/figure*.gp docs/figure.gp docs/results/values.awk) $$(wildcard docs/results/%_*.csv)
	@mkdir -p $(@D)
	@tests/harness/run.sh $< chapters/$* $(@D) docs/results/$* >$(@D).log || { cat $(@D).log; exit 1; }
	@! command -v gnuplot >/dev/null || gnuplot -e "folder='$(@D)'; narrow=1" chapters/$*/experiment/figure.gp
	@awk -f docs/results/values.awk /dev/null $(filter docs/results/%.csv,$^) | sort >>$(@D)/values.csv
	@$(word 2,$^) --subject x --list-suspects >$(@D)/suspects.tsv
	@touch $@

# what a chapter adds to this
-include $(wildcard tests/*/chapter.mk)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
