# make bench: the course beside PyTorch, in turn, on one processor. Needs ./setup bench.
# The C side is a shared library for each type, built as a reader would who wants speed.

bench_python   ?= /usr/bin/python3
# As PyTorch is built, too: a root needs not set errno, a comparison not trap
bench_flags     = -O3 -march=native -fPIC -fopenmp -fno-math-errno -fno-trapping-math
bench_c         = $(wildcard tests/bench/*.c solutions/*/*.c) $(call given,*) $(common_c)
bench_headers   = $(wildcard tests/bench/*.h chapters/*/*.h chapters/*/given/*.h common/*.h)
bench_libraries = $(foreach real,float double,build/bench/$(real).so)

##@ Maintain the course

.PHONY: bench
bench: ## the measurements, into docs/results/bench.csv (ONLY=batch: some of them)
bench: $(bench_libraries)
	@BENCH_CC='$(CC)' BENCH_FLAGS='$(bench_flags)' $(bench_python) tests/bench/bench.py $(ONLY)

build/bench/%.so: $(bench_c) $(bench_headers) tests/bench/bench.mk
	@mkdir -p $(@D)
	$(say)$(CC) $(filter-out -MMD -MP -DREAL=%,$(CPPFLAGS)) -DREAL=$* $(CFLAGS) $(bench_flags) \
	    -shared $(filter %.c,$^) -ldnnl $(ZLIB_LIBS) -lm -o $@

# The chapters whose texts quote times.
timed := $(patsubst chapters/%/chapter.md,%,$(shell grep -sl '{{times_' chapters/*/chapter.md))
timed_experiment = build/gcc-double/fast/$1/solution/experiment

.PHONY: times
times: ## the times that the texts quote, into docs/results (on a quiet machine)
times: $(foreach c,$(timed),$(call timed_experiment,$c))
	@tests/bench/times.sh gcc $(foreach c,$(timed),$c=$(call timed_experiment,$c))
