#!/bin/bash
# xview: every kind of picture, every option, every input; the pixels are those of the samples.
. "$(dirname "$0")/../lib.sh"
shopt -s nullglob

size() { od -An -tu1 -j16 -N8 "$1" | awk '{ print ($3 * 256 + $4) "x" ($7 * 256 + $8) }'; }	# of a PNG
# as an NRRD the picture is [row][col][rgb] of uint8: what follows the empty line
rgb() {
	rm -f out.nrrd
	xview --bare --zoom 1 "$@" -o out.nrrd && sed -n '/^sizes:/p' out.nrrd >.sizes &&
		LC_ALL=C sed '1,/^$/d' out.nrrd | od -An -v -tu1 -w3 | awk '{ printf("%s%s", (NR > 1 ? " " : ""), ($1 == $2 && $2 == $3 ? $1 : $1 "," $2 "," $3)) }'
}
nrrd() {	# nrrd TYPE LABELS SIZES (fastest first) < bytes
	local labels=
	for l in $2; do labels="$labels${labels:+ }\"$l\""; done
	printf 'NRRD0005\ntype: %s\ndimension: %d\nsizes: %s\nlabels: %s\nendian: little\nencoding: raw\n\n' \
		"$1" "$(wc -w <<<"$3")" "$3" "$labels"
	cat
}

# ---- pixels: [z][y][x] = 2 x 3 x 4, samples 0 10 20 .. 230
for i in $(seq 0 10 230); do printf "\\x$(printf %02x "$i")"; done | nrrd uint8 'x y z' '4 3 2' >v.nrrd
full='--range 0:255'
is 'the middle slice, z = 1' "$(rgb $full v.nrrd)" '120 130 140 150 160 170 180 190 200 210 220 230'
is 'its size' "$(cat .sizes)" 'sizes: 3 4 3'
is '--slice 0' "$(rgb $full --slice 0 v.nrrd)" '0 10 20 30 40 50 60 70 80 90 100 110'
is '--axis y --slice 2' "$(rgb $full --axis y --slice 2 v.nrrd)" '80 90 100 110 200 210 220 230'
is '--axis 1 is y' "$(rgb $full --axis 1 --slice 2 v.nrrd)" '80 90 100 110 200 210 220 230'
is '--axis x --slice 3' "$(rgb $full --axis x --slice 3 v.nrrd)" '30 70 110 150 190 230'
is '--montage 2x1: both, with a gap' "$(rgb $full --montage 2x1 v.nrrd | cut -d' ' -f1-9)" '0 10 20 30 255 120 130 140 150'
is '--montage 2 --axis x: 1 and 3 of four' "$(rgb $full --montage 2x1 --axis x v.nrrd | cut -d' ' -f1-7)" '10 50 90 255 30 70 110'
is '--montage of more than there are' "$(rgb $full --montage 50 --axis z v.nrrd >/dev/null; cat .sizes)" 'sizes: 3 9 3'
is '--ortho: z and x cuts side by side' "$(rgb $full --ortho v.nrrd | cut -d' ' -f1-7)" '120 130 140 150 255 20 140'
is '--ortho: the y cut below' "$(rgb $full --ortho v.nrrd | cut -d' ' -f29-32)" '40 50 60 70'
is '--items crops before' "$(rgb $full --items 0 v.nrrd)" '0 10 20 30 40 50 60 70 80 90 100 110'
is '--range: below and above are held' "$(rgb --range 10:20 --slice 0 v.nrrd | cut -d' ' -f1-4)" '0 0 255 255'
is '--percentile 0:100 is the range of what is shown' "$(rgb --percentile 0:100 v.nrrd | cut -d' ' -f1,12)" '0 255'
is '--percentile 50:100: the median is black' "$(rgb --percentile 50:100 v.nrrd | cut -d' ' -f6,12)" '0 255'
is '--zoom 2' "$(xview $full --bare --zoom 2 v.nrrd -o z.nrrd; grep -a sizes: z.nrrd)" 'sizes: 3 8 6'
is '--cmap viridis: published ends' "$(rgb --cmap viridis --percentile 0:100 v.nrrd | cut -d' ' -f1,12)" '68,1,84 253,231,37'
is '--cmap inferno' "$(rgb --cmap inferno --percentile 0:100 v.nrrd | cut -d' ' -f1,12)" '0,0,4 252,255,164'
is '--cmap jet' "$(rgb --cmap jet --percentile 0:100 v.nrrd | cut -d' ' -f1,12)" '0,0,128 128,0,0'

# more than three axes are one series of images: [b][a][y][x]
for i in $(seq 0 10 230); do printf "\\x$(printf %02x "$i")"; done | nrrd uint8 'x y a b' '2 3 2 2' >four.nrrd
is 'of four axes the third image' "$(rgb $full --slice 2 four.nrrd)" '120 130 140 150 160 170'
is 'down a pipe' "$(cat four.nrrd | rgb $full --slice 3)" '180 190 200 210 220 230'
is '--montage of all' "$(rgb $full --montage 4x1 four.nrrd | cut -d' ' -f1-11)" '0 10 255 60 70 255 120 130 255 180 190'
is 'across another axis' "$(rgb $full --axis y --slice 1 four.nrrd)" '20 30 80 90 140 150 200 210'
fails 2 'that axis has 4 samples' xview --slice 4 four.nrrd -o x.png
for i in $(seq 0 10 230); do printf "\\x$(printf %02x "$i")"; done | nrrd uint8 'x y one b' '2 3 1 4' >b.nrrd
is 'an axis of one is left out, by name' "$(rgb $full --axis b --slice 1 b.nrrd)" '60 70 80 90 100 110'

# one image; decades; what is no number
printf '\x01\0\x0a\0\x64\0\xe8\x03\0\0\xe8\x03' | nrrd uint16 'col row' '3 2' >i.nrrd
is '--log: decades are even steps' "$(rgb --log --range 1:1000 i.nrrd)" '0 85 170 255 0 255'
printf '\0\0\x80\x3f\0\0\xc0\x7f\0\0\0\x40\0\0\x80\x7f' | nrrd float 'col row' '4 1' >nan.nrrd
is 'NaN is magenta, infinity the end of the scale' "$(rgb --percentile 0:100 nan.nrrd)" '0 214,39,160 255 255'
printf '\0\0\x40\x40\0\0\x80\x40\0\0\0\0\0\0\xa0\xc0' |	# 3 + 4i, -5i
	nrrd float 'complex col row' '2 2 1' | sed 's/^encoding/kinds: complex domain domain\n&/' >c.nrrd
is 'complex samples are magnitudes' "$(rgb --range 0:10 c.nrrd)" '128 128'

# ---- pictures
ok 'a PNG by name' xview v.nrrd -o v.png
is 'it is one' "$(head -c 8 v.png | od -An -tx1)" ' 89 50 4e 47 0d 0a 1a 0a'
xview v.nrrd >piped.png
ok 'the same bytes down a pipe, titled or not by file' cmp v.png piped.png
cat v.nrrd | xview --title 'v.nrrd,  z = 1' >stdin.png
ok 'and from standard input' cmp v.png stdin.png
for o in --no-bar --no-scale '--title=' '--zoom=7' '--cmap=jet' --log '--range=0:1' '--percentile=5:95' --ortho \
	'--montage=2' --histogram --axis=y --slice=0 --width=700 --bare '--rows=0:2'; do
	f=v.nrrd
	[ "${o%%=*}" = --rows ] && f=i.nrrd	# a label that it has
	rm -f o.png
	xview $o $f -o o.png && ! cmp -s o.png v.png && pass "$o makes another picture" || flunk "$o makes another picture"
done
for w in 80 300 1000; do
	xview --width $w v.nrrd -o w.png
	is "--width $w" "$(size w.png | cut -dx -f1)" $w
done
xview --width 640 --histogram v.nrrd -o h.png
is 'a histogram of --width 640' "$(size h.png)" 640x397
xview --histogram --percentile 1:99 v.nrrd -o h1.png
xview --histogram --log v.nrrd -o h2.png
ok '--percentile and --log change a histogram' bash -c '! cmp -s h.png h1.png && ! cmp -s h1.png h2.png'
ok 'a histogram of floats that are not all finite' xview --histogram nan.nrrd -o n.png
ok 'a histogram from a pipe' bash -c 'cat v.nrrd | xview -q --histogram --title v.nrrd >hp.png; xview --histogram v.nrrd | cmp - hp.png'

# projections and sinograms have ticks, in degrees; a pixel size makes micrometres
ok 'sinograms' bash -c 'xphantom shepp2d --size 32 --angles 20 | xview -o s.png'
ok 'a scan with flats and darks' bash -c 'xphantom shepp2d --size 32 --angles 20 --rows 4 --scan | xview --axis row -o s2.png'
xview --bare --zoom 1 v.nrrd -o a.nrrd
is 'another format than PNG keeps the command' "$(xinfo a.nrrd | grep -c 'xview.*bare')" 1

# ---- the same picture from any format, any threads, any memory, in pieces
xphantom shepp3d --size 24 --truth -o p.nrrd
for o in '' --ortho '--montage 6 --axis y' --histogram; do
	xview -q $o --title t p.nrrd >want.png
	for f in h5 tif npy; do
		[ -e p.$f ] || xconvert p.nrrd -o p.$f
		[ $f = npy ] && [ -n "$o" -o -z "$o" ] && continue	# it has no labels: captions differ
		xview -q $o --title t p.$f >got.png
		ok "xview $o of .$f" cmp want.png got.png
	done
	cat p.nrrd | xview -q $o --title t -j 1 --memory 8M --tmp . >got.png
	ok "xview $o of a pipe, -j 1, --memory 8M" cmp want.png got.png
done
is 'NPY: the same pixels' "$(rgb --range 0:1 p.npy | cksum)" "$(rgb --range 0:1 p.nrrd | cksum)"
xconvert p.nrrd -o seq/z_%03d.tif
xview --title t p.nrrd >want.png
for s in seq seq/z_%03d.tif 'seq/z_*.tif'; do
	ok "a sequence: $s" bash -c "xview --title t '$s' | cmp - want.png"
done
part() { printf 'NRRD0005\ntype: uint8\ndimension: 3\nsizes: 2 2 1\nlabels: "x" "y" "z"\nencoding: raw\nbp.part:=%s\n\n%s' "$1" "$2"; }
{ part more AAAA; part more BBBB; part last CCCC; } >parts.nrrd
is 'unknown length: the middle is known at the end' "$(xview --range 0:255 --bare --zoom 1 -q <parts.nrrd >m.png; rgb -q --range 0:255 - <parts.nrrd)" '66 66 66 66'

# ---- on a terminal
if command -v script >/dev/null; then
	t() { script -qec "$1" /dev/null </dev/null; }
	t "xview --terminal half --width 4 $full --slice 0 v.nrrd" >half.txt
	is 'half blocks: two rows a line, 24-bit colours' "$(head -c 40 half.txt | tr -d '\033')" '[38;2;0;0;0m[48;2;40;40;40m▀[38;2;1'
	is 'half blocks: 4 letters of 3 rows' "$(grep -o ▀ half.txt | wc -l)" 8
	t "xview --terminal sixel v.nrrd" >sixel.txt
	is 'sixels begin and end as such' "$(head -c 3 sixel.txt | od -An -tx1) $(tail -c 4 sixel.txt | od -An -tx1)" ' 1b 50 30  1b 5c 0d 0a'
	t "xview --terminal kitty --bare --zoom 1 v.nrrd" >kitty.txt
	is 'kitty: the pixels in base64' "$(tr -d '\033\r\n' <kitty.txt | sed 's/.*m=0;//; s/\\//' | base64 -d | od -An -tu1 | head -1 | awk '{ print NF }')" 16
	t 'xview v.nrrd' >tty.txt
	is 'a picture is not thrown at a terminal' "$(grep -c 'standard output is a terminal' tty.txt)" 1
fi
fails 2 'needs a terminal' xview --terminal half v.nrrd

# ---- patterns: [qz][qy] = 2 x 3, the first row is the lowest; and a curve
axes='--set bp.quantity=intensity --set bp.table.qz.per_nm=0.1\ 0.2 --set bp.table.qy.per_nm=-0.2\ 0\ 0.2'
pattern() { eval "xconvert $axes --type float -o '$1' -"; }
printf '\x0a\x14\x1e\x28\x32\x3c' | nrrd uint8 'qy qz' '3 2' | pattern q.h5
is 'a pattern stands on its horizon' "$(rgb $full q.h5)" '40 50 60 10 20 30'
is 'half as high as wide, but bare ones are squares' "$(rgb $full q.h5 >/dev/null; cat .sizes)" 'sizes: 3 3 2'
xview --no-bar --zoom 100 --title '' q.h5 -o q.png
xview --no-bar --zoom 100 --title '' <(xconvert q.h5 --set bp.table.qy.per_nm=-0.1\ 0\ 0.1) -o q2.png
near 'coordinates of one unit give the shape: 2 rows of 50 or of 100' "$(($(size q2.png | cut -dx -f2) - $(size q.png | cut -dx -f2)))" 100 1
{ printf '\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c' | nrrd uint8 'qy qz frame' '3 2 2'; } | xconvert -o f.h5 -
is 'a frame of several' "$(rgb $full --slice 1 f.h5)" '10 11 12 7 8 9'
is 'of a stack of frames too' "$(rgb $full --montage 2x1 f.h5 | cut -d' ' -f1-7)" '4 5 6 255 10 11 12'
is 'across qy: frames go down' "$(rgb $full --axis qy --slice 0 f.h5)" '1 4 7 10'
is 'across frame as the row to the side: qz up' "$(rgb $full --ortho f.h5 | cut -d' ' -f1-6)" '10 11 12 255 5 11'
# --log: six decades below the brightest, zeros and depths do not count
perl -e 'print pack("f<*", 1e6, 1e6, 0, 1e3, 1e-20, 1e-20)' | nrrd float 'col row' '6 1' >deep.nrrd
is '--log goes down six decades, not to the least' "$(rgb --log deep.nrrd | awk '{ print $1, $3, $5, ($4 > 125 && $4 < 130) }')" '255 0 0 1'
is '... unless it is told' "$(rgb --log --percentile 0:100 deep.nrrd | awk '{ print $5, ($4 > 223 && $4 < 228) }')" '0 1'
ok '--cut along a row' xview --cut qz=0.2 q.h5 -o c.png
is '... is a plot of 900 pixels' "$(size c.png)" 900x558
ok '--cut of a frame' xview --slice 1 --cut qy=2 f.h5 -o c2.png
xconvert q.h5 --items 1:2 -o row.h5
xview --cut qz=0.2 --title t q.h5 >c3.png
xview --cut qz=0.2 --title t row.h5 >c4.png
ok 'the line of a row is that row' cmp c3.png c4.png
xview --cut qz=0.1 --title t q.h5 >c5.png
ok '... and not the other' bash -c '! cmp -s c3.png c5.png'
printf 'abcd' | nrrd uint8 alpha 4 | xconvert --set bp.quantity=reflectivity --set 'bp.table.alpha.deg=0 1 2 4' -o r.nrrd -
ok 'one axis: a curve' xview r.nrrd -o r.png
is '... of 900 pixels' "$(size r.png)" 900x558
for o in '--range 0:100' '--percentile 10:90' '--title x' --bare '--width 500'; do
	xview $o r.nrrd -o r2.png
	ok "$o changes a curve" bash -c '! cmp -s r.png r2.png'
done
ok 'reflectivity is logarithmic by itself' bash -c 'xview r.nrrd >a.png; xview --log r.nrrd | cmp - a.png'
ok '... and other curves with --log alone' bash -c 'xconvert r.nrrd --set bp.quantity=counts -o r3.nrrd; xview r3.nrrd >a.png; ! xview --log r3.nrrd | cmp -s - a.png'
ok 'a curve from a pipe' bash -c 'xview --title t r.nrrd >a.png; cat r.nrrd | xview --title t | cmp - a.png'
fails 2 'outside 0.1 to 0.2' xview --cut qz=3 q.h5 -o x.png
fails 2 "no axis 'alpha' in the image, but 'qz' and 'qy'" xview --cut alpha=3 q.h5 -o x.png
fails 2 'AXIS=VALUE' xview --cut qz q.h5 -o x.png
fails 2 'not with --montage' xview --cut qy=0 --montage 2 f.h5 -o x.png
fails 2 'a curve already' xview --cut alpha=0 r.nrrd -o x.png
fails 2 'one curve' xview --ortho r.nrrd -o x.png

# ---- bad usage
head -c 40 /dev/zero | nrrd uint8 'col row' '40 1' >wide.nrrd
fails 2 'exclude one another' xview --ortho --histogram v.nrrd -o x.png
fails 2 'exclude one another' xview --slice 1 --montage 2 v.nrrd -o x.png
fails 2 'no image 2.*2 samples' xview --slice 2 v.nrrd -o x.png
fails 2 "no axis 'q', but 'z', 'y', 'x'" xview --axis q v.nrrd -o x.png
fails 2 'one image' xview --axis z i.nrrd -o x.png
fails 2 'one image' xview --ortho i.nrrd -o x.png
fails 2 'means nothing with' xview --axis z --ortho v.nrrd -o x.png
for r in 5 5:5 6:5 a:b 1:2:3 : nan:1; do fails 2 "range.*LO:HI" xview --range $r v.nrrd -o x.png; done
fails 2 'LO > 0' xview --log --range 0:1 v.nrrd -o x.png
fails 2 'within 0:100' xview --percentile -1:50 v.nrrd -o x.png
for m in 0 0x3 3x 401 21x20 x2 -1 2y2; do fails 2 'montage' xview --montage=$m v.nrrd -o x.png; done
fails 2 'cmap' xview --cmap rainbow v.nrrd -o x.png
fails 2 'no format' xview v.nrrd -o x.jpg
fails 2 'angle' xview --angles 0:2 v.nrrd -o x.png
fails 2 'see --help' xview a b
fails 3 'cannot be drawn' xview --zoom 1000 wide.nrrd -o x.png
fails 2 'one operand too many' xview i.nrrd p.nrrd -o x.png
# ---- bad data
printf '\0\0\xc0\x7f' | nrrd float 'col row' '1 1' >allnan.nrrd
fails 3 'no finite value' xview allnan.nrrd -o x.png
fails 3 'finite' xview --histogram allnan.nrrd -o x.png
printf '\0\0\0\0' | nrrd uint8 'col row' '2 2' >zero.nrrd
fails 3 'no positive value' xview --log zero.nrrd -o x.png
fails 4 'No such file' xview absent.nrrd -o x.png
fails 4 'nowhere' xview v.nrrd -o nowhere/x.png
fails 6 'more --memory' xview --memory 1k p.nrrd -o x.png
for f in v.nrrd p.h5 p.tif p.npy; do
	n=$(wc -c <$f)
	for cut in $((n / 3)) $((n * 2 / 3)) $((n - 1)); do
		head -c $cut $f >cut.${f#*.}
		for o in '' --ortho; do
			got=0
			xview $o cut.${f#*.} -o x.png 2>err || got=$?
			case $got:$(wc -l <err) in [35]:1) pass "$f cut at $cut of $n $o" ;; *) flunk "$f cut at $cut of $n $o" "exit $got" "$(cat err)" ;; esac
		done
	done
	fails 5 . bash -c "head -c $((n - 1)) $f | xview -q -o x.png"
done
rm seq/z_007.tif
fails 3 'z_007.tif is missing' xview seq -o x.png
is 'no picture of what failed' "$(echo x.*) $(echo .x*)" ' '
[ ! -w /dev/full ] || fails 4 'No space' bash -c 'xview v.nrrd >/dev/full'

# ---- a volume of 64 GB (a hole): a slice needs a slice, not the volume
if [ -z "$BUILD_SLOW" ]; then
	{ nrrd float 'x y z' '2048 2048 4096' </dev/null; } >huge.nrrd
	truncate -s $(($(wc -c <huge.nrrd) + 4 * 2048 * 2048 * 4096)) huge.nrrd
	command -v maxrss >/dev/null || PATH=$PATH:$top/build/tests
	for o in '--slice 4000' '--axis y' '--montage 2x2 --items 0:400:100'; do
		maxrss rss xview --memory 256M --range 0:1 $o huge.nrrd -o huge.png
		ok "64 GB, $o: $(cut -d' ' -f1 rss) kB" [ "$(cut -d' ' -f1 rss)" -le $((256 * 1024)) ]
	done
	rm huge.nrrd
fi
done_testing
