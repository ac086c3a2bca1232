#!/bin/bash
# A producer that fails makes every consumer fail, whatever the shell is told: half an input never becomes a whole output.
. "$(dirname "$0")/../lib.sh"

xphantom shepp2d --size 20 --angles 14 --rows 6 -o sino.nrrd
xphantom shepp2d --size 20 --angles 14 --rows 6 --scan -o scan.h5
xconvert scan.h5 -o scan.nrrd
xnorm -q scan.nrrd -o proj.nrrd
xrecon -a fbp sino.nrrd -o vol.nrrd
xconvert vol.nrrd -o u16.nrrd --type uint16 --range 0:1 2>/dev/null || cp vol.nrrd u16.nrrd

# consumer INPUT COMMAND...: cut where the header begins, ends and in the middle, at borders of items and just before the end
consumer() {
	local in=$1 size head cut got w
	shift
	size=$(stat -c %s "$in") head=$(sed '/^$/q' "$in" | wc -c)
	for cut in 0 3 $((head / 2)) $((head - 1)) "$head" $((head + 1)) $(((size + head) / 2)) $((size - (size - head) / 6)) $((size - 1)); do
		w="${*##*/} < $in cut at $cut of $size"
		rm -rf out && mkdir out
		head -c "$cut" "$in" | "$@" >stdout 2>stderr
		got=$?
		if [ $got -ne 5 ]; then flunk "$w" "exit $got" "$(head -c 300 stderr)"
		elif [ "$(wc -l <stderr)" -ne 1 ]; then flunk "$w" "$(wc -l <stderr) lines: $(head -c 300 stderr)"
		elif [ -n "$(ls -A out)" ]; then flunk "$w" "left $(ls -A out)"
		elif [ -s stdout ] && xinfo stdout >/dev/null 2>&1; then flunk "$w" "standard output is whole"
		else pass "$w"; fi
	done
	{ cat "$in"; printf x; } >long
	"$@" <long >stdout 2>stderr
	is "${*##*/} < $in and one byte more" "$?, $(wc -l <stderr) line" "3, 1 line"
}
consumer proj.nrrd xinfo
consumer proj.nrrd xconvert -o out/x.nrrd
consumer proj.nrrd xconvert -o out/x.h5
consumer proj.nrrd xconvert -o out/x.tif
consumer proj.nrrd xconvert -o out/x.npy
consumer proj.nrrd xconvert -o out/x_%03d.tif
consumer proj.nrrd xconvert
consumer scan.nrrd xnorm -q -o out/x.nrrd
consumer proj.nrrd xfilter -o out/x.nrrd
consumer u16.nrrd xfilter
consumer proj.nrrd xfilter -f gaussian:sigma=1 -o out/x.h5
consumer proj.nrrd xfilter -q -f stripe-fw
consumer proj.nrrd xsino -q -o out/x.nrrd
consumer sino.nrrd xcenter -m vo
consumer sino.nrrd xrecon -a gridrec -o out/x.h5
consumer proj.nrrd xrecon -q -a fbp
consumer vol.nrrd xproject -q -o out/x.h5
consumer vol.nrrd xview -o out/x.png
consumer vol.nrrd xcompare vol.nrrd -

# through pipes of three, without pipefail: the last must know by itself
set +o pipefail
for cut in 5 200 4000 9000; do
	got=0
	rm -rf out && mkdir out
	head -c $cut scan.nrrd | xnorm -q 2>/dev/null | xfilter -f gaussian:sigma=1 2>/dev/null | xrecon -q -a gridrec -o out/x.h5 2>stderr || got=$?
	is "xnorm | xfilter | xrecon, cut at $cut" "$got:$(ls -A out):$(wc -l <stderr)" "5::1"
done
# a producer that is killed, and one that refuses
got=0
(ulimit -f 1; xphantom shepp2d --size 200 --angles 100 2>/dev/null) | xconvert -o out/x.nrrd 2>/dev/null && xinfo out/x.nrrd >/dev/null || got=$?
is "a pipe is not bound by the limit of files" "$got" 0
got=0
xfilter -f no-such-filter proj.nrrd 2>/dev/null | xrecon -a fbp -o out/y.nrrd 2>stderr || got=$?
is "a producer that never began" "$got:$(ls out)" "5:x.nrrd"

# parts of unknown length: an end before the last part is an error, and so is a part that says its producer failed
part() { printf 'NRRD0004\ntype: uint8\ndimension: 2\nsizes: 3 %d\nencoding: raw\nlabels: "col" "angle"\n%s\n\n' "$2" "bp.part:=$1"; head -c $((3 * $2)) /dev/zero; }
{ part more 2; part last 1; } >parts.nrrd
ok "parts are joined" xconvert parts.nrrd -o joined.nrrd
is "to the sum of their lengths" "$(grep -a '^sizes' joined.nrrd)" "sizes: 3 3"
part more 2 | fails 5 'end\|part' xconvert -o out/z.nrrd
{ part more 2; part more 1; } | fails 5 'end\|part' xinfo
{ part more 2; printf 'NRRD0004\ntype: uint8\ndimension: 2\nsizes: 3 1\nencoding: raw\nlabels: "col" "angle"\nbp.error:=camera lost\n\n'; } | fails 5 'camera lost' xconvert -o out/z.nrrd
{ part more 2; part last 1 | sed 's/3 1/4 1/'; } | fails 3 'part\|shape\|sizes' xconvert -o out/z.nrrd
{ part more 2; part last 1 | sed 's/"angle"/"frame"/'; } | fails 3 "'frame'.*'angle'" xconvert -o out/z.nrrd
quantity() { sed "s/^bp.part.*/&\nbp.quantity:=$1/"; }
{ part more 2 | quantity mu_t; part last 1 | quantity counts; } | fails 3 "quantity.*counts.*mu_t" xconvert -o out/z.nrrd
{ part more 2 | quantity mu_t; part last 1; } | ok "what a later part leaves out holds on" xconvert -o q.nrrd
is "nothing is left" "$(ls -A out)" "x.nrrd"
# what a text editor of another system did to it is said, and is no cut
printf 'NRRD0005\r\ntype: uint8\r\n\r\n' >crlf.nrrd
fails 3 'CR LF' xinfo crlf.nrrd
fails 3 'CR LF' sh -c 'cat crlf.nrrd | xinfo'
done_testing
