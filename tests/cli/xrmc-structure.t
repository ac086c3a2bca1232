#!/bin/bash
# xrmc-structure: numbers and tables of stripes and discs, forms of output, bad input.
. "$(dirname "$0")/../lib.sh"
get() { xrmc-structure --get "$@"; }
model() {	# model N AWK-CONDITION ON y, x: a model of uint8
	printf 'NRRD0005\ntype: uint8\ndimension: 2\nsizes: %d %d\nencoding: raw\nlabels: "x" "y"\n\n' "$1" "$1"
	awk -v n="$1" "BEGIN { for (y = 0; y < n; y++) for (x = 0; x < n; x++) printf \"%s\", ($2) ? \"\\\\x01\" : \"\\\\x00\" }" | { read -r t; printf "$t"; }
}

# stripes of period 8 along x, 2 filled: chords 2 along y and both diagonals, none along x
model 32 'y % 8 < 2' >stripes.nrrd
near 'filled' "$(get filled stripes.nrrd)" 0.25 1e-12
near 'chords' "$(get chord_filled stripes.nrrd)" 2.485281 1e-6		# 3 times 2 over 1 + sqrt 2
near 'chords between' "$(get chord_empty stripes.nrrd)" 7.455844 1e-6
near 'surface' "$(get surface stripes.nrrd)" 0.237015 1e-6		# pi (1 + sqrt 2)/4/8
near 'peak' "$(get peak_q stripes.nrrd)" 4 1e-6
near 'its length' "$(get peak_length stripes.nrrd)" 8 1e-6
is 'size' "$(get size stripes.nrrd)" 32
ok 'chords, a line each' xrmc-structure --table chords stripes.nrrd
is 'all of them' "$(xargs <.out)" "phase line length_px count 0 col 6 128 0 down 8.48528137 128 0 up 8.48528137 128 1 col 2 128 1 down 2.82842712 128 1 up 2.82842712 128"
ok 'g(r)' xrmc-structure --table g stripes.nrrd
near 'g(0) is 1/phi' "$(awk 'NR == 2 { print $2 }' .out)" 4 1e-9
is 'its rings' "$(head -1 .out | xargs):$(wc -l <.out)" 'r_px g:18'
ok 'S(q)' xrmc-structure --table s stripes.nrrd -o s.tsv
is 'its rings, in a file' "$(head -1 s.tsv | xargs):$(wc -l <s.tsv)" 'q s:17'
is 'only the rings of 4, 8, .. are bright' "$(awk 'NR > 1 && $2 > 1e-9 { print NR - 1 }' s.tsv | xargs)" '4 8 12'

# discs: the radius that was planted
xrmc-model discs --size 256 --radius 7.4 --loading 0.2 -o d.npy
near 'radius' "$(get disc_radius d.npy)" 7.4 0.08
near 'spread' "$(get disc_spread d.npy)" 0 0.3
near 'of chords' "$(get disc_chord_radius d.npy)" "$(echo "$(get disc_radius d.npy)" "$(get disc_spread d.npy)" | awk '{ print $1 + $2^2/$1 }')" 1e-4
near 'misfit' "$(get disc_misfit d.npy)" 0.03 0.03
near 'most chords are used' "$(get disc_used d.npy)" 0.95 0.05
is 'from a pipe' "$(xconvert d.npy | get disc_radius -)" "$(get disc_radius d.npy)"
near 'other numbers than 1 are filled too' "$(xconvert d.npy -t float | get filled)" "$(get filled d.npy)" 1e-12
is '--json' "$(xrmc-structure --json d.npy | perl -MJSON::PP -0777 -ne '$j = decode_json($_); print abs($j->{disc_radius} - 7.4) < 0.08 ? "yes" : "no"')" yes
is 'TSV' "$(xrmc-structure d.npy | cut -f1 | xargs)" 'file size filled chord_filled chord_empty surface disc_radius disc_spread disc_chord_radius disc_used disc_misfit peak_q peak_length'
near 'a part' "$(xrmc-structure --rows 0:64 --cols 0:64 --get size d.npy)" 64 0

# one phase: what there is not is not printed
model 8 0 >empty.nrrd; model 8 1 >full.nrrd; model 1 1 >one.nrrd
is 'empty' "$(xrmc-structure empty.nrrd | cut -f1 | xargs)" 'file size filled surface'
is 'full' "$(get filled full.nrrd)" 1
ok 'one pixel' xrmc-structure one.nrrd
fails 1 'disc_radius' xrmc-structure --get disc_radius full.nrrd
fails 3 'empty.nrrd: the model is empty' xrmc-structure --table g empty.nrrd
fails 3 'full.nrrd: the model is full' xrmc-structure --table s full.nrrd

# as large as the models of xrmc may be
{ printf 'NRRD0005\ntype: uint8\ndimension: 2\nsizes: 4100 4100\nencoding: raw\n\n'; head -c 16810000 /dev/zero; } >large.nrrd
is 'large' "$(get filled large.nrrd)" 0

# bad use and bad input
fails 2 'excludes' xrmc-structure --table g --json d.npy
fails 2 'excludes' xrmc-structure --table g --get filled d.npy
fails 2 'table' xrmc-structure --table x d.npy
fails 2 'operand' xrmc-structure d.npy d.npy
xrmc-model spinodal --size 16 | xconvert --cols 0:8 -o wide.npy
fails 3 'wide.npy is no square model' xrmc-structure wide.npy
xrmc-model spinodal --size 4 --pattern | sed 's/^type: double/type: double/' >p.nrrd
{ sed '/^$/q' p.nrrd; for i in $(seq 16); do printf '\0\0\0\0\0\0\370\177'; done; } >nan.nrrd
fails 3 'nan.nrrd: row 0, col 0 is no number' xrmc-structure nan.nrrd
echo junk >junk.nrrd
fails 3 'junk.nrrd' xrmc-structure junk.nrrd
fails 4 'No such file' xrmc-structure missing.npy
head -c -1 stripes.nrrd | fails 5 'end' xrmc-structure
fails 4 'none' xrmc-structure d.npy -o none/x --table g
# what may not be meant is noted
xrmc-model spinodal --size 16 --pattern -o notmodel.npy
xrmc-structure notmodel.npy >/dev/null 2>said.txt
ok 'more values than two' grep -q 'notmodel.npy has more values than two' said.txt
{ printf 'NRRD0005\ntype: uint8\ndimension: 3\nsizes: 4 4 2\nencoding: raw\n\n'; printf '%32s' '' | tr ' ' '\1' | sed 's/^..../\x00\x00\x00\x00/'; } >two.nrrd
xrmc-structure two.nrrd >/dev/null 2>said.txt
ok 'the first of several' grep -q 'two.nrrd: the first of 2 models' said.txt
xrmc-structure --items 1 two.nrrd >/dev/null 2>said.txt
none 'one that was chosen' "$(cat said.txt)"
done_testing
