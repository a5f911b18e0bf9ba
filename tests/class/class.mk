# Grading a class: make grade SUBMISSIONS=DIR. Included by the Makefile.
#
# build/grade/stage holds what a submission is compiled, run and tested with: see stage.sh.

##@ Teach

.PHONY: grade
grade: build/grade/stage/key \
    ## a class: SUBMISSIONS=DIR, a folder or archive per student (JOBS=, OUT=)
	@tests/class/grade.sh '$(SUBMISSIONS:~/%=$(HOME)/%)'

# A chapter with a build of its own (chapter.mk) needs programs that no submission has.
class_chapters := $(filter-out $(patsubst tests/%/chapter.mk,%,$(wildcard tests/*/chapter.mk)), \
                    $(chapters))
class_programs  = $(B)/graded/confined $(B)/graded/common.so \
                  $(foreach c,$(class_chapters),$(B)/tests/$c/tests $(B)/contract/$c/student.h \
                    $(addprefix $(B)/graded/$c/,base.so before/done given.so))
class_files    := $(wildcard tests/class/*.sh tests/class/inside/* tests/class/allowed \
                    common/*.h chapters/*/*.h chapters/*/given/*.h)

.PHONY: seccomp
seccomp:
	@pkg-config --exists libseccomp || { \
	    echo "make grade needs libseccomp, to confine the students' code: ./setup all" >&2; exit 2; }
$(B)/graded/confined: | seccomp

build/grade/stage/key: $(class_programs) $(class_files)
	@tests/class/stage.sh '$(CC)' '-D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DREAL=$(REAL)' \
	    '$(CFLAGS)' '$(SANITIZE) $(STUDENT)' $(B) $(class_chapters)

.PHONY: autograder
autograder: build/grade/stage/key \
    ## kits for Gradescope and GitHub Classroom (CHAPTERS="3 4": for these)
	@tests/class/autograder.sh build/autograder

# Appendices stay out: theirs are compared with references that are compiled where they run.
release_chapters := $(filter 0%,$(class_chapters))
.PHONY: release release_parts
release_parts: $(foreach c,$(release_chapters),\
                 $(B)/tests/$c/alone $(addprefix $(B)/fast/$c/,base.so before/done))
release: ## the student edition (RELEASE_WITH_SOLUTIONS=1: with them; NOTES=0: without the notes)
	@for real in double float; do $(MAKE) -s CC=gcc REAL=$$real release_parts || exit; done
	@tests/class/release.sh build/release $(release_chapters)
