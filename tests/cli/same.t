#!/bin/bash
# The same bytes for any -j, any --memory, on repetition, for each format, in a pipe as in files.
. "$(dirname "$0")/../lib.sh"

# large enough that --memory 64M takes several slabs and the temporary, small enough to be quick
xphantom shepp3d --size 96 --rows 40 --cols 600 --angles 700 --scan --layout dx --rings 4 --zingers 1e-4 -q -o scan.h5
chain() {	# chain OUTPUT OPTIONS...: the main job
	local out=$1
	shift
	xnorm -q scan.h5 "$@" | xfilter -q -f outlier:dif=0.3 -f stripe-fw "$@" |
		xrecon -q --center 299.5 "$@" -o "$out"
}
# the temporary is used with 64M (67 MB of projections) and not with 1G
chain ref.nrrd -j 1 --memory 1G
chain small.nrrd -j 1 --memory 64M
ok "--memory 64M and 1G" cmp ref.nrrd small.nrrd
for j in 2 3; do
	chain j.nrrd -j $j --memory 256M
	ok "-j 1 and -j $j" cmp ref.nrrd j.nrrd
done
for suffix in h5 tif; do
	chain a.$suffix -j 1 --memory 1G
	chain b.$suffix -j 3 --memory 64M
	ok ".$suffix, -j 1 and 3, 64M and 1G" cmp a.$suffix b.$suffix
	ok ".$suffix holds what .nrrd holds" xcompare -q ref.nrrd a.$suffix
done

# files between the tools change nothing but the names in the history
xnorm -q scan.h5 -o n.h5
xfilter -q -f outlier:dif=0.3 -f stripe-fw n.h5 -o f.tif
xrecon -q --center 299.5 f.tif -o files.nrrd
ok "through files of other formats" xcompare -q ref.nrrd files.nrrd

# each tool by itself, twice
for cmd in "xphantom spheres --size 40 --scan --rings 3 --zingers 1e-3" "xsino n.h5" "xfilter -f gaussian -f median n.h5" \
	   "xconvert --type uint8 --percentile 1:99 n.h5"; do
	$cmd -q -j 1 -o one.nrrd
	$cmd -q -j 3 --memory 80M -o two.nrrd
	ok "$cmd" cmp one.nrrd two.nrrd
done
xview -q ref.nrrd -o one.png && xview -q -j 3 ref.nrrd -o two.png
ok "xview" cmp one.png two.png
is "xcenter" "$(xcenter -q -j 1 n.h5)" "$(xcenter -q -j 3 n.h5)"
done_testing
