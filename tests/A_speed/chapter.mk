# Appendix A is built with OpenMP, and has one program more: ratio, which times a student's
# functions beside those of chapters 3 to 5, without sanitizers, in float and as fast as can be.
# The report shows what it says (speed_shown.c).

ifneq ($(filter A_speed,$(chapters)),) # the student edition has no appendix

# A student's file is compiled twice, for the tests and for ratio: side by side, unless somebody has
# said how many jobs there may be.
ifeq ($(MAKECMDGOALS)$(MAKELEVEL)$(findstring j,$(firstword -$(MAKEFLAGS))),chapterA-test0)
MAKEFLAGS += -j2
endif

speed_warn = $(eval openmp := $(OPENMP))$(warning $(CC) has no OpenMP here: threads are not tested)
openmp     = $(if $(filter-out -fopenmp,$(OPENMP)),$(speed_warn))$(OPENMP)
speed_dirs = $(foreach kind,$(kinds),$(addprefix $(B)/$(kind)/,$1))
speed_all  = $(call speed_dirs,A_speed chapters/A_speed solutions/A_speed tests/A_speed)
$(speed_all:=/%): private CFLAGS += $(openmp)

ratio_dir  = build/$(CC)-float/ratio
ratio_c    = tests/A_speed/ratio/ratio.c $(common_c) \
             $(foreach c,$(call needs,A_speed),solutions/$(call source,$c))
ratio_make = $(CC) $(filter-out -DREAL=%,$(CPPFLAGS)) -DREAL=float $(CFLAGS) -g0 -O3 -march=native \
             $(openmp) $(FEW_LOOPS)

# The experiment measures speed too, so it is built the same way.
run_objects_A_speed = $(patsubst %.c,$(ratio_dir)/given/%.o,$4 $(call earlier,A_speed) \
                        $(wildcard chapters/A_speed/experiment/*.c) $(common_c))

define ratio # who, the file
$(ratio_dir)/$1/subject.o: $2
	@mkdir -p $$(@D)
	$$(say)$$(ratio_make) -c $$< -o $$@ 2>/dev/null
$(ratio_dir)/$1/ratio: $(ratio_dir)/$1/subject.o $(ratio_dir)/given.a
	$$(say)$$(ratio_make) $$(LINKING) $$^ -lm -o $$@ 2>/dev/null || rm -f $$@ # a function is missing
# A quick look before both: of a file with an error one job fails, and make waits for no other. That
# a function is missing is seen only where code is made.
$(ratio_dir)/$1/looked: $2
	@mkdir -p $$(@D)
	$$(compile) $$(CC) $$(filter-out -MMD -MP,$$(CPPFLAGS)) $$(CFLAGS) $$(openmp) -w -O0 -g0 -S \
	    -o /dev/null $$<
	@touch $$@
$(ratio_dir)/$1/subject.o $(call speed_dirs,A_speed/$1/student.so): | $(ratio_dir)/$1/looked

endef
$(foreach w,$(sort student solution $(who)),\
  $(eval $(call ratio,$w,$(call source_of,$w,A_speed))))
chapterA-test: $(ratio_dir)/$(who)/ratio
chapterA-test: export RATIO_PROGRAM = $(ratio_dir)/$(who)/ratio

# What does not change with the student's file.
$(ratio_dir)/given/%.o: %.c
	@mkdir -p $(@D)
	$(say)$(ratio_make) -c $< -o $@
$(ratio_dir)/given.a: $(addprefix $(ratio_dir)/given/,$(ratio_c:.c=.o))
	$(say)rm -f $@ && $(AR) rcs $@ $^

# The notes quote what make bench has measured.
build/results/A_speed/done: $(wildcard docs/results/bench.csv)

-include $(shell find $(ratio_dir) -name '*.d' 2>/dev/null)

endif
