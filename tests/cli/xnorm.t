#!/bin/bash
# xnorm: counts to -ln of transmission, on scans whose answer is known, and on measured ones.
. "$(dirname "$0")/../lib.sh"

# scan FILE [EXTRA HEADER LINES]: 2 darks (10, 30), 2 flats (1020), 3 projections of 4 rows x 5 columns, uint16.
# dark 20, flat - dark 1000; projection a: T = 1, 0.5, 0.25 of columns 0, 1, 2.., times (1 - a/10)
cat >scan.pl <<'END'
my ($extra, %o) = (shift, key => '2*2 2*1 3*0', frame => '0 1 2 3 4 5 6', n => 7, type => 'uint16', pack => 'v', @ARGV);
my @t = (1, 0.5, 0.25, 0.75, 0.8);
binmode STDOUT;
print "NRRD0005\ntype: $o{type}\ndimension: 3\nsizes: 5 4 $o{n}\nencoding: raw\nendian: little\nlabels: \"col\" \"row\" \"angle\"\n";
print "bp.table.angle.key:=$o{key}\n" if $o{key};
print "bp.table.angle.frame:=$o{frame}\n" if $o{frame};
print "bp.table.angle.theta_deg:=4*0 0 60 120\n" unless $o{notheta};
print "$extra\n" if $extra;
print "\n";
for my $i (0 .. $o{n} - 1) {
	for my $p (0 .. 19) {
		my $v = $i == 0 ? 10 : $i == 1 ? 30 : $i < 4 ? 1020 : 20 + int(1000 * $t[$p % 5] * (1 - ($i - 4) / 10) + 0.5);
		$v = $o{"$i,$p"} if exists $o{"$i,$p"};
		$v = $o{$i} if exists $o{$i};
		print pack $o{pack}, $v;
	}
}
END
scan() { local f=$1; shift; perl scan.pl "$@" >"$f"; }
values() { tail -c $((4 * $2)) "$1" | perl -0777 -ne 'print join " ", map { sprintf "%.5f", $_ } unpack "f<*", $_'; }
row() {	# row FACTOR: the five values of a row
	perl -e 'print join " ", map { sprintf "%.5f", abs(-log($_ * $ARGV[0])) } 1, 0.5, 0.25, 0.75, 0.8' "$1"
}
meta() { sed '/^$/q' "$1" | grep -a "^$2" | cut -d= -f2-; }

scan s.nrrd 'foreign:=kept'
ok 'a scan' xnorm s.nrrd -o n.nrrd
none 'silent' "$(cat .err)"
is 'shape' "$(grep -a '^sizes' n.nrrd)" 'sizes: 5 4 3'
is 'type' "$(grep -a '^type' n.nrrd)" 'type: float'
want=
for f in 1 .9 .8; do for r in 1 2 3 4; do want+="$(row $f) "; done; done
is 'every value: -ln((p - dark) / (flat - dark))' "$(values n.nrrd 60)" "${want% }"
is 'quantity' "$(meta n.nrrd bp.quantity)" mu_t
is 'theta is that of the projections' "$(meta n.nrrd bp.table.angle.theta_deg)" '0 60 120'
is 'no keys, no frames' "$(grep -ac 'angle.key\|angle.frame' n.nrrd)" 0
is 'foreign keys are copied' "$(meta n.nrrd foreign)" kept
is 'history' "$(meta n.nrrd bp.history.0 | grep -c '^xnorm .*--flat=interp.*# flats=2 darks=2 blocks=1')" 1

# the same through pipes, standard output, other formats
xnorm <s.nrrd >p.nrrd; is 'from a pipe to a pipe' "$(values p.nrrd 60)" "${want% }"
cat s.nrrd | xnorm - | cat >p.nrrd; is 'through cat' "$(values p.nrrd 60)" "${want% }"
ok 'to HDF5' xnorm s.nrrd -o n.h5
xconvert n.h5 -o h.nrrd && is 'its values' "$(values h.nrrd 60)" "${want% }"
scan f.nrrd '' type float pack 'f<'
xnorm f.nrrd -o nf.nrrd; is 'float counts' "$(values nf.nrrd 60)" "${want% }"

# options
xnorm --no-log s.nrrd -o t.nrrd
is '--no-log' "$(values t.nrrd 5), $(meta t.nrrd bp.quantity)" '0.80000 0.40000 0.20000 0.60000 0.64000, transmission'
xnorm --min-transmission 0.5 --no-log s.nrrd -o t.nrrd
is '--min-transmission' "$(values t.nrrd 5)" '0.80000 0.50000 0.50000 0.60000 0.64000'
xnorm --min-transmission 0.25 --angles 0 s.nrrd -o t.nrrd
is '--min-transmission, -ln' "$(values t.nrrd 5)" "$(row 1)"
xnorm --order sino s.nrrd -o so.nrrd
is '--order sino' "$(grep -a '^sizes\|^labels' so.nrrd | xargs)" 'sizes: 5 3 4 labels: col angle row'
is 'its values' "$(values so.nrrd 15)" "$(row 1) $(row .9) $(row .8)"
xsino n.nrrd | tail -c 240 >a; tail -c 240 so.nrrd >b
ok 'as xsino gives it' cmp a b
xnorm --dark none s.nrrd -o t.nrrd
is '--dark none' "$(values t.nrrd 5)" "$(perl -e 'print join " ", map { sprintf "%.5f", -log((20 + 800 * $_) / 1020) } 1, .5, .25, .75, .8')"
scan m.nrrd '' n 9 key '3*2 3*1 3*0' frame '0 1 2 3 4 5 6 7 8' 0 20 1 999 2 20 3 120 4 120 5 1 6 70 7 70 8 70
sed -i 's/4\*0 0 60 120/6*0 0 60 120/' m.nrrd
xnorm --dark median --flat median m.nrrd -o t.nrrd
is '--flat median --dark median leave the odd image out' "$(values t.nrrd 5)" "$(perl -e 'printf "%.5f ", log 2 for 1..4; printf "%.5f", log 2')"
xnorm --beam-hardening 1,0.5,0.25 --angles 0 s.nrrd -o t.nrrd
is '--beam-hardening' "$(values t.nrrd 5)" "$(perl -e 'print join " ", map { $m = abs(-log $_); sprintf "%.5f", $m + $m**2 / 2 + $m**3 / 4 } 1, .5, .25, .75, .8')"
xnorm --roi 0:4,0:1 s.nrrd -o t.nrrd
is '--roi takes the decay of the beam out' "$(values t.nrrd 5)" "$(row 1)"
xnorm --roi 0:4,0:1 --order sino s.nrrd | tail -c 240 >a
xnorm --roi 0:4,0:1 s.nrrd | xsino | tail -c 240 >b
ok '--roi in sinograms' cmp a b
xnorm --air 1 --no-log s.nrrd -o t.nrrd	# the line from 1 to 0.8 over columns 0..4
is '--air' "$(values t.nrrd 5)" '1.00000 0.52632 0.27778 0.88235 1.00000'
xnorm --air 1 --order sino s.nrrd | tail -c 240 >a
xnorm --air 1 s.nrrd | xsino | tail -c 240 >b
ok '--air in sinograms' cmp a b
xnorm --rows 1:3 --cols 1:4 --angles 1:3 s.nrrd -o t.nrrd
is 'crops' "$(grep -a ^sizes t.nrrd) $(values t.nrrd 3) $(meta t.nrrd bp.table.angle.theta_deg)" "sizes: 3 2 2 $(row .8 | cut -d' ' -f2-4) 60 120"
xnorm --theta 0:180:excl s.nrrd -o t.nrrd
is '--theta 0:180:excl' "$(meta t.nrrd bp.table.angle.theta_deg)" '0 60 120'
xnorm --theta 0:180 s.nrrd -o t.nrrd
is '--theta 0:180' "$(meta t.nrrd bp.table.angle.theta_deg)" '0 90 180'
printf '# angles\n7\n8\n9\n10\n' >angles.txt
xnorm --theta angles.txt:2:5 s.nrrd -o t.nrrd
is '--theta FILE:A:B' "$(meta t.nrrd bp.table.angle.theta_deg)" '8 9 10'

# flats in time: 120 before (frame 2, 3), 220 after (frame 7, 8): at frames 4, 5, 6 the flat - dark is 130, 150, 170
scan time.nrrd '' n 9 key '2*2 4*1 3*0' frame '0 1 2 3 7 8 4 5 6' 2 120 3 120 4 220 5 220 6 85 7 95 8 105
sed -i 's/4\*0 0 60 120/6*0 0 60 120/' time.nrrd
xnorm time.nrrd -o t.nrrd
ln2=$(perl -e 'print join " ", (sprintf "%.5f", log 2) x 60')
is 'flats interpolated in time' "$(values t.nrrd 60)" "$ln2"
is 'two blocks' "$(meta t.nrrd bp.history.0 | grep -o 'blocks=.*')" 'blocks=2'
xnorm --order sino time.nrrd -o t.nrrd
is 'in sinograms too' "$(values t.nrrd 60)" "$ln2"
xnorm --flat mean time.nrrd -o t.nrrd
is '--flat mean: 150 throughout' "$(values t.nrrd 1)" "$(perl -e 'printf "%.5f", log(150 / 85)')"
sed 's/frame/other/' time.nrrd >noframe.nrrd
ok 'without acquisition indices the flats are one block' xnorm noframe.nrrd -o t.nrrd
is 'their mean' "$(values t.nrrd 1)" "$(perl -e 'printf "%.5f", log(150 / 85)')"

# flats and darks from other files
scan bare.nrrd '' n 3 key '' frame '' notheta 1 0 520 1 520 2 520
xconvert s.nrrd --items 0:2 -o dark.h5 2>/dev/null; xconvert s.nrrd --items 2:4 -o flat.h5 2>/dev/null
ok '--flat FILE --dark FILE --theta' xnorm bare.nrrd --flat flat.h5 --dark dark.h5 --theta 0:180 -o t.nrrd
is 'its values' "$(values t.nrrd 60)" "$ln2"

# pixels that cannot be used: flat = dark (item 2 and 3, pixel 7), and a NaN
big() { perl -e '
	my ($n, %o) = @ARGV; binmode STDOUT;
	print "NRRD0005\ntype: float\ndimension: 3\nsizes: 20 20 6\nencoding: raw\nendian: little\nlabels: \"col\" \"row\" \"angle\"\nbp.table.angle.key:=2 1 4*0\nbp.table.angle.frame:=0 1 2 3 4 5\nbp.table.angle.theta_deg:=2*0 0 45 90 135\n\n";
	for $i (0 .. 5) { for $p (0 .. 399) { print pack "f<", $o{"$i,$p"} // ($i == 0 ? 0 : $i == 1 ? 100 : $p % 20 + 10) } }' -- - "$@"; }
big 1,45 0 >dead.nrrd
ok 'a dead pixel' xnorm --no-log dead.nrrd -o t.nrrd
is 'is counted' "$(cat .err)" 'xnorm: dead.nrrd: repaired 4 of 1600 pixels (0.25 %)'
is 'and becomes the mean of its neighbours' "$(values t.nrrd 1600 | cut -d' ' -f45,46,47)" '0.14000 0.15000 0.16000'
ok 'quietly' xnorm -q --no-log dead.nrrd -o t.nrrd
none 'nothing said' "$(cat .err)"
fails 3 'dead.nrrd: row 2, col 5: the flat, 0, is not above the dark, 0' xnorm --strict dead.nrrd
big 3,45 nan 5,399 inf >nan.nrrd
ok 'a NaN and an infinity' xnorm --no-log nan.nrrd -o t.nrrd
is 'are counted' "$(cat .err)" 'xnorm: nan.nrrd: repaired 2 of 1600 pixels (0.125 %)'
is 'the corner is the mean of three' "$(values t.nrrd 1)" "$(perl -e 'printf "%.5f", (0.28 + 0.28 + 0.29) / 3')"
ok '--strict where all is well' xnorm --strict s.nrrd -o t.nrrd
xnorm --strict nan.nrrd -o strict.nrrd 2>err; is '--strict names the place' "$? $(cat err)" '3 xnorm: nan.nrrd: normalisation: angle 1: row 2, col 5: nan counts give no finite transmission'
none 'and leaves nothing' "$(ls -A | grep strict)"
big $(seq -f '2,%g 0' 0 17 | sed 's/ 0/ nan/') >many.nrrd
xnorm many.nrrd -o many_n.nrrd 2>err; is 'more than 1 %' "$? $(grep -c '18 of 1600 pixels are invalid (1.12 %)' err) $(wc -l <err) $(ls | grep -c many_n)" '3 1 1 0'
big 1,45 nan 1,46 inf >nanflat.nrrd
ok 'NaN and infinity in a flat' xnorm --no-log nanflat.nrrd -o t.nrrd
is 'are repaired' "$(cat .err)" 'xnorm: nanflat.nrrd: repaired 8 of 1600 pixels (0.5 %)'

# input that cannot be used: one line, no output
scan x.nrrd '' 2 0 3 0; fails 3 'x.nrrd: the flats are all 0' xnorm x.nrrd
scan x.nrrd '' 2 20 3 20; fails 3 'x.nrrd: the flats are not above the darks in 20 of 20 pixels' xnorm x.nrrd
scan x.nrrd '' type float pack 'f<' 2 nan; fails 3 'not above the darks in 20 of 20' xnorm x.nrrd
scan x.nrrd '' key '4*2 3*0'; fails 3 'x.nrrd: there are no flats: give --flat FILE' xnorm x.nrrd
scan x.nrrd '' key '4*1 3*0'; fails 3 'x.nrrd: there are no darks: give --dark FILE, or --dark none' xnorm x.nrrd
scan x.nrrd '' key ''; fails 3 'no flats: give --flat' xnorm x.nrrd
scan x.nrrd '' key '3*2 4*1'; fails 3 'x.nrrd: there are no projections' xnorm x.nrrd
scan x.nrrd '' key '2*2 1 3*0 1'; fails 3 'item 6 is no projection' xnorm x.nrrd
xconvert --axes frame,row,col s.nrrd -o frames.nrrd
fails 3 'frames.nrrd: no angles are known, so these may be no projections: give --theta' xnorm frames.nrrd
scan x.nrrd '' notheta 1; fails 3 'x.nrrd: there are no angles: give --theta' xnorm x.nrrd
scan x.nrrd 'bp.quantity:=mu_t'; fails 3 'x.nrrd: .*mu_t, not counts' xnorm x.nrrd
scan x.nrrd 'bp.quantity:=counts'; ok 'counts are counts' xnorm x.nrrd -o t.nrrd
scan x.nrrd 'bp.table.angle.other:=1 2'; fails 3 'angle.other' xnorm x.nrrd
scan x.nrrd '' frame '0 1 2 3 4 5'; fails 3 'angle.frame' xnorm x.nrrd
sed 's/"row" "angle"/"angle" "row"/' s.nrrd >x.nrrd; fails 3 'x.nrrd:' xnorm x.nrrd
xsino s.nrrd -o x.nrrd; fails 3 'not projections .*xsino turns them' xnorm x.nrrd
echo junk >junk.nrrd; fails 3 'junk.nrrd' xnorm junk.nrrd
fails 4 'missing.nrrd: No such file' xnorm missing.nrrd
fails 3 'images of 20 x 20, but those of bare.nrrd are 4 x 5' xnorm bare.nrrd --flat dead.nrrd --dark dark.h5 --theta 0:180
fails 4 'missing.tif' xnorm s.nrrd --flat missing.tif
printf 'NRRD0005\ntype: uint8\ndimension: 1\nsizes: 5\nencoding: raw\nlabels: "angle"\n\n\7\0\74\170\7' >five.nrrd
xconvert five.nrrd -o five.npy && xconvert five.nrrd -o five.h5
path=/entry/data/data
for f in five.npy:1:4 five.h5:1:4 "five.h5::$path:1:4"; do
	xnorm --theta $f s.nrrd -o t.nrrd
	is "--theta $f" "$(meta t.nrrd bp.table.angle.theta_deg)" '0 60 120'
done
fails 3 'five.npy gives 5 angles for 3 projections (FILE:A:B takes lines A to B - 1)' xnorm --theta five.npy s.nrrd
fails 3 'five.npy has 5 angles, not 9' xnorm --theta five.npy:6:9 s.nrrd
xconvert s.nrrd -o three.npy
fails 3 'three.npy is no row of numbers' xnorm --theta three.npy s.nrrd
printf '\223NUMPY\1\0\n1\n2\n' >theta.npy
fails 5 'theta.npy: the file ends early' xnorm --theta theta.npy s.nrrd
printf '0\n\0011\n2\n' >odd
fails 3 'odd is no text: angles are one number a line' xnorm --theta odd s.nrrd
fails 3 '4 angles for 3 projections (FILE:A:B takes lines A to B - 1)' xnorm --theta angles.txt s.nrrd
fails 2 'above 0' xnorm --min-transmission 0 s.nrrd
fails 2 'not with --no-log' xnorm --no-log --beam-hardening 1,2 s.nrrd
fails 2 "'x' is no number" xnorm --beam-hardening 1,x s.nrrd
fails 2 'up to 8' xnorm --beam-hardening 1,2,3,4,5,6,7,8,9 s.nrrd
fails 2 'not A:B,C:D' xnorm --roi 1:2 s.nrrd
fails 2 'region 0:4,0:9 does not fit 4 rows of 5 columns' xnorm --roi 0:4,0:9 s.nrrd
fails 2 'air margins of 3' xnorm --air 3 s.nrrd
fails 2 'not interpolated' xnorm --dark interp s.nrrd
fails 2 'order' xnorm --order slices s.nrrd
fails 2 '' xnorm --min-transmission 2 s.nrrd
fails 2 '' xnorm s.nrrd s.nrrd
scan x.nrrd '' 4 20; xnorm --roi 0:4,0:1 x.nrrd -o bad.nrrd 2>err
is 'a region without light' "$? $(cat err) $(ls | grep bad)" '3 xnorm: x.nrrd: normalisation: angle 0: the mean transmission of region 0:4,0:1 is not above 0 '
xnorm --air 2 x.nrrd -o bad.nrrd 2>err
is 'air without light' "$? $(grep -c 'angle 0: row 0: .*left air margin is 0' err) $(ls | grep bad)" '3 1 '

# pipes that are cut, wherever, leave a short output or none
head=$(sed '/^$/q' s.nrrd | wc -c) size=$(stat -c %s s.nrrd)
for cut in 0 10 $((head - 1)) "$head" $((head + 39)) $((head + 100)) $((head + 170)) $((size - 1)); do
	head -c "$cut" s.nrrd | xnorm -o cut.nrrd 2>err
	is "cut at $cut" "$? $(wc -l <err) $(ls -A | grep cut)" '5 1 '
	head -c "$cut" s.nrrd | xnorm 2>/dev/null | xnorm --dark none >/dev/null 2>err && flunk "cut at $cut, the next tool"
done
{ cat s.nrrd; echo; } | xnorm -o cut.nrrd 2>err; is 'bytes after the end' "$? $(grep -c 'bytes after' err)" '3 1'

# live: darks, flats and projections in parts
part() { { sed '/^$/q' "$1" | sed '$d'; echo "bp.part:=$2"; echo; } && tail -c +$((head_ + 1)) "$1"; }
xconvert s.nrrd --items 0:2 -o p1.nrrd; xconvert s.nrrd --items 2:4 -o p2.nrrd
xconvert s.nrrd --items 4:5 -o p3.nrrd; xconvert s.nrrd --items 5:7 -o p4.nrrd
for i in 1:more 2:more 3:more 4:last; do
	head_=$(sed '/^$/q' p${i%:*}.nrrd | wc -c); part p${i%:*}.nrrd ${i#*:}
done >live.nrrd
ok 'a live scan in parts' xnorm live.nrrd -o t.nrrd
is 'its values' "$(values t.nrrd 60)" "${want% }"
cat live.nrrd | xnorm -q --order sino >t.nrrd
is 'into sinograms' "$(grep -a '^sizes' t.nrrd) $(tail -c 240 t.nrrd | md5sum)" "sizes: 5 3 4 $(tail -c 240 so.nrrd | md5sum)"
head -c 900 live.nrrd | xnorm -o cut.nrrd 2>err; is 'a live scan that ends early' "$? $(wc -l <err)" '5 1'

# the same bytes for any -j and --memory
perl -e '
	binmode STDOUT; my ($r, $c, $n) = (60, 97, 40); srand 1;
	print "NRRD0005\ntype: uint16\ndimension: 3\nsizes: $c $r ", $n + 8, "\nencoding: raw\nendian: little\nlabels: \"col\" \"row\" \"angle\"\nbp.table.angle.key:=2*2 6*1 $n*0\nbp.table.angle.frame:=2*0 3*2 3*50 ", join(" ", 5 .. 4 + $n), "\nbp.table.angle.theta_deg:=8*0 ", join(" ", 0 .. $n - 1), "\n\n";
	for $i (0 .. $n + 7) { print pack "v*", map { $i < 2 ? 100 : $i < 8 ? ($_ == 77 ? 100 : 3000 + int rand 500) : 200 + int rand 2500 } 1 .. $r * $c }' >r.nrrd
fails 6 'need --memory' xnorm --memory 30k r.nrrd
for o in '' '--air 5' '--order sino' '--order sino --air 5' '--order sino --roi 0:9,0:9' '--flat mean'; do
	first= different= i=0
	for j in '-j 1' '-j 2' '-j 3' '--memory 4M' '--memory 64M' '--memory 1G'; do
		xnorm -q $o $j r.nrrd -o $((i++)).nrrd
		sum=$(md5sum <$((i - 1)).nrrd)
		[ "${first:=$sum}" = "$sum" ] || different+=" xnorm $o $j"
	done
	is "xnorm $o: the same bytes, all of them" "$different:$(stat -c %s $((i - 1)).nrrd | awk '{ print ($1 > 60 * 97 * 40 * 4) }')" ":1"
done

# measured scans
d=$data/tomo
if [ -e "$d/tooth.h5" ]; then
	xnorm "$d/tooth.h5" --flat mean -o tooth.nrrd; xnorm "$d/tooth_als832.h5" --flat mean -o als.nrrd
	# counts are rounded to integers: 0.5 of 3700, the least count above the dark, is 1.35e-4
	near 'tooth in two layouts, --flat mean' "$(xcompare tooth.nrrd als.nrrd 2>/dev/null | awk '$1 == "max_abs" { print ($2 < 1.5e-4) ? 0 : $2 }')" 0 0
	is 'blocks of flats of the ALS layout' "$(xnorm "$d/tooth_als832.h5" | grep -ao 'blocks=[0-9]*')" 'blocks=2'
	for part in data data_white data_dark; do xconvert "$d/tooth.h5::/exchange/$part" -t float -o $part.nrrd; done
	# the whole of it in double precision by perl; float counts of 4000 to 50000, so 1e-6 of them at the most
	is 'tooth: every pixel as computed in double precision' "$(perl -e '
		sub part { local $/; open F, "<", shift; my $x = <F>; $x =~ s/^.*?\n\n//s; unpack "f<*", $x }
		my @p = part("data.nrrd"); my @f = part("data_white.nrrd"); my @d = part("data_dark.nrrd"); my @n = part("tooth.nrrd");
		my (@flat, @dark, $worst);
		$flat[$_ % 1280] += $f[$_] / 10, $dark[$_ % 1280] += $d[$_] / 10 for 0 .. 12799;
		for (0 .. $#p) {
			my $i = $_ % 1280; my $t = ($p[$_] - $dark[$i]) / ($flat[$i] - $dark[$i]);
			my $e = abs($n[$_] + log($t > 0.01 ? $t : 0.01)); $worst = $e if $e > $worst;
		}
		print scalar(@n), $worst < 2e-6 ? " ok" : " $worst"')" '231680 ok'
	for f in savu24737_dx.h5 savu24737_nxtomo.nxs; do
		is "$f: repaired" "$(xnorm "$d/$f" -o $f.nrrd 2>&1 | sed 's/.*: //')" 'repaired 91 of 1965600 pixels (0.00463 %)'
		is "$f: in sinograms" "$(xnorm -q "$d/$f" --order sino | tail -c 7862400 | md5sum)" "$(xsino -q $f.nrrd | tail -c 7862400 | md5sum)"
	done
	t=$d/tiff_scan
	xnorm -q "$t/tiffs" --flat "$t/flat_00001.tiff" --dark "$t/dark_00001.tiff" --theta "$t/angles.txt:10:101" -o tiff.nrrd
	for f in savu24737_dx.h5.nrrd savu24737_nxtomo.nxs.nrrd tiff.nrrd; do
		sums+="$({ grep -a theta_deg $f; tail -c 7862400 $f; } | md5sum) "
	done
	is 'the pin in three forms' "$(echo "$sums" | xargs -n 2 | sort -u | wc -l)" 1
	fails 3 '111 angles for 91 projections' xnorm "$t/tiffs" --flat "$t/flat_00001.tiff" --dark "$t/dark_00001.tiff" --theta "$t/angles.txt"
	fails 3 'angles' xnorm "$t/tiffs" --flat "$t/flat_00001.tiff" --dark "$t/dark_00001.tiff"
	fails 3 'row 0, col 0: the flat, 0, is not above the dark, 0' xnorm --strict "$d/savu24737_dx.h5"
else
	skip 'measured scans' 'no data'
fi
done_testing
