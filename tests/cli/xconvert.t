#!/bin/bash
# xconvert: any format to any other, and nothing lost unseen.
. "$(dirname "$0")/../lib.sh"
shopt -s nullglob

# raw TYPE-LETTER NUMBERS...: perl's pack
raw() { perl -e 'print pack(shift . "*", @ARGV)' "$@"; }
values() { xconvert "$1" -t double | tail -c +1 | perl -0777 -ne 's/^.*?\n\n//s; print join(" ", map { sprintf "%.10g", $_ } unpack("d<*", $_)), "\n"'; }
raw 'f<' {0..23} >f.raw
xconvert --raw float,2,3,4 --axes angle,row,col --set bp.table.angle.theta_deg='0 90' --set bp.energy_keV=25 \
	--set bp.pixel_m=1e-6 --set bp.center_px=1.5 --set bp.quantity=mu_t --set 'bp.sample=a \n "tooth"' f.raw -o a.nrrd
is 'raw' "$(values a.nrrd)" "$(echo {0..23})"
is 'axes and metadata' "$(xinfo a.nrrd | sed -n '3,4p;/^bp.[cpqs]/p')" "shape	2 x 3 x 4
order	angle row col
bp.pixel_m	1e-6
bp.center_px	1.5
bp.quantity	mu_t
bp.sample	a \\\\n \"tooth\""

# each format holds the samples, and those that hold more the rest
for out in x.nrrd x.h5 x.nxs x.tif x.npy; do
	ok "to $out" xconvert a.nrrd -o $out
	ok "$out holds the samples" xcompare -q a.nrrd $out
	[ $out = x.npy ] || is "$out holds what is known" "$(xinfo -o - $out | grep -E '^(order|bp.(energy|table|center|sample))')" "$(xinfo a.nrrd | grep -E '^(order|bp.(energy|table|center|sample))')"
	ok "$out and back" bash -c "xconvert --no-history $out -o back.nrrd && xcompare -q a.nrrd back.nrrd"
done
ok 'one file an item' xconvert a.nrrd -o seq/rec_%05d.tif
is 'two files' "$(ls seq | tr '\n' ' ')" 'rec_00000.tif rec_00001.tif '
ok 'the sequence is read again' xcompare -q a.nrrd seq
for z in 0 5; do xconvert -z $z a.nrrd -o z$z.h5; done
ok 'compressed is equal' xcompare -q z0.h5 z5.h5

# every type
for t in int8 uint8 int16 uint16 int32 uint32 float double; do
	is "as $t and back" "$(xconvert -t $t a.nrrd | xconvert -t float | xinfo --get type), $(xconvert -t $t a.nrrd -o t.nrrd; values t.nrrd)" "float, $(echo {0..23})"
done
is 'untouched samples are the bytes of the input' "$(xconvert a.nrrd | tail -c 96 | cksum)" "$(cksum <f.raw)"
is 'big endian, skip' "$( (printf abc; raw 'n' 258 3) | xconvert --raw uint16,2,big,skip=3 | xinfo --get max)" 258

# exact, or refused with the place
raw 'd<' 0 1 2 300.5 -1 1e10 nan >d.raw
sample() { xconvert --raw double,7 --items "$1" d.raw "${@:2}"; }
fails 3 'value 300.5 at item 3, .*is out of range .*in uint8' sample 3:4 -t uint8
fails 3 'value 300.5 at item 3, .*not exact .*in uint16' sample 3:4 -t uint16
fails 3 'value -1 at item 4, .*out of range' sample 4:5 -t uint16
fails 3 'value 10000000000 at item 5, .*out of range' sample 3: -t int32 --round
fails 3 'value nan at item 6, .*--nan' sample 6: -t int32
is 'rounded when allowed, halves to even' "$(sample 3:4 -t int16 --round -o r.nrrd; values r.nrrd)" 300
is 'clipped when allowed' "$(sample 3:6 -q -t uint8 --clip -o r.nrrd; values r.nrrd)" '255 0 255'
is 'and counted' "$(sample 3:6 -t uint8 --clip -o r.nrrd 2>&1)" 'xconvert: 3 samples lay outside the range and were clipped'
is 'NaN replaced when asked' "$(sample 4: -t double --nan 7 -o r.nrrd; values r.nrrd)" '-1 1e+10 7'
is 'double to float, exact' "$(sample 0:4 -t float -o r.nrrd; values r.nrrd)" '0 1 2 300.5'
raw 'd<' 0.1 >e.raw
fails 3 'not exact' xconvert --raw double,1 -t float e.raw

# scaling
is 'range' "$(xconvert a.nrrd --range 0:23 -t uint8 -o s.nrrd; values s.nrrd)" "$(perl -e 'print join " ", map { sprintf "%.0f", $_ * 255 / 23 } 0 .. 23')"
is 'range to float is 0..1' "$(xconvert a.nrrd --range 0:46 -t float -o s.nrrd; xinfo -s s.nrrd | sed -n 's/^max	//p')" 0.5
fails 3 'value 11 at item 0, row 2, col 3 is out of range' xconvert a.nrrd --range 0:10 -t uint8
is 'range with clip' "$(xconvert -q a.nrrd --range 2:4 --clip -t uint8 --rows 0:1 --angles 0:1 -o s.nrrd; values s.nrrd)" '0 0 0 128'
is 'a scaled quantity is no longer that' "$(xconvert a.nrrd --range 0:23 | xinfo | grep -c '^bp.quantity')" 0
is 'percentile' "$(xconvert -q a.nrrd --percentile 0:100 -t uint8 -o s.nrrd; values s.nrrd | cksum)" "$(xconvert a.nrrd --range 0:23 -t uint8 -o s.nrrd; values s.nrrd | cksum)"
is 'percentiles are in the history' "$(xconvert -q a.nrrd --percentile 50:100 -t uint8 --clip | xinfo --history | tail -1 | grep -o '#.*')" '# range=11.5:23'
is 'percentile of a pipe' "$(cat a.nrrd | xconvert -q --percentile 10:90 --no-history -t uint8 | cksum)" "$(xconvert -q a.nrrd --percentile 10:90 --no-history -t uint8 | cksum)"
fails 3 'no range' bash -c 'head -c 40 /dev/zero | xconvert -q --raw float,2,5 --percentile 1:99'

# crops and bins, and what follows them
is 'crops' "$(xconvert a.nrrd --angles 1:2 --rows 1:3 --cols 2:4 -o c.nrrd; values c.nrrd)" '18 19 22 23'
is 'crops: centre and table follow' "$(xinfo c.nrrd | sed -n 's/^bp.*\(center_px\|theta_deg\)	//p' | tr '\n' ' ')" '-0.5 90 '
is 'crops of a pipe' "$(cat a.nrrd | xconvert --no-history --angles 1:2 --rows 1:3 --cols 2:4 | cksum)" "$(xconvert --no-history a.nrrd --angles 1:2 --rows 1:3 --cols 2:4 | cksum)"
is 'items' "$(xconvert a.nrrd --items 1: | xinfo --get bp.table.angle.theta_deg)" 90
is 'bin' "$(xconvert a.nrrd --bin 2 -o b.nrrd; values b.nrrd)" '2.5 4.5 14.5 16.5'
is 'bin: centre and pixel follow' "$(xinfo b.nrrd | sed -n 's/^bp.*\(center_px\|pixel_m\)	//p' | tr '\n' ' ')" '2e-06 0.5 '
is 'bin of integers is float' "$(xconvert a.nrrd -t uint8 | xconvert -b 2 | xinfo --get type)" float
fails 3 'not exact' xconvert a.nrrd --bin 2 -t uint8
xconvert a.nrrd --axes row,angle,col -o s.nrrd
fails 2 'images' xconvert s.nrrd --bin 2

# the same bytes
for o in '-j 1' '-j 3' '--memory 16M' '-q --tmp .'; do
	is "the same bytes with $o" "$(xconvert $o a.nrrd --percentile 5:95 -t uint16 2>/dev/null | cksum)" "$(xconvert a.nrrd --percentile 5:95 -t uint16 2>/dev/null | cksum)"
done
is 'history' "$(xconvert a.nrrd -b 2 | xinfo --history | tail -1)" "xconvert $(xconvert --version | awk '{ print $3 }') --bin=2 a.nrrd"

# a stream of unknown length comes in parts
part() {	# part ITEMS more|last THETA BYTE
	printf 'NRRD0005\ntype: uint8\ndimension: 3\nsizes: 2 2 %d\nlabels: "col" "row" "frame"\nencoding: raw\nbp.part:=%s\n' "$1" "$2"
	printf 'bp.table.frame.theta_deg:=%s\n\n' "$3"
	head -c $((4 * $1)) /dev/zero | tr '\0' "$4"
}
(part 2 more '0 1' a; part 1 last 2 b) >parts.nrrd
for k in part error version; do fails 2 "bp.$k belongs to the stream" xconvert a.nrrd --set bp.$k=more; done
ok 'parts into a file' bash -c 'cat parts.nrrd | xconvert --axes angle,row,col -o parts.h5'
is 'whole, with their tables' "$(xinfo --get shape parts.h5) $(xinfo --get bp.table.angle.theta_deg parts.h5) $(values parts.h5)" '3 x 2 x 2 0 1 2 97 97 97 97 97 97 97 97 98 98 98 98'
is 'parts through pipes' "$(cat parts.nrrd | xconvert | xconvert -t int16 --axes z,y,x | xinfo -s | sed -n 's/^\(shape\|max\|bp.table.*\)	//p' | tr '\n' ' ')" '3 x 2 x 2 0 1 2 98 '
fails 5 '' bash -c '(head -c -1 parts.nrrd) | xconvert -o short.h5'

# refusals
fails 2 'no type' xconvert a.nrrd -t int99
fails 2 'LO:HI' xconvert a.nrrd --range 3
fails 2 'LO < HI' xconvert a.nrrd --range 3:2
fails 2 'give one' xconvert a.nrrd --range 1:2 --percentile 1:2
fails 2 '0:100' xconvert a.nrrd --percentile 1:200
fails 2 '3 axes' xconvert a.nrrd --axes a,b
fails 2 'KEY=VALUE' xconvert a.nrrd --set x
fails 2 "no axis 'z'" xconvert a.nrrd --set bp.table.z.x=1
fails 3 'theta' xconvert a.nrrd --set bp.table.angle.theta_deg='1 2 3'
fails 2 'no type' xconvert --raw int99,3 f.raw
fails 3 '96 bytes' xconvert --raw float,2,3,5 f.raw
fails 3 'more than' bash -c 'cat f.raw | xconvert --raw float,2,3,3'
fails 3 'bytes' bash -c 'head -c 95 f.raw | xconvert --raw float,2,3,4'
fails 4 '' xconvert a.nrrd -o absent/x.nrrd
fails 5 '' bash -c 'head -c -1 a.nrrd | xconvert -o short.h5'
ok 'nothing is left of a failed output' [ ! -e short.h5 -a -z "$(ls -A | grep short)" ]
fails 2 'input' xconvert a.nrrd -o a.nrrd
is 'the input is as it was' "$(values a.nrrd)" "$(echo {0..23})"
head -c 4000000 /dev/zero >zeros
fails 6 'one item takes 24.0 MB\|one item takes 24 MB' xconvert --memory 1M --raw float,1,1000,1000 zeros
done_testing
