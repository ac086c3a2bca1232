#!/bin/bash
# What xgisaxs-sim takes where no other program is there to compare with: a fit's evaluations through --serve, many sizes and
# orientations against single runs, meshes, height fields.  Each as a ratio to a run of the same kind, or beside its accuracy.
set -eu -o pipefail
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/beampipe-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
cd "$dir"
seconds() { awk '{ for (i = 1; i < NF; i++) if ($i == "simulation:") print $(i + 1) }' err; }
sim() { xgisaxs-sim --profile "$@" 2>err; seconds; }	# seconds of the simulation alone

sample() {	# PIXELS: the head of a sample
	cat <<-END
	beam: {wavelength: 0.1239841984, alpha_i_deg: 0.2}
	detector: {type: spherical, n_phi: $1, phi_min_deg: -0.8, phi_max_deg: 2.2, n_alpha: $1, alpha_min_deg: 0, alpha_max_deg: 2}
	END
}
layers() {	# PARTICLE-ENTRY, MORE: on silicon
	cat <<-END
	layers:
	- material: {delta: 0, beta: 0}
	  layouts:
	  - particles:
	    - $1
	    surface_density: 1e-3
	    ${2:-}
	- material: {delta: 4.88e-6, beta: 7.37e-8}
	END
}
gold='material: {delta: 2.99e-5, beta: 2.21e-6}'

echo "Evaluations of five parameters, 256 x 256, --serve --against, one thread: milliseconds"
{ sample 256
  echo 'parameters: {R: 5, H: 8, D: 20, sigma: 4, W: 0.1}'
  layers "particle: {shape: {name: cylinder, radius: {distribution: gaussian, mean: \$R, sigma: \$W, n: 9}, height: \$H}, $gold}" \
	"interference: {type: radial_paracrystal, peak_distance: \$D, damping_length: 1000, sigma: \$sigma}"
} >fit.yaml
xgisaxs-sim fit.yaml -o data.nrrd
cat >latency.pl <<'E2'
use Time::HiRes 'time'; use IPC::Open2; use strict;
my $pid = open2(my $out, my $in, qw(xgisaxs-sim -q -j 1 fit.yaml --serve --against data.nrrd --row0 bottom));
select((select($in), $| = 1)[0]);
my @t;
for my $i (0 .. 500) {
	my $start = time;
	printf $in "R=%g H=%g D=%g sigma=%g W=%g\n", 4 + $i % 7 / 3, 6 + $i % 11 / 3, 18 + $i % 5, 3 + $i % 3, 0.1 + $i % 13 / 20;
	my $value = <$out>;
	die "no answer\n" unless defined $value && $value > 0 || $i == 0;
	push @t, 1e3 * (time - $start) if $i;
}
close $in; waitpid $pid, 0;
@t = sort { $a <=> $b } @t;
printf "median %.2f  p99 %.2f  of %d\n", $t[@t / 2], $t[0.99 * @t], scalar @t;
E2
perl latency.pl

echo
echo "50 sizes x 36 orientations of a box, 512 x 512, one thread"
box() { echo "{particle: {shape: {name: box, length: $1, width: 7, height: 6}, $gold}$2}"; }
{ sample 512; layers "$(box 10 '')"; } >one.yaml
{ sample 512; layers "$(box '{distribution: gaussian, mean: 10, sigma: 1, n: 50, limits: [6, 14]}' ', orientations: {type: in_plane, n: 36, period_deg: 180}')"; } >many.yaml
one=$(for i in 1 2 3 4 5; do sim -j 1 one.yaml -o o.npy; done | sort -g | sed -n 3p)
many=$(sim -j 1 many.yaml -o o.npy)
awk -v a="$one" -v b="$many" 'BEGIN { printf "one %.4f s, 1800 at once %.3f s: %.0f times less than 1800 single ones\n", a, b, 1800 * a / b }'

echo
echo "A sphere of 79 380 triangles at 256 x 256, inscribed and of equal volume, against the sphere"
ball() {	# an icosahedron whose faces are cut in 63 x 63 triangles each, all corners moved onto the sphere
	awk 'function put(a, b, c,   x, y, z, r) { x = (a * X[p] + b * X[q] + c * X[s]); y = (a * Y[p] + b * Y[q] + c * Y[s]); z = (a * Z[p] + b * Z[q] + c * Z[s])
		r = 5 / sqrt(x * x + y * y + z * z); printf "v %.15g %.15g %.15g\n", r * x, r * y, 5 + r * z }
	function face(a, b, c, d, e, f, g, h, i) { put(a, b, c); put(d, e, f); put(g, h, i); k += 3; print "f", k - 2, k - 1, k }
	BEGIN { t = (1 + sqrt(5)) / 2; n = 63
	split("-1 1 -1 1 0 0 0 0 " t " " t " " (-t) " " (-t), X, " "); split(t " " t " " (-t) " " (-t) " -1 1 -1 1 0 0 0 0", Y, " ")
	split("0 0 0 0 " t " " t " " (-t) " " (-t) " -1 1 -1 1", Z, " ")
	m = split("1 12 6 1 6 2 1 2 8 1 8 11 1 11 12 2 6 10 6 12 5 12 11 3 11 8 7 8 2 9 4 10 5 4 5 3 4 3 7 4 7 9 4 9 10 5 10 6 3 5 12 7 3 11 9 7 8 10 9 2", F, " ")
	for (w = 1; w < m; w += 3) { p = F[w]; q = F[w + 1]; s = F[w + 2]
		for (i = 0; i < n; i++) for (j = 0; i + j < n; j++) { l = n - i - j
			face(l, i, j, l - 1, i + 1, j, l - 1, i, j + 1)
			if (l > 1) face(l - 1, i + 1, j, l - 2, i + 1, j + 1, l - 1, i, j + 1) } } }'
}
ball >sphere.obj
volume=$(awk '$1 == "v" { x[++n] = $2; y[n] = $3; z[n] = $4 } $1 == "f" { a = $2; b = $3; c = $4
	s += x[a] * (y[b] * z[c] - z[b] * y[c]) - y[a] * (x[b] * z[c] - z[b] * x[c]) + z[a] * (x[b] * y[c] - y[b] * x[c]) } END { printf "%.15g", s / 6 }' sphere.obj)
{ sample 256; layers "{particle: {shape: {name: sphere, radius: 5}, $gold}}"; } >sphere.yaml
for scale in 1 "$(awk -v v="$volume" 'BEGIN { printf "%.15g", exp(log(4 * atan2(0, -1) / 3 * 125 / v) / 3) }')"; do
	{ sample 256; layers "{particle: {shape: {name: mesh, file: sphere.obj, mesh_unit: nm, scale: $scale}, $gold, position: [0, 0, $(awk -v s="$scale" 'BEGIN { print 5 - 5 * s }')]}}"; } >mesh.yaml
	sim -j 1 sphere.yaml -o a.npy >/dev/null
	t=$(sim -j 2 mesh.yaml -o b.npy)
	echo "scale $scale: $(grep -c '^f' sphere.obj) triangles, $t s (-j 2), relative L2 $(xcompare --no-ssim --get rel_l2 a.npy b.npy)"
done

echo
echo "A height field of 1024 x 1024 pixels of 0.5 nm, a cone of 60 nm radius, at 256 x 256"
perl -e 'my $n = 1024; print "NRRD0004\ntype: float\ndimension: 2\nsizes: $n $n\nendian: little\nencoding: raw\n\n";
	for my $r (0 .. $n - 1) { print pack "f<*", map { my $d = 0.5 * sqrt(($_ - 511.5) ** 2 + ($r - 511.5) ** 2); $d < 60 ? (60 - $d) / 3 : 0 } 0 .. $n - 1 }' >cone.nrrd
cone=$(awk 'BEGIN { printf "%.15g", 1.000000001 * atan2(1, 3) * 45 / atan2(1, 1) }')
{ sample 256; layers "{particle: {shape: {name: cone, radius: 60, height: 20, alpha_deg: $cone}, $gold}}"; } >cone.yaml
{ sample 256; layers "{particle: {shape: {name: height_field, file: cone.nrrd, pixel: 0.5, zero: 0}, $gold}}"; } >field.yaml
t0=$(sim -j 1 cone.yaml -o a.npy)
t=$(sim -j 2 field.yaml -o b.npy)
echo "$t s (-j 2; the cone's formula $t0 s), relative L2 $(xcompare --no-ssim --get rel_l2 a.npy b.npy)"
