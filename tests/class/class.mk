# Grading a class: make grade SUBMISSIONS=DIR. Included by the Makefile.
#
# build/grade/stage holds what a submission is compiled, linked and tested with: the headers, and
# for each chapter its tests as one object, without a student's file.

##@ Teach

.PHONY: grade
grade: build/grade/stage/key ## a class: SUBMISSIONS=DIR, a folder or archive per student (JOBS=, OUT=)
	@tests/class/grade.sh '$(SUBMISSIONS:~/%=$(HOME)/%)'

# A chapter with a build of its own (chapter.mk) needs programs that no submission has: it is left out.
class_chapters := $(filter-out $(patsubst tests/%/chapter.mk,%,$(wildcard tests/*/chapter.mk)),$(filter $(patsubst tests/%/chapter.c,%,$(wildcard tests/*/chapter.c)),$(chapters)))
class_stage := $(class_chapters:%=build/grade/stage/kept/%/rest.o)

.SECONDARY: $(class_chapters:%=build/grade/apart/%.c)
build/grade/apart/%.c: tests/class/apart.awk chapters/$$(call header,$$*)
	@mkdir -p $(@D)
	@awk -f $^ >$@
build/grade/apart/%.o: build/grade/apart/%.c tests/class/apart.h
	$(say)$(CC) $(CPPFLAGS) $(CFLAGS) $(SANITIZE) -w -c $< -o $@

$(class_stage): build/grade/stage/kept/%/rest.o: $(B)/graded/%/calls.o build/grade/apart/%.o $(patsubst %,$(B)/graded/tests/class/%.o,apart test_side student_side) $(B)/graded/%/solution/tests tests/class/class.mk $$(call test_objects,graded,$$*,solution)
	@mkdir -p $(@D)
	$(say)$(LD) -r -S $(filter %.o,$^) --whole-archive $(filter %.a,$^) -o $@

build/grade/stage/key: $(class_stage) $(wildcard tests/class/*.sh tests/class/inside/* tests/class/allowed) $(wildcard common/*.h chapters/*/*.h chapters/*/given/*.h)
	@tests/class/stage.sh '$(CC)' '-D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DREAL=$(REAL)' '$(CFLAGS)' '$(SANITIZE) $(PATTERN)' '$(LIBS)' $(B)

.PHONY: autograder
autograder: build/grade/stage/key ## kits for Gradescope and GitHub Classroom (CHAPTERS="3 4": for these)
	@tests/class/autograder.sh build/autograder

# Appendices stay out: theirs are compared with references that are compiled where they run.
release_chapters := $(filter 0%,$(class_chapters))
.PHONY: release
release: $(foreach kind,graded fast debug,$(release_chapters:%=build/gcc-double/$(kind)/%/solution/tests) $(foreach c,$(release_chapters),$(patsubst %.c,build/gcc-double/$(kind)/solutions/%.o,$(call source,$c)))) ## the student edition (RELEASE_WITH_SOLUTIONS=1: for self-learners; NOTES=0: without notes)
	@tests/class/release.sh build/release $(release_chapters)
