#!/bin/bash
# Signals: the temporary goes, the status says which signal it was, a broken pipe ends quietly.
. "$(dirname "$0")/../lib.sh"

xphantom shepp2d --size 64 --angles 64 --rows 32 -o big.nrrd
size=$(stat -c %s big.nrrd)
until_there() { local i; for ((i = 0; i < 300; i++)); do [ -n "$(ls -A "$1")" ] && return; sleep 0.02; done; }
half() { head -c $((size / 2)) big.nrrd; exec sleep 20; }	# a producer that stalls

for kind in nrrd h5 tif npy; do
	for sig in TERM INT HUP; do
		rm -rf out && mkdir out && mkfifo -m 600 stall.$kind.$sig
		half >stall.$kind.$sig & feeder=$!
		env --default-signal=INT,HUP,TERM xconvert -o out/x.$kind <stall.$kind.$sig 2>/dev/null & pid=$!
		until_there out
		kill -$sig $pid
		wait $pid 2>/dev/null
		is "-$sig while writing $kind: status" "$?" $((128 + $(kill -l $sig)))
		is "-$sig while writing $kind: nothing is left" "$(ls -A out)" ""
		kill $feeder 2>/dev/null
		wait $feeder 2>/dev/null
	done
done
rm -rf out && mkdir out
half >out.fifo 2>/dev/null & feeder=$!
kill $feeder 2>/dev/null; wait $feeder 2>/dev/null

# an old file stays as it was
echo old >out/x.nrrd
mkfifo stall && half >stall & feeder=$!
env --default-signal=TERM xconvert -o out/x.nrrd <stall 2>/dev/null & pid=$!
for ((i = 0; i < 300; i++)); do [ "$(ls -A out | wc -l)" -gt 1 ] && break; sleep 0.02; done
kill -TERM $pid; wait $pid 2>/dev/null
is "an old file outlives a killed writer" "$(cat out/x.nrrd):$(ls -A out)" "old:x.nrrd"
kill $feeder 2>/dev/null; wait $feeder 2>/dev/null

# what ignores a signal from the start (nohup) goes on ignoring it
(trap '' HUP; exec xconvert big.nrrd -o nohup.nrrd) & pid=$!
kill -HUP $pid 2>/dev/null; wait $pid
is "nohup" "$?:$(cmp big.nrrd nohup.nrrd 2>&1 | head -c 40 | cut -d' ' -f2)" "0:$(cmp big.nrrd nohup.nrrd 2>&1 | head -c 40 | cut -d' ' -f2)"

# a reader that goes away: SIGPIPE, no words
for c in 'xconvert big.nrrd' 'xfilter -f gaussian:sigma=1 big.nrrd' 'xphantom shepp2d --size 256 --angles 256 --rows 8'; do
	is "$c | head" "$(bash -c "$c 2>&1 >&3 3>&- | cat" 3>&1 >/dev/null | head -c 10 | head -c 0)" ""
	bash -c "$c 2>stderr | head -c 10 >/dev/null; exit \${PIPESTATUS[0]}"
	is "$c | head: status of SIGPIPE, no words" "$?:$(cat stderr)" "141:"
done
done_testing
