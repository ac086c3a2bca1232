#!/bin/bash
# Signals: the temporary goes, the status says which signal it was, a broken pipe ends quietly.
. "$(dirname "$0")/../lib.sh"

xphantom shepp2d --size 256 --angles 256 --rows 96 -o big.nrrd	# 24 MB: more than any buffer on the way
size=$(stat -c %s big.nrrd)
until_there() {	# the folder holds N entries: the temporary is there
	local i
	for ((i = 0; i < 1500; i++)); do [ "$(ls -A "$1" | wc -l)" -ge "$2" ] && return; sleep 0.02; done
	echo "# no temporary came"
}
half() { head -c $((size / 2)) big.nrrd; }
# stalled COMMAND...: it gets half of its input and then nothing more; its process is $pid
stalled() {
	rm -f stall && mkfifo stall
	env --default-signal=INT,HUP,TERM,QUIT,XCPU "$@" <stall 2>/dev/null & pid=$!
	exec 7>stall
	half >&7
}
resume() { exec 7>&-; }

for kind in nrrd h5 tif npy; do
	for sig in TERM INT HUP QUIT XCPU; do
		rm -rf out && mkdir out
		stalled xconvert -o out/x.$kind
		until_there out 1
		kill -$sig $pid
		wait $pid 2>/dev/null
		is "-$sig while writing $kind: status" "$?" $((128 + $(kill -l $sig)))
		none "-$sig while writing $kind: nothing is left" "$(ls -A out)"
		resume
	done
done

# an old file stays as it was
echo old >out/x.nrrd
stalled xconvert -o out/x.nrrd
until_there out 2
kill -TERM $pid; wait $pid 2>/dev/null
is "an old file outlives a killed writer" "$(cat out/x.nrrd):$(ls -A out)" "old:x.nrrd"
resume

# what ignores a signal from the start (nohup) goes on ignoring it
mkdir out2 && rm -f stall && mkfifo stall
(trap '' HUP; exec xconvert -o out2/x.nrrd <stall) & pid=$!
exec 7>stall
half >&7
until_there out2 1
kill -HUP $pid
tail -c +$((size / 2 + 1)) big.nrrd >&7
resume
wait $pid
is "nohup" "$?:$(ls -A out2)" "0:x.nrrd"

# a reader that goes away: SIGPIPE, no words
for c in 'xconvert big.nrrd' 'xfilter -f gaussian:sigma=1 big.nrrd' 'xphantom shepp2d --size 256 --angles 256 --rows 8'; do
	bash -c "$c 2>stderr | head -c 10 >/dev/null; exit \${PIPESTATUS[0]}"
	is "$c | head: status of SIGPIPE, no words" "$?:$(cat stderr)" "141:"
done
done_testing
