#!/bin/bash
# xcompare: measures against numpy 1.24.2 and scikit-image 0.19.3, and the exit status that scripts rely on.
. "$(dirname "$0")/../lib.sh"

# a = sin(0.3 r) cos(0.2 c) + 0.01 r c, b = a + 0.1 sin(1.7 r + 2.3 c) + 0.02, 24 x 20; a3 = a a b, b3 = b a b
make() { perl -e 'for $k (split //, shift) { for $r (0 .. 23) { for $c (0 .. 19) { $v = sin(0.3 * $r) * cos(0.2 * $c) + 0.01 * $r * $c;
	$v += 0.1 * sin(1.7 * $r + 2.3 * $c) + 0.02 if $k eq "b"; print pack("d<", $v) } } }' "$1" |
	xconvert --raw "double,${3:-${#1},24,20}" -o "$2"; }
make a a.nrrd 24,20; make b b.nrrd 24,20; make aab a3.nrrd; make bab b3.nrrd
get() { xcompare -g "$@"; }

# numpy.sqrt(numpy.mean((a-b)**2)), linalg.norm, corrcoef, ...; structural_similarity(gaussian_weights=True,
# sigma=1.5, use_sample_covariance=False, data_range=2), peak_signal_noise_ratio(data_range=2)
near rmse "$(get rmse a.nrrd b.nrrd)" 0.07352026472196804 1e-14
near mae "$(get mae a.nrrd b.nrrd)" 0.06494082708592798 1e-14
near bias "$(get bias a.nrrd b.nrrd)" 0.02013637983329275 1e-14
near rel_l2 "$(get rel_l2 a.nrrd b.nrrd)" 0.04464774038444106 1e-14
near correlation "$(get correlation a.nrrd b.nrrd)" 0.9983698495459589 1e-13
near psnr "$(get psnr -p 2 a.nrrd b.nrrd)" 28.69245867066875 1e-11
near 'peak is the range of A' "$(get peak a.nrrd b.nrrd)" 5.041739092448643 1e-14
near max_abs "$(get max_abs a.nrrd b.nrrd)" 0.11999964903456073 1e-14
is max_at "$(get max_at a3.nrrd b3.nrrd)" 'item 0, row 23, col 11'
make aba c3.nrrd
is 'of a part: the item in the whole' "$(get max_at --items 1:3 a3.nrrd c3.nrrd)" 'item 1, row 23, col 11'
near ssim "$(get ssim --peak 2 a.nrrd b.nrrd)" 0.9688244751466962 1e-12
near 'ssim is the mean of the images' "$(get ssim --peak 2 a3.nrrd b3.nrrd)" 0.9896081583822321 1e-12
near 'ssim in a circle' "$(get ssim --peak 2 --circle 0.6 a.nrrd b.nrrd)" 0.9733778871330154 1e-12
near 'rmse in a circle' "$(get rmse --circle 0.6 a.nrrd b.nrrd)" 0.0731395303944764 1e-14
near 'chi2' "$(get chi2 --sigma 0.5 a.nrrd b.nrrd)" 10.378040303593457 1e-12
near 'chi2 of counts' "$(get chi2 --poisson a.nrrd b.nrrd)" 2.0812124271305508 1e-12
near 'fit: gain' "$(get gain --scale fit a.nrrd b.nrrd)" 0.996814557577173 1e-12
near 'fit: offset' "$(get offset --scale fit a.nrrd b.nrrd)" -0.016609705387733053 1e-12
near 'fit leaves no bias' "$(get bias --scale fit a.nrrd b.nrrd)" 0 1e-14

# masks: of one image, of all
perl -e 'for $r (0 .. 23) { for $c (0 .. 19) { print pack("C", ($r - 11.5) ** 2 + ($c - 9.5) ** 2 < 36) } }' >one.raw
cat one.raw one.raw one.raw >all.raw
xconvert --raw uint8,24,20 one.raw -o one.nrrd; xconvert --raw uint8,3,24,20 all.raw -o all.npy
near 'mask' "$(get rmse -m one.nrrd a.nrrd b.nrrd)" 0.0731395303944764 1e-14
is 'mask of one image for all' "$(get samples -m one.nrrd a3.nrrd b3.nrrd)" 336
fails 3 'circle leaves nothing' xcompare --circle 1e-9 a.nrrd b.nrrd
fails 3 'mask leaves nothing' xcompare -m one.nrrd --circle 1e-9 a.nrrd b.nrrd
is 'mask of all' "$(xcompare -q -p 2 -m all.npy a3.nrrd b3.nrrd)" "$(xcompare -q -p 2 -m one.nrrd a3.nrrd b3.nrrd)"
is 'mask and circle' "$(get samples -m one.nrrd --circle 0.3 a.nrrd b.nrrd)" "$(get samples --circle 0.3 a.nrrd b.nrrd)"
is 'inscribed circle of 20 x 20' "$(get samples --circle 1 --rows 2:22 a.nrrd b.nrrd)" 316
fails 3 'fits neither' xcompare -m one.nrrd --cols 0:7 a.nrrd b.nrrd

# exit status
ok 'equal: exit 0' xcompare a3.nrrd a3.nrrd
fails 1 'differs from a3.nrrd at item 0, row 0, col 0: 0.02, not 0 (480 of 1440' xcompare a3.nrrd b3.nrrd
ok 'within the tolerance' xcompare -t 0.12 a3.nrrd b3.nrrd
fails 1 'beyond' xcompare -t 0.1199 a3.nrrd b3.nrrd
ok 'relative tolerance' xcompare --rtol 0.0001 a.nrrd a.nrrd
fails 1 'beyond' xcompare -r 0.001 a.nrrd b.nrrd
fails 3 'a.nrrd is 2-D.* a3.nrrd is 3-D' xcompare a.nrrd a3.nrrd
fails 3 '2 x 24 x 20' xcompare a3.nrrd <(xconvert --items 0:2 a3.nrrd)
fails 3 '3-D' xcompare a.nrrd a3.nrrd
ok 'one value: exit 0 though they differ' xcompare --get rmse a.nrrd b.nrrd
fails 1 'beyond' xcompare --get rmse -t 0.1 a.nrrd b.nrrd
is 'the value is printed all the same' "$(xcompare --get differ -t 0.1 a.nrrd b.nrrd 2>/dev/null)" "$(xcompare -t 0.1 -q a.nrrd b.nrrd | sed -n 's/^differ	//p')"
is 'quiet: nothing on stderr' "$(xcompare -q a.nrrd b.nrrd 2>&1 >/dev/null; echo $?)" 1
fails 2 "no 'rsme', did you mean rmse" xcompare -g rsme a.nrrd a.nrrd
fails 2 'A B' xcompare a.nrrd
fails 2 'standard input' xcompare - -
fails 2 'give one' xcompare --sigma 1 --poisson a.nrrd b.nrrd
fails 2 'out of range' xcompare --tolerance -1 a.nrrd b.nrrd
fails 4 'absent' xcompare a.nrrd absent.nrrd
fails 5 '' bash -c 'head -c -8 b3.nrrd | xcompare a3.nrrd -'

# pipes: a slab each in turn, or kept to be read again
is 'a pipe, one reading' "$(cat b3.nrrd | xcompare -q -p 2 a3.nrrd - | tail -n +3)" "$(xcompare -q -p 2 a3.nrrd b3.nrrd | tail -n +3)"
is 'a pipe, two readings' "$(cat b3.nrrd | xcompare -q --scale fit a3.nrrd - | tail -n +3)" "$(xcompare -q --scale fit a3.nrrd b3.nrrd | tail -n +3)"
is 'the reference may be the pipe' "$(cat a3.nrrd | xcompare -q - b3.nrrd | tail -n +3)" "$(xcompare -q a3.nrrd b3.nrrd | tail -n +3)"
for o in '-j 1' '-j 3' '--memory 16M'; do
	is "the same with $o" "$(xcompare -q $o a3.nrrd b3.nrrd)" "$(xcompare -q a3.nrrd b3.nrrd)"
done
is 'types may differ' "$(xconvert a3.nrrd -t float --round | xcompare -q -t 1e-6 a3.nrrd - | sed -n 's/^differ	//p')" 0
is 'crops apply to both' "$(get samples --items 1:3 --no-ssim a3.nrrd b3.nrrd)" 960

# NaN, inf
perl -e 'print pack("d<*", 1, "nan", "inf", "inf", 2, "nan")' | xconvert --raw double,6 -o x.nrrd
perl -e 'print pack("d<*", 1, "nan", "inf", -9**9**9, "nan", "nan")' | xconvert --raw double,6 -o y.nrrd
is 'NaN equals NaN, inf inf' "$(xcompare -q x.nrrd x.nrrd >/dev/null; echo $?)" 0
is 'else they differ' "$(xcompare -q x.nrrd y.nrrd | sed -n 's/^\(samples\|differ\|not_finite\)	//p' | tr '\n' ' ')" '1 2 2 '
is 'json' "$(xcompare --json -q a3.nrrd b3.nrrd -p 2 | perl -MJSON::PP -0777 -ne '$j = decode_json($_); print "$j->{samples} $j->{psnr_unit}"')" '1440 dB'
is 'json of equal ones: psnr is null' "$(xcompare --json a.nrrd a.nrrd | grep -c '"psnr": null')" 1
done_testing
