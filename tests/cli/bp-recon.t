#!/bin/bash
# bp-recon: the pipeline is the recipe, each option changes its word, slices agree, lists of scans go on where they stopped.
. "$(dirname "$0")/../lib.sh"

xphantom shepp2d --size 64 --angles 91 --rows 6 --center 30.75 --scan --layout dx --rings 4 --zingers 0.001 -o 'scan 1.h5'
s='scan 1.h5'
axis() { xinfo "$1" | sed -n 's/.*xrecon .* center=\([0-9.]*\).*/\1/p'; }
plan() { bp-recon --dry-run "$@" | tail -1; }

# what one types by hand for it
recipe="xfilter -q -f outlier:dif=0.2,size=3 -f log -f stripe-fw:level=8,wavelet=db5,sigma=3"
xnorm -q --no-log "$s" | $recipe | xrecon -q --filter butterworth --cutoff 0.25 --order 2 --circle 1 \
	--center "$(xnorm -q --no-log "$s" | $recipe | xcenter -m pc)" -o 'hand/rec_%05d.tif'
ok 'full' bp-recon -q "$s"
none 'is the recipe' "$(for i in 0 1 2 3 4 5; do xcompare -q "hand/rec_0000$i.tif" "scan 1_rec/rec_0000$i.tif" | awk '$1 == "max_abs" && $2 > 0'; done)"
is 'six files' "$(ls 'scan 1_rec' | wc -l)" 6
near 'the axis was found' "$(axis 'scan 1_rec/')" 30.75 0.3
is 'the plan can be run' "$(bp-recon -q --dry-run -c 30.75 -t slice "$s" -o copy.nrrd >plan; bash plan && xinfo --get shape copy.nrrd)" '1 x 64 x 64'

# one slice is that of the whole, whatever filters look at beyond it
ok 'full with the axis given' bp-recon -q -c 30.75 "$s" -o full.nrrd
for p in 0 0.5 1; do
	bp-recon -q -c 30.75 -t slice --nsino $p "$s" -o one.nrrd
	row=$(awk -v p=$p 'BEGIN { printf "%d", 5 * p + 0.5 }')
	xconvert -q --items $row:$((row + 1)) full.nrrd -o of.nrrd
	is "slice --nsino $p is row $row" "$(xcompare --get max_abs one.nrrd of.nrrd) $(xinfo --get bp.table.z.index one.nrrd)" "0 $row"
done
ok 'rows' bp-recon -q -c 30.75 --start-row 2 --end-row 5 "$s" -o some.nrrd
xconvert -q --items 2:5 full.nrrd -o of.nrrd
is 'are those of the whole' "$(xcompare --get max_abs some.nrrd of.nrrd)" 0
ok 'try' bp-recon -q -t try -c 31 --center-search-width 1 --center-search-step 0.25 "$s"
is 'try: centers' "$(xconvert -q 'scan 1_try.tif' | xinfo --get shape)" '9 x 64 x 64'
bp-recon -q -t try -c 31 --center-search-width 1 --center-search-step 0.5 "$s" -o try.nrrd
is 'and their table' "$(xinfo --get bp.table.z.center_px try.nrrd)" '30 30.5 31 31.5 32'
for m in vo auto; do
	bp-recon -q -t slice -c $m "$s" -o c.nrrd
	near "the axis by $m" "$(axis c.nrrd)" 30.75 0.3
done
ok 'binned' bp-recon -q -b 2 -c 15.125 "$s" -o binned.nrrd
is 'binned: shape' "$(xinfo --get shape binned.nrrd)" '3 x 32 x 32'
ok 'a binned slice' bp-recon -q -b 2 -c 15.125 -t slice --nsino 1 "$s" -o bin1.nrrd
xconvert -q --items 2:3 binned.nrrd -o of.nrrd
is 'is that of the whole' "$(xcompare --get max_abs bin1.nrrd of.nrrd)" 0
printf '3%s\n' 0 0.5 0.7 0.8 1 1.5 >centers
ok 'a center for each row' bp-recon -q -c centers "$s" -o tilted.nrrd
for r in 0 3 5; do
	bp-recon -q -c centers -t slice --nsino $(awk -v r=$r 'BEGIN { print r / 5 }') "$s" -o one.nrrd
	xconvert -q --items $r:$((r + 1)) tilted.nrrd -o of.nrrd
	near "slice $r with it" "$(xcompare --get rel_l2 one.nrrd of.nrrd)" 0 2e-3
done
bp-recon -q -c centers --start-row 2 --end-row 5 "$s" -o some.nrrd
xconvert -q --items 2:5 tilted.nrrd -o of.nrrd
is 'rows with it' "$(xcompare --get max_abs some.nrrd of.nrrd)" 0
is 'try with it' "$(bp-recon -q -c centers -t try --nsino 1 --center-search-width 1 "$s" -o try.nrrd && xinfo --get bp.table.z.center_px try.nrrd)" \
	'30.5 31 31.5 32 32.5'
seq 9 >nine
fails 3 'nine: 9 centers for 6 rows' bp-recon -q -c nine -t slice "$s" -o no.nrrd
fails 3 '9 centers for 3 rows' xrecon -c nine <(xnorm -q "$s" | xfilter -q -f bin)
ok 'in slabs' bp-recon -q -c 30.75 --slabs 3 --local "$s" -o slabs.nrrd
is 'is the same' "$(cksum <slabs.nrrd)" "$(cksum <full.nrrd)"

# a run that was begun with other options is not gone on with
mkdir other.nrrd.slabs && touch other.nrrd.slabs/plan && printf 'xnorm\0' >other.nrrd.slabs/pipeline
fails 3 'was begun with other options' bp-recon -q -c 30.75 --slabs 3 --local "$s" -o other.nrrd
rm -r other.nrrd.slabs

# names that look like something else
for name in -dash.h5 '|' 'a%db.h5'; do
	cp "$s" "./$name"
	ok "a scan '$name'" bp-recon -q -c 30.75 --end-row 2 -o odd.nrrd -- "$name"
	is 'is the scan' "$(xcompare --get max_abs odd.nrrd <(xconvert -q --items 0:2 full.nrrd))" 0
	rm -f odd.nrrd "./$name"
done
fails 2 'a scan is a file' bp-recon -
fails 2 'is a bar of the pipeline' bp-recon --flat '|' "$s"

# every option is a word of the pipeline
has() { case "$(plan -c 3 "${@:2}" "$s")" in *"$1"*) pass "${*:2}" ;; *) flunk "${*:2}" "$(plan -c 3 "${@:2}" "$s")" ;; esac; }
has 'xnorm --no-log --min-transmission 0.02 ' --min-transmission 0.02
has ' --flat mean ' --flat mean
has ' --dark none ' --dark none
has ' --theta 0:180 ' --theta 0:180
has ' --cols 5:60 ' --start-column 5 --end-column=60
has ' --angles 0:50 ' --end-proj 50
has '-f outlier:dif=0.4,size=5 ' --zinger 0.4,5
has 'xfilter -f log ' --zinger none
has '-f outlier:dif=0.2,size=3 -f paganin:delta-beta=9 -f stripe' --phase paganin:delta-beta=9
has '-f log -f stripe-sf:size=5 ' --stripe stripe-sf:size=5
has '-f log | xrecon' --stripe none
has '-f bin:factor=2 -f log' --binning 2
has 'xrecon -a fbp ' --algorithm fbp
has '--center 3 --filter hann --circle 1' --filter hann
has '--filter hann --cutoff 0.3 --circle 1' --filter hann --cutoff 0.3
has '-a tv:lambda=2 --center 3 --circle 1' --algorithm tv:lambda=2
has '--set bp.pixel_m=1.3e-06 ' --pixel-size 1.3e0
has '--center 4 ' --center 4
has '--center 5 ' --rotation 5
fails 2 'are for gridrec and fbp' bp-recon -q -c 3 --algorithm tv --filter hann "$s" -o no.nrrd
fails 2 'out of range 0.001.*micrometres' bp-recon --pixel-size 1e-6 "$s"
fails 2 'could be --start-column, --start-proj, --start-row' bp-recon --start 3 "$s"
fails 2 'did you mean --stripe?' bp-recon --remove-stripe-method fw "$s"
fails 2 'did you mean --algorithm, --reconstruction-type?' bp-recon --reconstruction-algorithm fbp "$s"
has '--cutoff 0.3 --order 4 --circle 0.9 ' --cutoff 0.3 --order 4 --circle 0.9
has ' --rows 2:6 ' --start-row 04 --end-row 06
has '-f outlier:dif=0.4,size=8 -f bin:factor=3 ' --zinger 0.4,08 -b 03
has ' --set bp.pixel_m=1.3e-06 ' --pixel-size 1.3
has ' --unit pixel --size 40 ' --unit pixel --size 40
has 'xnorm -q --memory 1G --tmp . --threads 2 ' -q --memory 1G --tmp . -j2
has 'rec_%05d.tif' -t full
bp-recon -q -c 30.75 -t slice --pixel-size 2 "$s" -o um.nrrd
is 'in 1/cm when the pixel is known' "$(xinfo --get bp.quantity um.nrrd)" mu_per_cm

# a pattern of TIFF files
xconvert -q --items 20:111 "$s" -o 'frames/f_%03d.tif' 2>/dev/null
ok 'TIFF files, flats and darks beside them' bp-recon -q -t slice --flat "$s::/exchange/data_white" --dark "$s::/exchange/data_dark" --theta 0:180:excl -c 30.75 'frames/f_*.tif' -o tiff.nrrd

mkdir in && cd in && cp ../frames/f_00?.tif .
for w in . ./ 'f_*.tif'; do bp-recon --dry-run --flat none --dark none --theta 0:180 -c 30.75 "$w"; done >../beside
cd ..
is 'from within their folder: beside it' "$(grep -c '/in_rec/rec_%05d.tif' beside)" 3

# lists of scans
for i in 2 3; do xphantom shepp2d --size 48 --angles 40 --rows 2 --scan --layout dx --seed $i -o s$i.h5; done
cat >list <<'END'
# scans of one night
'scan 1.h5' --rotation-axis 30.75 --end-row 2

absent.h5
  s2.h5   -o "two/rec_%05d.tif"
s3.h5 --rotation-axis nonsense
s3.h5 # not a comment
"s3.h5
END
bp-recon -q -c 23.5 --batch list >out 2>err
is 'a batch goes on, and says that some failed' "$?:$(cut -f 1 out | xargs):$(tail -1 err)" '4:done failed done failed failed failed:bp-recon: list: 4 failed'
is 'each failure has its line' "$(grep -c -e '^xinfo: absent.h5: No such file' -e '^xrecon: .*nonsense' -e 'one operand too many' -e 'line 8: a quote is not closed' err)" 4
is 'the outputs' "$(ls -d 'scan 1_rec' two s3_rec 2>&1 | wc -l):$(ls 'scan 1_rec' | wc -l)" '3:2'
before=$(stat -c %Y.%i two)
sed -i -e '/absent/d' -e 's/nonsense/22/' -e '$d' list && sed -i '$d' list
bp-recon -q -c 23.5 --batch list >out 2>err
is 'again: what is there is left' "$?:$(cut -f 1 out | xargs)" '0:there there done'
is 'and not written again' "$(stat -c %Y.%i two)" "$before"
bp-recon -q -c 23.4 --batch list >out
is 'other options: all again, where they are not the scan'\''s own' "$(cut -f 1 out | xargs)" 'done done done'
rm -r s3_rec
touch -d '+1 minute' s2.h5
bp-recon -q -c 23.4 --batch list >out
is 'an output that is gone, a scan that is newer: these' "$(cut -f 1 out | xargs)" 'there done done'
is '--dry-run' "$(bp-recon -q --dry-run -c 23.4 --batch list | grep -c '^xnorm')" 3
(exec 9>>list.done; flock 9; bp-recon --batch list >out 2>err; echo $? >status)
is 'two at once' "$(cat status):$(cat err)" '75:bp-recon: list: another bp-recon is at work on it'

# wrong words
fails 2 'no scan' bp-recon
fails 2 'one operand too many' bp-recon a b
fails 2 "--what: unknown option .see --help" bp-recon --what 3 a
fails 2 'needs a value' bp-recon --filter
fails 3 'is no text: a list has' bp-recon --batch "$s"
none 'nothing was begun' "$(ls "$s.done" 2>/dev/null)"
fails 2 'takes no value' bp-recon --dry-run=3 a
fails 2 'none of try, slice, full' bp-recon -t half a
fails 2 "'x' is not a number" bp-recon --cutoff x a
fails 2 "'1.5' is not a whole number" bp-recon --start-row 1.5 a
fails 2 'out of range 0..1' bp-recon --nsino 2 a
fails 2 'not DIF' bp-recon --zinger x a
fails 2 'above 0' bp-recon --center-search-step 0 a
fails 2 'is for --reconstruction-type full' bp-recon --slabs 2 -t try a
fails 2 'not within 0:6' bp-recon --end-row 7 "$s"
fails 2 'not within 0:6' bp-recon --start-row 3 --end-row 3 "$s"
fails 4 'No such file' bp-recon absent.h5
fails 4 'cannot be read' bp-recon --batch absent
fails 2 'stand in the file' bp-recon --batch list a
is 'a program that fails says so' "$(bp-recon -q -c 3 --stripe nothing "$s" -o no.nrrd 2>&1 | grep -c '^xfilter: no filter')" 1
bp-recon -q -c 3 --stripe nothing "$s" -o no.nrrd 2>/dev/null
is 'and that of the pipeline' $? 2
ok 'nothing is written then' [ ! -e no.nrrd ]
for o in $(bp-recon --help | grep -oE -- '(^| )--[a-z-]+[=,]?' | grep -oE -- '--[a-z-]+'); do
	grep -q -- "${o//-/\\\\-}" "$top/man/bp-recon.1" || flunk "bp-recon.1: $o"
done
none 'help: 80 columns' "$(bp-recon --help | awk 'length > 80')"
done_testing
