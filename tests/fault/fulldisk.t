#!/bin/bash
# A disk that fills up, a limit on the size of files, /dev/full: exit 4, one line, no output.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/commands.sh"

xphantom shepp2d --size 64 --angles 64 --rows 16 -o big.nrrd	# 256 KiB
for kind in nrrd h5 tif npy; do
	fresh
	fails 4 'large\|space\|write' bash -c "ulimit -f 64; exec xconvert big.nrrd -o out/x.$kind"
	none "$kind: nothing is left" "$(left)"
done
fails 4 'space' bash -c 'exec xconvert big.nrrd >/dev/full'
fails 4 'space' xconvert big.nrrd -o /dev/full
for c in 'xinfo vol.nrrd' 'xinfo --json vol.nrrd' 'xcompare vol.nrrd vol.npy' 'xcenter sino.nrrd' 'xfilter --list' 'xinfo --help' 'xinfo --version'; do
	fails 4 'space\|write failed' bash -c "exec $c >/dev/full"
done

mkdir disk
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=128k tmpfs disk 2>/dev/null; then
	trap 'umount "$scratch/disk"; cd / && rm -rf "$scratch"' EXIT
	for kind in nrrd h5 tif npy; do
		fails 4 'space\|write' xconvert big.nrrd -o disk/x.$kind
		none "$kind: a full disk has nothing left on it" "$(ls -A disk)"
	done
	fails 4 'a temporary of .* free' xsino --memory 64M --tmp disk -o turned.nrrd <(xphantom shepp2d --size 512 --angles 300 --rows 160)
else
	skip 'a small disk of its own' 'needs root'
fi
done_testing
