#!/bin/bash
# Each allocation of each tool fails in turn: one line on standard error, no output, nothing left, no crash.
# A failure that a library survives must give the same output as none.  FAULTS: at most so many a command.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/commands.sh"
so=${BUILD:-$top/build}/fault/failmalloc.so max=${FAULTS:-300}

for c in "${commands[@]}"; do
	fresh
	env FAIL_COUNT="$PWD/count" LD_PRELOAD="$so" $(command_of "$c") >stdout 2>stderr || { flunk "$c runs" "$(cat stderr)"; continue; }
	want=$(digest) total=$(cat count) runs=0
	: >bad
	step=$(((total + max - 1) / max))
	for ((i = 1; i <= total; i += step)); do
		fresh
		timeout 60 env FAIL_AT=$i LD_PRELOAD="$so" $(command_of "$c") >stdout 2>stderr
		got=$? runs=$((runs + 1))
		if [ $got -eq 0 ]; then [ "$(digest)" = "$want" ] || echo "$i: exit 0 and another output: $(cat stderr)"
		elif [ $got -ne 6 ] && [ $got -ne 4 ]; then echo "$i: exit $got: $(head -c 300 stderr)"
		elif [ "$(wc -l <stderr)" -ne 1 ]; then echo "$i: $(wc -l <stderr) lines on stderr: $(head -c 300 stderr)"
		elif [ -n "$(left)" ]; then echo "$i: left $(left)"
		fi >>bad
	done
	[ -s bad ] || [ $runs -eq 0 ] && flunk "$c: $runs of $total allocations" "$(wc -l <bad) bad" "$(head -5 bad | cut -c 1-200)" || pass "$c: $runs of $total allocations"
done
done_testing
