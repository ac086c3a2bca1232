#!/bin/bash
# xgisaxs-sim against BornAgain 1.19 (Debian's python3-bornagain) on 50 random samples: all shapes, interferences, places and
# approximations that both have.  tests/bornagain/generate.py SEED makes one again.  SEEDS="3 17": these alone.
. "$(dirname "$0")/../lib.sh"
here=$top/tests/bornagain
python=
for p in ${PYTHON:-} python3 /usr/bin/python3; do
	"$p" -c 'import bornagain, numpy' 2>/dev/null && { python=$p; break; }
done
[ -n "$python" ] || { skip "xgisaxs-sim against BornAgain" "BornAgain cannot be imported"; done_testing; exit; }

# Largest |a - b| / a where a exceeds 1e-6 of its maximum; with a third argument, of the pixels that b has.
pointwise() {
	"$python" -c 'if True:
		import sys
		import numpy as np
		a, b = np.load(sys.argv[1]), np.load(sys.argv[2])
		m = (a > 1e-6 * a.max()) & (np.isfinite(b) if len(sys.argv) > 3 else True)
		print("%.3e" % np.max(np.abs(a - b)[m] / a[m]) if a.shape == b.shape else "shapes")' "$@"
}

# The reference cases: that the peer is what it was, and that we agree with it.  Below the horizon it has no physics, and we NaN.
for f in "$data"/gisaxs/c*.json; do
	[ -e "$f" ] || { skip "the reference cases" "no gisaxs/ in BEAMPIPE_DATA"; break; }
	name=$(basename "$f" .json)
	ok "BornAgain: $name" "$python" "$here/peer.py" "$f" -o peer.npy
	near "the same as ever: $name" "$(xcompare --no-ssim --get rel_l2 "${f%.json}.npy" peer.npy)" 0 1e-12
	ok "xgisaxs-sim: $name" xgisaxs-sim "$f" -o own.npy
	near "the image: $name" "$(xcompare --no-ssim --get rel_l2 peer.npy own.npy)" 0 1e-6
	near "each pixel: $name" "$(pointwise peer.npy own.npy finite)" 0 1e-4
	rm -f own.npy peer.npy
done

# As promised: 1e-6 of the image, 1e-4 of each pixel.  BornAgain itself keeps to 2e-10 of its formulas.
for seed in ${SEEDS:-$(seq 50)}; do
	"$python" "$here/generate.py" "$seed" -o sample.json
	what="seed $seed, $("$python" -c 'import json; print(json.load(open("sample.json"))["description"])')"
	ok "BornAgain: $what" "$python" "$here/peer.py" sample.json -o peer.npy
	ok "xgisaxs-sim: $what" xgisaxs-sim sample.json -o own.npy
	near "the image: $what" "$(xcompare --no-ssim --get rel_l2 peer.npy own.npy)" 0 1e-6
	near "each pixel: $what" "$(pointwise peer.npy own.npy)" 0 1e-4
	rm -f own.npy peer.npy
done
done_testing
