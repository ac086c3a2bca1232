#!/bin/bash
# The manual pages: mandoc has nothing to say against any; the generated ones hold what man/TOOL.in adds.
. "$(dirname "$0")/../lib.sh"
shopt -s nullglob
lint() { mandoc -Tlint "$1" 2>&1 | grep -v "referenced manual not found" | sed "s|$top/||" | head -5; }

for p in "$top"/man/*.[157] "${BUILD:-$top/build}"/man/*.1; do
	none "${p##*/}: mandoc -Tlint" "$(lint "$p")"
done
for f in "$top"/man/*.in; do
	t=$(basename "$f" .in)
	is "$t.1 holds man/$t.in" "$(grep -cFxf "$f" "${BUILD:-$top/build}/man/$t.1" | awk -v n="$(grep -c . "$f")" '{ print ($1 >= n) ? "all" : $1 " lines of " n }')" "all"
done
# every tool has its page and its completion, and every page names the statuses
for c in "$top"/tools/*.c; do
	t=$(basename "$c" .c)
	ok "$t.1 tells the exit statuses" grep -q '^\.SH.*EXIT STATUS' "${BUILD:-$top/build}/man/$t.1"
	ok "completion of $t" bash -n "${BUILD:-$top/build}/completion/$t"
done
done_testing
