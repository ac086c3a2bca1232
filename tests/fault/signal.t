#!/bin/bash
# A signal before each write, sync, close and rename of programs with two outputs: both are there or none, and the status is the signal's.
. "$(dirname "$0")/../lib.sh"
so=${BUILD:-$top/build}/fault/failio.so
export OMP_NUM_THREADS=1

xrmc-model discs --size 16 --radius 3 --loading 0.2 --pattern -o small.npy
for i in 1 2; do xrmc -q -l 0.2 --seed $i small.npy -o run$i.h5; done
commands=('xrmc -q -l 0.2 small.npy -o out/r.h5 --model out/m.npy' 'xrmc -q -l 0.2 small.npy -o out/r.npy --model out/m.npy'
	'xrmc-merge -q run1.h5 run2.h5 -o out/r.h5 --model out/m.npy')
run() { rm -rf out && mkdir out && timeout 60 env "$@" LD_PRELOAD="$so" $c 2>stderr; }
for c in "${commands[@]}"; do
	run FAIL_COUNT="$PWD/count" || { flunk "$c runs" "$(cat stderr)"; continue; }
	both=$(ls -A out) total=$(cat count)
	for ((i = 1; i <= total; i++)); do
		run FAIL_AT=$i FAIL_SIGNAL=15 2>/dev/null
		got=$? left=$(ls -A out | grep -v '\.ckpt$')
		[ $got -eq 143 ] || echo "$i: exit $got: $(head -c 300 stderr)"
		[ -z "$left" ] || [ "$left" = "$both" ] || echo "$i: left" $left
	done >bad
	[ -s bad ] || [ "$total" -eq 0 ] && flunk "$c: $total steps" "$(wc -l <bad) bad" "$(head -5 bad | cut -c 1-200)" || pass "$c: $total steps"
done
done_testing
