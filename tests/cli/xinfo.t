#!/bin/bash
# xinfo: what a stream or file holds.
. "$(dirname "$0")/../lib.sh"

{
	printf 'NRRD0004\ntype: float\ndimension: 3\nsizes: 4 3 2\nlabels: "col" "row" "angle"\nencoding: raw\n'
	printf 'endian: little\nbp.energy_keV:=25\nbp.quantity:=mu_t\nbp.table.angle.theta_deg:=0 90\n'
	printf 'bp.history.0:=xmake a\\nb\nbp.history.1:=xmore\nother:=a	b\n\n'
	perl -e 'print pack("f<*", 0..22, "nan")'
} >a.nrrd

is 'rows when piped' "$(xinfo a.nrrd | head -12)" "file	a.nrrd
type	float
shape	2 x 3 x 4
order	angle row col
item_bytes	48	B
bytes	96	B
favours	whole items
bp.energy_keV	25
bp.quantity	mu_t
other	a\\tb
bp.table.angle.theta_deg	0 90
bp.history.0	xmake a\\nb"
is 'a file and standard input say the same' "$(xinfo -s <a.nrrd | tail -n +2)" "$(xinfo -s a.nrrd | tail -n +2)"
is 'a pipe favours nothing' "$(cat a.nrrd | xinfo | grep -c favours)" 0
is 'stats' "$(xinfo --stats a.nrrd | tail -6 | tr '\n' ' ')" "min	0 max	22 mean	11 sd	6.6332495807108 nan	1 inf	0 "
is 'stats of a pipe' "$(cat a.nrrd | xinfo -s | tail -6)" "$(xinfo -s a.nrrd | tail -6)"
is 'stats of a part' "$(xinfo -s --angles 0:1 --rows 1:3 --cols 0:2 a.nrrd | sed -n 's/^\(min\|max\|mean\|shape\)	//p' | tr '\n' ' ')" '1 x 2 x 2 4 9 6.5 '
# numpy.percentile([0..22], [0, 10, 50, 99, 100])
is 'percentiles' "$(xinfo -p 0,10,50,99,100 a.nrrd | sed -n 's/^p[0-9]*	//p' | tr '\n' ' ')" '0 2.2 11 21.78 22 '
is 'percentiles of a pipe' "$(cat a.nrrd | xinfo -q --percentiles 10,99 | grep '^p' | tr '\n' ' ')" 'p10	2.2 p99	21.78 '
is 'the same for any -j and --memory' "$(xinfo -s -p 50 -j 1 --memory 16M a.nrrd)" "$(xinfo -s -p 50 -j 3 --memory 1G a.nrrd)"

is 'get: shape' "$(xinfo --get shape a.nrrd)" '2 x 3 x 4'
is 'get: metadata' "$(xinfo -g bp.energy_keV a.nrrd)" 25
is 'get: metadata without its prefix' "$(xinfo --get quantity a.nrrd)" mu_t
is 'get: a table' "$(xinfo --get bp.table.angle.theta_deg a.nrrd)" '0 90'
is 'get: a table without the prefix' "$(xinfo --get table.angle.theta_deg a.nrrd)" '0 90'
is 'get: a statistic is computed' "$(xinfo --get mean a.nrrd)" 11
fails 1 "no 'shpe', did you mean shape" xinfo --get shpe a.nrrd
fails 1 "no 'bp.center_px'" xinfo --get bp.center_px a.nrrd
is 'history' "$(xinfo --history a.nrrd)" 'xmake a\nb
xmore'

field() { xinfo --json -s -p 50 a.nrrd | perl -MJSON::PP -0777 -ne "\$j = decode_json(\$_); print $1"; }
is 'json: shape' "$(field 'join ",", @{$j->{shape}}')" 2,3,4
is 'json: order' "$(field 'join ",", @{$j->{order}}')" angle,row,col
is 'json: metadata' "$(field '$j->{metadata}{"bp.quantity"}')" mu_t
is 'json: table' "$(field 'join ",", @{$j->{tables}{"angle.theta_deg"}}')" 0,90
is 'json: history' "$(field 'join "|", @{$j->{history}}')" 'xmake a
b|xmore'
is 'json: statistics' "$(field '"$j->{statistics}{max} $j->{statistics}{nan} $j->{statistics}{p50}"')" '22 1 11'

is 'samples' "$(xinfo --samples a.nrrd | sed -n '1p;2p;7p;14p;25p')" "angle.theta_deg	row	col	mu_t
0	0	0	0
0	1	1	5
90	0	0	12
90	2	3	nan"
is 'samples: one line each' "$(xinfo --samples a.nrrd | wc -l)" 25
is 'samples of a part' "$(xinfo --samples --angles 1:2 --rows 1:2 --cols 2:4 a.nrrd | tail -2 | tr '\n\t' '  ')" '90 1 0 18 90 1 1 19 '
is 'samples of a pipe, in small slabs' "$(cat a.nrrd | xinfo -q --samples --memory 1k)" "$(xinfo --samples a.nrrd)"
{ printf 'NRRD0005\ntype: float\ndimension: 2\nsizes: 2 2\nkinds: complex domain\nlabels: "" ""\nendian: little\nencoding: raw\n\n'; perl -e 'print pack("f<*", 1, -2, 3, 4.5)'; } >z.nrrd
is 'complex samples, no labels' "$(xinfo --samples z.nrrd)" "axis0	re	im
0	1	-2
1	3	4.5"
printf 'NRRD0005\ntype: uint8\ndimension: 1\nsizes: 3\nlabels: "alpha"\nencoding: raw\nbp.table.alpha.deg:=0 1 2\nbp.table.alpha.qz_per_nm:=0 0.5 1\n\nabc' >r.nrrd
is 'samples of one axis, all its tables' "$(xinfo --samples r.nrrd)" "alpha.deg	alpha.qz_per_nm	value
0	0	97
1	0.5	98
2	1	99"
fails 2 'prints nothing else' xinfo --samples --stats a.nrrd
fails 2 'prints nothing else' xinfo --samples --json a.nrrd
head -c 90 z.nrrd | fails 5 . xinfo --samples
{ printf 'NRRD0005\ntype: uint8\ndimension: 1\nsizes: 5000000\nencoding: raw\n\n'; head -c 5000000 /dev/zero; } | fails 2 'more than 4194304 samples' xinfo --samples

ok 'a report into a file' xinfo -o report.txt a.nrrd
is 'is the report' "$(cat report.txt)" "$(xinfo a.nrrd)"
is 'runs of a table' "$(xconvert a.nrrd --set 'bp.table.row.key=1 1 1' | xinfo -g bp.table.row.key)" '3*1'

# on a terminal: aligned, long tables cut
if command -v script >/dev/null; then
	xconvert --raw uint8,100,1,1 --axes angle,row,col --set "bp.table.angle.theta_deg=$(seq -s ' ' 0 99)" <(head -c 100 /dev/zero) -o long.nrrd
	script -qc 'xinfo long.nrrd' /dev/null | tr -d '\r' >term
	is 'aligned on a terminal' "$(grep -c '^type                      uint8$' term)" 1
	is 'a long table is cut there' "$(grep '^bp.table' term | awk '{ print length < 90, /\.\.\.$/ }')" '1 1'
	is 'and whole when piped' "$(xinfo long.nrrd | grep '^bp.table' | wc -w)" 101
fi

fails 4 'no such file' xinfo absent.nrrd
printf '{\nDim_1 = 4;\n}\n' >half.edf
fails 3 '<stdin>: the header' bash -c 'cat half.edf | xinfo'
fails 3 '<stdin>: the header' bash -c 'xinfo <half.edf'
fails 3 'not a format' xinfo "$top/tests/lib.sh"
fails 5 'early' xinfo <(head -c -1 a.nrrd)
fails 5 'early\|short' bash -c 'head -c -1 a.nrrd | xinfo'
fails 3 'after' bash -c '(cat a.nrrd; echo) | xinfo'
fails 5 '' bash -c ': | xinfo'
fails 2 'operand' xinfo a.nrrd b.nrrd
fails 2 'percentiles' xinfo -p 101 a.nrrd
fails 2 'percentiles' xinfo -p 1,x a.nrrd
fails 2 'not within' xinfo --rows 2:9 a.nrrd
fails 3 'no finite' xinfo -p 50 --rows 2:3 --cols 3:4 --angles 1:2 a.nrrd
ok 'a control character in a name reaches no terminal' bash -c "xinfo \$'no\033file' 2>&1 | grep -q 'no.x1bfile'"
head -c 4000000 /dev/zero >zeros
fails 6 'one item takes 24.0 MB\|one item takes 24 MB' bash -c "xconvert --raw float,1,1000,1000 zeros | xinfo -s --memory 2M"
done_testing
