#!/bin/bash
# The scripts in examples/ run, each in an empty folder, and leave a picture or print a number.
. "$(dirname "$0")/../lib.sh"
[ ! -d "$data/tomo" ] || export BEAMPIPE_DATA=$data
for s in "$top"/examples/*.sh; do
	mkdir run && cd run || exit 1
	ok "${s##*/}" timeout ${BUILD_SLOW:+1}120 "$s"
	pictures=$(find . -name '*.png' | wc -l)
	ok "${s##*/} leaves a picture or prints a number" eval "[ $pictures -gt 0 ] || grep -q '[0-9]' .out"
	for p in $(find . -name '*.png'); do
		is "${s##*/}: $p is a PNG" "$(head -c 8 "$p" | od -An -tx1 | tr -d ' \n')" 89504e470d0a1a0a
	done
	cd .. && rm -rf run
done
done_testing
