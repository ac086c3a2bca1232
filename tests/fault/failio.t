#!/bin/bash
# Each write, sync, close and rename of each tool fails in turn, once or for good: exit 4, one line, nothing left.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/commands.sh"
so=${BUILD:-$top/build}/fault/failio.so max=${FAULTS:-300}

run() { timeout 60 env "$@" LD_PRELOAD="$so" $(command_of "$c") >stdout 2>stderr; }
for c in "${commands[@]}"; do
	fresh
	run FAIL_COUNT="$PWD/count" || { flunk "$c runs" "$(cat stderr)"; continue; }
	want=$(digest) total=$(cat count)
	[[ $c == *OUT* ]] || [ "$total" -gt 0 ] || { skip "$c" 'prints through stdio: see fulldisk.t'; continue; }
	for how in '28 0' '28 1' '5 0'; do
		read -r number sticky <<<"$how"
		runs=0
		: >bad
		step=$(((total + max - 1) / max))
		for ((i = 1; i <= total; i += step)); do
			fresh
			run FAIL_AT=$i FAIL_ERRNO="$number" FAIL_STICKY="$sticky"
			got=$? runs=$((runs + 1))
			if [ $got -ne 4 ]; then echo "$i: exit $got: $(head -c 300 stderr)"
			elif [ "$(wc -l <stderr)" -ne 1 ]; then echo "$i: $(wc -l <stderr) lines on stderr: $(head -c 300 stderr)"
			elif [ -n "$(left)" ] && [ "$(digest)" != "$want" ]; then echo "$i: left $(left)"	# only the folder's sync comes after the rename
			fi >>bad
		done
		what="$c: $runs of $total steps, error $number$([ "$sticky" = 0 ] || echo ' for good')"
		[ -s bad ] || [ $runs -eq 0 ] && flunk "$what" "$(wc -l <bad) bad" "$(head -5 bad | cut -c 1-200)" || pass "$what"
	done
	fresh
	run FAIL_SHORT=1
	is "$c: short and interrupted transfers change nothing" "$?:$(digest)" "0:$want"
done
done_testing
