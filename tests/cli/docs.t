#!/bin/bash
# Every example that a tool prints, and every one in the pages and the README, runs: an example is what a user tries first.
. "$(dirname "$0")/../lib.sh"
shopt -s nullglob
for f in "$data"/tomo/*; do ln -s "$f" .; done
# scans under the names that examples use, where the measured ones are absent
make_inputs() {
	xphantom shepp2d --size 64 --angles 60 --rows 4 --scan --seed 1 -o scan.h5 &&
		xnorm -q scan.h5 -o proj.nrrd && xsino -q proj.nrrd -o sino.nrrd &&
		xrecon -a gridrec sino.nrrd -o vol.h5 && xconvert vol.h5 -o vol.nrrd
	[ -e tooth.h5 ] || xphantom shepp2d --size 640 --angles 181 --rows 2 --scan --layout dx --center 295.6 -o tooth.h5
	cp vol.nrrd a.nrrd && cp vol.nrrd b.nrrd && cp vol.h5 volume.h5 &&
		cp "$top/examples/cylinder.yaml" . && xgisaxs-sim -q cylinder.yaml -o pattern.h5 &&
		xrmc-model spinodal --size 32 --pattern -o speckle.npy &&
		for i in 1 2; do xrmc -q speckle.npy -l 0.5 --seed $i -o run$i.h5 || return; done
}
ok 'inputs for the examples' make_inputs
run() {	# run WHERE LINE: in a copy of the folder, so that examples do not depend on each other
	rm -rf "$scratch/run" && mkdir "$scratch/run" && cp -a "$scratch"/*.* "$scratch/run/"
	(cd "$scratch/run" && timeout ${BUILD_SLOW:+6}60 bash -o pipefail -c "$2" >"$scratch/.out" 2>"$scratch/.err" </dev/null)
	local got=$?
	[ $got -eq 0 ] && pass "$1: $2" || flunk "$1: $2" "exit $got: $(head -c 300 "$scratch/.err")"
}
# lines that begin with a tool's name between EXAMPLES and the next heading; a trailing \ or | goes on
of_help() { "$1" --help | awk '/^[A-Za-z].*:$/ || /^[A-Z]/ { on = tolower($0) ~ /^examples?/ } on && /^ +[a-z]/ || (on && more) { sub(/^ +/, ""); more = /[|\\]$/; sub(/\\$/, ""); printf "%s%s", $0, more ? " " : "\n" }'; }
for c in "$top"/tools/*.c; do
	t=$(basename "$c" .c)
	of_help "$t" >ex
	ok "$t has two examples" [ "$(wc -l <ex)" -ge 2 ]
	while read -r line; do run "$t --help" "$line"; done <ex
done
# the scripts' examples likewise, in their help
for c in "$top"/shell/*; do
	t=$(basename "$c")
	case $t in *.sh) continue ;; esac
	of_help "$t" >ex
	ok "$t has two examples" [ "$(wc -l <ex)" -ge 2 ]
	while read -r line; do run "$t --help" "$line"; done <ex
done
# fenced blocks of shell in the README whose lines use our tools: each block is one script
awk '/^```sh/ { on = 1; n++; next } /^```/ { on = 0 } on { print > ("block." n) }' "$top/README.md"
for b in block.*; do
	grep -qE '^x[a-z-]+ ' "$b" || continue
	run README "set -e; $(cat "$b")"
done
# pages by hand: the lines between .EX and .EE
for p in "$top"/man/*.[157] "$top"/man/*.in; do
	awk '/^\.EX/ { on = 1; n++; next } /^\.EE/ { on = 0 } on { gsub(/\\-/, "-"); gsub(/\\e/, "\\"); gsub(/\\&/, ""); gsub(/\\\(aq/, "\x27"); gsub(/\\f[BIPR]/, ""); print > ("page." n) }' "$p"
	for b in page.*; do
		! grep -qE '^(x[a-z-]+|bp-recon) ' "$b" || run "${p##*/}" "$(cat "$b")"
	done
	rm -f page.*
done
done_testing
