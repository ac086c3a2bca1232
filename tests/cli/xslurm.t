#!/bin/bash
# xslurm against programs that stand in for Slurm's, and without Slurm.  (tests/long/slurm-real.t has a real one.)
. "$(dirname "$0")/../lib.sh"
export PATH=$PWD/bin:$PATH STUB=$PWD/stub
mkdir bin stub

# Slurm in a few lines: jobs one after the other; the script runs as a copy, as Slurm does it
cat >bin/sbatch <<'END'
#!/bin/bash
[ ! -e "$STUB/refuse" ] || { cat "$STUB/refuse" >&2; exit 1; }
printf '%s\0' "$@" >"$STUB/argv"
while [ $# -gt 0 ]; do
	case $1 in
	--array=*) list=${1#*=} ;;
	--output=*) out=${1#*=} ;;
	--chdir=*) cd "${1#*=}" || exit ;;
	-*) ;;
	*) break ;;
	esac
	shift
done
cp "$1" "$STUB/script" && shift
list=${list%\%*}
case $list in *-*) list=$(seq "${list%-*}" "${list#*-}") ;; *) list=${list//,/ } ;; esac
out=${out%\%a.out}
out=${out//%%/%}
touch "$STUB/running"
(
	for i in $list; do
		[ ! -e "$STUB/lose-$i" ] || { echo "slurmstepd: error: *** JOB 77 CANCELLED ***" >"$out$i.out"; continue; }
		SLURM_ARRAY_TASK_ID=$i bash "$STUB/script" "$@" >"$out$i.out" 2>&1
	done
	rm -f "$STUB/running"
) >/dev/null 2>&1 &
echo $! >"$STUB/pid"
echo "77;cluster"
END
cat >bin/squeue <<'END'
#!/bin/bash
[ ! -e "$STUB/down" ] || { rm "$STUB/down"; echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1; }
[ -e "$STUB/running" ] && echo RUNNING && exit
echo 'slurm_load_jobs error: Invalid job id specified' >&2
exit 1
END
cat >bin/scancel <<'END'
#!/bin/bash
echo "$1" >"$STUB/cancelled"
rm -f "$STUB/running"
END
# a stage that passes its input on, notes that it ran, and fails where it is told to
cat >bin/bomb <<'END'
#!/bin/bash
id=${SLURM_ARRAY_TASK_ID-}
[ -z "$id" ] || echo "$id" >>"$STUB/ran"
[ -z "$id" ] || [ ! -e "$STUB/kill-$id" ] || kill -KILL $$
[ -z "$id" ] || [ ! -e "$STUB/fail-$id" ] || { echo "bomb: burst in slab $id" >&2; exit 3; }
[ -z "$id" ] || [ ! -e "$STUB/node-$id" ] || kill -KILL "$(ps -o ppid= "$(ps -o ppid= $PPID)")"
[ -z "$id" ] || [ ! -e "$STUB/wait" ] || sleep 1
exec cat
END
chmod +x bin/*

scan="it's a \"scan\" \$HOME *.h5"
xphantom shepp3d --size 32 --angles 24 --rows 16 --scan --seed 2 --zingers 0.002 -o "$scan"
front=(xnorm -q "$scan" '|' xfilter -q -f outlier:dif=0.05 -f stripe-fw '|')
pipeline=("${front[@]}" bomb '|' xrecon -q --center 15.5)
xnorm -q "$scan" | xfilter -q -f outlier:dif=0.05 -f stripe-fw | xrecon -q --center 15.5 -o whole.nrrd
slurm() { xslurm -q --poll 0.1 "$@"; }
same() { ok "$1" cmp "$2" "${3-whole.nrrd}"; }
clear() { rm -rf v.* v stub/*; }

# the words of the command line
fails 2 'no output' xslurm -- xnorm x
fails 2 'no pipeline' xslurm -o v.nrrd
fails 2 'begins after --' xslurm -o v.nrrd xnorm x
fails 2 "--what: unknown option.*--sbatch=--what=.*see --help" xslurm --what
fails 2 '--sbatch=-p' xslurm -p debug
fails 2 'could be --slabs --sbatch' xslurm --s 3
fails 2 'no pipeline' xslurm --loc --out=v.nrrd --slab 3
fails 2 "no program 'xrecn'" xslurm --local -o v.nrrd -- xnorm "$scan" '|' xrecn
fails 2 'each word and each bar by itself' xslurm --local -o v.nrrd -- "xnorm scan.h5 | xrecon"
fails 2 'needs a value' xslurm -o
fails 2 'takes no value' xslurm --local=3
fails 2 "'x' is not a number" xslurm -n x
fails 2 'out of range 1..100000' xslurm -n 0
fails 2 'out of range 0..9' xslurm -z 10
fails 2 'out of range' xslurm --poll 0
fails 2 'is no option' xslurm --sbatch mem
fails 2 'is not .h5' xslurm --virtual -o v.nrrd -- xnorm x
fails 2 'does nothing' xslurm --virtual -z 1 -o v.h5 -- xnorm x
fails 2 'give none' xslurm --resume -o v.nrrd -- xnorm x
fails 2 'nothing was begun' xslurm --resume -o v.nrrd
fails 2 'not with --local' xslurm --local --no-wait -o v.nrrd -- xnorm x
fails 2 'the file is -o of xslurm' xslurm -o v.nrrd -- xnorm x '|' xrecon -o y
fails 2 'xslurm puts it there' xslurm -o v.nrrd -- xnorm --slab 1:2 x
fails 2 'a program is missing before word 4' xslurm -o v.nrrd -- xnorm x '|' '|' xrecon
fails 2 'a program is missing' xslurm -o v.nrrd -- '|' xrecon
fails 4 'no such folder' xslurm -o absent/v.nrrd -- xnorm x
fails 4 'there is no sbatch' env PATH="$(dirname "$(command -v xnorm)"):/nowhere:$(mkdir b && cd b && for p in bash env dirname realpath cat; do ln -s "$(command -v $p)" .; done; pwd)" xslurm -o v.nrrd -- xnorm x

# the trial finds mistakes before anything is begun
fails 4 'trial of one row: xnorm: absent.h5: No such file' xslurm -o v.nrrd -- xnorm absent.h5 '|' xrecon
fails 2 'trial of one row: xrecon: .*did you mean' xslurm -o v.nrrd -- xnorm -q "$scan" '|' xrecon --centre 3
fails 2 "no program 'xnothing'" xslurm -o v.nrrd -- xnorm -q "$scan" '|' xnothing
fails 3 'trial of one row: its output is no slab' xslurm -o v.nrrd -- xnorm -q "$scan" '|' xconvert --set bp.slab=
fails 2 '--halo 1: the filters need 2 rows' xslurm --halo 1 -o v.nrrd -- "${pipeline[@]}"
ok 'nothing was begun' [ ! -e v.nrrd.slabs ]

# the plan
ok '--dry-run' xslurm --dry-run -n 3 --sbatch=--mem=1G -o v.nrrd -- "${pipeline[@]}"
cp .out plan
is 'rows and halo' "$(head -1 plan)" '16 rows, 3 slabs, halo 2'
is 'a slab a line' "$(grep -c '^slab' plan)" 3
is 'a pipeline that can be copied' "$(bash -c "$(sed -n 's/^slab 1, rows 5:10: //p' plan)" | xinfo --get bp.slab)" '5:10/16 5:10 2 0 exact'
is 'what sbatch would get' "$(grep -c "^sbatch --parsable .*--array=0-2 .*--mem=1G " plan)" 1
ok 'and nothing is begun' [ ! -e v.nrrd.slabs ]

# an array
ok 'an array of 5' slurm -n 5 --sbatch=--mem=1G --sbatch '--comment=two words' -o v.nrrd -- "${pipeline[@]}"
same 'is what one process gives, byte for byte' v.nrrd
is 'each slab ran once' "$(sort stub/ran | xargs)" '0 1 2 3 4'
is 'sbatch got words' "$(tr '\0' '\n' <stub/argv | grep -c -e '^--array=0-4$' -e '^--mem=1G$' -e '^--comment=two words$' -e '^--one$')" 4
ok 'the folder is gone' [ ! -e v.nrrd.slabs ]
clear
ok 'more slabs than rows, as many as rows at a time' slurm -n 99 --at-once 16 -o v.nrrd -- "${pipeline[@]}"
same 'are as many as rows' v.nrrd
is 'at once' "$(tr '\0' '\n' <stub/argv | grep -e --array)" '--array=0-15%16'
clear
ok 'virtual' slurm -n 3 --virtual -o v.h5 -- "${pipeline[@]}"
xconvert --no-history v.h5 -o v.nrrd
same 'reads as the whole' v.nrrd
fails 2 'remove both' xslurm -o v.h5 -- "${pipeline[@]}"
clear
ok 'TIFF' slurm -n 3 -z 1 --keep -o 'v/r_%02d.tif' -- "${pipeline[@]}"
xconvert --no-history -z 1 whole.nrrd -o 'w/r_%02d.tif'
none 'is that of the whole' "$(diff -r v w)"
ok '--keep keeps the parts' [ -e v.slabs/part-00002.nrrd ]
clear
ok 'a scheduler that does not answer for a while' eval 'touch stub/down; slurm -n 2 -o v.nrrd -- "${pipeline[@]}"'
same 'is waited for' v.nrrd
clear
odd="odd %a 'folder"
mkdir "$odd" && cd "$odd" && ln -s "../$scan" .
ok 'an odd folder' slurm -n 2 -o v.nrrd -- "${pipeline[@]}"
cd ..
same 'works' "$odd/v.nrrd"

# other inputs: sinograms, a volume, a folder of TIFF files with flats beside it; odd shapes
xnorm -q --order sino "$scan" -o sino.nrrd
ok 'a file of sinograms' slurm --local -n 3 -o v.nrrd -- xrecon -q --center 15.5 sino.nrrd
ok 'is the same' eval 'xrecon -q --center 15.5 sino.nrrd | cmp - v.nrrd'
clear
ok 'a volume' slurm --local -n 3 -o v.nrrd -- xfilter -q -f gaussian:sigma=1 whole.nrrd
ok 'is the same' eval 'xfilter -q -f gaussian:sigma=1 whole.nrrd | cmp - v.nrrd'
clear
xconvert -q --items 0:10 "$scan" -o darks/d_%02d.tif && xconvert -q --items 10:20 "$scan" -o flats/f_%02d.tif && xconvert -q --items 20:44 "$scan" -o frames/p_%02d.tif
tiffs=(xnorm -q --flat flats --dark darks --theta 0:180:excl frames)
ok 'TIFF files' slurm --local -n 3 -o v.nrrd -- "${tiffs[@]}"
ok 'are the same' eval '"${tiffs[@]}" | cmp - v.nrrd'
clear
ok 'rows that were chosen, to sinograms' slurm --local -n 3 -o v.nrrd -- xnorm -q --rows 3:14 "$scan" '|' xsino -q
ok 'are the same' eval 'xnorm -q --rows 3:14 "$scan" | xsino -q | cmp - v.nrrd'
clear

# a center for each row: a slab is planned like the whole, of all files and programs the same bytes
seq 14 0.25 99 | head -n "$(xinfo --get shape sino.nrrd | cut -d' ' -f1)" >centers
for a in gridrec fbp cgls mbir; do
	slurm --local -n 3 -o v.nrrd -- xnorm -q "$scan" '|' xrecon -q -a $a --center centers
	xnorm -q "$scan" | xrecon -q -a $a --center centers | cmp -s - v.nrrd && pass "centers of rows, $a" || flunk "centers of rows, $a"
done
xphantom shepp2d --size 32 --angles 24 --rows 6 --tilt 2 --scan -o tilted.h5
fails 2 'give --center FILE' xslurm --local -o no.nrrd -- xnorm -q tilted.h5 '|' xrecon

# center auto: once
slurm --local -n 2 -o v.nrrd -- "${front[@]}" xrecon -q --center auto
is 'the center is found once' "$(xinfo --get bp.history.3 v.nrrd | sed -n 's/.*--center=\([0-9.]*\).*/\1/p')" \
	"$(xnorm -q "$scan" | xfilter -q -f outlier:dif=0.05 -f stripe-fw | xcenter)"
clear
# a step that depends on all rows
wide=(xnorm -q "$scan" '|' xfilter -q -f paganin:delta-beta=20,energy=20,distance=0.05,pixel=1e-6)
fails 2 'depends on all rows, and fades by e in 2.22 rows: --halo 16 leaves 0.1 %' xslurm --local -o v.nrrd -- "${wide[@]}"
is 'with --halo it is allowed, with a word' "$(xslurm --local -n 2 --halo 7 -o v.nrrd -- "${wide[@]}" 2>&1 | head -1)" \
	'xslurm: a step depends on all rows: with a halo of 7 exp(-7/2.22) = 0.043 of it is left out'
xnorm -q "$scan" | xfilter -q -f paganin:delta-beta=20,energy=20,distance=0.05,pixel=1e-6 -o wide.nrrd
is 'and is nearly the whole' "$(xcompare --get rel_l2 v.nrrd wide.nrrd | awk '{ print ($1 < 0.01 && $1 > 0) }')" 1
clear

# failures
report() { fails "$1" "$2" slurm -n 4 -o v.nrrd -- "${pipeline[@]}"; ok '  nothing is published' [ ! -e v.nrrd ]; }
resume() {	# resume SLABS: runs these and no others
	rm -f stub/*
	ok '  --resume' slurm --resume -o v.nrrd
	same '  completes it' v.nrrd
	is "  and ran slabs $1 only" "$(sort stub/ran | xargs)" "$1"
	clear
}
touch stub/fail-2
report 3 'slab 2 (rows 8:12): bomb: burst in slab 2'
fails 2 'is an unfinished run' xslurm -o v.nrrd -- "${pipeline[@]}"
resume 2
touch stub/kill-1 stub/fail-3
report 75 'slab 1 (rows 4:8): bomb was killed by signal 9.* (1 more failed)'
resume '1 3'
touch stub/lose-0
report 75 'slab 0 (rows 0:4): it never began, or was cancelled: slurmstepd: .*CANCELLED'
resume 0
touch stub/fail-0
report 3 'slab 0'
rm v.nrrd.slabs/part-00003.nrrd
resume '0 3'
echo 'sbatch: error: Batch job submission failed: Invalid qos' >stub/refuse
report 4 'sbatch: .*Invalid qos .*--resume'
resume '0 1 2 3'
# what the output's format cannot do is found at the join: the parts are there
slurm -n 2 -o v.nrrd -- "${pipeline[@]}" '|' xconvert --set "bp.note=$(printf 'x%.0s' {1..10})" && rm v.nrrd
clear

# the input must stay what it was
touch stub/fail-2
slurm -n 4 -o v.nrrd -- "${pipeline[@]}" 2>/dev/null
touch -d '1 hour ago' "$scan"
fails 3 'input has changed' xslurm --resume -o v.nrrd
clear

flats=(xnorm -q "--flat=f.h5::/exchange/data_white" "$scan" '|' bomb)
cp "$scan" f.h5
touch stub/fail-2
slurm -n 4 -o v.nrrd -- "${flats[@]}" 2>/dev/null
touch -r "$scan" f.h5 && touch -d '+1 hour' f.h5
fails 3 'input has changed' xslurm --resume -o v.nrrd
clear
touch stub/fail-2
slurm -n 4 -o v.nrrd -- "${tiffs[@]}" '|' bomb 2>/dev/null
touch -d '1 hour ago' frames/p_03.tif
fails 3 'input has changed' xslurm --resume -o v.nrrd
clear
# while a folder for temporaries may; and one may resume from elsewhere
touch stub/fail-2
slurm -n 4 -o v.nrrd -- "${pipeline[@]}" --tmp . 2>/dev/null
rm -f stub/* && touch another
ok '--resume from another folder' eval '(cd /; slurm --resume -o "$OLDPWD/v.nrrd")'
same 'completes it' v.nrrd
clear

# what stands in the folder is not believed, and what others put there is not removed
touch stub/fail-0
slurm -n 4 -o v.nrrd -- "${pipeline[@]}" 2>/dev/null
rm -f stub/*
mv v.nrrd.slabs begun
tampered() { rm -rf v.nrrd.slabs && cp -r begun v.nrrd.slabs && eval "$2" && fails 3 "$1" xslurm --poll 0.1 --resume -o v.nrrd; }
tampered 'holds no plan' "printf 'rows=x[\$(touch burst)]\0slabs=3\0' >v.nrrd.slabs/plan"
tampered 'holds no plan' 'sed -i s/slabs=4/slabs=99999999999999999999/ v.nrrd.slabs/plan'
tampered 'holds no plan' ': >v.nrrd.slabs/plan'
tampered 'holds no plan' 'rm v.nrrd.slabs/pipeline'
ok 'nothing of it is run' [ ! -e burst ]
rm -rf v.nrrd.slabs && cp -r begun v.nrrd.slabs
echo 'x[0] y' >v.nrrd.slabs/status-00001 && echo nonsense >v.nrrd.slabs/job && touch v.nrrd.slabs/mine
ok 'a status and a job that are none' slurm --resume -o v.nrrd
same 'are done anew' v.nrrd
is 'a file of others stays' "$(ls v.nrrd.slabs)" mine
rm -rf begun
clear

# numbers are decimal; one line whatever a program is called; no temporary
is '-n 010' "$(xslurm --local --dry-run -n 010 --halo 09 -o v.nrrd -- "${pipeline[@]}" | head -1)" '16 rows, 10 slabs, halo 9'
printf '#!/bin/sh\necho "a[b: burst" >&2\nexit 3\n' >'bin/a[b' && chmod +x 'bin/a[b'
fails 3 'one row: a\[b: burst' xslurm -q -o v.nrrd -- xnorm -q "$scan" '|' 'a[b'
fails 4 'no center was found: xnorm: absent.h5: ' xslurm -q -o v.nrrd -- xnorm -q absent.h5 '|' xrecon --center auto
fails 4 'no temporary can be made' env TMPDIR=/nonexistent xslurm -q -o v.nrrd -- "${pipeline[@]}"
printf '#!/bin/sh\nexit 66\n' >bin/flock && chmod +x bin/flock
fails 4 'cannot be locked' bash -c 'PATH=$PATH; exec bash <(sed "s:^PATH=.dirname.*:PATH=$PWD/bin\:\$PATH:" "$(command -v xslurm)") -q --local -o v.nrrd -- "$@"' x "${front[@]:0:3}"
rm bin/flock
for o in --out=leak --outp -qoleak; do fails 2 'the file is -o of xslurm' xslurm -o v.nrrd -- xnorm x '|' xrecon $o leak; done
fails 2 'xslurm puts it there' xslurm -o v.nrrd -- xnorm --sla 1:2 x
clear

# two at once; stopping; submit and leave
touch stub/wait
xslurm -q --poll 0.1 -n 2 -o v.nrrd -- "${pipeline[@]}" 2>first.err &
until_grows stub/ran
fails 75 'another xslurm is at work' xslurm -o v.nrrd -- "${pipeline[@]}"
fails 75 'another xslurm is at work' xslurm --resume -o v.nrrd
kill -TERM $!
wait $! 2>/dev/null
is 'stopped' "$?:$(cat first.err)" '143:xslurm: stopped: --resume runs what is missing'
is 'its job is cancelled' "$(cat stub/cancelled)" 77
for i in {1..300}; do kill -0 "$(cat stub/pid)" 2>/dev/null || break; sleep 0.1; done	# what stands in for Slurm does not stop
clear
ok '--no-wait' slurm --no-wait -n 3 -o v.nrrd -- "${pipeline[@]}"
ok 'has not waited' [ ! -e v.nrrd ]
ok '--resume collects' slurm --resume -o v.nrrd
same 'what was left' v.nrrd
is 'nothing ran twice' "$(sort stub/ran | xargs)" '0 1 2'
clear

# without Slurm
ok '--local' slurm --local -n 4 --at-once 2 -o v.nrrd -- "${pipeline[@]}"
same 'is the same' v.nrrd
clear
touch stub/fail-x
SLURM_ARRAY_TASK_ID=x fails 3 'trial of one row: bomb: burst' xslurm --local -n 2 -o v.nrrd -- "${pipeline[@]}"
ok 'nothing is published' [ ! -e v.nrrd ]
clear

# its page has all of its options
for o in $(xslurm --help | grep -oE '^  (-.,|   ) --[a-z-]+' | grep -oE -- '--.*'); do
	grep -q -- "${o//-/\\\\-}" "$top/man/xslurm.1" || flunk "xslurm.1: $o"
done
none 'help: 80 columns' "$(xslurm --help | awk 'length > 80')"
done_testing
