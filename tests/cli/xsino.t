#!/bin/bash
# xsino: the two slowest axes exchanged, whatever the type, the format and the memory.
. "$(dirname "$0")/../lib.sh"

# stack TYPE PACK ANGLES ROWS COLS: sample = 1000 angle + 10 row + col (mod 251 for bytes)
stack() {
	perl -e 'my ($t, $p, $a, $r, $c) = @ARGV; binmode STDOUT;
		print "NRRD0005\ntype: $t\ndimension: 3\nsizes: $c $r $a\nencoding: raw\nendian: little\nlabels: \"col\" \"row\" \"angle\"\n",
			"bp.center_px:=1.25\nforeign:=kept\nbp.table.angle.theta_deg:=", join(" ", map { $_ * 1.5 } 0 .. $a - 1),
			"\nbp.table.row.index:=", join(" ", 7 .. 6 + $r), "\n\n";
		for my $i (0 .. $a - 1) { for my $j (0 .. $r - 1) { print pack "$p*", map { my $v = 1000 * $i + 10 * $j + $_; $p eq "C" ? $v % 251 : $v } 0 .. $c - 1 } }' "$@"
}
turned() { perl -e 'my ($p, $a, $r, $c) = @ARGV; binmode STDOUT;
	for my $j (0 .. $r - 1) { for my $i (0 .. $a - 1) { print pack "$p*", map { my $v = 1000 * $i + 10 * $j + $_; $p eq "C" ? $v % 251 : $v } 0 .. $c - 1 } }' "$@"; }
samples() { sed '1,/^$/d' "$1"; }

for t in 'uint8 C' 'int16 s<' 'uint16 v' 'int32 l<' 'float f<' 'double d<'; do
	set -- $t
	stack $1 "$2" 7 5 3 >p.nrrd
	turned "$2" 7 5 3 >want
	ok "$1" xsino p.nrrd -o s.nrrd
	ok "$1: every sample" cmp <(samples s.nrrd) want
	is "$1: type and axes" "$(grep -a '^type\|^sizes\|^labels' s.nrrd | xargs)" "type: $1 sizes: 3 7 5 labels: col angle row"
	xsino s.nrrd -o back.nrrd
	ok "$1: there and back" cmp <(samples back.nrrd) <(samples p.nrrd)
done
is 'tables, centre and foreign keys go along' "$(grep -a '^bp.table\|^bp.center\|^foreign' s.nrrd | sort | xargs)" \
	'bp.center_px:=1.25 bp.table.angle.theta_deg:=0 1.5 3 4.5 6 7.5 9 bp.table.row.index:=7 8 9 10 11 foreign:=kept'
is 'history' "$(grep -ac '^bp.history.0:=xsino' s.nrrd)" 1
is '--no-history' "$(xsino --no-history p.nrrd | grep -ac '^bp.history')" 0
xsino <p.nrrd >a; cat p.nrrd | xsino - | cat >b
ok 'from a file and through pipes' cmp <(samples a) <(samples b)
xsino p.nrrd --rows 1:4 --angles 0:7:3 --cols 1: -o c.nrrd
is 'crops' "$(grep -a '^sizes\|angle.theta\|row.index' c.nrrd | xargs)" 'sizes: 2 3 3 bp.table.angle.theta_deg:=0 4.5 9 bp.table.row.index:=8 9 10'
is 'their samples' "$(xsino p.nrrd --rows 2 --angles 0:7:6 | samples /dev/stdin | perl -0777 -ne 'print join " ", unpack "d<*", $_')" '20 21 22 6020 6021 6022'

# other formats in and out
xsino p.nrrd -o s.h5; xsino s.h5 -o back.nrrd
ok 'through HDF5' cmp <(samples back.nrrd) <(samples p.nrrd)
xsino p.nrrd -o s.npy; is 'NPY' "$(tail -c 840 s.npy | md5sum)" "$(md5sum <want)"
stack uint16 v 7 5 3 >u.nrrd
xsino u.nrrd -o 's/sino_%02d.tif'; is 'a file a sinogram, numbered by row' "$(ls s | xargs)" 'sino_07.tif sino_08.tif sino_09.tif sino_10.tif sino_11.tif'
xconvert u.nrrd -o u.tif; xsino u.nrrd -o s.tif; is 'multi-page TIFF' "$(xinfo --get shape s.tif)" '5 x 7 x 3'

# bounded memory: 6 MB through 2 takes a temporary, says so once, and gives the same bytes
stack uint16 v 60 50 1000 >big.nrrd
turned v 60 50 1000 >want
for o in '--memory 2M' '--memory 3M' '--memory 1G' '-j 1' '-j 3'; do
	cat big.nrrd | xsino -q $o >out.nrrd 2>err
	ok "$o: the same bytes" cmp <(samples out.nrrd) want
	none "$o: quiet" "$(cat err)"
done
cat big.nrrd | xsino --memory 2M >out.nrrd 2>err
is 'the temporary is mentioned once, with its size' "$(wc -l <err) $(grep -c 'xsino: .*temporary of 6.0 MB' err)" '1 1'
cat big.nrrd | xsino --memory 1G 2>err >out.nrrd; none 'none is needed in memory' "$(cat err)"
mkdir tmp; ok 'a temporary in --tmp' xsino -q --memory 2M --tmp tmp -o out.nrrd < <(cat big.nrrd)
none 'of which nothing is left' "$(ls -A tmp)"

# what cannot be turned
sed 's/"row" "angle"/"y" "z"/' p.nrrd >v.nrrd
fails 3 'neither projections .* nor sinograms .*xconvert --axes' xsino v.nrrd
printf 'NRRD0005\ntype: uint8\ndimension: 1\nsizes: 3\nencoding: raw\nlabels: "angle"\n\nabc' >one.nrrd
fails 3 'neither projections' xsino one.nrrd
echo junk >junk.nrrd; fails 3 'junk.nrrd' xsino junk.nrrd
fails 4 'No such file' xsino missing.nrrd
fails 2 'not within 0:5' xsino --rows 3:9 p.nrrd
fails 2 'input' xsino p.nrrd -o p.nrrd
fails 4 'No such' xsino p.nrrd -o missing/s.nrrd
fails 2 '' xsino p.nrrd p.nrrd
fails 6 'memory' xsino --memory 1k big.nrrd
cat big.nrrd | xsino -q --memory 2M --tmp missing -o out2.nrrd 2>err; is 'a missing --tmp' "$? $(wc -l <err) $(ls | grep out2)" '4 1 '
head=$(sed '/^$/q' p.nrrd | wc -c) size=$(stat -c %s p.nrrd)
for cut in 0 9 $((head - 1)) "$head" $((head + 1)) $(((head + size) / 2)) $((size - 1)); do
	head -c "$cut" p.nrrd | xsino -o cut.nrrd 2>err
	is "cut at $cut" "$? $(wc -l <err) $(ls -A | grep cut)" '5 1 '
done
{ cat p.nrrd; echo; } | xsino -o cut.nrrd 2>err; is 'bytes after the end' "$? $(ls -A | grep cut)" '3 '

d=$data/tomo
if [ -e "$d/savu24737_dx.h5" ]; then
	xsino -q "$d/savu24737_dx.h5" -o s.nrrd	# flats and darks too: 93 frames
	is 'a measured scan, its flats and darks' "$(xinfo --get shape s.nrrd) $(grep -a 'angle.key' s.nrrd)" '135 x 93 x 160 bp.table.angle.key:=2 1 91*0'
	xsino -q s.nrrd -o p.nrrd; xconvert "$d/savu24737_dx.h5" -o q.nrrd
	ok 'there and back' cmp <(samples p.nrrd) <(samples q.nrrd)
else
	skip 'a measured scan' 'no data'
fi
done_testing
