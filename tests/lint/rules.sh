# rules.sh - the rules of the house, sourced by lint.t and selftest.t.  Each function is one rule:
# in the top folder of a tree it prints FILE:LINE:what for each breach, and nothing when all is well.
# The first comment of a rule is its text.
lint=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shopt -s nullglob

code() { perl "$lint/code.pl" "$@"; }		# without comments and strings
science() {	# the folders that hold science: all that are not named here
	local d
	for d in common/*/; do
		case $d in */base/ | */num/ | */io/ | */h5/ | */cli/ | */app/) ;; *) echo "$d" ;; esac
	done
}
science_files() { local d; for d in $(science); do printf '%s\n' "$d"*.[ch]; done; }
texts() {	# every text file of the project, the licence aside
	if git rev-parse --show-toplevel 2>/dev/null | grep -qx "$(pwd -P)"; then git ls-files -co --exclude-standard
	else find . -type f -not -path './build*' -not -path './.git/*' | sed 's|^\./||'; fi |
	grep -v -e '^COPYING$' -e '^tests/data/' -e '^tests/fuzz/seed/' | while read -r f; do [ ! -f "$f" ] || echo "$f"; done
}

rule_layers() {	# a layer includes itself and those below: base < num < science, base < num < io < cli, all < app
	local d ok
	for d in common/*/; do
		case $d in
		*/base/) ok='base' ;;
		*/num/) ok='base|num' ;;
		*/io/) ok='base|num|io' ;;
		*/h5/) ok='base|io|h5' ;;
		*/cli/) ok='base|num|io|cli' ;;
		*/app/) ok='[a-z]+' ;;
		*) ok="base|num|$(basename "$d")" ;;
		esac
		grep -HnE '^[[:space:]]*#[[:space:]]*include "' "$d"*.[ch] /dev/null | grep -vE "include \"(($ok)/)?[A-Za-z0-9_.]+\""
	done
}
rule_tools_apart() {	# a tool includes headers of common/ and no other tool
	grep -HnE '^[[:space:]]*#[[:space:]]*include "' tools/*.c /dev/null | grep -vE 'include "(base|num|io|cli|[a-z]+)/[A-Za-z0-9_]+\.h"'
}
rule_pure() {	# science neither reads, prints, asks the environment, exits nor draws random numbers of its own
	code $(science_files) | grep -E '(^|[^>.a-zA-Z0-9_])(FILE|(v?f?|vd|d)printf|puts|putchar|fopen|fread|fwrite|open|read|write|getenv|exit|_exit|abort|time|clock|s?rand|random|drand48)\b *\(|\bFILE\b|\bstd(out|err|in)\b'
}
rule_stateless() {	# science has no variables of file scope and no static ones in functions
	code $(science_files) | grep -E ':([[:space:]]*static|(int|long|unsigned|float|double|char|bool|size_t|u?int[0-9]+_t|struct [a-z_0-9]+))[ *][^()]*(=|;|\[)' |
		grep -vE ':[0-9]+:[[:space:]]+(int|long|unsigned|float|double|char|bool|size_t|u?int[0-9]+_t|struct)' | grep -vE '\bconst\b|:struct [a-z_0-9]+ *[;{]'
}
rule_libraries() {	# HDF5 in h5/, TIFF in io/, FFTW in num/fft.c, GSL in num/special.c, YAML, SLEEF, xraylib, PNG and FreeType in one file each
	local f='^[[:space:]]*#[[:space:]]*include <'
	grep -srHnE --include='*.[ch]' "$f(hdf5|H5[A-Za-z]*|hdf5_hl)\.h>" common tools | grep -v '^common/h5/'
	grep -srHnE --include='*.[ch]' "$f(tiffio|tiff)\.h>" common tools | grep -v '^common/io/'
	grep -srHnE --include='*.[ch]' "${f}fftw3\.h>" common tools | grep -v '^common/num/fft\.c:'
	grep -srHnE --include='*.[ch]' "${f}gsl/" common tools | grep -v '^common/num/special\.c:'
	grep -srHnE --include='*.[ch]' "${f}yaml\.h>" common tools | grep -v '^common/io/yaml\.c:'
	grep -srHnE --include='*.[ch]' "${f}sleef\.h>" common tools | grep -v '^common/num/vmath\.hot\.c:'
	grep -srHnE --include='*.[ch]' "${f}xraylib" common tools | grep -v '^common/num/xray\.c:'
	local l
	for l in png ft2build; do
		[ "$(grep -srlE --include='*.[ch]' "$f$l\.h>" common tools | wc -l)" -le 1 ] ||
			grep -srHnE --include='*.[ch]' "$f$l\.h>" common tools
	done
}
rule_quiet() {	# libraries never print and never exit: that is for cli/ and the tools
	code common/{base,num,io,h5}/*.[ch] | grep -E '\b(v?printf|puts|putchar|perror|exit|abort|err|errx|warn|warnx)\b *\(|\bstd(out|err)\b'
}
rule_banned() {	# functions that overrun, hide errors or keep hidden state
	code common/*/*.[ch] tools/*.c tests/*.c tests/*/*.[ch] |
		grep -E '\b(strcpy|strcat|strncpy|stpcpy|sprintf|vsprintf|gets|atof|atoi|atol|atoll|strtok|tmpnam|tempnam|mktemp|rand|srand|alloca|asctime|ctime|localtime|gmtime|system|popen|setlinebuf)\b *\('
}
rule_parallel() {	# threads start in num/par.c and in the reader and writer of io/; loops may be vectorised anywhere
	code common/*/*.[ch] tools/*.c | grep -E '#[[:space:]]*pragma omp (parallel|for|task|sections)|\bomp_[a-z_]+ *\(|# *include <omp\.h>' | grep -v '^common/num/par\.c:'
}
rule_environment() {	# the environment is TMPDIR, OMP_NUM_THREADS, HDF5_PLUGIN_PATH and BEAMPIPE_PROV
	grep -HnE '\bgetenv *\(' common/*/*.[ch] tools/*.c | grep -vE '"(TMPDIR|OMP_NUM_THREADS|HDF5_PLUGIN_PATH|BEAMPIPE_PROV)"'
}
rule_headers() {	# every header compiles alone
	local h out flags
	flags=${LINT_CFLAGS:-$(make -s cflags 2>/dev/null)}
	for h in common/*/*.h tests/unit/*.h; do
		out=$(${CC:-cc} $flags -Wno-unused-function -Wno-unused-variable -fsyntax-only -x c "$h" 2>&1) || echo "$h:1:does not compile alone: ${out%%$'\n'*}"
	done
}
functions() {	# FILE:LINE LINES NAME of each function
	awk 'FNR == 1 { inside = 0; head = "" }
	/^\{/ { inside = 1; start = FNR; name = head; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
	/^\}/ && inside { print FILENAME ":" start, FNR - start + 1, name; inside = 0 }
	!inside && /^[A-Za-z].*\(/ { head = $0 }' "$@" /dev/null
}
rule_function_length() {	# a function has at most 80 lines, a main at most 40
	functions common/*/*.[ch] tools/*.c tests/*/*.c | awk '$2 > 80 || ($3 == "main" && $2 > 40) { print $1 ":" $3 " has " $2 " lines" }'
}
rule_file_length() {	# a tool is a page or four, a file of common/ one thing
	wc -l tools/*.c /dev/null | awk '$2 ~ /\.c$/ && $1 > 300 { print $2 ":" $1 ":a tool of more than 300 lines" }'
	wc -l common/*/*.[ch] /dev/null | awk '$2 ~ /\.[ch]$/ && $1 > 500 { print $2 ":" $1 ":more than 500 lines" }'
}
rule_ifdef() {	# no #ifdef inside a function
	local f
	for f in common/*/*.[ch] tools/*.c; do
		awk '/^\{/ { inside = 1 } /^\}/ { inside = 0 }
		inside && /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)/ { print FILENAME ":" FNR ":" $0 }' "$f"
	done
}
rule_typedef() {	# structs go by their name, without typedef
	code common/*/*.[ch] tools/*.c | grep -E '\btypedef +(struct|enum|union)\b'
}
rule_tests_exist() {	# each tool has its test; each header of base/, num/ and science a function that a unit test calls
	local f t names
	for f in tools/*.c; do
		t=tests/cli/$(basename "$f" .c).t
		[ -e "$t" ] || echo "$f:1:no $t"
	done
	for f in common/{base,num}/*.h $(for f in $(science_files); do case $f in *.h) echo "$f" ;; esac; done); do
		[ -e "${f%.h}.c" ] || continue
		names=$(code "$f" | grep -v ':#' | grep -oE '\b[a-z][a-z0-9_]+\(' | grep -v '__attribute__\|defined' | sort -u | tr -d '(' | paste -sd '|')
		[ -z "$names" ] || cat tests/unit/*.c /dev/null | grep -qwE "$names" || echo "$f:1:no unit test calls any of its functions"
	done
}
rule_test_frame() {	# a .t starts as bash, reads lib.sh or prints its own plan, and ends with it
	local f
	for f in tests/*/*.t; do
		head -1 "$f" | grep -q '^#!/bin/bash' || echo "$f:1:does not start with #!/bin/bash"
		grep -qE 'done_testing|^echo "?1\.\.' "$f" || echo "$f:1:has no plan: end with done_testing"
	done
}
rule_test_data() {	# a data file of the tests is small: what is large is computed
	find tests examples -type f -size +64k 2>/dev/null | sed 's/$/:1:more than 64 KiB/'
}
rule_shell() {	# shell scripts parse, and shellcheck, where it is there, finds no error
	local f
	for f in tests/*.sh tests/*/*.{sh,t} examples/*.sh shell/* .ci/*; do
		[ ! -f "$f" ] || bash -n "$f" 2>&1 | sed 's/^/shell: /'
	done
	! command -v shellcheck >/dev/null || shellcheck -f gcc -S error -s bash tests/*.sh tests/*/*.{sh,t} examples/*.sh shell/* .ci/*
}
rule_blanks() {	# no blanks at the end of a line, no carriage returns, a newline at the end of a file
	texts | while read -r f; do
		grep -HnIE $'[ \t\r]$' "$f"
		[ ! -s "$f" ] || [ -z "$(tail -c 1 "$f" | tr -d '\n')" ] || ! grep -qI . "$f" || echo "$f:1:no newline at the end"
	done
}
rule_words() {	# nothing unfinished
	texts | grep -v '^tests/lint/' | tr '\n' '\0' | xargs -0 -r grep -HnIwE 'TO''DO|FIX''ME|X''XX|HA''CK|not yet implemented|place''holder' /dev/null
}
rule_makefile() {	# the Makefile names no tool
	local t
	for t in tools/*.c; do
		grep -Hnw -- "$(basename "$t" .c)" Makefile
	done
}
rule_units() {	# a length, an energy or an angle in a header carries its unit
	code common/*/*.h | grep -E '\b(double|float) +(distance|energy|wavelength|pixel|angle|theta|tilt)(_(size|step|start|end))?( *[;,)=])'
}
rules() { declare -F | sed -n 's/^declare -f rule_//p'; }
