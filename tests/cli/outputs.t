#!/bin/bash
# Where an output goes: links, FIFOs, devices, modes, old files, the input itself, folders that refuse.
. "$(dirname "$0")/../lib.sh"

xphantom shepp2d --size 16 --angles 12 --rows 3 -o in.nrrd
for k in nrrd h5 tif npy; do
	xconvert in.nrrd -o want.$k
	rm -rf d && mkdir d

	ln -s "$PWD/d/target.$k" d/link.$k && echo old >d/target.$k
	ok "$k: onto a link" xconvert in.nrrd -o d/link.$k
	is "$k: the link stays, its target is new" "$(readlink d/link.$k):$(cmp want.$k d/target.$k && echo same)" "$PWD/d/target.$k:same"
	rm d/target.$k
	ok "$k: onto a link to what does not exist" xconvert in.nrrd -o d/link.$k
	is "$k: its target appears" "$([ -L d/link.$k ] && cmp want.$k d/target.$k && echo same)" same

	ok "$k: onto /dev/null" xconvert in.nrrd -o /dev/null
	is "$k: /dev/null is still a device" "$(stat -c %F /dev/null)" "character special file"

	for mask in 022 077 002; do
		(umask $mask && xconvert in.nrrd -o d/mask$mask.$k)
		is "$k: mode under umask $mask" "$(stat -c %a d/mask$mask.$k)" "$(printf '%o' $((0666 & ~0$mask)))"
	done
	echo old >d/mode.$k && chmod 640 d/mode.$k
	ok "$k: onto an old file" xconvert in.nrrd -o d/mode.$k
	is "$k: it keeps the old mode, and is replaced" "$(stat -c %a d/mode.$k):$(cmp want.$k d/mode.$k && echo same)" "640:same"

	cp want.$k d/self.$k
	fails 2 'is the input' xconvert d/self.$k -o d/self.$k
	ln -s self.$k d/alias.$k
	fails 2 'is the input' xconvert d/self.$k -o d/alias.$k
	is "$k: the input is untouched" "$(cmp want.$k d/self.$k && echo same)" same

	fails 4 'No such file' xconvert in.nrrd -o missing/x.$k
	mkdir d/folder.$k
	fails 4 'directory' xconvert in.nrrd -o d/folder.$k
	none "$k: nothing is left over" "$(ls -A d | grep '^\.')"
done
cp in.nrrd 'a::b.nrrd'
fails 2 'is the input' xconvert a::b.nrrd -o a::b.nrrd
fails 2 'is the input' bash -c 'exec xconvert -o in.nrrd <in.nrrd'
# nor any other file that was read: a second input, a mask, lists, flats, a file of a sequence
xphantom shepp2d --size 16 --angles 12 --rows 3 --scan -o scan.h5
xconvert scan.h5 --items 10:12 -o flat.nrrd
xconvert in.nrrd -o seq/r_%03d.tif
cp in.nrrd other.nrrd; echo 7.5 >center; seq 0 15 165 >theta
for f in in.nrrd other.nrrd scan.h5 flat.nrrd seq/r_000.tif center theta; do cksum $f; done >before
fails 2 'in.nrrd: the output is the input' xcompare in.nrrd other.nrrd -o in.nrrd
fails 2 'other.nrrd: the output is the input' xcompare in.nrrd other.nrrd -o other.nrrd
fails 2 'the output is the input' xcompare in.nrrd in.nrrd --mask other.nrrd -o other.nrrd
fails 2 'the output is the input' xinfo in.nrrd -o in.nrrd
fails 2 'the output is the input' xrecon in.nrrd --center center -o center
fails 2 'the output is the input' xrecon in.nrrd --theta theta -o theta
fails 2 'the output is the input' xnorm scan.h5 --flat flat.nrrd -o flat.nrrd
fails 2 'the output is the input' xconvert seq -o seq/r_000.tif
fails 2 'the output is the input' xconvert seq -o seq/r_%03d.tif
fails 2 'standard output is the input' bash -c 'exec xconvert in.nrrd 3>&1 >>in.nrrd'
is 'all are as they were' "$(for f in in.nrrd other.nrrd scan.h5 flat.nrrd seq/r_000.tif center theta; do cksum $f; done)" "$(cat before)"
fails 2 '%s.tif is no number' xconvert in.nrrd -o new/a_%s.tif
fails 2 'is no number' xconvert in.nrrd -o new/a_%99999d.tif
fails 4 "seq2/r_000.tif: " bash -c "ulimit -f 1; exec xconvert in.nrrd -o seq2/r_%03d.tif"
rm -rf seq scan.h5 flat.nrrd other.nrrd center theta before

mkfifo pipe
cat pipe >got & cat=$!
ok "onto a FIFO" xconvert in.nrrd -o pipe
wait $cat
is "the FIFO stays and has the data" "$(stat -c %F pipe):$(xcompare in.nrrd got >/dev/null && echo same)" "fifo:same"

if [ "$(id -u)" -ne 0 ]; then
	mkdir locked && chmod 555 locked
	fails 4 'denied' xconvert in.nrrd -o locked/x.nrrd
	echo old >fixed.nrrd && chmod 444 fixed.nrrd
	fails 4 'denied' xconvert in.nrrd -o fixed.nrrd
elif command -v setpriv >/dev/null; then
	chmod 755 . && mkdir locked && chmod 555 locked && cp "$(command -v xconvert)" tool && chmod 755 tool && chmod 644 in.nrrd
	fails 4 'denied' setpriv --reuid 65534 --regid 65534 --clear-groups ./tool in.nrrd -o locked/x.nrrd
	mkdir open && chmod 777 open && echo old >open/fixed.nrrd && chmod 444 open/fixed.nrrd
	fails 4 'denied' setpriv --reuid 65534 --regid 65534 --clear-groups ./tool in.nrrd -o open/fixed.nrrd
	is "nothing is left in a folder that refuses" "$(ls -A locked):$(ls -A open)" ":fixed.nrrd"
fi

# the formats that there are, in the messages about others
fails 2 "no format that is written (.nrrd .h5 .tif .npy .png or no suffix" xconvert in.nrrd -o x.xyz
echo not an array at all >junk
fails 3 "not a format that is read (NRRD, HDF5, TIFF, NPY, EDF)" xinfo junk

# one file per item: the folder appears whole, and takes the place of an older one
ok "a sequence" xconvert in.nrrd -o seq/s_%03d.tif
is "its files" "$(ls seq | tr '\n' ' ')" "$(for i in $(seq 0 $(($(ls seq | wc -l) - 1))); do printf 's_%03d.tif ' "$i"; done)"
ok "a sequence again" xconvert --items 0:2 in.nrrd -o seq/s_%03d.tif
is "the older files are gone" "$(ls seq | wc -l)" 2
touch seq/notes.txt
fails 4 'notes.txt' xconvert in.nrrd -o seq/s_%03d.tif
is "a folder with other files is left alone" "$(ls seq | wc -l):$(ls -A | grep -c '^\.seq')" "3:0"

# binary data are not for a terminal
if command -v script >/dev/null; then
	script -qec 'xconvert in.nrrd' /dev/null >tty.txt 2>&1 </dev/null
	is "a terminal is refused" "$(grep -c 'terminal' tty.txt)" 1
else
	skip 'a terminal is refused' 'needs script(1)'
fi
done_testing
