#!/bin/bash
# xrmc-merge: what a job array leaves is what one run would have made; runs that do not belong together.
. "$(dirname "$0")/../lib.sh"
get() { xinfo --get "$@"; }

xrmc-model spinodal --size 48 --seed 5 --pattern -o p.npy
for i in 1 2 3; do xrmc -q p.npy -l 0.5 --seed $i --q-step 0.01 -o run$i.h5; done
xrmc -q p.npy -l 0.5 --seeds 3 --q-step 0.01 -o one.h5
xrmc-merge run3.h5 run1.h5 run2.h5 -o all.h5 --model best.npy --pictures pics 2>said.txt
is "runs in any order" $? 0
is "are by seed" "$(get bp.table.seed.number all.h5)" "1 2 3"
for a in models fit residual pattern mask timeline g s chords mean deviation correlation; do
	is "the same $a as of one run" "$(xinfo --samples all.h5::/rmc/$a | cksum)" "$(xinfo --samples one.h5::/rmc/$a | cksum)"
done
for k in rmc.chi2 rmc.R rmc.scale rmc.background rmc.seed rmc.loading rmc.metric rmc.digest rmc.delta_row_px rmc.q_step_per_nm bp.pixel_m bp.table.seed.chi2; do
	is "$k" "$(get $k all.h5)" "$(get $k one.h5)"
done
ok "correlations are told" grep -q 'seed 2: chi2 [0-9.e-]*, correlations' said.txt
is "history: the first run's, then this" "$(get bp.history.1 all.h5)" "xrmc-merge 0.1.0 run3.h5 run1.h5 run2.h5"
is "--model: the best" "$(get shape best.npy)" "48 x 48"
is "--pictures" "$(ls pics | tr '\n' ' ')" "fit.png model.png recentred.png residual.png timeline.png "
xrmc-merge -q run1.h5 run2.h5 -o two.h5
xrmc-merge -q two.h5 run3.h5 -o again.h5
is "merged runs merge" "$(xinfo --samples again.h5 | cksum)" "$(xinfo --samples all.h5 | cksum)"
xrmc-merge -q run1.h5 -o alone.h5
is "one run is one run" "$(get shape alone.h5) $(get rmc.chi2 alone.h5)" "1 x 48 x 48 $(get rmc.chi2 run1.h5)"
is "--memory that is enough changes nothing" "$(xrmc-merge -q run1.h5 run2.h5 --memory 4M -o little.h5; xinfo --samples little.h5 | cksum)" "$(xinfo --samples two.h5 | cksum)"
is "-o -: models" "$(xrmc-merge -q run1.h5 run2.h5 | get shape -)" "2 x 1 x 48 x 48"
xrmc -q p.npy -l 0.5,0.4 -t 2 -o t1.h5 && xrmc -q p.npy -l 0.5,0.4 -t 2 --seed 2 -o t2.h5 && xrmc-merge -q t1.h5 t2.h5 -o t.h5
is "tiles" "$(get shape t.h5) $(get rmc.loading t.h5)" "2 x 2 x 48 x 48 0.5,0.4"
many() { awk -v last="$1" 'BEGIN { for (i = 0; i < 120; i++) printf "0.5,"; print last }'; }
for i in 1 2; do xrmc -q p.npy --size 8 --raar 1 -t 121 -l "$(many 0.$((i + 2)))" --seed $i -o many$i.h5; done
is "many tiles: not all loadings stand in the text" "$(get rmc.loading many1.h5 | tail -c 8) $(get bp.table.tile.loading many1.h5 | awk '{ print $NF }')" "0.5,... 0.3"
fails 3 "many2.h5: of another loading" xrmc-merge many1.h5 many2.h5 -o r.h5
xrmc -q p.npy --size 16 -l 0.5 --anneal 1500 --pictures long -o long.h5 && xrmc-merge -q long.h5 --pictures again -o again.h5
ok "a timeline of which not each step is kept has the same picture" cmp long/timeline.png again/timeline.png
ok "a cut pipe is no news" eval 'xrmc-merge -q run1.h5 run2.h5 | head -c 10 >/dev/null'

xrmc-model spinodal --size 48 --seed 6 --pattern | xrmc -q -l 0.5 --seed 9 -o other.h5
xrmc -q p.npy -l 0.4 --seed 9 -o loading.h5
xrmc -q p.npy -l 0.5 --seed 9 --size 40 -o size.h5
fails 3 "other.h5: of another pattern" xrmc-merge run1.h5 other.h5 -o r.h5
fails 3 "loading.h5: of another pattern, mask, metric or loading" xrmc-merge run1.h5 loading.h5 -o r.h5
fails 3 "size.h5: 1 tiles of 40 x 40 pixels, the first run has 1 of 48 x 48" xrmc-merge run1.h5 size.h5 -o r.h5
fails 3 "seed 1 is there twice" xrmc-merge run1.h5 run2.h5 run1.h5 -o r.h5
xconvert -q p.npy -o plain.h5
fails 3 "plain.h5" xrmc-merge run1.h5 plain.h5 -o r.h5
fails 3 "p.npy" xrmc-merge p.npy -o r.h5
fails 4 "No such file" xrmc-merge run1.h5 nothing.h5 -o r.h5
fails 4 "nowhere" xrmc-merge run1.h5 run2.h5 -o nowhere/r.h5
fails 6 "below the minimum of [0-9.]* [kM]B, for 2 seeds of 48 x 48 pixels" xrmc-merge run1.h5 run2.h5 --memory 100k -o r.h5
fails 2 "the output is the input" xrmc-merge run1.h5 run2.h5 -o run1.h5
fails 2 "operand" xrmc-merge -o r.h5
head -c 20000 run1.h5 >cut.h5
fails 5 "cut.h5" xrmc-merge cut.h5 run2.h5 -o r.h5
none "none of these left an output" "$(ls r.h5 .r.* 2>/dev/null)"
done_testing
