#!/bin/bash
# xslurm on a real Slurm of this machine (tests/slurm.sh), with what goes wrong on clusters: killed programs and jobs,
# memory that ends, a full disk, a cancelled job, a node that goes down.  Each time: reported with its slab, nothing
# published, and --resume runs what is missing and no more.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/slurm.sh"
if ! slurm_there; then skip 'a real Slurm' 'needs root, slurm-wlm and munge'; done_testing; exit; fi
export PATH=$PWD/bin:$PATH:/usr/sbin SHARED=$PWD/shared
unset OMP_NUM_THREADS
mkdir bin shared
slurm_start "$PWD/slurm" || { flunk 'Slurm starts' "$(tail -n 3 slurm/*.log)"; slurm_stop "$PWD/slurm"; done_testing; exit; }
disk=''
trap 'slurm_stop "$scratch/slurm"; [ -z "$disk" ] || umount -l "$disk"; cd / && rm -rf "$scratch"' EXIT
pass 'Slurm starts'

# a stage that passes its input on, unless the slab it runs in is to meet with something
cat >bin/fate <<'END'
#!/bin/bash
id=${SLURM_ARRAY_TASK_ID-}
[ -n "$id" ] || exec cat
echo "$id" >>"$SHARED/ran"
[ ! -e "$SHARED/hold-$id" ] || { touch "$SHARED/held-$id"; sleep 60; }
exec cat
END
# the memory of a node, for the program behind it
cat >bin/node <<'END'
#!/bin/bash
[ -z "${SLURM_ARRAY_TASK_ID-}" ] || [ ! -e "$SHARED/memory-$SLURM_ARRAY_TASK_ID" ] || ulimit -v "$(<"$SHARED/memory-$SLURM_ARRAY_TASK_ID")"
exec "$@"
END
chmod +x bin/*
xphantom shepp3d --size 128 --angles 120 --rows 64 --scan --zingers 0.001 --rings 4 --seed 7 -o scan.h5
front=(xnorm -q scan.h5 '|' xfilter -q -f outlier:dif=0.05 -f stripe-fw '|')
pipeline=("${front[@]}" fate '|' node xrecon -q --center 63.5)
xnorm -q scan.h5 | xfilter -q -f outlier:dif=0.05 -f stripe-fw | xrecon -q --center 63.5 -o whole.nrrd
slurm() { timeout 180 xslurm -q --poll 0.2 "$@"; }
fresh() { rm -rf v.nrrd* shared/*; }
held() { local i; for ((i = 0; i < 300; i++)); do [ -e "shared/held-$1" ] && return; sleep 0.1; done; return 1; }
begin() { slurm -n 8 -o "${1-v.nrrd}" -- "${pipeline[@]}" >out 2>err & run=$!; }
ended() {	# ended STATUS PATTERN
	wait "$run"
	local s=$?
	is "status $1" $s "$1"
	if grep -q -- "$2" err; then pass "says '$2'"; else flunk "says '$2'" "$(<err)"; fi
	is 'in one line' "$(wc -l <err)" 1
	ok 'nothing is published' [ ! -e v.nrrd ]
}
resume() {	# resume SLABS
	rm -f shared/*
	ok '--resume' slurm --resume -o v.nrrd
	ok 'completes it, byte for byte' cmp v.nrrd whole.nrrd
	is "and ran $1 only" "$(sort -n shared/ran | xargs)" "$1"
	fresh
}
program_of() {	# program_of SLAB NAME: its process number, by the part that its slab writes
	local p
	for p in $(pgrep -x "$2"); do grep -qz "^SLURM_ARRAY_TASK_ID=$1\$" "/proc/$p/environ" 2>/dev/null && echo "$p"; done
}

begin
wait "$run"
is 'an array of 8 slabs' "$?:$(cat err)" '0:'
ok 'is what one process gives, byte for byte' cmp v.nrrd whole.nrrd
is 'history too' "$(xinfo v.nrrd | grep -c history)" "$(xinfo whole.nrrd | grep -c history)"
is 'nothing is left' "$(ls -d v.nrrd* .v* 2>/dev/null)" v.nrrd
fresh
ok 'HDF5 that refers to its parts' slurm -n 8 --virtual -o v.h5 -- "${pipeline[@]}"
xconvert --no-history v.h5 | cmp - whole.nrrd && pass 'is the same' || flunk 'is the same'
rm -rf v.h5*
fresh

touch shared/hold-3
begin
ok 'a slab is at work' held 3
kill -KILL "$(program_of 3 xrecon)"
ended 75 'slab 3 (rows 24:32): node was killed by signal 9$'
resume 3

touch shared/hold-5
begin
held 5
kill -KILL $(program_of 5 slurm_script)	# the job itself: nobody is left to tell
kill -KILL $(program_of 5 fate) $(program_of 5 sleep) 2>/dev/null
ended 75 'slab 5 (rows 40:48): it was killed, or its node failed'
resume 5

echo 20000 >shared/memory-2
begin
ended 6 'slab 2 (rows 16:24): xrecon: '
resume 2

touch shared/hold-1
begin
held 1
scancel "$(cat v.nrrd.slabs/job)"
ended 75 'slab [0-7] (rows .*): it .*CANCELLED'
rm -f shared/*
ok '--resume' slurm --resume -o v.nrrd
ok 'completes it' cmp v.nrrd whole.nrrd
fresh

touch shared/hold-0
slurm -n 8 --sbatch=--no-requeue -o v.nrrd -- "${pipeline[@]}" >out 2>err & run=$!
held 0
fails 75 'another xslurm is at work' xslurm -o v.nrrd -- "${pipeline[@]}"
ok 'the node goes down' scontrol update nodename="$(hostname -s)" state=down reason=test
ended 75 'slab 0 (rows 0:8): it was killed, or its node failed: .*DUE TO NODE FAILURE'
# it may have come back by itself: its daemon answers
scontrol update nodename="$(hostname -s)" state=resume 2>/dev/null
for i in {1..100}; do [ "$(sinfo -h -o %T)" != idle ] || break; sleep 0.1; done
is 'and comes back' "$(sinfo -h -o %T)" idle
rm -f shared/*
ok '--resume after the node came back' slurm --resume -o v.nrrd
ok 'completes it' cmp v.nrrd whole.nrrd
fresh

# a disk with room for some of the parts
disk=$PWD/disk
mkdir disk && mount -t tmpfs -o size=9m none disk || { disk=''; skip 'a full disk' 'no tmpfs can be mounted'; }
if [ -n "$disk" ]; then
	head -c 6500000 /dev/zero >disk/filler
	begin disk/v.nrrd
	wait "$run"
	is 'a full disk: status' $? 4
	ok 'says so' grep -q 'slab [0-7] (rows .*): xconvert: .*No space left' err || sed 's/^/# /' err
	ok 'nothing is published' [ ! -e disk/v.nrrd ]
	done_=$(ls disk/v.nrrd.slabs/part-* | wc -l)
	ok "some parts are there: $done_" [ "$done_" -gt 0 ]
	rm disk/filler shared/ran
	mount -o remount,size=40m disk
	ok '--resume with room' slurm --resume -o disk/v.nrrd
	ok 'completes it' cmp disk/v.nrrd whole.nrrd
	is 'and ran the others only' "$(wc -l <shared/ran)" $((8 - done_))
	fresh
fi

ok 'submit and leave' slurm --no-wait -n 8 -o v.nrrd -- "${pipeline[@]}"
ok 'collected later' slurm --resume -o v.nrrd
ok 'is the same' cmp v.nrrd whole.nrrd
is 'each ran once' "$(sort -n shared/ran | xargs)" '0 1 2 3 4 5 6 7'
fresh
touch shared/hold-2
xslurm -q --poll 0.2 -n 8 -o v.nrrd -- "${pipeline[@]}" 2>err & run=$!
held 2
kill -TERM $run
wait $run
is 'stopped: its jobs are cancelled' "$?:$(sleep 1; squeue -h | wc -l)" '143:0'
is 'and bp-recon' "$(bp-recon -q -c 63.5 --slabs 4 --sbatch=--comment=x scan.h5 -o b.nrrd && bp-recon -q -c 63.5 scan.h5 -o c.nrrd && cmp b.nrrd c.nrrd && echo same)" same
done_testing
