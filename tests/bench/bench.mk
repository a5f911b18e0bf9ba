# make bench: the course beside PyTorch, in turn, on one processor. Needs ./setup bench.
# The C side is a shared library for each type, built as a reader would who wants speed.

bench_python   ?= /usr/bin/python3
# As PyTorch is built, too: a root needs not set errno, a comparison not trap
bench_flags     = -O3 -march=native -fPIC -fopenmp -fno-math-errno -fno-trapping-math
bench_c         = $(filter-out tests/bench/onednn.c,$(wildcard tests/bench/*.c)) tests/bench/onednn.c \
                  $(wildcard solutions/*/*.c) $(call given,*) $(common_c)
bench_libraries = $(foreach real,float double,build/bench/$(real).so)

##@ Maintain the course

.PHONY: bench
bench: $(bench_libraries) ## the measurements, into docs/results/bench.csv (ONLY=batch: some of them)
	@BENCH_CC='$(CC)' BENCH_FLAGS='$(bench_flags)' $(bench_python) tests/bench/bench.py $(ONLY)

build/bench/%.so: $(bench_c) tests/bench/sides.h $(wildcard chapters/*/*.h chapters/*/given/*.h common/*.h) tests/bench/bench.mk
	@mkdir -p $(@D)
	$(say)$(CC) $(patsubst -DREAL=%,,$(filter-out -MMD -MP,$(CPPFLAGS))) -DREAL=$* $(CFLAGS) $(bench_flags) -shared \
	    $(filter %.c,$^) -ldnnl $(ZLIB_LIBS) -lm -o $@

# The chapters whose texts quote times.
timed := $(patsubst chapters/%/chapter.md,%,$(shell grep -sl '{{times_' chapters/*/chapter.md))
timed_experiment = build/gcc-double/fast/$1/solution/experiment

.PHONY: times
times: $(foreach c,$(timed),$(call timed_experiment,$c)) ## the times that the texts quote, into docs/results (on a quiet machine)
	@tests/bench/times.sh gcc $(foreach c,$(timed),$c=$(call timed_experiment,$c))
