# beampipe.  Tools, modules and tests are found by wildcard; nothing here names one.
CC      ?= cc
AR      ?= ar
CFLAGS  ?= -O3 -g
PREFIX  ?= /usr/local
B       ?= build
VERSION := 0.1.0

WARN     = -Wall -Wextra -Wshadow -Wpointer-arith -Wwrite-strings -Wmissing-prototypes \
           -Wformat=2 -Wno-format-nonliteral
PKGS     = hdf5 libtiff-4 fftw3 fftw3f gsl libpng cairo
ARCH    := $(shell $(CC) -dumpmachine)
CPPFLAGS_ = -D_GNU_SOURCE -DBEAMPIPE_VERSION='"$(VERSION)"' -Icommon $(shell pkg-config --cflags $(PKGS))
BASE     = -std=c11 $(WARN) $(CFLAGS) $(SAN) -fno-math-errno -fopenmp -pthread
ALL      = $(BASE) $(CPPFLAGS_) -MMD -MP
LIBS     = -Wl,--as-needed $(shell pkg-config --libs $(PKGS)) -lm

# kernels (*.hot.c) are compiled once per level of the machine
LEVELS   = $(if $(findstring x86_64,$(ARCH)),v1 v3 v4,v1)
HOT_v1   = -DHOT_LEVEL=v1
HOT_v3   = -DHOT_LEVEL=v3 -march=x86-64-v3 -ffp-contract=fast
HOT_v4   = -DHOT_LEVEL=v4 -march=x86-64-v4 -ffp-contract=fast -mprefer-vector-width=512

SRC      = $(wildcard common/*/*.c)
HOTSRC   = $(filter %.hot.c,$(SRC))
OBJ      = $(patsubst %.c,$B/%.o,$(filter-out %.hot.c,$(SRC))) \
           $(foreach l,$(LEVELS),$(patsubst %.hot.c,$B/%.$l.o,$(HOTSRC)))
LIB      = $B/libbeampipe.a
TOOLS    = $(patsubst tools/%.c,$B/bin/%,$(wildcard tools/*.c))
UNITS    = $(patsubst tests/unit/%.c,$B/unit/%,$(wildcard tests/unit/*.c))
BENCH    = $(patsubst tests/bench/%.c,$B/bench/%,$(wildcard tests/bench/*.c))

all: $(TOOLS)
$(LIB): $(OBJ)
	@rm -f $@
	@$(AR) rcs $@ $^
$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL) -c $< -o $@
define hot_rule
$B/%.$1.o: %.hot.c Makefile
	@mkdir -p $$(@D)
	$$(CC) $$(ALL) $$(HOT_$1) -c $$< -o $$@
endef
$(foreach l,$(LEVELS),$(eval $(call hot_rule,$l)))
$B/bin/%: $B/tools/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(BASE) $(LDFLAGS) $^ $(LIBS) -o $@
$B/unit/%: $B/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(BASE) $(LDFLAGS) $^ $(LIBS) -o $@
$B/bench/%: $B/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(BASE) $(LDFLAGS) $^ $(LIBS) -o $@

units: $(UNITS)
bench-programs: $(BENCH)

clean:
	rm -rf build build-*
.PHONY: all units bench-programs clean
.SECONDARY:
-include $(shell find $B -name '*.d' 2>/dev/null)
