#!/bin/bash
# Iterative algorithms of xrecon by the command line: the same bytes however they are run; starts, supports, tables.
. "$(dirname "$0")/../lib.sh"
algorithms=$(xrecon --list | sed -n 's/^\([a-z][a-z_-]*\)  .*/\1/p' | grep -vx -e gridrec -e fbp)
is "all iterative algorithms" "$(echo $algorithms)" \
	"art bart sart sirt cgls mlem osem pml_quad pml_hybrid ospml_quad ospml_hybrid tv grad tikh fista-tv mbir"
psnr() { xcompare --circle 1 --peak 1 --get psnr "$@"; }
xphantom shepp3d --size 40 --angles 50 --rows 4 --center 20.3 -o in.nrrd
xphantom shepp3d --size 40 --angles 50 --rows 4 --center 20.3 --order proj -o proj.nrrd
xphantom shepp3d --size 40 --rows 4 --truth -o truth.nrrd
printf '19\n20\n20.5\n21\n' >centers

for a in $algorithms; do
	want=$(xrecon -a $a:iterations=4 -j 1 -c centers in.nrrd | cksum)
	is "$a -j 2" "$(xrecon -a $a:iterations=4 -j 2 -c centers in.nrrd | cksum)" "$want"
	is "$a --memory 1M" "$(xrecon -q -a $a:iterations=4 --memory 1M -c centers in.nrrd | cksum)" "$want"
	is "$a: projections, and sinograms" "$(xrecon -q -a $a proj.nrrd | psnr truth.nrrd - | cut -c1-6)" \
		"$(xrecon -a $a in.nrrd | psnr truth.nrrd - | cut -c1-6)"
	xrecon -a $a:iterations=4 in.nrrd -o four.nrrd
	xinfo four.nrrd | grep -q 'iterations=4,nonneg=.*center=20.3' && pass "$a: all parameters are in the history" ||
		flunk "$a: all parameters are in the history" "$(xinfo four.nrrd)"
	xrecon -a $a:iterations=3 --residual r.txt in.nrrd -o /dev/null
	is "$a: a line of the table for each slice and iteration" "$(grep -c '^[0-9]' r.txt)" 16
	is "$a goes on from a start" "$(xrecon -a $a:iterations=0 --init truth.nrrd in.nrrd | psnr truth.nrrd - | awk '{ print ($1 > 60) }')" 1
done

# the projections of a slice by xproject are the A x of the algorithms
xphantom shepp2d --size 128 --truth -o slice.nrrd
xproject --angles 402 slice.nrrd -o ax.nrrd
near "cgls solves what xproject made" "$(xrecon -a cgls:iterations=50 --residual r.txt ax.nrrd | xcompare --get rel_l2 slice.nrrd -)" 0 0.05
near "down to a thousandth" "$(grep '^[0-9]' r.txt | tail -n 1 | awk '{ print $3 }')" 0 0.001
near "sirt likewise" "$(xrecon -a sirt:iterations=200 --residual r.txt ax.nrrd | xcompare --get rel_l2 slice.nrrd -)" 0 0.05
near "down to a fiftieth" "$(grep '^[0-9]' r.txt | tail -n 1 | awk '{ print $3 }')" 0 0.02

for o in '--filter hann' '--cutoff 0.2' '--order 3' '--filter-file centers'; do fails 2 'are for gridrec and fbp' xrecon -a cgls $o in.nrrd; done
is '--residual - is standard output' "$(xrecon -a cgls:iterations=2 --residual - in.nrrd -o /dev/null | grep -c '^[0-9]')" 12
fails 2 'give -o FILE' xrecon -a cgls --residual - in.nrrd
fails 2 'as a parameter it is --algorithm art:iterations=' xrecon -a sirt --iterations 10 in.nrrd
fails 2 "as iterations=10" xrecon -a sirt:10 in.nrrd
fails 2 "did you mean 'sirt'" xrecon -a SIRT in.nrrd
fails 2 "momentum=no" xrecon -a sirt:relax=1.5 in.nrrd
fails 2 "iterations" xrecon -a cgls:relax=1 in.nrrd
fails 2 "beta" xrecon -a pml_quad:beta=-1 in.nrrd
fails 2 "blocks" xrecon -a osem:blocks=0 in.nrrd
fails 2 "nonneg" xrecon -a mlem:nonneg=no in.nrrd
done_testing
