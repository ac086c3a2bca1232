#!/bin/bash
# xrmc among enemies: outputs over inputs and over each other, signals after a checkpoint, disks that are full, patterns of no sensible scale.
. "$(dirname "$0")/../lib.sh"

xrmc-model spinodal --size 64 --seed 5 --pattern -o p.npy
cp p.npy mask.npy
sums() { cksum <p.npy; cksum <mask.npy; }
before=$(sums)
run=(xrmc -q p.npy -l 0.5 --mask mask.npy)

# ---- one name for two files --------------------------------------------------------------------
fails 2 "p.npy: the output is the input" "${run[@]}" -o r.h5 --timeline p.npy
fails 2 "mask.npy: the output is the input" "${run[@]}" -o r.h5 --timeline ./mask.npy
fails 2 "p.npy: the output is the input" "${run[@]}" -o r.h5 --checkpoint p.npy
is "the inputs are as they were" "$(sums)" "$before"
fails 2 "cannot both be ./r.h5" "${run[@]}" -o r.h5 --timeline ./r.h5
fails 2 "cannot both be" "${run[@]}" -o ./r.npy --model r.npy
fails 2 "cannot both be r.h5" "${run[@]}" -o r.h5 --checkpoint r.h5
fails 2 "cannot both be r.h5.ckpt" "${run[@]}" -o r.h5 --timeline r.h5.ckpt
fails 2 "cannot both be r.h5" "${run[@]}" -o r.h5 --pictures r.h5
fails 2 "give a file" "${run[@]}" -o r.h5 --checkpoint -
fails 4 "nowhere/r.h5: No such" "${run[@]}" -o nowhere/r.h5
fails 4 "nowhere/c" "${run[@]}" -o r.h5 --checkpoint nowhere/c
fails 4 "p.npy" "${run[@]}" -o r.h5 --pictures p.npy
none "none of these left a file" "$(ls -d r.* .r.* 2>/dev/null)"

# ---- after a checkpoint ------------------------------------------------------------------------
xrmc p.npy -l 0.5 --anneal 1000000 --checkpoint-every 0 -o r.h5 2>said.txt & pid=$!
until_grows r.h5.ckpt
sleep 0.2; kill -TERM $pid; wait $pid
is "SIGTERM after a checkpoint" "$?" 143
ok "saves once more" grep -q "stopped; --resume goes on" said.txt
none "and leaves no temporary" "$(ls -d .r.* 2>/dev/null)"
rm -f r.h5*

# ---- full disks --------------------------------------------------------------------------------
if [ -w /dev/full ]; then
	xrmc p.npy -l 0.5 --anneal 20 --checkpoint /dev/full --checkpoint-every 0 -o r.h5 2>said.txt
	is "no room for a checkpoint is no end" "$? $(grep -c 'no checkpoint for now' said.txt) $(ls r.h5)" "0 1 r.h5"
	rm -f r.h5
fi
fails 4 "No space\|full" xrmc -q p.npy -l 0.5 -o /dev/full
	none "no checkpoint beside a device" "$(ls /dev/full.ckpt 2>/dev/null)"
	fails 2 "give --checkpoint" xrmc p.npy -l 0.5 --resume -o /dev/full

mkdir gone
xrmc p.npy -l 0.5 --anneal 2000 --checkpoint kept --timeline gone.tsv -o gone/r.npy 2>said.txt & pid=$!
until_grows gone.tsv; rmdir gone; wait $pid
is "an output that cannot be written any more" "$? $(grep -c 'the fit is not lost' said.txt)" "4 1"
mkdir gone
ok "is written by --resume" xrmc -q p.npy -l 0.5 --anneal 2000 --checkpoint kept --resume -o gone/r.npy
none "the checkpoint is gone then" "$(ls kept 2>/dev/null)"

# ---- tampered checkpoints ----------------------------------------------------------------------
xrmc -q p.npy -l 0.5 --seeds 2 --anneal 1000000 --timeline r.tsv -o r.h5 & pid=$!
until_grows r.tsv; kill -TERM $pid; wait $pid
mv r.h5.ckpt kept
: >empty
fails 3 "no checkpoint" xrmc -q p.npy -l 0.5 --seeds 2 --anneal 1000000 --resume --checkpoint empty -o r.h5
fails 4 "is a directory" xrmc -q p.npy -l 0.5 --seeds 2 --anneal 1000000 --resume --checkpoint . -o r.h5
{ cat kept; printf x; } >long
fails 3 "damaged" xrmc -q p.npy -l 0.5 --seeds 2 --anneal 1000000 --resume --checkpoint long -o r.h5

# ---- scales ------------------------------------------------------------------------------------
flat() { printf 'NRRD0005\ntype: double\ndimension: 2\nsizes: 64 64\nendian: little\nencoding: raw\n\n'; for i in $(seq 4096); do printf "$1"; done; }
flat '\0\0\0\0\0\0\xf0\x69' >big.nrrd		# 1.6e202
flat '\0\0\0\0\0\0\x50\x4a' >s50.nrrd		# 9.8e49
flat '\0\0\0\0\0\0\xf0\x3e' >small.nrrd		# 1.5e-5
fails 3 "is not between 1e-140 and 1e+140" "${run[@]}" --sigma big.nrrd -o r.h5
fails 3 "the most is 1e30" xrmc -q big.nrrd -l 0.5 -o r.h5
fails 3 "metric poisson is of counts" xrmc -q small.nrrd -l 0.5 -m poisson -o r.h5
ok "sigma in a unit of its own" "${run[@]}" --sigma s50.nrrd -o s50.h5
ok "a scale was found" test "$(xinfo --get rmc.R s50.h5 | cut -c1)$(xinfo --get rmc.scale s50.h5)" != 00
none "none of these left an output" "$(ls -d r.h5 .r.* 2>/dev/null)"
done_testing
