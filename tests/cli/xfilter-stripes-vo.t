#!/bin/bash
# stripe-sort, -large, -dead, -all: what they do to slices of a phantom, kind by kind, and their parameters.
. "$(dirname "$0")/../lib.sh"

xphantom -q shepp2d --size=256 --angles=360 --rows=1 --truth --mu-t-max=2 >truth.nrrd
scan() { xphantom -q shepp2d --scan --size=256 --angles=360 --rows=1 "$@" | xnorm -q --order=sino; }
scan >clean.nrrd
scan --rings=9 >mixed.nrrd
head_of() { sed '/^$/q' "$1" | tr -d '\r'; }

# columns K, K + 3, K + 6 of the nine that differ from the clean scan: 0 full, 1 partial, 2 unresponsive
only() {
	perl -e '
		sub doc { local $/; open my $f, "<", $_[0]; binmode $f; my $d = <$f>; my $k = index($d, "\n\n") + 2;
			(substr($d, 0, $k), [unpack "f<*", substr $d, $k]) }
		my ($h, $c) = doc("clean.nrrd"); my (undef, $m) = doc("mixed.nrrd");
		my %bad; abs($c->[$_] - $m->[$_]) > 1e-6 and $bad{$_ % 256} = 1 for 0 .. $#$c;
		my @col = sort { $a <=> $b } keys %bad; @col == 9 or die scalar(@col) . " columns\n";
		my %take = map { $col[$_] => 1 } grep { $_ % 3 == $ARGV[0] } 0 .. 8;
		$take{$_ % 256} and $c->[$_] = $m->[$_] for 0 .. $#$c;
		binmode STDOUT; print $h, pack "f<*", @$c;' "$1"
}
only 0 >full.nrrd
only 1 >partial.nrrd
only 2 >unresponsive.nrrd

ssim() {	# ssim FILE [FILTER]: of the slice, within the circle
	if [ -n "${2-}" ]; then xfilter -q -f "$2" "$1"; else cat "$1"; fi | xrecon -q | xcompare --circle=1 --get=ssim truth.nrrd -
}
gain() { awk -v a="$(ssim "$1.nrrd")" -v b="$(ssim "$1.nrrd" "$2")" 'BEGIN { print b - a }'; }
above() { awk -v a="$2" -v b="$3" 'BEGIN { exit !(a ~ /[0-9]/ && a > b) }' && pass "$1" || flunk "$1" "got '$2'" "expected more than $3"; }

# about half of what they gain; the clean one is not to lose more than 0.002, and nothing is found in it
above "stripe-sort: full stripes" "$(gain full stripe-sort)" 0.01
above "stripe-sort: partial stripes" "$(gain partial stripe-sort)" 0.0005
above "stripe-large: full stripes" "$(gain full stripe-large)" 0.01
above "stripe-dead: unresponsive stripes" "$(gain unresponsive stripe-dead)" 0.1
above "stripe-dead alone" "$(gain unresponsive stripe-dead:residual=no)" 0.1
for f in stripe-sort stripe-large; do above "$f: all kinds" "$(gain mixed $f)" 0.005; done
for f in stripe-dead stripe-all; do above "$f: all kinds" "$(gain mixed $f)" 0.1; done
for f in stripe-sort stripe-large stripe-dead stripe-all; do
	above "$f: none" "$(gain clean $f)" -0.002
	above "$f:where=all, for unresponsive ones at least as published" "$(ssim unresponsive.nrrd $f)" \
		"$(ssim unresponsive.nrrd $f:where=all)"
done
is "what is not a stripe stays bit for bit" "$(xfilter -q -f stripe-sort clean.nrrd | tail -c 368640 | md5sum)" \
	"$(tail -c 368640 clean.nrrd | md5sum)"

# a stripe of 12 columns, which the large window is for
perl -e 'local $/; open my $f, "<", "clean.nrrd"; binmode $f; my $d = <$f>; my $k = index($d, "\n\n") + 2;
	my @v = unpack "f<*", substr $d, $k; for my $i (0 .. $#v) { my $c = $i % 256; $v[$i] += 0.08 if $c >= 60 && $c < 72 }
	binmode STDOUT; print substr($d, 0, $k), pack "f<*", @v' >wide.nrrd
above "stripe-large: a wide stripe" "$(gain wide stripe-large)" 0.005
above "stripe-all: a wide stripe" "$(gain wide stripe-all)" 0.005

# --- parameters ---
sum() { xfilter -q -f "$1" mixed.nrrd | tail -c 368640 | md5sum; }
differ() { [ -n "$(sum "$1")" ] && [ "$(sum "$1")" != "$(sum "$2")" ] && pass "$1 is not $2" || flunk "$1 is not $2" "the same"; }
differ stripe-sort:where=all stripe-sort
differ stripe-sort:where=all,size=11 stripe-sort:where=all
differ stripe-sort:above=100 stripe-sort
differ stripe-large:where=all,size=21 stripe-large:where=all
differ stripe-large:where=all,norm=no stripe-large:where=all
differ stripe-large:where=all,drop-ratio=0.5 stripe-large:where=all
differ stripe-large:where=all,snr=1 stripe-large:where=all
differ stripe-dead:where=all,residual=no stripe-dead:where=all
differ stripe-all:where=all,la-size=21 stripe-all:where=all
differ stripe-all:where=all,sm-size=5 stripe-all:where=all
is "the width chosen stands in the history" \
	"$(xfilter -q -f stripe-sort clean.nrrd | head_of /dev/stdin | grep -c '^bp.history.*# stripe-sort:size=5,where=stripes,above=3')" 1
xfilter -q -f stripe-all clean.nrrd >t.nrrd
is "mu_t is converted, and said so" "$(head_of t.nrrd | grep -c '^bp.history.*# exp stripe-all:snr=3,la-size=61,sm-size=21,')" 1
is "it gives transmission" "$(head_of t.nrrd | sed -n 's/^bp.quantity:=//p')" transmission
is "the same for any number of threads" "$(xfilter -q -j 1 -f stripe-all mixed.nrrd | md5sum)" \
	"$(xfilter -q -j 2 -f stripe-all mixed.nrrd | md5sum)"
is "projections are turned" "$(xphantom -q shepp2d --scan --size=256 --angles=360 --rows=1 --rings=9 | xnorm -q | xfilter -q -f stripe-sort | tail -c 368640 | md5sum)" \
	"$(sum stripe-sort)"
fails 2 "size=6 is not odd" xfilter -f stripe-sort:size=6 clean.nrrd
fails 2 "la-size=2000 is outside" xfilter -f stripe-all:la-size=2000 clean.nrrd
fails 2 "where" xfilter -f stripe-all:where=here clean.nrrd
fails 2 "size" xfilter -f stripe-large:sise=3 clean.nrrd
done_testing
