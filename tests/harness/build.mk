# How the programs are built: from tests, harness, solutions and a student's file. The Makefile
# in the project's root includes this; the commands are there. tests/wire/wire.h says which programs
# there are, and why the student's is apart from the tests'.

# an error with gcc 14 and later, so with every compiler
ERRORS    = $(addprefix -Werror=,implicit-function-declaration implicit-int int-conversion \
              incompatible-pointer-types)
WARNINGS  = $(ERRORS) -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wno-unused-parameter $(EXTENTS) $(WERROR)
# the same bits on every machine: a * b + c is rounded twice, and exp is that of common/elementary.c
SAME_BITS = -ffp-contract=off $(foreach f,exp log log1p tanh,-fno-builtin-$f -fno-builtin-$ff)
CFLAGS   += -std=c11 -g $(SAME_BITS) $(WARNINGS)
CPPFLAGS += -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DREAL=$(REAL) $(ZLIB) -I. \
            $(chapters:%=-Ichapters/%) -MMD -MP
# -g1: lines and functions for the traces; gdb and valgrind have the other kinds
SANITIZE  = $(LEVEL) -g1 -fsanitize=address,undefined,float-cast-overflow -fno-omit-frame-pointer \
            -fno-sanitize-recover=undefined,float-cast-overflow $(NO_ROWS)
LIBS      = $(LINKING) $(CHECK_LIBS) $(ZLIB_LIBS) -lm

# EXTENTS, LEVEL, CHECK_LIBS, WIDE, ZLIB, ZLIB_LIBS, LINKING, PATTERN, OPENMP and FEW_LOOPS. A
# program or a library that is installed changes one of these folders; where the answers are the
# same, nothing is built again.
found = build/found-$(CC).mk
ifneq ($(filter-out help clean progress,$(or $(MAKECMDGOALS),help)),) # these build nothing
include $(found)
endif
ifndef MAKE_RESTARTS # once is enough, also where a folder's date lies in the future
$(found): $(found:.mk=) ;
$(found:.mk=): tests/harness/found.sh $(wildcard /usr/bin /usr/local/bin /opt/*/bin \
                 /usr/lib/pkgconfig /usr/lib/*/pkgconfig /usr/local/lib/pkgconfig)
	@mkdir -p $(@D)
	@tests/harness/found.sh '$(CC)' >$@.$$$$ || { rm -f $@.$$$$; exit 1; }; \
	    if cmp -s $@.$$$$ $(found); then rm $@.$$$$; else mv $@.$$$$ $(found); fi; touch $@
endif

# ---- What a chapter's programs are made of ----

objects = $(patsubst %.c,$(B)/$1/%.o,$2)
# The chapters whose headers this one's files include. includes: 05_backprop>_forward_pass
includes := $(shell grep -ao '^\#include "[a-z_]*\.h"' */[0-9A-Z]*_*/*.[ch] \
              chapters/*/experiment/*.[ch] | \
              sed 's,^[a-z]*/\([^/]*\)/.*"\(.*\)\.h",\1>_\2,' | sort -u)
included  = $(filter-out $1,$(filter $(patsubst $1>%,\%%,$(filter $1>%,$(includes))),$(chapters)))
needs     = $(sort $(foreach c,$(call included,$1),$c $(call needs,$c)))
# what a chapter gives in its folder given/: compiled as it is, whoever is graded
given     = $(wildcard chapters/$1/given/*.c)
# what a chapter stands on: earlier ones, and what they give. MINE: the student's own
solved    = $(foreach c,$(call needs,$1),$(call solution,$c) $(call given,$c))
of_whom   = $(if $(filter $1,$(mine)),chapters,solutions)
earlier   = $(foreach c,$(call needs,$1),$(call of_whom,$c)/$(call source,$c) $(call given,$c))

common_c  := $(wildcard common/*.c)
both_c    := $(addprefix tests/wire/,wire.c pieces.c message.c control.c watch.c limits.c \
               watchers.c)
harness_c := $(wildcard tests/harness/*.c) $(both_c)
host_c    := $(addprefix tests/wire/,host.c worker.c confine.c leaks.c) $(both_c) \
             common/require.c common/elementary.c

# An experiment, on a student's file, $4. A chapter may have a run_objects_NN_name (chapter.mk). The
# student edition has earlier chapters as a library.
run_earlier = $(if $(wildcard reference),$(B)/$1/$2/base.so,$(call objects,$1,$(call earlier,$2)))
run_these   = $(call objects,$1,$4 $(wildcard chapters/$2/experiment/*.c) $(call given,$2)) \
              $(call run_earlier,$1,$2) $(B)/$1/common.a
run_objects = $(if $(value run_objects_$2),$(call run_objects_$2,$1,$2,$3,$4),$(run_these))

# ---- How code is compiled, for each kind of program ----
#
#     graded   the student's program, with the sanitizers
#     debug    the same for gdb and valgrind, which reads dwarf-4 from clang too
#     fast     experiments and comparisons: the given loops (activations, the optimizer) are made
#              for vectors; nobody asks whether a comparison of NaNs was seen
#     tests    the tests' program

kinds        = graded debug fast tests
PIC          = -fPIC -fno-semantic-interposition
graded_flags = $(SANITIZE) $(PIC)
debug_flags  = -O0 -gdwarf-4 $(PIC)
fast_flags   = -O2 $(if $(filter common/%,$<),-O3 -fno-trapping-math) \
               $(if $(filter common/product.c,$<),$(WIDE)) $(PIC)
tests_flags  = -O1 $(PATTERN)

say = @$(if $V,set -x;)
# a file that a student may edit: where it does not compile, only what matters is shown
compile = $(say)tests/harness/compile.sh $< $@

define kind # name
$(B)/$1/%.o: %.c tests/harness/build.mk $(found)
	@mkdir -p $$(@D)
	$$(compile) $$(CC) $$(CPPFLAGS) $$(CFLAGS) $$($1_flags) -c $$< -o $$@
$(B)/$1/common.a: $(call objects,$1,$(common_c))
	$$(say)rm -f $$@ && $$(AR) rcs $$@ $$^
$(B)/$1/%/experiment: $$$$(call run_objects,$1,$$$$(*D),$$$$(*F),\
                        $$$$(call source_of,$$$$(*F),$$$$(*D)))
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CFLAGS) $$($1_flags) $$^ $$(LIBS) -o $$@
endef
$(foreach k,$(kinds),$(eval $(call kind,$k)))

# ---- The contract: what a chapter's header says, as a table and as C ----

contracts = $(foreach c,$1 $(call needs,$1),chapters/$(call header,$c)) common/random.h
number_of = $(patsubst 0%,%,$(firstword $(subst _, ,$1)))
title_of  = $(or $(shell sed -n 's/^title: *"\{0,1\}\([^"]*\)"\{0,1\} *$$/\1/p' \
                   chapters/$1/chapter.md 2>/dev/null | head -n 1),$1)
by_hand   = $(if $(wildcard tests/$1/exchange.c),$(shell grep -o '^void [A-Z][A-Za-z]*_exchange' \
                   tests/$1/exchange.c | sed 's/^void //; s/_exchange$$//'))
exchange  = awk -v side=$1 -v header=$(notdir $(call header,$*)) -v number=$(call number_of,$*) \
              -v title="$(call title_of,$*)" -v by_hand="$(call by_hand,$*)" \
              -f tests/wire/exchange.awk $(<D)/contract.tsv

$(B)/contract/%/contract.tsv: tests/wire/contract.awk $$(call contracts,$$*)
	@mkdir -p $(@D)
	@awk -f $^ >$@.new && mv $@.new $@
# both sides of the wire, the chapter's exercises, and what a learner's own tests call
$(B)/contract/%/exchanges: $(B)/contract/%/contract.tsv tests/wire/exchange.awk \
                           $$(wildcard tests/$$*/exchange.c chapters/$$*/chapter.md)
	@for side in tests student table broken; do \
	    $(call exchange,$$side) >$(@D)/$$side.c || exit; done
	@$(call exchange,learner) >$(@D)/learner.h
	@tests/wire/tested.sh $< chapters/$(call header,$*) tests/$*
	@touch $@
$(foreach f,tests.c student.c table.c broken.c learner.h,\
  $(eval $(B)/contract/%/$f: $(B)/contract/%/exchanges ;))

# Of the student's file only these functions can be seen: helpers are called as one likes.
$(B)/contract/%/student.h: tests/harness/build.mk
	@mkdir -p $(@D)
	@printf '#pragma GCC visibility %s\n' 'push(default)' >$@
	@printf '#include "%s"\n#pragma GCC visibility pop\n' $(notdir $(call header,$*)) >>$@

# ---- The tests' program: it does not change with the student's file ----

test_objects = $(call objects,$1,$(wildcard tests/$2/*.c) $(harness_c) $(call solution,$2) \
                 $(call given,$2) $(call solved,$2) \
                 $(addprefix $(B)/contract/$2/,tests.c table.c)) $(B)/$1/common.a
$(B)/tests/%/tests: $$(call test_objects,tests,$$*)
	@mkdir -p $(@D)
	$(say)$(CC) $(CFLAGS) $(tests_flags) $^ $(LIBS) -o $@
# for the student edition: it needs nothing of the machine where it runs
$(B)/tests/%/alone: $$(call test_objects,tests,$$*)
	@mkdir -p $(@D)
	$(say)$(CC) -static $^ $(shell pkg-config --libs --static check) $(ZLIB_LIBS) -lm -o $@
# the same with the sanitizers, for the tests of the course
$(B)/graded/%/tests: $$(call test_objects,graded,$$*)
	@mkdir -p $(@D)
	$(say)$(CC) $(CFLAGS) $(SANITIZE) $^ $(LIBS) -o $@

# The student edition (make release) has no solutions, oracles and suspects, but for each chapter
# the tests' program, and the reference as libraries: in reference/, for double and float.
reference := $(wildcard reference)
ifneq ($(reference),)
ifneq ($(shell uname -sm),$(file <reference/machine))
$(error the student edition's programs in reference/ are for $(file <reference/machine), and this \
    is $(shell uname -sm): ask your instructor for an edition for it)
endif
ifneq ($(SOLUTION)$(MINE),)
$(error the student edition has no solutions, and so no SOLUTION=1 and no MINE=1)
endif
kept_in = $(patsubst reference/$(REAL)/%,$(B)/$1/%,$(wildcard reference/$(REAL)/$2))
$(call kept_in,tests,*/tests): $(B)/tests/%: reference/$(REAL)/%
	@mkdir -p $(@D)
	@cp $< $@
define kept # kind
$(call kept_in,$1,*/base.so): $(B)/$1/%: reference/$(REAL)/%
	@mkdir -p $$(@D)
	@cp $$< $$@
$(call kept_in,$1,*/before/done): $(B)/$1/%: reference/$(REAL)/%
	@mkdir -p $$(@D)
	@cp $$(<D)/* $$(@D)
endef
$(foreach k,graded debug fast,$(eval $(call kept,$k)))
endif

# ---- The student's program: see tests/wire/host.c ----

SHARED  = -shared -Wl,-z,lazy
WHOLE   = -Wl,--dynamic-list=tests/wire/exported -ldl -lm
mine_of = $(MINE:%=+%)
# a call by name may lead to another library's function
STUDENT = -fPIC -fsemantic-interposition -fvisibility=hidden $(PATTERN)

define student # kind
$(B)/$1/host: $(call objects,$1,$(host_c)) tests/wire/exported
	$$(say)$$(CC) $$(CFLAGS) $$($1_flags) $$(filter %.o,$$^) $$(WHOLE) -o $$@
# for a class: see tests/wire/confine.h
$(B)/$1/confined: tests/wire/confine.c $(call objects,$1,$(filter-out %/confine.c,$(host_c))) \
                  tests/wire/exported
	$$(say)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$($1_flags) -DCONFINED $$(filter %.o %.c,$$^) $$(WHOLE) \
	    -lseccomp -o $$@
$(B)/$1/common.so: $(call objects,$1,$(common_c))
	$$(say)$$(CC) $$(CFLAGS) $$($1_flags) $$(SHARED) $$^ $$(ZLIB_LIBS) -lm -o $$@
$(B)/$1/%/base$(mine_of).so: $$$$(call objects,$1,$$$$(call earlier,$$$$*))
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CFLAGS) $$($1_flags) $$(SHARED) $$^ -o $$@
$(B)/$1/%/given.so: $$$$(call objects,$1,$$$$(call given,$$$$*) \
                      $$$$(wildcard tests/$$$$*/exchange.c) $(B)/contract/$$$$*/student.c)
	@mkdir -p $$(@D)
	$$(say)$$(CC) $$(CFLAGS) $$($1_flags) $$(SHARED) $$^ -o $$@
$(B)/$1/solutions/%.o: private CFLAGS += -ffunction-sections -fdata-sections
$(B)/$1/%/before/done: $$$$(call objects,$1,solutions/$$$$(call source,$$$$*)) \
                       $(B)/contract/%/contract.tsv tests/wire/before.sh
	$$(say)tests/wire/before.sh $$(@D) $$(word 2,$$^) $$(CC) $$(CFLAGS) $$($1_flags) $$(SHARED) $$<
	@touch $$@
endef
define students_file # kind, who
$(B)/$1/%/$2/student.so: $$$$(call source_of,$2,$$$$*) $(B)/contract/%/student.h \
                         tests/harness/build.mk $(found)
	@mkdir -p $$(@D)
	$$(compile) $$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(filter-out $$(PIC),$$($1_flags)) $$(STUDENT) \
	    -include $(B)/contract/$$*/student.h $$(SHARED) $$< -o $$@
endef
$(foreach k,graded debug fast,$(eval $(call student,$k)))
$(foreach k,graded debug fast,$(foreach w,$(sort student solution $(who)),\
  $(eval $(call students_file,$k,$w))))

# What a command needs, and how the student's program is started. $1: the kind, $2: the chapter
base     = $(B)/$1/$2/base$(mine_of).so
of_file  = $(B)/$1/$2/$(who)/student.so
programs = $(B)/tests/$2/tests $(addprefix $(B)/$1/,host common.so $2/before/done $2/given.so) \
           $(base) $(of_file)
program  = $(B)/$1/host $(B)/$1/$2/before $(B)/$1/common.so $(base) - $(of_file) $(B)/$1/$2/given.so

# The learner's own tests, run on the reference and on each suspect.
$(B)/break/%/learner.o: chapters/%/break.c $(B)/contract/%/learner.h
	@mkdir -p $(@D)
	$(say)$(CC) $(CPPFLAGS) $(CFLAGS) $(SANITIZE) -include $(word 2,$^) -c $< -o $@
$(B)/break/%/tests: $(B)/break/%/learner.o $(B)/graded/$(B)/contract/%/broken.o \
                    $$(call test_objects,graded,$$*)
	$(say)$(CC) $(CFLAGS) $(SANITIZE) $^ $(LIBS) -o $@

# ---- What the notes quote ----
#
# The experiment's numbers and figures, on the reference, and the suspects; and the numbers of kept
# results, whose runs take too long to be repeated here.

build/results/%/done: build/gcc-double/fast/%/solution/experiment build/gcc-double/tests/%/tests \
                      $$(wildcard chapters/$$*/experiment/figure*.gp docs/results/$$*_*.csv) \
                      docs/figure.gp docs/results/values.awk
	@mkdir -p $(@D)
	@tests/harness/run.sh $< chapters/$* $(@D) docs/results/$* >$(@D).log || \
	    { cat $(@D).log; exit 1; }
	@figures=chapters/$*/experiment/figure.gp; \
	    [ ! -e $$figures ] || ! command -v gnuplot >/dev/null || \
	    gnuplot -e "folder='$(@D)'; narrow=1" $$figures
	@awk -f docs/results/values.awk /dev/null $(filter docs/results/%.csv,$^) | sort \
	    >>$(@D)/values.csv
	@$(word 2,$^) --subject x --list-suspects >$(@D)/suspects.tsv
	@touch $@

# what a chapter adds to this
-include $(wildcard tests/*/chapter.mk)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
