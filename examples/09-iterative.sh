#!/bin/bash
# Few angles and few photons: filtered back-projection against algorithms that weigh noise and know what a slice is like.
# xproject makes the scan here from a volume, with the noise of photons.
set -eu -o pipefail
xphantom shepp2d --size 192 --truth --mu-t-max 2 --angles 60 -o 09-truth.nrrd
xproject -q --angles 60 --counts 5000 09-truth.nrrd -o 09-sino.nrrd
for a in fbp cgls ospml_hybrid tv:nonneg=yes mbir; do
	xrecon -q -a "$a" 09-sino.nrrd -o "09-${a%%:*}.nrrd"
	echo "${a%%:*}: PSNR $(xcompare --circle 1 --get psnr 09-truth.nrrd "09-${a%%:*}.nrrd") dB"
done

# how an algorithm gets on, and where it stops by itself when the noise of mu_t is known
xrecon -q -a cgls:iterations=100 --noise 0.025 --residual 09-residual.tsv 09-sino.nrrd -o 09-stopped.nrrd
echo "cgls with --noise: $(tail -n 1 09-residual.tsv | cut -f 2) iterations"

# a start from another method, and a known outline
xfilter -q -f circle:ratio=0.95 09-tv.nrrd -o 09-outline.nrrd
xrecon -q -a sirt:iterations=10,nonneg=yes --init 09-tv.nrrd --support 09-outline.nrrd 09-sino.nrrd -o 09-from.nrrd
xview 09-tv.nrrd -o 09-tv.png
xview 09-fbp.nrrd -o 09-fbp.png
