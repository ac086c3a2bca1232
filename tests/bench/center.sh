#!/bin/bash
# The axis of simulated scans, counts through xnorm, with noise, rings and zingers and nothing filtered out: how many columns
# each method is off the truth; 50 scans of half a turn and 20 of a full turn with the axis near one side.  Phantom, size of the
# object, columns, angles, rows, photons, rings, zingers and centre come from a table that is made by the same numbers each time.
#	tests/bench/center.sh [FIRST:LAST]	only these scans, 1 .. 70
set -eu
range=${1:-1:70}
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/beampipe-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT

scans() {
	awk -v from="${range%:*}" -v to="${range#*:}" '
	function rnd() { s = (s * 16807) % 2147483647; return s / 2147483647 }
	function pick(list,   a, n) { n = split(list, a, " "); return a[int(rnd() * n) + 1] }
	BEGIN {
		s = 20231
		split("shepp2d shepp3d discs spheres wires", phantom, " ")
		split("256 300 384 512 640 768 1024 1280 1600 2048", wide, " ")
		split("90 120 181 240 360 500 721 900 1200 1500", many, " ")
		for (i = 0; i < 70; i++) {
			half = i >= 50
			c = half ? pick("256 300 384 512 640") : wide[i % 10 + 1]
			m = half ? pick("180 361 500 720 1441") : many[(i * 3 + int(i / 10) * 7) % 10 + 1]
			size = int(c * pick("0.75 0.8 0.9 1") + 0.5)
			at = (c - 1) / 2 + (2 * rnd() - 1) * 0.1 * c
			if (half) {	# 3 to 33 % of the columns are seen from both sides
				at = c * (0.015 + 0.15 * rnd())
				size = int(2 * (c - at) * pick("0.8 0.9 1"))
				if (rnd() < 0.5)
					at = c - 1 - at
			}
			line = sprintf("%d %s %d %d %d %s %.2f %d %d %d %.2f %s", i + 1, phantom[(i + int(i / 10)) % 5 + 1], size, c, m,
				(half ? "0:360" : "0:180") (i % 2 ? "" : ":excl"), at, pick("1 8 12 24"),
				pick("1000 2000 5000 20000"), c * pick("0 0.01 0.03"), pick("0.02 0.05 0.1"), pick("0 1e-4 5e-4"))
			if (i + 1 >= from && i + 1 <= to)
				print line
		}
	}'
}

printf '%3s %-8s %5s %5s %6s %4s %6s %9s %5s %8s | %7s %7s %7s %7s %7s %8s\n' scan phantom cols size angles rows photons \
	rings zing center auto vo pc entropy 360 overlap
scans | while read -r i phantom size cols angles theta at rows counts rings gain zing; do
	xphantom "$phantom" --size "$size" --cols "$cols" --rows "$rows" --angles "$angles" --theta "$theta" --center "$at" --scan \
		--counts "$counts" --rings "$rings" --ring-gain "$gain" --zingers "$zing" --seed "$i" |
		xnorm -q --order sino -o "$dir/scan.nrrd"
	xcenter -q --json "$dir/scan.nrrd" |
		awk -v at="$at" -v cols="$cols" -v start="$(printf '%3d %-8s %5d %5d %6d %4d %6d %4d/%.2f %5s %8.2f' "$i" "$phantom" "$cols" "$size" \
			"$angles" "$rows" "$counts" "$rings" "$gain" "$zing" "$at")" '
		function off(k) { return v[k] == "null" ? "      -" : sprintf("%7.2f", v[k] - at) }
		{ gsub(/[",:]/, ""); if (!($1 in v)) v[$1] = $2 }
		END {
			o = v["overlap_px"] == "null" ? "       -" : sprintf("%8.2f", v["overlap_px"] - (at < cols / 2 ? 2 * at + 1 : 2 * (cols - 1 - at) + 1))
			print start " | " off("center_px") " " off("vo_px") " " off("pc_px") " " off("entropy_px") " " off("360_px") " " o
		}'
done | tee "$dir/table"
awk '{
	sub(/.*\|/, "")
	for (k = 1; k <= 5; k++)
		if ($k != "-") {
			d = $k < 0 ? -$k : $k
			n[k]++
			quarter[k] += d <= 0.25
			half[k] += d <= 0.5
		}
} END {
	split("auto vo pc entropy 360", name, " ")
	for (k = 1; k <= 5; k++)
		printf "%s: %d of %d within 0.25 pixel, %d within 0.5\n", name[k], quarter[k], n[k], half[k]
}' "$dir/table"
