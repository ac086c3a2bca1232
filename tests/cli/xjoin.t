#!/bin/bash
# xjoin, and --slab of the tools: slabs of rows computed apart and put together are what one process writes, byte for byte.
. "$(dirname "$0")/../lib.sh"

xphantom shepp3d --size 40 --angles 30 --rows 20 --scan --seed 2 --zingers 0.002 -o scan.h5
slabs() {	# slabs SUFFIX COMMAND...: the command with each --slab in place of @
	local suffix=$1 r
	rm -f part-*
	for r in 0:6 6:7 7:20; do "${@:2}" --slab "$r:${halo:-1}" -o "part-$r.$suffix" || return; done
}
same() { cmp "$1" "$2" >/dev/null && pass "$3" || flunk "$3" "$(cmp "$1" "$2" 2>&1)" "$(diff <(head -c 3000 "$1" | strings) <(head -c 3000 "$2" | strings) | head)"; }

# projections: rows are the second axis
slabs nrrd xnorm -q scan.h5
xnorm -q scan.h5 -o whole.nrrd
ok 'projections' xjoin part-7:20.nrrd part-0:6.nrrd part-6:7.nrrd -o joined.nrrd
same joined.nrrd whole.nrrd 'are the same bytes, history and all'
is 'in little memory too' "$(xjoin --memory 1M part-*.nrrd | cksum)" "$(cksum <whole.nrrd)"
# sinograms: rows are the items
slabs nrrd xnorm -q --order sino scan.h5
xnorm -q --order sino scan.h5 -o whole.nrrd
ok 'sinograms' xjoin part-*.nrrd -o joined.nrrd
same joined.nrrd whole.nrrd 'are the same bytes'
# a volume; rows that the user took are numbered in the whole and in its slabs
chain() {	# chain ROWS SLAB... : SLAB goes to the first program
	xnorm -q --rows "$1" "${@:2}" scan.h5 | xfilter -q -f outlier:dif=0.05 -f gaussian:sigma=0.7 -f stripe-fw
}
mkdir parts
for r in 0:5 5:11 11:16; do chain 2:18 --slab $r:5 | xrecon -q --center 19.5 --slab keep -o parts/$r.nrrd; done
chain 2:18 | xrecon -q --center 19.5 -o whole.nrrd
ok 'a volume through filters that look at neighbouring rows' xjoin parts/*.nrrd -o joined.nrrd
same joined.nrrd whole.nrrd 'is the same bytes'
is 'its slices are numbered' "$(xinfo --get bp.table.z.index joined.nrrd)" "$(xinfo --get bp.table.z.index whole.nrrd)"
for r in 0:5 5:11 11:16; do chain 2:18 --slab $r:5 | xrecon -q --center 19.5 -o parts/$r.nrrd; done
xjoin parts/*.nrrd -o joined.nrrd
same joined.nrrd whole.nrrd 'also when the halo is left to xjoin'
for r in 0:5 5:11 11:16; do chain 2:18 --slab $r:5:loose | xrecon -q --center 19.5 -o parts/$r.h5; done
ok 'TIFF' xjoin parts/*.h5 -o 'stack/rec_%03d.tif'
xconvert --no-history whole.nrrd -o 'stack2/rec_%03d.tif'
none 'TIFF files are the same, numbers included' "$(diff -rq stack stack2)"
for r in 0 1; do xconvert -z $r --no-history whole.nrrd -o direct$r.h5; xjoin -z $r parts/*.h5 -o joined$r.h5; same joined$r.h5 direct$r.h5 "HDF5, --compress $r"; done
# centers of all rows in a file
awk 'BEGIN { for (i = 0; i < 20; i++) print 19 + i / 20 }' >centers
for r in 0:9 9:20; do xnorm -q --slab $r:1 scan.h5 | xrecon -q --center centers -o parts/c$r.nrrd; done
xnorm -q scan.h5 | xrecon -q --center centers -o whole.nrrd
xjoin parts/c*.nrrd -o joined.nrrd
same joined.nrrd whole.nrrd 'a center for each row'

# virtual: no copy
chain 2:18 | xrecon -q --center 19.5 -o whole.nrrd
ok '--virtual' xjoin --virtual parts/*.h5 -o virtual.h5
is 'reads as the whole' "$(xconvert --no-history virtual.h5 | cksum)" "$(cksum <whole.nrrd)"
is 'and is small' "$(($(stat -c %s virtual.h5) * 3 < $(stat -c %s joined0.h5)))" 1
mkdir moved && mv virtual.h5 parts moved/
is 'moves with its parts' "$(xconvert --no-history moved/virtual.h5 | cksum)" "$(cksum <whole.nrrd)"
mv moved/* .
mv parts/5:11.h5 x.h5
fails 3 '5:11.h5 is' xinfo --stats virtual.h5
mv x.h5 parts/5:11.h5
mkdir n%b && for r in 0:5 5:11 11:16; do cp parts/$r.h5 "n%b/%d$r.h5" && cp parts/$r.nrrd n%b; done
fails 2 'cannot be linked to: is no HDF5' xjoin --virtual n%b/*.nrrd -o never.h5
ok 'nothing is written' [ ! -e never.h5 ]
ok 'names with %' xjoin --virtual n%b/*.h5 -o odd.h5
is 'are names' "$(xconvert --no-history odd.h5 | cksum)" "$(cksum <whole.nrrd)"
rm n%b/%d5:11.h5
fails 3 '%d5:11.h5 is missing' xinfo --stats odd.h5
slabs h5 xnorm -q scan.h5
ok '--virtual of projections' xjoin --virtual part-*.h5 -o virtual.h5
is 'reads as the whole' "$(xconvert --no-history virtual.h5 | cksum)" "$(xnorm -q scan.h5 | cksum)"
fails 2 'needs the suffix .h5' xjoin --virtual part-*.h5 -o virtual.nrrd
fails 2 'name the output' xjoin --virtual part-*.h5

# more parts than files that may be open, as the shell has it
for r in {0..19}; do xnorm -q --slab $r:$((r + 1)):1 scan.h5 -o many-$r.nrrd; done
xnorm -q scan.h5 -o whole.nrrd
ok 'many parts' eval '(ulimit -Sn 12; xjoin many-*.nrrd -o joined.nrrd)'
same joined.nrrd whole.nrrd 'are the same bytes'
fails 4 'Too many open files' bash -c 'ulimit -n 12; xjoin many-*.nrrd -o never.nrrd'

# what is no whole
fails 3 'rows 0:6 are missing' xjoin part-[67]*.h5 -o bad.h5
fails 3 'rows 6:7 are missing' xjoin part-0:6.h5 part-7:20.h5 -o bad.h5
fails 3 'rows 7:20 are missing' xjoin part-0:6.h5 part-6:7.h5 -o bad.h5
fails 3 'row 6 is in' xjoin part-*.h5 part-6:7.h5 -o bad.h5
fails 3 'no slab of rows' xjoin whole.nrrd -o bad.h5
fails 4 'absent' xjoin absent -o bad.h5
xnorm -q --slab 3:5:2 scan.h5 -o s.nrrd
fails 2 'must be a file' bash -c "cat s.nrrd | xjoin /dev/stdin -o bad.h5"
fails 2 'operand' xjoin -o bad.h5
xnorm -q --slab 6:7:1 --flat mean scan.h5 -o other.h5
fails 3 'differs from .*bp.history.[01]' xjoin part-0:6.h5 other.h5 part-7:20.h5 -o bad.h5
xnorm -q --slab 6:7:1 --cols 0:20 scan.h5 -o other.h5
fails 3 'differs from .* in type or shape' xjoin part-0:6.h5 other.h5 part-7:20.h5 -o bad.h5
xconvert -q --no-history --set bp.table.angle.theta_deg='30*0' part-6:7.h5 -o other.h5
fails 3 'differs from .*theta_deg' xjoin part-0:6.h5 other.h5 part-7:20.h5 -o bad.h5
xconvert -q --no-history --set bp.sample=x part-6:7.h5 -o other.h5
fails 3 'differs from .*bp.sample' xjoin part-0:6.h5 other.h5 part-7:20.h5 -o bad.h5
xconvert -q --no-history --set 'bp.slab=6:7/30 5:8 1 0 exact' part-6:7.h5 -o other.h5
fails 3 'is of 30 rows' xjoin part-0:6.h5 other.h5 part-7:20.h5 -o bad.h5
xnorm -q --slab probe scan.h5 -o other.h5
fails 3 'a trial, not a part' xjoin other.h5 -o bad.h5
xconvert -q --no-history --set 'bp.slab=6:7/20 6:7' part-6:7.h5 -o other.h5
fails 3 'tells no slab' xjoin other.h5 -o bad.h5
fails 2 'output is the input' xjoin part-*.h5 -o part-0:6.h5
ok 'nothing was written' [ ! -e bad.h5 ]

# --slab
fails 2 "'1:' is not A:B" xnorm --slab 1: scan.h5
fails 2 'not within the 20 rows' xnorm --slab 10:21 scan.h5
fails 2 'is no slab of rows' xnorm --slab keep scan.h5
fails 2 'slab of rows already' xinfo --slab 0:2 part-0:6.h5
fails 2 'axis row or z' xinfo --slab 0:2 scan.h5::/exchange/theta
fails 2 'halo of 1 rows up to here, it has 0' xnorm --slab 3:5 scan.h5
xnorm -q --slab 3:5:2 scan.h5 -o s.nrrd
fails 2 'gaussian: .*needs a halo of 5 rows up to here, it has 2' xfilter -f gaussian:sigma=1 s.nrrd
fails 2 'paganin: depends on all rows' xfilter -f paganin:delta-beta=100,energy=20,distance=0.1,pixel=1e-6 s.nrrd
ok 'filters along rows need none' xfilter -f stripe-fw -f log s.nrrd -o t.nrrd
ok 'nor does what all rows are there for' eval 'xnorm -q --slab 0:20 scan.h5 | xfilter -q -f gaussian:sigma=9 -o t.nrrd'
fails 2 'cannot be cut' xfilter --rows 1:2 s.nrrd
fails 2 'cannot be averaged' xconvert --bin 2 s.nrrd
fails 2 'center auto: needs all rows' xrecon --center auto s.nrrd
fails 2 'depends on all rows' xnorm --slab 3:5:2 --roi 0:2,0:5 scan.h5
# l = sqrt(lambda z (delta/beta) / 4 pi) = 7.0237 pixels at 20 keV
is 'a trial tells what is needed' "$(xnorm -q --slab probe scan.h5 | xfilter -q -f median:size=5 -f gaussian:sigma=1 -f sobel |
	xfilter -q -f paganin:delta-beta=100,energy=20,distance=0.1,pixel=1e-6 -f outlier:dif=1 | xinfo --get bp.slab | sed 's/\(7\.0236\)[0-9]*/\1/')" \
	'9:10/20 9:10 9 7.0236 probe'
done_testing
