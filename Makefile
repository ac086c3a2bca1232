# beampipe.  Tools, modules, tests and pages are found by wildcard; nothing here names one.
#
#	make            programs, man pages, completions in build/
#	make demo       the main job, from a scan to a picture
#	make check      everything that is quick; make check-all: everything
#	make install    PREFIX=/usr/local DESTDIR=
#
# Another compiler, sanitizers or flags go into a folder of their own:
#	make CC=clang B=build-clang
#	make SAN="-fsanitize=address,undefined" B=build-asan

CC      ?= cc
AR      ?= ar
CFLAGS  ?= -O3 -g
PREFIX  ?= /usr/local
B       ?= build
VERSION := 0.1.0
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)
FUZZ_S  ?= 60
MUTANTS ?= 500
KILLS   ?= 200

# Debian packages: what build, check and demo need; and what check-all needs besides
DEPS     = gcc make libc6-dev pkg-config libhdf5-dev libtiff-dev libfftw3-dev libgsl-dev libpng-dev libfreetype-dev libyaml-dev libsleef-dev libxrl-dev \
           fonts-dejavu-core perl mandoc bash coreutils util-linux
DEPS_ALL = clang libclang-rt-14-dev libomp-dev valgrind clang-format shellcheck python3-skimage python3-bornagain slurm-wlm munge

WARN     = -Wall -Wextra -Wshadow -Wpointer-arith -Wwrite-strings -Wmissing-prototypes \
           -Wformat=2 -Wno-format-nonliteral
PKGS     = libtiff-4 fftw3 fftw3f gsl libpng freetype2 yaml-0.1 sleef libxrl
ARCH    := $(or $(shell $(CC) -dumpmachine 2>/dev/null),unknown)
CPPFLAGS_ := -D_GNU_SOURCE -DBEAMPIPE_VERSION='"$(VERSION)"' -Icommon $(shell pkg-config --cflags hdf5 $(PKGS) 2>/dev/null)
BASE     = -std=c11 $(WARN) $(CFLAGS) $(SAN) -fno-math-errno -fopenmp -pthread
ALL      = $(BASE) $(CPPFLAGS_) -MMD -MP
LIBS    := -Wl,--as-needed $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm -ldl
H5LIBS  := $(shell pkg-config --libs hdf5 2>/dev/null)

# kernels (*.hot.c) are compiled once per level of the machine
LEVELS   = $(if $(findstring x86_64,$(ARCH)),v1 v3 v4,v1)
HOT_v1   = -DHOT_LEVEL=v1
HOT_v3   = -DHOT_LEVEL=v3 -march=x86-64-v3 -ffp-contract=fast
HOT_v4   = -DHOT_LEVEL=v4 -march=x86-64-v4 -ffp-contract=fast -mprefer-vector-width=512

# common/h5/ is a shared object of its own, loaded when a file needs it (common/io/late.h)
H5OBJ    = $(patsubst %.c,$B/%.o,$(wildcard common/h5/*.c))
MODULE   = $B/lib/beampipe/h5.so
SRC      = $(filter-out common/h5/%,$(wildcard common/*/*.c))
HOTSRC   = $(filter %.hot.c,$(SRC))
OBJ      = $(patsubst %.c,$B/%.o,$(filter-out %.hot.c,$(SRC))) \
           $(foreach l,$(LEVELS),$(patsubst %.hot.c,$B/%.$l.o,$(HOTSRC)))
LIB      = $B/libbeampipe.a
NAMES    = $(patsubst tools/%.c,%,$(wildcard tools/*.c))
SHNAMES  = $(filter-out %.sh,$(notdir $(wildcard shell/*)))
TOOLS    = $(NAMES:%=$B/bin/%)
SCRIPTS  = $(SHNAMES:%=$B/bin/%)
PAGES    = $(NAMES:%=$B/man/%.1) $(SHNAMES:%=$B/man/%.1)
COMPL    = $(NAMES:%=$B/completion/%) $(SHNAMES:%=$B/completion/%)
UNITS    = $(patsubst tests/unit/%.c,$B/unit/%,$(wildcard tests/unit/*.c))
BENCH    = $(patsubst tests/bench/%.c,$B/bench/%,$(wildcard tests/bench/*.c))
HELPERS  = $(patsubst tests/%.c,$B/tests/%,$(wildcard tests/*.c))
FAULTS   = $(patsubst tests/fault/%.c,$B/fault/%.so,$(wildcard tests/fault/*.c))
FUZZERS  = $(patsubst tests/fuzz/%.c,$B/fuzz/%,$(wildcard tests/fuzz/*.c))

all: tools man completion
tools: $(TOOLS) $(SCRIPTS)
man: $(PAGES)
completion: $(COMPL)
units: $(UNITS)
helpers: $(HELPERS) $(FAULTS)
bench-programs: $(BENCH)

# ---- build -------------------------------------------------------------------------------------

# rewritten, and all compiled anew, only when compiler or flags change
$B/flags: export FLAGS_ = $(CC) $(ALL) $(LIBS)
$B/flags: FORCE
	@pkg-config --exists hdf5 $(PKGS) && command -v $(firstword $(CC)) >/dev/null || \
		{ echo "beampipe: libraries or compiler are missing: run 'make deps' first" >&2; exit 1; }
	@mkdir -p $B
	@printf '%s\n' "$$FLAGS_" | cmp -s - $@ || printf '%s\n' "$$FLAGS_" >$@
FORCE:

# q, not r: two members may have the same name, base/part.o and num/part.o
$(LIB): $(OBJ)
	@rm -f $@
	@$(AR) qcs $@ $^
$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(CC) $(ALL) $(PIC) -c $< -o $@
define hot_rule
$B/%.$1.o: %.hot.c $B/flags
	@mkdir -p $$(@D)
	$$(CC) $$(ALL) $$(HOT_$1) -c $$< -o $$@
endef
$(foreach l,$(LEVELS),$(eval $(call hot_rule,$l)))

# the shared object takes from the program what it needs of the library: the program must have and export it
$(H5OBJ): PIC = -fPIC
$B/h5.need: $(H5OBJ) $(LIB)
	@nm -g --defined-only $(H5OBJ) | awk 'NF == 3 { print $$3 }' | sort -u >$@.own
	@nm -u $(H5OBJ) | awk 'NF == 2 { print $$2 }' | sort -u | comm -23 - $@.own >$@.all
	@nm -g --defined-only $(LIB) | awk 'NF == 3 { print $$3 }' | sort -u | comm -12 - $@.all >$@.own
	@{ sed 's/^/-Wl,-u,/' $@.own; echo -Wl,--dynamic-list=$@.list; } >$@.part
	@{ echo '{'; sed 's/$$/;/' $@.own; echo '};'; } >$@.list
	@rm -f $@.own $@.all; mv $@.part $@
$(MODULE): $(H5OBJ)
	@mkdir -p $(@D)
	$(CC) $(BASE) $(LDFLAGS) -shared $^ $(H5LIBS) -o $@

define link
@mkdir -p $(@D)
$(CC) $(BASE) $(LDFLAGS) $(filter %.o %.a,$^) $(LIBS) -o $@
endef
$(TOOLS): $B/bin/%: $B/tools/%.o $(LIB) $B/h5.need | $(MODULE)
	@mkdir -p $(@D)
	$(CC) $(BASE) $(LDFLAGS) $(filter %.o %.a,$^) @$B/h5.need $(LIBS) -o $@
$(UNITS) $(BENCH) $(FUZZERS): private LIBS += $(H5LIBS)
$(UNITS): $B/unit/%: $B/tests/unit/%.o $(H5OBJ) $(LIB)
	$(link)
$(BENCH): $B/bench/%: $B/tests/bench/%.o $(H5OBJ) $(LIB)
	$(link)
$(HELPERS): $B/tests/%: $B/tests/%.o
	$(link)
$(FUZZERS): $B/fuzz/%: $B/tests/fuzz/%.o $(H5OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(BASE) $(LDFLAGS) -fsanitize=fuzzer $^ $(LIBS) -o $@
$(FAULTS): $B/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARN) -O2 -shared -fPIC -fno-builtin $< -ldl -o $@

$(SCRIPTS): $B/bin/%: shell/% Makefile
	@mkdir -p $(@D)
	@sed 's/@VERSION@/$(VERSION)/' $< >$@.part
	@chmod 755 $@.part && mv $@.part $@
$(SHNAMES:%=$B/man/%.1): $B/man/%.1: man/%.1
	@mkdir -p $(@D)
	@cp $< $@
$(SHNAMES:%=$B/completion/%): $B/completion/%: $B/bin/%
	@mkdir -p $(@D)
	@printf 'complete -o default -W "%s" %s\n' "$$($< --help | grep -oE '^  (-.,|   ) --[a-z0-9-]+' | grep -oE -- '--.*' | tr '\n' ' ')" $* >$@

# what man/TOOL.in says stands where the generated page has the line .\" EXTRA
.SECONDEXPANSION:
$(NAMES:%=$B/man/%.1): $B/man/%.1: $B/bin/% $$(wildcard man/$$*.in)
	@mkdir -p $(@D)
	@$< --help=man >$@.part
	@sed -e '/^\.\\" EXTRA/{r man/$*.in' -e 'd}' $@.part >$@ && rm $@.part
$(NAMES:%=$B/completion/%): $B/completion/%: $B/bin/%
	@mkdir -p $(@D)
	@$< --help=bash >$@

# ---- install -----------------------------------------------------------------------------------

D        = $(DESTDIR)$(PREFIX)
install: all
	install -d $D/bin $D/lib/beampipe $D/share/man/man1 $D/share/man/man5 $D/share/man/man7 \
		$D/share/bash-completion/completions $D/share/doc/beampipe/examples
	install -m 755 $(TOOLS) $(SCRIPTS) $D/bin
	install -m 644 $(MODULE) $D/lib/beampipe
	install -m 644 $(PAGES) $D/share/man/man1
	install -m 644 $(wildcard man/*.5) $D/share/man/man5
	install -m 644 $(wildcard man/*.7) $D/share/man/man7
	install -m 644 $(COMPL) $D/share/bash-completion/completions
	install -m 644 README.md CHANGELOG.md COPYING $D/share/doc/beampipe
	install -m 755 $(wildcard examples/*.sh) $D/share/doc/beampipe/examples
	install -m 644 $(filter-out %.sh,$(wildcard examples/*)) $D/share/doc/beampipe/examples
uninstall:
	rm -f $(NAMES:%=$D/bin/%) $(SHNAMES:%=$D/bin/%) $(patsubst $B/man/%,$D/share/man/man1/%,$(PAGES)) \
		$(patsubst man/%,$D/share/man/man5/%,$(wildcard man/*.5)) \
		$(patsubst man/%,$D/share/man/man7/%,$(wildcard man/*.7)) \
		$(patsubst $B/completion/%,$D/share/bash-completion/completions/%,$(COMPL))
	rm -rf $D/share/doc/beampipe $D/lib/beampipe
deps:
	@.ci/deps $(DEPS)
deps-all:
	@.ci/deps $(DEPS) $(DEPS_ALL)

# ---- check -------------------------------------------------------------------------------------

# A fresh machine has neither compiler nor pkg-config when this file is first read, hence the second make.
AGAIN    = +@$(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))
PROVE    = PATH="$(abspath $B)/bin:$(abspath $B)/tests:$$PATH" BUILD="$(abspath $B)" CC="$(CC)" prove -j$(JOBS)

demo: deps
	$(AGAIN) all
	@PATH="$(abspath $B)/bin:$$PATH" examples/demo.sh $B/demo
check: deps
	$(AGAIN) all units helpers
	@$(PROVE) -r tests/lint tests/cli $(UNITS)
lint:
	@$(PROVE) tests/lint

check-all: deps-all check
	$(AGAIN) clang
	$(AGAIN) asan
	$(AGAIN) fault
	$(AGAIN) fuzz
	$(AGAIN) valgrind
	$(AGAIN) long
clang:
	$(AGAIN) CC=clang B=build-clang CFLAGS="-O2 -g -Werror" all units bench-programs
	@$(MAKE) -s --no-print-directory CC=clang B=build-clang run-units
# leaks are counted too; BUILD_SLOW tells a test that times and sizes mean nothing here
asan:
	$(AGAIN) B=build-asan CFLAGS="-O1 -g" SAN="-fsanitize=address,undefined -fno-sanitize-recover=all" all units helpers
	@BUILD_SLOW=1 $(MAKE) -s --no-print-directory B=build-asan run-units run-cli
run-units:
	@$(PROVE) $(UNITS)
run-cli:
	@$(PROVE) -r tests/cli
fault: all helpers
	@KILLS=$(KILLS) MUTANTS=$(MUTANTS) $(PROVE) -r tests/fault
fuzz:
	$(AGAIN) B=build-fuzz CC=clang CFLAGS="-O1 -g" SAN="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" fuzzers
	@tests/fuzz/run build-fuzz/fuzz $(FUZZ_S)
fuzzers: $(FUZZERS)
long: all		# what takes minutes, such as a Slurm of its own
	@$(PROVE) -r tests/long
valgrind: all
	@PATH="$(abspath $B)/bin:$$PATH" prove tests/valgrind.t
bench: all bench-programs
	@set -e; for b in $(BENCH); do $$b; done
	@set -e; for s in $(wildcard tests/bench/*.sh); do PATH="$(abspath $B)/bin:$(abspath $B)/bench:$$PATH" bash $$s; done

# ---- work on the code --------------------------------------------------------------------------

# the lines that differ from the last commit: tables aligned by hand stay as they are
format:
	git clang-format --quiet --force HEAD -- common tools tests
new-tool:
	@.ci/new-tool "$(NAME)"
cflags:		# for editors and the lint: how one file is compiled
	@echo $(filter-out -MMD -MP,$(ALL))
clean:
	rm -rf build build-*

.PHONY: all tools man completion units helpers bench-programs install uninstall deps deps-all demo check lint \
	check-all clang asan run-units run-cli fault fuzz fuzzers valgrind long bench format new-tool cflags clean FORCE
.DELETE_ON_ERROR:
-include $(shell find $B -name '*.d' 2>/dev/null)
