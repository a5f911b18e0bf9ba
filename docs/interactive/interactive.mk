# The interactive figures: docs/interactive/NAME.c, which calls the chapters' own functions, and
# NAME.js, which draws. They are compiled to WebAssembly with clang, lld and wasi-libc, and go
# into the page as one script, since a page from file:// may load nothing else:
#
#   common/*.c solutions/*/*.c chapters/*/given/*.c NAME.c --clang, lld--> NAME.wasm
#   NAME.wasm, NAME.js --base64--> NAME.js
#
# ... and those parts of a chapter's experiment whose headers a figure's NAME.c includes.
#
# Where one of the tools or the solutions are missing, the pages show the static figures.

wasm_sysroot := $(firstword $(wildcard $(addsuffix /lib/wasm32-wasi/libc.a,/usr \
                  /usr/share/wasi-sysroot /opt/homebrew/opt/wasi-libc/share/wasi-sysroot)))
wasm_tools   := $(and $(wasm_sysroot),$(wildcard $(addsuffix /clang,$(subst :, ,$(PATH)))),\
                  $(wildcard $(addsuffix /wasm-ld,$(subst :, ,$(PATH)))))
interactive_used := $(if $(wildcard solutions/*/*.c),$(sort $(shell cat chapters/*/chapter.md \
                      2>/dev/null | sed -n 's/^::: *{\.interactive name="\([a-z]*\)".*/\1/p')))
interactive_used := $(wildcard $(interactive_used:%=docs/interactive/%.js))
interactive_used := $(interactive_used:docs/interactive/%.js=%)
interactive      := $(if $(wasm_tools),$(interactive_used))
interactive_js   := $(interactive:%=build/interactive/%.js)

# The same bits as on any machine.
WASM_FLAGS = --target=wasm32-wasi --sysroot=$(wasm_sysroot:/lib/wasm32-wasi/libc.a=) -std=c11 -O2 \
             $(SAME_BITS) -msimd128 -mmutable-globals -ffunction-sections -fdata-sections \
             -D_DEFAULT_SOURCE -D_WASI_EMULATED_PROCESS_CLOCKS \
             -Werror=implicit-function-declaration -MMD -MP -I. \
             $(addprefix -I,$(wildcard chapters/*))
WASM_LINKING = -nostartfiles -nodefaultlibs -Wl,--fatal-warnings,--no-entry,--gc-sections \
               -Wl,--strip-all,--export=__stack_pointer

wasm_parts   := $(shell sed -n 's,^.include "\(chapters/.*/experiment/.*\)\.h"$$,\1.c,p' \
                  docs/interactive/*.c)
wasm_sources := docs/interactive/platform.c $(filter-out common/require.c,$(wildcard common/*.c)) \
                $(wildcard solutions/*/*.c) $(call given,*) $(wasm_parts)
wasm_objects := $(wasm_sources:%.c=build/interactive/objects/%.o)
wasm_figures := $(interactive:%=build/interactive/objects/docs/interactive/%.o)

.PHONY: interactive-warning

build/interactive/objects/%.o: %.c docs/interactive/interactive.mk
	@mkdir -p $(@D)
	@clang $(WASM_FLAGS) -c $< -o $@

build/interactive/%.wasm: build/interactive/objects/docs/interactive/%.o $(wasm_objects)
	@clang $(WASM_FLAGS) $(WASM_LINKING) $^ -lc -o $@

build/interactive/%.js: build/interactive/%.wasm docs/interactive/%.js
	@{ printf 'interactive.code.$* = "'; base64 $< | tr -d '\n'; echo '";'; \
	   cat docs/interactive/$*.js; } > $@

interactive-warning:
ifneq ($(interactive),$(interactive_used))
	@echo 'docs: warning: interactive figures stand still: clang, lld or wasi-libc is missing' \
	    '(./setup notes)' >&2
endif

-include $(wasm_objects:.o=.d) $(wasm_figures:.o=.d)
