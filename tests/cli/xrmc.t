#!/bin/bash
# xrmc: patterns of known models, each option, metadata, the predecessor's configuration, signals and --resume, bad input.
. "$(dirname "$0")/../lib.sh"
get() { xinfo --get "$@"; }
num() { xinfo --get "$1" "$2"; }
below() { awk -v a="$2" -v b="$3" 'BEGIN { exit !(a ~ /^[-+0-9.eE]+$/ && a + 0 < b + 0) }' && pass "$1" || flunk "$1" "got '$2'" "expected less than $3"; }
rmc() { xrmc -q "$@"; }
struct() { xconvert -q "$1" -o .m.npy && xrmc-structure --get "$2" .m.npy; }

xrmc-model spinodal --size 64 --seed 5 -o true.npy
xrmc-model spinodal --size 64 --seed 5 --pattern -o p.npy

# ---- from a pattern to a model -----------------------------------------------------------------
# chi2 = sum (c I - D)^2/(sum D)^2: of a random model of this loading it is 100 times as much (1.6e-3 measured), as the ring is bright
xrmc p.npy --loading 0.5 --seed 3 --model model.npy -o run.h5 2>said.txt
is "a pattern" $? 0
ok "says what it found" grep -q "^xrmc: chi2 [0-9.e-]*, R [0-9.]*, scale [0-9.]*$" said.txt
below "chi2" "$(num rmc.chi2 run.h5)" 5e-5
is "the model: bytes of 0 and 1" "$(get type model.npy) $(get shape model.npy) $(xinfo -s --get min model.npy) $(xinfo -s --get max model.npy)" "uint8 64 x 64 0 1"
near "half of it is filled" "$(xinfo -s --get mean model.npy)" 0.5 1e-12
is "it is the one of the bundle" "$(xinfo --samples run.h5 | awk '{ print $NF }' | tail -n +2 | cksum)" "$(xinfo --samples model.npy | awk '{ print $NF }' | tail -n +2 | cksum)"
is "shapes" "$(for a in models fit residual pattern mask timeline g s chords; do get shape run.h5::/rmc/$a; done | sed 's/ x /x/g' | awk -F x 'NR == 6 { print "TxC", $2 > "/dev/stderr"; next } NR < 9 { printf "%s ", $0 } END { print $1 }' 2>/dev/null)" \
	"1x64x64 64x64 64x64 64x64 64x64 33 33 2"
fails 3 "run.h5: /rmc is not a data set but a group of 9; .*: /rmc/chords (2 x [0-9]*), /rmc/fit (64 x 64), .*/rmc/models (1 x 64 x 64), .*/rmc/timeline ([0-9]* x 11)$" xinfo run.h5::/rmc
is "the whole file is a group, too" "$(xinfo run.h5::/ 2>&1 | sed 's/^[^;]*//')" "$(xinfo run.h5::/rmc 2>&1 | sed 's/^[^;]*//')"
is "plain run.h5 is the models" "$(get order run.h5)" "tile row col"
is "types" "$(for a in models fit residual pattern mask timeline; do get type run.h5::/rmc/$a; done | tr '\n' ' ')" "uint8 double double double uint8 double "
is "columns of the timeline" "$(get rmc.columns run.h5::/rmc/timeline)" "seed size phase step chi2 R held accepted temperature pairs proposals"
near "pattern less fit is the residual" "$(xinfo -s --get mean run.h5::/rmc/residual)" \
	"$(echo "$(xinfo -s --get mean run.h5::/rmc/pattern) $(xinfo -s --get mean run.h5::/rmc/fit)" | awk '{ print $1 - $2 }')" 1e-3
# what is written has the chi2 that is told: from the arrays alone, without q = 0
chi2() {
	xinfo --samples "$1::/rmc/fit" | tail -n +2 | awk '{ print $NF }' >.f
	xinfo --samples "$1::/rmc/pattern" | tail -n +2 | awk '{ print $NF }' | paste - .f |
		awk -v n=64 'NR - 1 != n * n / 2 + n / 2 && $1 !~ /nan/ { s += ($1 - $2)^2; d += $1 } END { printf "%.12g", s / d^2 }'
}
near "chi2 by the arrays" "$(chi2 run.h5 | awk -v b="$(num rmc.chi2 run.h5)" '{ print $1 / b }')" 1 1e-6
xrmc-structure model.npy >structure.txt 2>/dev/null && pass "the model is one" || flunk "the model is one"
is "history" "$(get bp.history.0 run.h5)" "xrmc 0.1.0 --loading=0.5 --metric=intensity --prior=0.05 --size=0 --tiles=1 --seed=3 --seeds=1 --start-size=0 --grow=0 --charge-flip=0 --raar=20 --anneal=0 --temperature=0.005 --smooth=0 --move=batch --moves=3 --reach=0 --holdout=0 p.npy # row=32 col=32"
rmc p.npy --loading 0.5 --seed 3 -o again.h5
ok "the same bytes again" cmp run.h5 again.h5
rmc p.npy --loading 0.5 --seed 4 -o other.h5
is "another seed is another model" "$(cmp -s run.h5 other.h5; echo $?)" 1
is "a pipe: models as NRRD" "$(xrmc-model spinodal --size 64 --seed 5 --pattern | rmc -l 0.5 --seed 3 | get shape -)" "1 x 64 x 64"
rmc p.npy -l 0.5 --seed 3 -o run.npy
is "-o FILE.npy: the models alone" "$(get shape run.npy)" "1 x 64 x 64"
ok "a cut pipe is no news" eval 'rmc p.npy -l 0.5 | head -c 10 >/dev/null'

# a pattern that is not centred, with noise and a gap: what is fitted is about its centre
xrmc-model spinodal --size 32 --oversample 2 --seed 2 --offset 3.25,-5.4 --pattern --counts 1e5 -o off.npy
xrmc off.npy --recentre auto -l 0.125 -o off.h5 2>off.txt
near "--recentre auto: the row" "$(sed -n 's/.*at row \([-0-9.]*\),.*/\1/p' off.txt)" 35.25 0.15
near "and the column" "$(sed -n 's/.*col \([-0-9.]*\):.*/\1/p' off.txt)" 26.6 0.15
near "delta is what whole pixels leave" "$(num rmc.delta_row_px off.h5)" -0.25 0.15
rmc off.npy --recentre 35.25,26.6 -l 0.125 -o off2.h5
is "--recentre ROW,COL: exactly" "$(num rmc.delta_row_px off2.h5) $(num rmc.delta_col_px off2.h5 | awk '{ printf "%.9g", $1 }')" "-0.25 0.4"
below "fits" "$(num rmc.R off2.h5)" 0.6
is "what the frame does not cover is masked" "$(xinfo --samples off2.h5::/rmc/mask | awk 'NR > 1 && $NF == 0' | wc -l)" "$(awk 'BEGIN { print 64 * 64 - 61 * 59 }')"
rmc p.npy --recentre none -l 0.5 --seed 3 -o none.h5
is "--recentre none is N/2, N/2" "$(num rmc.chi2 none.h5)" "$(num rmc.chi2 run.h5)"

# ---- options -----------------------------------------------------------------------------------
rmc p.npy -l 0.5 --size 48 -o size.h5
is "--size crops" "$(get shape size.h5) $(xcompare -q --get max_abs size.h5::/rmc/pattern <(xconvert -q --rows 8:56 --cols 8:56 p.npy))" "1 x 48 x 48 0"
rmc p.npy -l 0.5 --size 72 -o pad.h5
is "--size pads: masked" "$(xinfo --samples pad.h5::/rmc/mask | awk 'NR > 1 && $NF == 1' | wc -l)" 4096
xrmc p.npy -l 0.5 --size 96 -o pad.h5 2>said.txt
ok "most of it not covered: a note" grep -q "only 4096 of 96 x 96 pixels are used.*mask excludes 0.*does not cover 5120" said.txt
ok "the middle of a frame of another size: a note" grep -q "q = 0 is taken to be at row 32, col 32" said.txt
# whole numbers by which detectors mark gaps: as if they were masked
u32() { printf 'NRRD0005\ntype: %s\ndimension: 2\nsizes: 16 16\nendian: little\nencoding: raw\n\n' "$1"; for i in $(seq 0 255); do case $i in 3 | 70) printf "$2" ;; *) printf "\\x$(printf %02x $((i % 7 + 1)))\\0\\0\\0" ;; esac; done; }
u32 uint32 '\377\377\377\377' >eiger.nrrd
u32 int32 '\376\377\377\377' >pilatus.nrrd
for f in eiger pilatus; do
	xrmc $f.nrrd -l 0.5 -o $f.h5 2>said.txt
	ok "$f: gaps are noted" grep -q "2 pixels have values by which detectors mark gaps" said.txt
	is "$f: and masked" "$(xinfo --samples $f.h5::/rmc/mask | awk 'NR > 1 && $NF == 0' | wc -l)" 2
done
# a mask: rows 20 to 24 are a gap
{ printf 'NRRD0005\ntype: uint8\ndimension: 2\nsizes: 64 64\nendian: little\nencoding: raw\n\n'; awk 'BEGIN { for (r = 0; r < 64; r++) for (c = 0; c < 64; c++) printf "%s", (r >= 20 && r < 24) ? "0" : "1" }' | tr 01 '\000\001'; } >mask.nrrd
rmc p.npy -l 0.5 --mask mask.nrrd -o mask.h5
is "--mask" "$(xcompare -q --get max_abs mask.h5::/rmc/mask mask.nrrd)" 0
is "NaN where it is" "$(xinfo --samples mask.h5::/rmc/pattern | awk 'NR > 1 && $NF ~ /nan/' | wc -l)" 256
below "fits what is left" "$(num rmc.chi2 mask.h5)" 5e-5
rmc p.npy -l 0.5 --mask mask.nrrd --prior 0 -o free.h5
is "--prior changes what was not measured" "$(cmp -s mask.h5 free.h5; echo $?)" 1
# without a prior nothing holds the intensity in the gap; with it the mean is near that of the ring
xrmc-model spinodal --size 64 --seed 5 --pattern --counts 1e4 -o counts.npy
rmc counts.npy -l 0.5 --sigma poisson -o poisson.h5
is "--sigma poisson is metric poisson" "$(get rmc.metric poisson.h5)" poisson
for m in amplitude log; do
	rmc p.npy -l 0.5 -m $m -o $m.h5
	is "--metric $m" "$(get rmc.metric $m.h5)" $m
	below "fits" "$(num rmc.R $m.h5)" 0.7
done
xconvert -q p.npy -o p.nrrd
{ sed '/^$/q' mask.nrrd | sed 's/uint8/float/'; awk 'BEGIN { for (i = 0; i < 4096; i++) printf "1" }' | sed 's/1/\x00\x00\x7a\x44/g'; } >sigma.nrrd	# 1000 each
rmc p.npy -l 0.5 --seed 3 --sigma sigma.nrrd -o sigma.h5
is "equal sigma is no weight: the same models" "$(xcompare -q --get max_abs sigma.h5 run.h5)" 0
near "chi2 is per pixel, then" "$(awk -v a="$(num rmc.chi2 sigma.h5)" -v b="$(num rmc.chi2 run.h5)" -v d="$(xinfo --samples p.npy | awk 'NR > 1 && NR - 2 != 32 * 64 + 32 { s += $NF } END { print s }')" \
	'BEGIN { print a / (b * d^2 / 1e6 / 4095) }')" 1 1e-4
rmc p.npy -l 0.5 --seed 3 --sigma sigma.nrrd --stop 1e9 -o stop.h5
below "--stop ends sooner" "$(get shape stop.h5::/rmc/timeline | cut -d' ' -f1)" "$(get shape run.h5::/rmc/timeline | cut -d' ' -f1)"
is "--stop that is not reached is told" "$(xrmc p.npy -l 0.5 --stop 1e-12 -o far.h5 2>&1 | grep -c 'which would do')" 1
rmc counts.npy -l 0.5 --sigma poisson --stop noise -o noise.h5 && pass "--stop noise" || flunk "--stop noise"
rmc p.npy -l 0.5 --holdout 0.05 -o held.h5
ok "--holdout tells chi2 of what the fit did not see" eval '[ -n "$(get rmc.held held.h5)" ]'
xrmc-model spinodal --size 64 --seed 5 --pattern --scale 7 --background 2000 -o bg.npy
rmc bg.npy -l 0.5 --background -o bg.h5
near "--background" "$(num rmc.background bg.h5)" 2000 2500
below "and the fit is as good" "$(num rmc.R bg.h5)" 0.6
rmc p.npy -l 0.5,0.4 --tiles 2 -o tiles.h5 --model tiles.npy
is "--tiles, a loading each" "$(get shape tiles.h5) $(get rmc.loading tiles.h5) $(get bp.table.tile.loading tiles.h5)" "2 x 64 x 64 0.5,0.4 0.5 0.4"
is "--model of tiles" "$(get shape tiles.npy) $(xinfo -s --get mean tiles.npy | cut -c1-5)" "2 x 64 x 64 0.449"
below "more tiles fit better" "$(num rmc.chi2 tiles.h5)" "$(num rmc.chi2 run.h5)"
rmc p.npy -l 0.5 --tiles 3 --independent -o alone.h5
rmc p.npy -l 0.5 --seeds 3 -o seeds.h5
is "--independent is so many seeds" "$(xcompare -q --get max_abs alone.h5 seeds.h5) $(get shape seeds.h5)" "0 3 x 1 x 64 x 64"
xrmc p.npy -l 0.5,0.4,0.3 --tiles 3 --independent -o each.h5 --model each.npy 2>each.txt
is "--independent, a loading each" "$(get shape each.h5) $(get bp.table.seed.loading each.h5) $(get bp.table.tile.loading each.h5 2>/dev/null)" "3 x 1 x 64 x 64 0.5 0.4 0.3 "
is "so many pixels are filled" "$(for i in 0 1 2; do xinfo -s --items $i:$((i + 1)) --get mean each.h5 | cut -c1-5; done | tr '\n' ' ')" "0.5 0.399 0.300 "
best=$(get rmc.seed each.h5)
is "rmc.loading is that of the best" "$(get rmc.loading each.h5)" "$(echo 0.5 0.4 0.3 | cut -d' ' -f$best)"
is "each is as alone" "$(xinfo --samples --items 1:2 each.h5 | awk 'NR > 1 { print $NF }' | cksum)" "$(rmc p.npy -l 0.4 --seed 2 | xinfo --samples | awk 'NR > 1 { print $NF }' | cksum)"
ok "and told" grep -q "seed 2: loading 0.4, chi2" each.txt
is "and when merged" "$(xrmc-merge -q each.h5 -o merged.h5; get bp.table.seed.loading merged.h5) $(xinfo --samples merged.h5::/rmc/mean | cksum)" "0.5 0.4 0.3 $(xinfo --samples each.h5::/rmc/mean | cksum)"
fails 3 "of another loading than the first run" xrmc-merge each.h5 run.h5 -o r.h5
fails 3 "of another loading than the first run" xrmc-merge run.h5 each.h5 -o r.h5
is "tables of seeds" "$(get bp.table.seed.number seeds.h5)" "1 2 3"
is "the least chi2 is the one told" "$(num rmc.chi2 seeds.h5)" "$(get bp.table.seed.chi2 seeds.h5 | tr ' ' '\n' | sort -g | head -1)"
is "mean, deviation, correlations" "$(for a in mean deviation correlation; do get shape seeds.h5::/rmc/$a; done | tr '\n' ',')" "1 x 64 x 64,1 x 64 x 64,3 x 3,"
xrmc p.npy -l 0.5 --seeds 3 -o seeds2.h5 2>seeds.txt
is "correlations are told" "$(grep -c 'correlations.*1\.00' seeds.txt)" 3
xrmc-model spinodal --size 128 --pattern -o large.npy
xrmc large.npy -l 0.5 --seeds 2 -o seeds3.h5 2>seeds.txt
ok "and that models are not unique" grep -q "models not unique; trust g(r) and chord lengths only" seeds.txt
xrmc-model discs --size 64 --radius 6 --loading 0.2 -o six.npy
xrmc-model discs --size 64 --radius 6 --loading 0.2 --pattern -o six-p.npy
# which seeds find it hangs on the last bit of sums, and so on the compiler
xrmc six-p.npy -l "$(xinfo -s --get mean six.npy)" -m amplitude --raar 100 --start-size 32 --seeds 8 --model six-m.npy -o six.h5 2>seeds.txt
ok "and that those of the least chi2 are one model" grep -q "^xrmc: \(all seeds\|seeds [1-8], [1-8, ]*of the least chi2,\) found the same model (correlation 1.00)$" seeds.txt
near "whose radius is the planted one: chords of so few discs tell it to a per cent" "$(xrmc-structure --get disc_chord_radius six-m.npy)" 6 0.06
rmc p.npy -l 0.5 --seeds 3 -j 1 -o j1.h5
rmc p.npy -l 0.5 --seeds 3 -j 2 -o j2.h5
ok "the same bytes for any -j" cmp j1.h5 j2.h5
ok "nor does it matter how often it is saved" eval 'rmc p.npy -l 0.5 --seeds 3 -o j3.h5 --checkpoint-every 0 --checkpoint c --timeline t.tsv && cmp j1.h5 j3.h5'
ok "the checkpoint is gone at the end" test ! -e c
rmc p.npy -l 0.5 --init true.npy -o init.h5
is "its filled part stays, and is told" "$(xrmc p.npy -l 0.4 --init true.npy -o init-l.h5 2>&1 | grep -c '^xrmc: --init: of tile 0 0.5 is filled') $(get rmc.loading init-l.h5)" "1 0.5"
fails 2 "its own loading" xrmc p.npy -l 0.4,0.5 --tiles 2 --independent --init true.npy
below "--init: the truth is found" "$(num rmc.chi2 init.h5)" 1e-12
is "and kept" "$(xconvert -q init.h5 -o i.nrrd && xcompare -q --get max_abs i.nrrd <(rmc p.npy -l 0.5 --init true.npy))" 0
rmc p.npy -l 0.5 --start-size 16 --grow 24 -o levels.h5
is "--start-size, --grow: the levels" "$(xinfo --samples levels.h5::/rmc/timeline | awk 'NR > 1 && $2 == 1 { print $3 }' | uniq | tr '\n' ' ')" "16 40 64 "
rmc p.npy -l 0.5 --raar 0 -o raar.h5
is "--raar 0: none" "$(xinfo --samples raar.h5::/rmc/timeline | awk 'NR > 1 && $2 == 2 && $3 == 0' | wc -l)" 0
rmc p.npy -l 0.5 --seed 3 --anneal 40 -o anneal.h5
is "--anneal: so many steps" "$(xinfo --samples anneal.h5::/rmc/timeline | awk 'NR > 1 && $2 == 2 && $3 == 2' | wc -l)" 40
is "--temperature" "$(rmc p.npy -l 0.5 --seed 3 --anneal 40 --temperature 0.1 -o hot.h5; cmp -s hot.h5 anneal.h5; echo $?)" 1
rmc p.npy -l 0.5 --seed 3 --polish -o polish.h5
below "--polish: less chi2" "$(get rmc.chi2 polish.h5)" "$(get rmc.chi2 run.h5)"
rmc p.npy -l 0.5 --seed 3 --smooth 1 --model smooth.npy -o smooth.h5
below "--smooth: less border" "$(xrmc-structure --get surface smooth.npy)" "$(xrmc-structure --get surface model.npy)"
for m in swap metropolis; do		# chi2 of random pixels: 0.0266
	rmc p.npy -l 0.5 --move $m --moves 3 --reach 3 --size 32 -o $m.h5 && pass "--move $m" || flunk "--move $m"
	below "fits" "$(num rmc.chi2 $m.h5)" 0.015
done
is "--reach: local" "$(rmc p.npy -l 0.5 --move swap --moves 3 --size 32 -o far.h5; cmp -s far.h5 swap.h5; echo $?)" 1
# two discs, one of them three pixels from where the pattern has it: they find their places as they are, and by single swaps do not
xrmc-model discs --size 32 --radius 4 --loading 0.1 --gap 3 --seed 5 -o discs.npy
xrmc-model discs --size 32 --radius 4 --loading 0.1 --gap 3 --seed 5 --pattern -o discs-p.npy
{ head -c -1024 discs.npy; tail -c 1024 discs.npy | od -An -v -t u1 -w32 | awk '{ for (i = 1; i <= 32; i++) printf "\\0%d", $((NR < 13 ? (i + 28) % 32 : i - 1) + 1) }' | xargs -0 printf %b; } >moved.npy
cluster() { rmc discs-p.npy -l "$(xinfo -s --get mean discs.npy)" --init moved.npy --move cluster --temperature 0 "$@"; }
cluster --reach 4 --moves 20 -o cluster.h5
below "--move cluster" "$(num rmc.chi2 cluster.h5)" 1e-10
is "a phase of its own" "$(xinfo --samples cluster.h5::/rmc/timeline | awk 'NR > 1 && $2 == 2 { print $3 }' | sort -u | tr '\n' ' ')" "5 6 "
rmc discs-p.npy -l "$(xinfo -s --get mean discs.npy)" --init moved.npy -o flips.h5
is "--smooth is of clusters, too" "$(cluster --reach 4 --moves 2 --smooth 50 -o rough.h5; cluster --reach 4 --moves 2 -o free.h5; xconvert -q rough.h5 -o rough.nrrd; xconvert -q free.h5 -o free.nrrd; xcompare -q --get max_abs rough.nrrd free.nrrd)" 1
below "what pixels by themselves do not find" 1e-6 "$(num rmc.chi2 flips.h5)"
cluster --reach 4 --moves 20 -m log -o cluster-log.h5 && pass "of any metric" || flunk "of any metric"
fails 2 "is for --metric intensity" xrmc p.npy -l 0.5 --move swap -m log -o r.h5
# what discs scatter tells where they lie, by charge flipping alone, and where it was stopped it goes on
xrmc-model discs --size 96 --radius 8 --loading 0.3 -o suspension.npy
xrmc-model discs --size 96 --radius 8 --loading 0.3 --pattern -o suspension-p.npy
flip=(xrmc -q suspension-p.npy -l "$(xrmc-structure --get filled suspension.npy)" -m amplitude --start-size 96)
"${flip[@]}" --seeds 2 --charge-flip 300 -o flip.h5 --model flip.npy
below "--charge-flip" "$(num rmc.chi2 flip.h5)" 1e-10
near "the radius" "$(xrmc-structure --get disc_chord_radius flip.npy)" "$(xrmc-structure --get disc_chord_radius suspension.npy)" 1e-9
is "its phase is first" "$(xinfo --samples flip.h5::/rmc/timeline | awk 'NR > 1 && $2 == 2 { print $3 }' | uniq | head -2 | tr '\n' ' ')" "7 0 "
"${flip[@]}" -o random.h5
below "what random pixels do not find" 1e-3 "$(num rmc.chi2 random.h5)"
"${flip[@]}" --charge-flip 8000 -o long.h5
"${flip[@]}" --charge-flip 8000 --timeline flip.tsv -o short.h5 & pid=$!
until_grows flip.tsv; kill -TERM $pid; wait $pid
is "stopped within it" "$? $(tail -n 1 flip.tsv | cut -f 4)" "143 charge"
ok "--resume" "${flip[@]}" --charge-flip 8000 --resume -o short.h5
ok "the same bytes" cmp long.h5 short.h5
ok "--independent" "${flip[@]}" --charge-flip 9 --tiles 2 --independent -o alone.h5
fails 2 "--charge-flip is of one tile" "${flip[@]}" --charge-flip 9 --tiles 2 -o r.h5
fails 2 "no --init" "${flip[@]}" --charge-flip 9 --init suspension.npy -o r.h5
fails 2 "charge-flip" "${flip[@]}" --charge-flip -1 -o r.h5
rmc p.npy -l 0.5 --q-step 0.01 --seed 3 -o q.h5
near "--q-step: pixel = 2 pi/(N dq)" "$(get bp.pixel_m q.h5)" 9.8174770e-9 1e-14
is "and the axes of the pattern" "$(get bp.table.row.per_nm q.h5::/rmc/fit 2>/dev/null | wc -w)$(get bp.table.qy.per_nm q.h5::/rmc/fit 2>/dev/null | wc -w)" 640
rmc p.npy -l 0.5 --seed 3 -o pic.h5 --pictures pics
is "--pictures" "$(ls pics | tr '\n' ' ')" "fit.png model.png original.png recentred.png residual.png timeline.png "
is "they change nothing" "$(cmp pic.h5 run.h5; echo $?)" 0
rmc p.npy -l 0.5 --seed 3 -o tl.h5 --timeline tl.tsv
is "--timeline" "$(head -1 tl.tsv | tr '\t' ' ')" "time_s seed size phase step chi2 R held accepted temperature pairs proposals"
is "its last line" "$(tail -1 tl.tsv | cut -f2-4 | tr '\t' ' ')" "3 64 done"
{ printf 'NRRD0005\ntype: double\ndimension: 3\nsizes: 64 64 2\nendian: little\nencoding: raw\n\n'; head -c 32768 /dev/zero; tail -c 32768 p.npy; } >stack.nrrd
is "--items" "$(rmc stack.nrrd --items 1 -l 0.5 --seed 3 -o items.h5; num rmc.chi2 items.h5)" "$(num rmc.chi2 run.h5)"
fails 3 "choose one by --items" xrmc stack.nrrd -l 0.5
rmc p.npy -l 0.5 --profile -o prof.h5 2>prof.txt
ok "--profile" grep -q memory prof.txt

# the axes of the input say where q = 0 is, and how far pixels are apart
cat >saxs.yaml <<'EOF'
mode: saxs
beam: {energy_keV: 12}
detector: {type: qgrid, n_qy: 48, qy_min: -0.245, qy_max: 0.235, n_qz: 48, qz_min: -0.245, qz_max: 0.235}
layers:
- material: {delta: 0}
  layouts:
  - particles: [{particle: {shape: {name: sphere, radius: 8}, material: {delta: 1e-5}}}]
    surface_density: 0.001
EOF
if xgisaxs-sim -q saxs.yaml -o saxs.h5 2>.err; then
	rmc saxs.h5 -l 0.1 -o saxsrun.h5
	is "the axes of the input" "$(num rmc.delta_row_px saxsrun.h5) $(num rmc.q_step_per_nm saxsrun.h5 | cut -c1-6)" "0 0.01"
	# an image whose first row is on top: qz falls
	xconvert -q saxs.h5 -o saxs.nrrd
	sed '/^bp.table.qz.per_nm/{s/\([= ]\)0\.\([0-9]\)/\1@.\2/g; s/-0/0/g; s/@/-0/g}' saxs.nrrd >fall.nrrd
	rmc fall.nrrd -l 0.1 -o fall.h5
	is "qz that falls is q, too" "$(num rmc.q_step_per_nm fall.h5 | cut -c1-6) $(get bp.table.qz.per_nm fall.h5::/rmc/fit | cut -d' ' -f1) $(get bp.table.qy.per_nm fall.h5::/rmc/fit | cut -d' ' -f1)" "0.01 0.24 -0.24"
	xrmc-merge -q fall.h5 -o fallen.h5
	is "and when merged" "$(get bp.table.qz.per_nm fallen.h5::/rmc/fit)" "$(get bp.table.qz.per_nm fall.h5::/rmc/fit)"
else
	flunk "a pattern by xgisaxs-sim" "$(cat .err)"
fi

# ---- the predecessor's configuration -----------------------------------------------------------
mkdir -p conf/data && xconvert -q p.npy -o conf/data/p.tif
cat >conf/run.hig <<'EOF'
# as it was
hipRMCInput = {
  instrumentation = { inputimage = "data/p.tif" imagesize = [ 64 64 ], numtiles = 2, loadingfactors = [ 0.5 0.4 ] }
  computation = { runname = "test", modelstartsize = [ 32 32 ], numstepsfactor = 1000, scalefactor = 32, maxmovedistance = 5, tstar = [ 0.1 ], coolingfactors = [ 1 ] }
}
EOF
xrmc --config conf/run.hig 2>conf.txt
is "--config: runname, image, tiles, loadings, sizes" "$(get shape test.h5) $(get rmc.loading test.h5)" "2 x 64 x 64 0.5,0.4"
is "what is not used is told" "$(grep -c 'not needed\|not used' conf.txt)" 3
ok "and that tiles add" grep -q "intensities of the 2 tiles add, where HipRMC fitted each alone" conf.txt
# the names that HipRMC's own parser knows, where it takes them; tiles by their loadings
sed 's/tstar = \[ 0.1 \], //; s/numtiles = 2,/temperatures = [ 0.1 ] coolingfactors = [ 1 1 ]/; s/, coolingfactors = \[ 1 \]//' conf/run.hig >conf/names.hig
is "temperatures, among the instrumentation" "$(rmc --config conf/names.hig -o names.h5; get shape names.h5)" "2 x 64 x 64"
is "in the history by values" "$(get bp.history.1 test.h5 2>/dev/null | grep -o -- '--loading=0.5,0.4\|--tiles=2\|--start-size=32\|--grow=32' | tr '\n' ' ')$(get bp.history.0 test.h5 | grep -o -- '--loading=0.5,0.4\|--tiles=2\|--start-size=32\|--grow=32' | tr '\n' ' ')" "--loading=0.5,0.4 --tiles=2 --start-size=32 --grow=32 "
is "options win" "$(rmc --config conf/run.hig -t 1 -l 0.3 -o win.h5; get shape win.h5) $(get rmc.loading win.h5)" "1 x 64 x 64 0.3"
sed 's/hipRMCInput/hiprmcinput/; s/ 64 64 / 48 48 /' conf/run.hig >conf/low.hig
is "hiprmcinput, imagesize" "$(rmc --config conf/low.hig -o low.h5; get shape low.h5)" "2 x 48 x 48"
sed 's/imagesize = \[ 64 64 \], //; s/= 1000/= 16/' conf/run.hig >conf/nosize.hig
moves() { get bp.history.0 "$1" 2>/dev/null | cat - <(get bp.history.1 "$1" 2>/dev/null) | grep -o -- '--moves=[^ ]*'; }
is "numstepsfactor: swaps for each row of the pattern" "$(rmc --config conf/nosize.hig --move metropolis -t 1 -l 0.5 -o nosize.h5; moves nosize.h5)" "--moves=0.25"
is "--size wins, and --moves" "$(rmc --config conf/nosize.hig --move metropolis -t 1 -l 0.5 --size 32 -o nosize.h5; moves nosize.h5) $(rmc --config conf/nosize.hig --move metropolis -t 1 -l 0.5 --moves 0.1 -o nosize.h5; moves nosize.h5)" "--moves=0.5 --moves=0.1"
sed 's/numtiles/numtile/' conf/run.hig >conf/bad.hig
fails 3 "conf/bad.hig:3:[0-9]*: unknown key 'numtile'; did you mean 'numtiles'" xrmc --config conf/bad.hig -o bad.h5
echo 'hipGisaxsInput = {}' >conf/other.hig
fails 3 "does not begin with hipRMCInput" xrmc --config conf/other.hig
echo 'hipRMCInput = { computation = { modelstartsize = [ 3 4 ] } }' >conf/square.hig
fails 3 "3 x 4 is no square" xrmc --config conf/square.hig
echo 'hipRMCInput = { instrumentation = { loadingfactors = [ x ] } }' >conf/x.hig
fails 3 "conf/x.hig:1:" xrmc --config conf/x.hig
fails 4 "No such file" xrmc --config nothing.hig

# ---- signals and --resume ----------------------------------------------------------------------
long=(xrmc -q p.npy -l 0.5 --seeds 2 --anneal 150)
"${long[@]}" -o whole.h5 --model whole.npy
for s in 0.03 0.1 0.25 0.5; do
	rm -f part.*
	"${long[@]}" -o part.h5 --model part.npy --timeline part.tsv & pid=$!
	sleep $s
	kill -TERM $pid 2>/dev/null
	wait $pid
	r=$?
	is "SIGTERM after $s s: its status, or the end before" "$(case $r in 0 | 143) echo yes ;; esac)" yes
	if [ $r -eq 143 ]; then
		none "no temporaries" "$(ls -d .part* 2>/dev/null)"
		is "both outputs or none" "$(ls part.h5 part.npy 2>/dev/null | wc -l | tr 2 0)" 0	# both: it came at the very end
		again=--resume
		[ -e part.h5.ckpt ] || again=-q		# it had not begun
		ok "$again" "${long[@]}" -o part.h5 --model part.npy --timeline part.tsv $again
	fi
	ok "the same bytes as without" eval 'cmp part.h5 whole.h5 && cmp part.npy whole.npy'
	is "the checkpoint is gone" "$(ls part.h5.ckpt 2>/dev/null | wc -l)" 0
done
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "${long[@]}" --anneal 1000000 --timeline int.tsv -o part.h5 & pid=$!	# a shell's background ignores SIGINT
until_grows int.tsv; kill -INT $pid; wait $pid
is "SIGINT" "$? $(ls part.h5*)" "130 part.h5
part.h5.ckpt"
"${long[@]}" --anneal 1000000 -o stopped.h5 --checkpoint kept --checkpoint-every 0 & pid=$!
until_grows kept; kill -TERM $pid; wait $pid
fails 3 "of another pattern, or of other parameters" xrmc p.npy -l 0.5 --seeds 2 --anneal 999 --checkpoint kept --resume -o r.h5
fails 3 "of another pattern, or of other parameters" xrmc bg.npy -l 0.5 --seeds 2 --anneal 1000000 --checkpoint kept --resume -o r.h5
fails 3 "of another pattern, or of other parameters" xrmc p.npy -l 0.5 --mask mask.nrrd --seeds 2 --anneal 1000000 --checkpoint kept --resume -o r.h5
head -c 2000 kept >cut
fails 3 "damaged" xrmc p.npy -l 0.5 --seeds 2 --anneal 1000000 --checkpoint cut --resume -o r.h5
{ head -c 3000 kept; printf x; tail -c +3002 kept; } >flip
fails 3 "damaged" xrmc p.npy -l 0.5 --seeds 2 --anneal 1000000 --checkpoint flip --resume -o r.h5
fails 3 "no checkpoint" xrmc p.npy -l 0.5 --checkpoint true.npy --resume -o r.h5
fails 4 "No such file" xrmc p.npy -l 0.5 --resume -o r.h5
fails 2 "give --checkpoint" xrmc p.npy -l 0.5 --resume
none "none of these left an output" "$(ls r.h5* stopped.h5 2>/dev/null)"

rm -f old.h5; cp kept old.h5.ckpt
xrmc p.npy -l 0.5 --seed 3 -o old.h5 2>old.txt
ok "a checkpoint that is there is not gone on from, and told" grep -q "old.h5.ckpt is there" old.txt
ok "the output is as without it" cmp old.h5 run.h5
none "and it is gone, as this run's would be" "$(ls old.h5.ckpt 2>/dev/null)"
cp kept old.h5.ckpt
fails 3 "fills 0 of" xrmc -q p.npy -l 1e-7 -o old.h5
ok "after a failure it is there still" cmp kept old.h5.ckpt
fails 3 "of another pattern, or of other parameters" xrmc p.npy -l 0.5 --seed 3 --resume -o old.h5
echo mine >notes
rmc p.npy -l 0.5 --checkpoint notes -o old.h5
is "what is no checkpoint is left alone" "$(cat notes)" mine

# ---- refused -----------------------------------------------------------------------------------
fails 2 "give the filled part" xrmc p.npy -o r.h5
fails 2 "not between 0 and 1" xrmc p.npy -l 0 -o r.h5
fails 2 "not between 0 and 1" xrmc p.npy -l 1 -o r.h5
fails 2 "is not a number" xrmc p.npy -l half -o r.h5
fails 3 "fills 0 of" xrmc p.npy -l 1e-7 -o r.h5
fails 2 "2 numbers for 3 tiles" xrmc p.npy -l 0.5,0.4 -t 3 -o r.h5
fails 2 "more than 1 numbers" xrmc p.npy -l 0.5,0.4 -o r.h5
fails 2 "2 numbers for 3 models" xrmc p.npy -l 0.5,0.4 -t 3 --independent -o r.h5
fails 2 "no --seeds" xrmc p.npy -l 0.5 -t 2 --independent --seeds 2 -o r.h5
fails 2 "for --metric intensity" xrmc p.npy -l 0.5 -m log --background -o r.h5
fails 2 "for --metric intensity" xrmc p.npy -l 0.5 -m log --sigma sigma.nrrd -o r.h5
fails 2 "for --metric intensity" xrmc p.npy -l 0.5 -m log --move swap -o r.h5
fails 2 "metropolis has no background" xrmc p.npy -l 0.5 --background --move metropolis -o r.h5
fails 2 "metric poisson, not log" xrmc p.npy -l 0.5 -m log --sigma poisson -o r.h5
fails 2 "the noise is not known" xrmc p.npy -l 0.5 --stop noise -o r.h5
fails 2 "neither a number" xrmc p.npy -l 0.5 --stop soon -o r.h5
fails 2 "neither auto, none nor" xrmc p.npy -l 0.5 --recentre 3 -o r.h5
fails 2 "is not a number" xrmc p.npy -l 0.5 --recentre middle -o r.h5
fails 2 "a file of its own" xrmc p.npy -l 0.5 --timeline r.h5 -o r.h5
fails 2 "cannot both be r.npy" xrmc p.npy -l 0.5 -o r.npy --model r.npy
fails 2 "cannot both come from standard input" xrmc - -l 0.5 --mask - -o r.h5
fails 4 "nowhere" xrmc p.npy -l 0.5 -o r.h5 --pictures nowhere/pics
fails 2 "the output is the input" xrmc p.npy -l 0.5 -o p.npy
fails 2 "no format" xrmc p.npy -l 0.5 -o r.foo
fails 2 "unexpected\|operand" xrmc p.npy p.npy -l 0.5
fails 4 "No such file" xrmc nothing.npy -l 0.5 -o r.h5
fails 4 "No such file" xrmc p.npy -l 0.5 --mask nothing.npy -o r.h5
fails 4 "No such file" xrmc p.npy -l 0.5 -o nowhere/r.h5
fails 4 "nowhere/t.tsv" xrmc p.npy -l 0.5 -o r.h5 --timeline nowhere/t.tsv
fails 6 "below the minimum of" xrmc p.npy -l 0.5 --memory 100k -o r.h5
is "--sigma poisson needs what --metric poisson does" "$(xrmc p.npy -l 0.5 --memory 100k --sigma poisson -o r.h5 2>&1)" "$(xrmc p.npy -l 0.5 --memory 100k -m poisson -o r.h5 2>&1)"
fails 6 "below the minimum of" xrmc p.npy -l 0.5 --memory 1G --size 8192 -o r.h5
fails 3 "the most is 8192" xrmc p.npy -l 0.5 --size 10000 -o r.h5
xconvert -q --rows 0:40 p.npy -o flat.npy
fails 3 "40 x 64 pixels are no square: give --size" xrmc flat.npy -l 0.5 -o r.h5
fails 3 "the mask must have the 64 x 64 pixels" xrmc p.npy -l 0.5 --mask flat.npy -o r.h5
fails 3 "the sigma must have the 64 x 64 pixels" xrmc p.npy -l 0.5 --sigma flat.npy -o r.h5
fails 3 "needs 4096" xrmc p.npy -l 0.5 --init flat.npy -o r.h5
fails 3 "is neither 0 nor 1" xrmc p.npy -l 0.5 --init p.npy -o r.h5
fails 5 "is empty" xrmc - -l 0.5 -o r.h5 </dev/null
for of in 'empty \0' 'full \1'; do
	{ printf 'NRRD0005\ntype: uint8\ndimension: 2\nsizes: 64 64\nencoding: raw\n\n'; head -c 4096 /dev/zero | tr '\0' "${of#* }"; } >same.nrrd
	for move in batch swap metropolis cluster; do
		fails 3 "same.nrrd: tile 0 is ${of% *}" xrmc p.npy -l 0.5 --init same.nrrd --move $move -o r.h5
	done
done
nrrd() { printf 'NRRD0005\ntype: float\ndimension: 2\nsizes: %s\nendian: little\nencoding: raw\n\n' "$1"; }
{ nrrd '8 8'; head -c 256 /dev/zero; } >zero.nrrd
fails 3 "positive" xrmc zero.nrrd -l 0.5 -o r.h5
{ nrrd '1 1'; printf '\0\0\x80\x3f'; } >one.nrrd
fails 3 "1 x 1" xrmc one.nrrd -l 0.5 -o r.h5
{ nrrd '8 8'; printf '\0\0\x80\xbf'; for i in $(seq 63); do printf '\0\0\x80\x3f'; done; } >neg.nrrd
fails 3 "-1 at row 0, col 0 is negative" xrmc neg.nrrd -l 0.5 -m amplitude -o r.h5
ok "metric intensity takes negative values" xrmc neg.nrrd -l 0.5 -o neg.h5
{ nrrd '8 8'; printf '\0\0\xc0\x7f'; for i in $(seq 63); do printf '\0\0\x80\x3f'; done; } >nan.nrrd
xrmc nan.nrrd -l 0.5 -o nan.h5 2>nan.txt
ok "NaN is masked, with a note" grep -q "1 of the pixels are no numbers" nan.txt
{ nrrd '8 8'; for i in $(seq 64); do printf '\0\0\xc0\x7f'; done; } >nans.nrrd
fails 3 "no pixel is left" xrmc nans.nrrd -l 0.5 -o r.h5
fails 3 "no pixel is left.*excludes 64" xrmc neg.nrrd -l 0.5 --mask zero.nrrd -o r.h5
head -c 200 neg.nrrd >short.nrrd
fails 5 "ends\|short\|early" xrmc short.nrrd -l 0.5 -o r.h5
none "none of these left an output" "$(ls r.h5* r.foo .r.* 2>/dev/null)"
done_testing
