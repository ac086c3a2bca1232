#!/bin/bash
# --profile: where the time went, on stderr; the output stays the same.
. "$(dirname "$0")/../lib.sh"

xphantom shepp3d --size 48 --angles 60 --scan -o s.h5
xnorm -q s.h5 -o p.nrrd
xsino -q p.nrrd -o sino.nrrd
check() {	# TOOL ARGUMENTS: two lines and no change
	"$@" -q --profile 2>told | cksum >with
	"$@" -q 2>/dev/null | cksum >without
	is "$1 --profile changes nothing" "$(cat with)" "$(cat without)"
	is "$1 --profile: wall, CPU and memory" "$(grep -cE "^$1: profile: wall [0-9.]+ s, CPU [0-9.]+ s, memory [0-9.]+ [kMG]B$" told)" 1
	is "$1 --profile: the threads" "$(grep -cE "^$1: profile: reading [0-9.]+ s, computing [0-9.]+ s in [0-9]+ threads, writing [0-9.]+ s$" told)" 1
}
check xnorm s.h5
check xfilter -f gaussian p.nrrd
check xfilter -f gaussian -f stripe-sf p.nrrd
check xsino p.nrrd
check xrecon sino.nrrd

# one thread computes no longer than the whole took (0.01 s: rounding of both), and not nothing
read -r wall computing <<<"$(xrecon -j 1 --profile sino.nrrd 2>&1 >/dev/null | sed -E 's/.*(wall|computing) ([0-9.]+) s.*/\2/' | head -2 | tr '\n' ' ')"
awk -v w="$wall" -v c="$computing" 'BEGIN { exit !(c > 0 && c <= w + 0.01) }' && pass "computing within wall" ||
	flunk "computing within wall" "wall $wall computing $computing"
done_testing
