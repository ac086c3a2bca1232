#!/bin/bash
# Bounded memory: the resident size stays under --memory and 64 MB, and does not grow with the length of the stream.
. "$(dirname "$0")/../lib.sh"
[ -z "$BUILD_SLOW" ] || { echo '1..0 # SKIP a sanitizer keeps memory of its own'; exit; }
command -v maxrss >/dev/null || PATH=$PATH:$top/build/tests
peak() { maxrss rss "$@" && cut -d' ' -f1 rss; }	# in kB; a command that failed says nothing of memory

# 64 MB of counts as a scan, in a pipe and as a file
xphantom shepp2d --size 512 --angles 240 --rows 256 --scan -o scan.h5 2>/dev/null
limit=$(((64 << 10) + 65536))
for c in 'xnorm -q scan.h5 -o /dev/null' 'xnorm -q --order sino scan.h5 -o /dev/null'; do
	got=$(peak $c --memory 64M)
	ok "$c: $got kB of $limit" [ "$got" -le $limit ]
done
xnorm -q scan.h5 -o proj.nrrd	# 126 MB as float
for c in 'xfilter -f gaussian:sigma=1 -o /dev/null' 'xsino -q --tmp . -o /dev/null' 'xrecon -q --tmp . -a gridrec -o /dev/null' \
	'xconvert -o x.h5' 'xconvert -o x.tif' 'xinfo'; do
	got=$(xconvert proj.nrrd | peak $c --memory 64M 2>/dev/null | tail -1)
	ok "$c, from a pipe: $got kB of $limit" [ "$got" -le $limit ]
done
rm -f x.h5 x.tif

# six hundred frames of 32 KiB, or six thousand: the same
for n in 600 6000; do
	got=$(xphantom shepp2d --order proj --size 128 --rows 64 --angles $n | peak xfilter -f gaussian:sigma=1 --memory 64M -o /dev/null)
	peaks+=("$got")
done
ok "xfilter over 600 frames: ${peaks[0]} kB, over 6000: ${peaks[1]} kB" [ "${peaks[1]}" -le $((${peaks[0]:-0} + 3000)) ]

fails 6 'memory' xrecon -a gridrec --memory 1k proj.nrrd -o x.nrrd
none "nothing is left" "$(ls -A | grep 'x.nrrd')"

# where threads cannot be made it does with fewer, or says so in one line
xphantom shepp2d --size 64 --angles 90 --rows 16 --scan -o small.h5 2>/dev/null
bad=''
for v in 40000 45000 48000 50000 52000 55000 60000 70000 100000; do
	(ulimit -v $v && exec xnorm -q -j 8 small.h5 -o few.nrrd) >few.out 2>few.err
	got=$?
	case $got in
	0) rm few.nrrd ;;
	6 | 127) [ "$(wc -l <few.err)" -eq 1 ] || bad+=" $v: $(wc -l <few.err) lines" ;;	# 127: not even the libraries
	*) bad+=" $v: exit $got, $(head -c 100 few.err)" ;;
	esac
	[ -z "$(ls -A | grep 'few.nrrd')" ] || bad+=" $v: left $(ls -A | grep few.nrrd)"
done
none "little address space for threads" "$bad"
done_testing
