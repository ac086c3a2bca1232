#!/bin/bash
# xfilter: each filter, the chain, corners, conversions, errors.
. "$(dirname "$0")/../lib.sh"

# mk "SIZES fastest first" "LABELS" [HEADER LINE...] -- VALUES: a float document
mk() {
	local n=$1 l=$2 h=()
	shift 2
	while [ "$1" != -- ]; do h+=("$1"); shift; done
	shift
	set -- $*
	printf 'NRRD0004\ntype: float\ndimension: %d\nsizes: %s\nlabels: %s\nendian: little\nencoding: raw\n' \
		"$(wc -w <<<"$n")" "$n" "$l"
	[ ${#h[@]} -eq 0 ] || printf '%s\n' "${h[@]}"
	echo
	perl -e 'print pack("f<*", @ARGV)' -- "$@"
}
# samples of a float document, rounded to 5 digits
vals() { perl -0777 -ne 's/^.*?\n\n//s; print join(" ", map { 0 + sprintf("%.5g", $_) } unpack("f<*", $_))'; }
head_of() { sed '/^$/q' "$1" | tr -d '\r'; }
key() { head_of "$1" | sed -n "s/^$2:=//p"; }

proj='"col" "row" "angle"' sino='"col" "angle" "row"' vol='"x" "y" "z"'
mk "3 3 1" "$proj" -- 1 2 3 4 50 6 7 8 9 >im.nrrd

# --- copying ---
for t in uint8 int16 uint16 int32 float double; do
	case $t in uint8) w=1 ;; *16) w=2 ;; double) w=8 ;; *) w=4 ;; esac
	{ printf 'NRRD0004\ntype: %s\ndimension: 3\nsizes: 4 3 2\nlabels: %s\nendian: little\nencoding: raw\n\n' $t "$proj"
	  head -c $((24 * w)) /dev/zero | tr '\0' '\1'; } >in.nrrd
	xfilter in.nrrd >out.nrrd
	is "copies $t in its type" "$(head_of out.nrrd | sed -n 's/^type: //p') $(tail -c $((24 * w)) out.nrrd | md5sum)" \
		"$t $(tail -c $((24 * w)) in.nrrd | md5sum)"
done
is "a filter makes floats" "$(xfilter -f scale:a=2 <(sed s/double/double/ in.nrrd) | head_of /dev/stdin | sed -n 's/^type: //p')" float

# --- each filter, on what can be checked by hand ---
is "median, edges mirrored" "$(xfilter -f median im.nrrd | vals)" "2 3 3 4 6 6 7 8 9"
is "outlier replaces one" "$(xfilter -f outlier:dif=10 im.nrrd | vals)" "1 2 3 4 6 6 7 8 9"
is "outlier, far enough" "$(xfilter -f outlier:dif=45 im.nrrd | vals)" "1 2 3 4 50 6 7 8 9"
is "outlier:kind=dark leaves bright" "$(xfilter -f outlier:dif=10,kind=dark im.nrrd | vals)" "1 2 3 4 50 6 7 8 9"
is "outlier:kind=both" "$(xfilter -f outlier:dif=10,kind=both im.nrrd | vals)" "1 2 3 4 6 6 7 8 9"
is "outlier:size=5" "$(xfilter -f outlier:dif=10,size=5 im.nrrd | vals)" "1 2 3 4 6 6 7 8 9"
is "gaussian:sigma=0 copies" "$(xfilter -f gaussian:sigma=0 im.nrrd | vals)" "1 2 3 4 50 6 7 8 9"
# scipy 1.10.1: gaussian_filter(x, 0.5) of the 3 x 3 image
is "gaussian as scipy" "$(xfilter -f gaussian:sigma=0.5 im.nrrd | vals)" \
	"1.9414 6.099 3.7269 7.8845 32.841 9.67 7.298 11.456 9.0835"
is "sobel of a ramp" "$(mk "5 1 1" "$proj" -- 0 2 4 6 8 | xfilter -f sobel | vals)" "1 2 2 2 1"
is "scale" "$(xfilter -f scale:a=2,b=-1 im.nrrd | vals)" "1 3 5 7 99 11 13 15 17"
is "log" "$(mk "2 1 1" "$proj" bp.quantity:=transmission -- 1 0.5 | xfilter -f log | vals)" "0 0.69315"
is "log:min" "$(mk "2 1 1" "$proj" -- -1 0.5 | xfilter -f log:min=0.01 | vals)" "4.6052 0.69315"
is "exp" "$(mk "2 1 1" "$proj" bp.quantity:=mu_t -- 0 1 | xfilter -f exp | vals)" "1 0.36788"
is "bin" "$(mk "5 2 1" "$proj" -- 1 2 3 4 9 5 6 7 8 9 | xfilter -f bin:factor=2 | vals)" "3.5 5.5"
is "crop" "$(xfilter -f crop:left=1,bottom=1 im.nrrd | vals)" "2 3 50 6"
is "crop:right,top" "$(xfilter -f crop:right=1,top=2 im.nrrd | vals)" "7 8"
is "pad edge" "$(xfilter -f crop:bottom=2 -f pad:left=1,right=2 im.nrrd | vals)" "1 1 2 3 3 3"
is "pad mirror" "$(xfilter -f crop:bottom=2 -f pad:left=2,mode=mirror im.nrrd | vals)" "2 1 1 2 3"
is "pad constant, rows" "$(xfilter -f crop:bottom=2 -f pad:top=1,mode=constant,value=7 im.nrrd | vals)" "7 7 7 1 2 3"
is "circle" "$(mk "3 3 1" "$vol" -- 1 2 3 4 5 6 7 8 9 | xfilter -f circle:ratio=0.9,value=-1 | vals)" "-1 2 -1 4 5 6 -1 8 -1"
is "circle:ratio" "$(mk "3 3 1" "$vol" -- 1 2 3 4 5 6 7 8 9 | xfilter -f circle:ratio=0.5 | vals)" "0 0 0 0 5 0 0 0 0"
is "stripe-sf" "$(mk "5 2 1" "$sino" -- 1 1 4 1 1 3 3 6 3 3 | xfilter -f stripe-sf:size=3,where=all | vals)" \
	"1 2 2 2 1 3 4 4 4 3"
is "stripe-fw leaves a constant" "$(mk "8 4 1" "$sino" -- $(printf '2 %.0s' {1..32}) | xfilter -f stripe-fw:level=2,where=all | vals)" \
	"$(printf '2 %.0s' {1..32} | sed 's/ $//')"
is "paganin of a uniform slab" "$(mk "4 4 1" "$proj" -- $(printf '0.5 %.0s' {1..16}) |
	xfilter -f paganin:delta-beta=200,energy=25,distance=0.1,pixel=1e-6 | vals | tr ' ' '\n' | sort -u)" 0.69315

# --- the chain ---
is "order of the chain" "$(xfilter -f scale:a=2 -f scale:b=1 im.nrrd | vals)" "3 5 7 9 101 13 15 17 19"
is "and the other way" "$(xfilter -f scale:b=1 -f scale:a=2 im.nrrd | vals)" "4 6 8 10 102 14 16 18 20"
is "the same as two processes" "$(xfilter -f median -f gaussian:sigma=2 im.nrrd | tail -c 36 | md5sum)" \
	"$(xfilter -f median im.nrrd | xfilter -f gaussian:sigma=2 | tail -c 36 | md5sum)"
is "63 filters" "$(xfilter $(printf -- '-f scale:b=1 %.0s' {1..63}) im.nrrd | vals)" "64 65 66 67 113 69 70 71 72"
fails 2 "more than" xfilter $(printf -- '-f scale:b=1 %.0s' {1..65}) im.nrrd

# --- quantity and conversion ---
mk "4 1 1" "$proj" bp.quantity:=mu_t -- 1 1 1 1 >mu.nrrd
pag=paganin:delta-beta=200,energy=25,distance=0.1,pixel=1e-6
is "mu_t into paganin is converted" "$(xfilter -f $pag mu.nrrd | vals)" "1 1 1 1"
xfilter -f $pag mu.nrrd >out.nrrd
is "and the history says so" "$(key out.nrrd bp.history.0 | grep -c '# exp paganin:delta-beta=200,.*pad=4$')" 1
is "quantity of the output" "$(key out.nrrd bp.quantity)" mu_t
is "exp gives transmission" "$(xfilter -f exp mu.nrrd >o2.nrrd; key o2.nrrd bp.quantity)" transmission
is "exp of transmission: back and forth" "$(xfilter -f exp -f exp mu.nrrd | vals)" "0.36788 0.36788 0.36788 0.36788"
ok "scale" xfilter -f scale:a=2 mu.nrrd -o o2.nrrd
none "it drops the quantity" "$(key o2.nrrd bp.quantity)"
is "smoothing keeps it" "$(xfilter -f gaussian mu.nrrd >o2.nrrd; key o2.nrrd bp.quantity)" mu_t
mk "4 1 1" "$proj" bp.quantity:=counts -- 1 1 1 1 >counts.nrrd
fails 3 "filter paganin: needs transmission: the input is counts" xfilter -f $pag counts.nrrd
fails 3 "filter log: needs transmission: the input is counts" xfilter -f median -f log counts.nrrd

# --- metadata: what stands in, and what follows ---
fails 2 "no bp.energy_keV: give energy=" xfilter -f paganin:alpha=0.001 mu.nrrd
fails 2 "no bp.distance_m: give distance=" xfilter -f paganin:alpha=0.001,energy=20 mu.nrrd
fails 2 "no bp.pixel_m: give pixel=" xfilter -f paganin:alpha=0.001,energy=20,distance=1 mu.nrrd
fails 2 "one of delta-beta and alpha" xfilter -f paganin:energy=20,distance=1,pixel=1e-6 mu.nrrd
fails 2 "only one of" xfilter -f paganin:delta-beta=1,alpha=1,energy=20,distance=1,pixel=1e-6 mu.nrrd
mk "5 2 1" "$proj" bp.energy_keV:=20 bp.distance_m:=0.5 bp.pixel_m:=1e-6 bp.center_px:=2.5 \
	'bp.table.row.index:=7 8' -- 1 2 3 4 9 5 6 7 8 9 >meta.nrrd
xfilter -f bin:factor=2 -f paganin:alpha=0.001 meta.nrrd >out.nrrd
is "metadata stand in, binned" "$(key out.nrrd bp.history.0 | sed 's/.*# //')" \
	"bin:factor=2 paganin:delta-beta=0,alpha=0.001,energy=20,distance=0.5,pixel=2e-06,pad=2"
is "an option beats them" "$(xfilter -f paganin:alpha=0.001,energy=30 meta.nrrd >o2.nrrd; key o2.nrrd bp.history.0 | grep -c energy=30)" 1
is "pixel after bin" "$(key out.nrrd bp.pixel_m)" 2e-06
is "center after bin" "$(key out.nrrd bp.center_px)" 1
is "row table after bin" "$(key out.nrrd bp.table.row.index)" 7
xfilter -f crop:left=2,top=1 meta.nrrd >out.nrrd
is "center after crop" "$(key out.nrrd bp.center_px)" 0.5
is "row table after crop" "$(key out.nrrd bp.table.row.index)" 8
xfilter -f pad:left=3,right=1 meta.nrrd >out.nrrd
is "center after pad" "$(key out.nrrd bp.center_px)" 5.5
fails 3 "bp.energy_keV.*not a number" xfilter -f paganin:alpha=0.001 <(sed 's/keV:=20/keV:=x/' meta.nrrd)
is "crop options" "$(xfilter --cols 1:3 --rows 1:2 meta.nrrd | vals)" "6 7"
ok "--no-history" xfilter --no-history -f median meta.nrrd -o out.nrrd
none "leaves none" "$(key out.nrrd bp.history.0)"
is "history grows" "$(xfilter -f median meta.nrrd | xfilter -f gaussian | head_of /dev/stdin | grep -c '^bp.history')" 2

# --- errors ---
xphantom disc --size 16 --angles 9 --rows 2 --scan -o counts.nrrd
fails 3 'filter stripe-fw: flats and darks are among the projections: xnorm first' xfilter -f stripe-fw counts.nrrd
fails 2 "no filter 'gausian': did you mean 'gaussian'" xfilter -f gausian im.nrrd
fails 2 "no parameter 'sgma': did you mean 'sigma'" xfilter -f gaussian:sgma=1 im.nrrd
fails 2 "did you mean 'bright'" xfilter -f outlier:dif=1,kind=brigt im.nrrd
fails 2 "did you mean 'db5'\|no value of wavelet" xfilter -f stripe-fw:wavelet=d5 im.nrrd
fails 2 "dif is required" xfilter -f outlier im.nrrd
fails 2 "is outside" xfilter -f gaussian:sigma=-1 im.nrrd
fails 2 "is outside" xfilter -f gaussian:sigma=1e9 im.nrrd
fails 2 "not a number" xfilter -f gaussian:sigma=nan im.nrrd
fails 2 "not an integer" xfilter -f median:size=3.5 im.nrrd
fails 2 "size=4 is not odd" xfilter -f median:size=4 im.nrrd
fails 2 "size=6 is not odd" xfilter -f outlier:dif=1,size=6 im.nrrd
fails 2 "size=4 is not odd" xfilter -f stripe-sf:size=4 <(mk "2 2 1" "$sino" -- 1 1 1 1)
fails 2 "needs a value" xfilter -f gaussian:sigma im.nrrd
fails 2 "no filter ''" xfilter -f "" im.nrrd
fails 2 "no filter" xfilter -f ":sigma=1" im.nrrd
fails 2 "no filter" xfilter -f "$(head -c 3000 /dev/zero | tr '\0' x)" im.nrrd
fails 2 "parameters longer" xfilter -f "median:$(head -c 3000 /dev/zero | tr '\0' x)" im.nrrd
fails 2 "leave nothing" xfilter -f crop:left=2,right=1 im.nrrd
fails 2 "cannot bin" xfilter -f bin:factor=4 im.nrrd
fails 2 "use --rows or --angles" xfilter -f crop:top=1 <(mk "2 2 1" "$sino" -- 1 1 1 1)
fails 2 "no axis" xfilter -f pad:top=1 <(mk "2 2 1" "$sino" -- 1 1 1 1)
fails 3 "not sinograms" xfilter -f bin <(mk "2 2 1" "$sino" -- 1 1 1 1)
fails 3 "filter circle needs slices" xfilter -f circle im.nrrd
fails 3 "needs sinograms\|needs projections" xfilter -f stripe-sf <(mk "3 3 1" "$vol" -- 1 2 3 4 5 6 7 8 9)
fails 3 "angle 1: sample -1 at row 0, col 1 is not a positive transmission" \
	xfilter -o bad.nrrd -f log <(mk "2 1 2" "$proj" -- 1 1 1 -1)
fails 3 "angle 0: sample nan at row 0, col 1 is not finite" xfilter -o bad.nrrd -f $pag <(mk "2 1 1" "$proj" -- 1 nan)
fails 3 "is not positive" xfilter -o bad.nrrd -f $pag <(mk "2 1 1" "$proj" -- -1 -1)
fails 4 "no such file" xfilter -f median missing.nrrd

# --- larger: corners, threads, memory, cut pipes ---
perl -e 'srand 1; print "NRRD0004\ntype: float\ndimension: 3\nsizes: 90 40 120\nlabels: \"col\" \"row\" \"angle\"\n",
	"endian: little\nencoding: raw\nbp.center_px:=44.5\n\n", pack("f<*", map { 0.5 + rand() } 1 .. 90 * 40 * 120)' >big.nrrd
all="-f outlier:dif=0.2 -f gaussian -f stripe-fw:level=3 -f median:size=5"
want=$(xfilter -q $all big.nrrd | md5sum)
for j in 1 2 3; do
	is "-j $j" "$(xfilter -q -j $j $all big.nrrd | md5sum)" "$want"
done
for m in 3M 64M 1G; do
	is "--memory $m" "$(xfilter -q --memory $m $all big.nrrd | md5sum)" "$want"
	is "--memory $m, a pipe" "$(cat big.nrrd | xfilter -q --memory $m $all | tail -c 1728000 | md5sum)" \
		"$(xfilter -q $all big.nrrd | tail -c 1728000 | md5sum)"
done
fails 6 "is too little" xfilter --memory 64k -q $all big.nrrd
xfilter $all big.nrrd >out.nrrd
is "the corner was turned" "$(head_of out.nrrd | sed -n 's/^labels: //p')" "$sino"
is "and the sizes" "$(head_of out.nrrd | sed -n 's/^sizes: //p')" "90 120 40"
xfilter --memory 3M -f stripe-sf <big.nrrd 2>note >/dev/null
is "a note of the temporary" "$(grep -c '^xfilter: turning the corner takes a temporary of' note)" 1
xfilter -q --memory 3M -f stripe-sf <big.nrrd 2>note >/dev/null
is "none with -q" "$(wc -c <note)" 0
is "back again for paganin" "$(xfilter -q -f stripe-sf -f $pag big.nrrd | head_of /dev/stdin | sed -n 's/^labels: //p')" "$proj"

size=$(wc -c <big.nrrd)
for cut in 0 40 $((size / 2)) $((size - 1)); do
	head -c $cut big.nrrd >part.nrrd
	fails 5 . xfilter -f gaussian -o out5.nrrd part.nrrd
	cat part.nrrd | xfilter -f gaussian 2>/dev/null | xfilter -q -f stripe-sf >/dev/null 2>&1
	is "cut at $cut: the last of a pipe knows" "${PIPESTATUS[2]}" 5
done
fails 3 "after the end" xfilter -o bad.nrrd -f gaussian <(cat big.nrrd big.nrrd)
is "and nothing is left" "$(ls -A | grep -c "out5\|bad.nrrd")" 0

# --- the list ---
xfilter --list >list
is "every filter is listed" "$(sed -n 's/^\([a-z0-9][a-z0-9-]*\)\( .*\)*$/\1/p' list | sort | xargs)" \
	"$(sed -n 's/^\tX(filter_\([a-z0-9_]*\)).*/\1/p' "$top/common/tomo/filters.c" | tr _ - | sort | xargs)"
is "in 80 columns" "$(awk 'length > 79' list | wc -l)" 0
is "keys of stripe-fw" "$(sed -n '/^stripe-fw/,/^$/s/^ *\([a-z-]*\)=.*/\1/p' list | tr '\n' ' ')" "level wavelet sigma pad where above width "
is "where the metadata stand in" "$(sed -n '/^paganin/,/^$/p' list | grep -c "bp\.[a-z]*_")" 3
done_testing
