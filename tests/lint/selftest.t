#!/bin/bash
# Each rule of lint objects to a breach planted in a small tree that is clean otherwise.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/lint/rules.sh"

clean_tree() {
	rm -rf tree && mkdir -p tree/common/{base,num,io,cli,tomo} tree/tools tree/tests/{unit,cli,lint,data} tree/examples && cd tree || exit 1
	printf 'all:\n' >Makefile
	cat >common/base/a.h <<'END'
/* a.h - sprintf() and exit() may stand in a comment */
#ifndef BASE_A_H
#define BASE_A_H
int a_add(int x, int y);	/* their sum */
#endif
END
	cat >common/base/a.c <<'END'
#include "base/a.h"
#include <stdio.h>
static const char *const names[] = { "strcpy(", "FILE *" };

int a_add(int x, int y)
{
	char text[16];
	snprintf(text, sizeof text, "%s", names[0]);
	return x + y;
}
END
	cp common/base/a.c common/tomo/f.c
	cat >tools/xa.c <<'END'
#include "base/a.h"
#include <stdio.h>

int main(void)
{
	return printf("%d\n", a_add(1, 2)) < 0;
}
END
	printf '#!/bin/bash\n. "$(dirname "$0")/../lib.sh"\ndone_testing\n' >tests/cli/xa.t
	printf '#include "base/a.h"\nint main(void) { return a_add(0, 0); }\n' >tests/unit/test_a.c
}
export LINT_CFLAGS='-std=c11 -Icommon'

clean_tree
for r in $(rules); do
	none "$r: a clean tree passes" "$("rule_$r" 2>&1)"
done
cd ..

caught=" "
catches() {	# catches RULE WHAT FILE: stdin is added to FILE of a clean tree; the rule must name it
	local out file=${3%% *}
	clean_tree
	mkdir -p "$(dirname "$3")" && cat >>"$3"
	out=$("rule_$1" 2>&1)
	[[ $out == *"$file"* ]] && pass "$1 objects to $2" || flunk "$1 objects to $2" "it said '$out'"
	caught+="$1 "
	cd ..
}
lines() { local i; for ((i = 0; i < $1; i++)); do echo "${2:-	x++;}"; done; }

catches layers 'num including io' common/num/n.c <<<'#include "io/stream.h"'
catches layers 'base including num' common/base/n.h <<<'#include "num/fft.h"'
catches layers 'science including io' common/tomo/n.c <<<'#include "io/stream.h"'
catches layers 'science including cli' common/tomo/n.c <<<'#  include "cli/opt.h"'
catches layers 'one science including another' common/tomo/n.c <<<'#include "view/map.h"'
catches layers 'io including science' common/io/n.c <<<'#include "tomo/norm.h"'
catches layers 'a way around by ..' common/tomo/n.c <<<'#include "../io/stream.h"'
catches tools_apart 'a tool including a tool' tools/xb.c <<<'#include "xa.c"'
catches pure 'FILE in science' common/tomo/n.c <<<'int f(FILE *x);'
catches pure 'printf in science' common/tomo/n.c <<<'int f(void) { return printf("x"); }'
catches pure 'getenv in science' common/tomo/n.c <<<'char *f(void) { return getenv("TMPDIR"); }'
catches pure 'exit in science' common/tomo/n.c <<<'void f(void) { exit(1); }'
catches pure 'rand in science' common/tomo/n.c <<<'int f(void) { return rand(); }'
catches stateless 'a static variable of file scope' common/tomo/n.c <<<'static int calls;'
catches stateless 'a static variable in a function' common/tomo/n.c <<<$'\tstatic double last = 0;'
catches stateless 'a static array' common/tomo/n.c <<<'static float table[256];'
catches stateless 'a global variable' common/tomo/n.c <<<'double gain = 1;'
catches libraries 'HDF5 outside h5' common/io/n.c <<<'#include <hdf5.h>'
catches libraries 'HDF5 in science' common/tomo/n.c <<<'#include <hdf5.h>'
catches libraries 'GSL in science' common/tomo/n.c <<<'#include <gsl/gsl_math.h>'
catches libraries 'HDF5 in a tool' tools/xb.c <<<'#include <hdf5.h>'
catches libraries 'TIFF outside io' common/view/n.c <<<'#include <tiffio.h>'
catches libraries 'FFTW outside num/fft.c' common/tomo/n.c <<<'#include <fftw3.h>'
catches quiet 'printf in base' common/base/n.c <<<'int f(void) { return printf("x"); }'
catches quiet 'stderr in io' common/io/n.c <<<'int f(void) { return fputs("x", stderr); }'
catches quiet 'exit in num' common/num/n.c <<<'void f(void) { exit(1); }'
for f in strcpy strcat sprintf atof gets system; do
	catches banned "$f" common/io/n.c <<<"int f(void) { return $f (a, b); }"
done
catches banned 'sprintf in a unit test' tests/unit/n.c <<<'int f(void) { return sprintf(a, "x"); }'
catches parallel 'a parallel loop in science' common/tomo/n.c <<<'#pragma omp parallel for'
catches parallel 'omp.h in a tool' tools/xb.c <<<'#include <omp.h>'
catches environment 'another variable' common/cli/n.c <<<'char *f(void) { return getenv("HOME"); }'
catches headers 'a header that needs another' common/base/n.h <<<'int f(struct err *e, size_t n);'
catches function_length 'a function of 81 lines' common/base/n.c < <(echo 'void f(void)'; echo '{'; lines 79; echo '}')
catches function_length 'a main of 41 lines' tools/xb.c < <(echo 'int main(void)'; echo '{'; lines 39; echo '}')
catches file_length 'a long module' common/base/n.c < <(lines 501 '')
catches file_length 'a long tool' tools/xb.c < <(lines 301 '')
catches ifdef 'an #ifdef in a function' common/base/n.c <<<$'void f(void)\n{\n#ifdef X\n#endif\n}'
catches typedef 'a typedef of a struct' common/base/n.h <<<'typedef struct a { int b; } a;'
catches tests_exist 'a tool without a test' tools/xb.c </dev/null
clean_tree; rm tests/unit/*
[[ $(rule_tests_exist) == *common/base/a.h* ]] && pass 'tests_exist objects to a module without a unit test' ||
	flunk 'tests_exist objects to a module without a unit test'
cd ..
catches test_frame 'a .t without bash' tests/cli/n.t <<<'done_testing'
catches test_frame 'a .t without a plan' tests/cli/n.t <<<'#!/bin/bash'
catches test_data 'a large data file' tests/data/n.bin < <(head -c 70000 /dev/zero)
catches shell 'a script that does not parse' tests/cli/n.t <<<'if true; then'
! command -v shellcheck >/dev/null || catches shell 'an error that shellcheck finds' tests/cli/n.t <<<'if [ -n "$x"]; then :; fi'
catches blanks 'a trailing blank' common/base/n.c <<<'int x; '
catches blanks 'a carriage return' README.md <<<$'x\r'
catches blanks 'a missing newline at the end' README.md < <(printf x)
catches words 'unfinished work' common/base/n.c <<<'/* TO''DO */'
catches makefile 'a tool named in the Makefile' Makefile <<<'extra: build/bin/xa'
catches units 'a length without its unit' common/tomo/n.h <<<'int f(double distance, int n);'

clean_tree
echo '#include <png.h>' >common/io/p.c; echo '#include <png.h>' >common/tomo/p.c
[ -n "$(rule_libraries)" ] && pass 'libraries objects to PNG in two files' || flunk 'libraries objects to PNG in two files'
cd ..
for r in $(rules); do
	[[ $caught == *" $r "* ]] && pass "$r has its breach here" || flunk "$r has no breach here"
done
done_testing
