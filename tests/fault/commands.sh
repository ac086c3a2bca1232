# commands.sh - sourced after lib.sh: small inputs in the scratch folder, and a list of commands that
# together use every tool and every format.  OUT stands for the output's name.
export OMP_NUM_THREADS=1
xphantom shepp2d --size 24 --angles 18 --rows 4 --scan --seed 1 -o scan.h5 &&
	xnorm scan.h5 -o proj.nrrd 2>/dev/null &&
	xsino proj.nrrd -o sino.nrrd 2>/dev/null &&
	xrecon -a fbp sino.nrrd -o vol.nrrd 2>/dev/null &&
	xconvert scan.h5::/exchange/data -o raw.nrrd &&
	xphantom shepp2d --size 24 --cols 16 --angles 24 --rows 4 --range 360 --center 12.3 --tilt 1 -o turn.nrrd &&
	xconvert vol.nrrd -o vol.h5 && xconvert vol.nrrd -o vol.tif && xconvert vol.nrrd -o vol.npy &&
	for r in 0:1 1:4; do xnorm -q --slab $r:1 scan.h5 | xrecon -q --slab keep --center 11.5 -o part-$r.nrrd || break; done &&
	xrmc-model discs --size 48 --radius 4 --loading 0.2 -o model.npy &&
	xrmc-model discs --size 16 --radius 3 --loading 0.2 --pattern -o small.npy &&
	xrmc-model spinodal --size 16 --loading 0.8 -o smallmask.npy &&
	xrmc -q -l 0.2 small.npy -o run1.h5 && xrmc -q -l 0.2 --seed 2 small.npy -o run2.h5 &&
	xconvert --no-history part-0:1.nrrd -o part-0.h5 && xconvert --no-history part-1:4.nrrd -o part-1.h5 ||
	echo "Bail out! the inputs of the fault tests cannot be made"
cat >grains.yaml <<'END'
parameters: {R: 4}
beam: {wavelength: 0.1, alpha_i_deg: 0.3}
detector: {type: spherical, n_phi: 6, phi_min_deg: -1, phi_max_deg: 1, n_alpha: 5, alpha_min_deg: 0, alpha_max_deg: 1, mask: mask.npy}
layers:
- material: {delta: 0}
  layouts:
  - particles:
    - particle: {shape: {name: sphere, radius: {distribution: gaussian, mean: $R, sigma: 0.2, n: 3}}, material: {formula: Au, density_g_cm3: 19.3}}
    surface_density: 1e-4
    interference: {type: grain, cell: fcc, d_nn: 14, hkl: [1, 1, 1], N: [3, 3], layers: 2}
  - particles:
    - particle: {shape: {name: mesh, file: tetra.obj, mesh_unit: nm}, material: {delta: 1e-5}}
    surface_density: 1e-4
- material: {delta: 5e-6, beta: 1e-7}
  top_roughness: {sigma: 0.3, hurst: 0.5, corr_length: 20}
END
cat >field.yaml <<'END'
beam: {energies: [12, 13], alpha_i_deg: 0.3}
detector: {type: rectangular, n_x: 6, n_y: 5, width: 6, height: 5, distance: 500, u0: 3, v0: -1}
layers:
- material: {delta: 0}
  layouts:
  - particles: [{particle: {shape: {name: height_field, file: hills.npy, pixel: 1, height_scale: 0.05}, material: {delta: 1e-5}}}]
    surface_density: 1e-4
- material: {delta: 5e-6, beta: 1e-7}
END
cat >lattice.hig <<'END'
hipGisaxsInput = {
	shape = { key = "s", name = "box", param = { type = "edge", min = 6 } },
	layer = { key = "sub", order = -1, refindex = { delta = 5e-6, beta = 7e-8 } },
	structure = { key = "st", grain = { shape:key = "s", refindex = { delta = 3e-5, beta = 2e-6 }, lattice = { type = "cubic" }, scaling = 20, repetition = [4 3 1] } },
	instrumentation = { scattering = { expt = "gisaxs", alphai = { min = 0.2 }, photon = { value = 10000, unit = "ev" }, smearing = 0 } },
	computation = { method = "dwba", outputregion = { type = "qspace", minpoint = [-1 0], maxpoint = [1 1] }, resolution = [ 11 8 ] }
}
END
printf 'v %s\n' '0 0 0' '6 0 0' '0 6 0' '0 0 6' >tetra.obj
printf 'f %s\n' '1 3 2' '1 2 4' '1 4 3' '2 3 4' >>tetra.obj
head -c 30 /dev/zero | tr '\0' '\1' | xconvert -q --raw uint8,5,6 | xconvert -q -o mask.npy
printf 'abcdefghijklmnopqrstuvwxhgfedcbaponmlkjixwvutsrqaceghkmnbdfhjlnp' | xconvert -q --raw uint8,8,8 | xconvert -q -o hills.npy
for i in 0 1; do
	printf '{\nEDF_DataBlockID = %s.Image.Psd ;\nByteOrder = HighByteFirst ;\nDataType = UnsignedShort ;\nDim_1 = 8 ;\nDim_2 = 4 ;\nSize = 64 ;\n%380s}\n' $i ''
	printf 'abcdefghijklmnopqrstuvwxhgfedcbaponmlkjixwvutsrqaceghkmnbdfhjlnp'
done >pattern.edf
xgisaxs-sim -q grains.yaml -o pattern.h5 || echo "Bail out! the patterns of the fault tests cannot be made"
commands=(
	'xgisaxs-sim -q grains.yaml -o OUT.nrrd'
	'xgisaxs-sim -q --terms --type float -D R=3 grains.yaml -o OUT.tif'
	'xgisaxs-sim -q field.yaml -o OUT.h5'
	'xgisaxs-sim -q lattice.hig -o OUT.npy'
	'xgisaxs-sim -q -D R=4.2 grains.yaml --against pattern.h5 --mask mask.npy --fit-background'
	'xphantom shepp2d --size 16 --angles 12 --rows 2 -o OUT.nrrd'
	'xphantom shepp2d --size 16 --angles 12 --rows 2 --scan -o OUT.h5'
	'xnorm -q scan.h5 -o OUT.nrrd'
	'xnorm -q --order sino scan.h5 -o OUT.h5'
	'xfilter -f gaussian:sigma=1 proj.nrrd -o OUT.nrrd'
	'xfilter -q -f outlier:dif=0.5 -f stripe-fw proj.nrrd -o OUT.tif'
	'xfilter -q -f 360to180 -f distortion:k1=1e-4 -f rotate turn.nrrd -o OUT.nrrd'
	'xfilter -q -f stripe-all -f stripe-ti -f stripe-interp proj.nrrd -o OUT.nrrd'
	'xfilter -q -f outlier1d:dif=0.1 -f median:dim=3 -f sobel proj.nrrd -o OUT.nrrd'
	'xfilter -q -f ring vol.nrrd -o OUT.nrrd'
	'xnorm -q --slab 1:3:1 scan.h5 -o OUT.nrrd'
	'xjoin part-1:4.nrrd part-0:1.nrrd -o OUT.nrrd'
	'xjoin --virtual part-0.h5 part-1.h5 -o OUT.h5'
	'xrecon -q -a cgls:iterations=2 --init vol.nrrd --noise 0.001 sino.nrrd -o OUT.nrrd'
	'xrecon -q -a mbir:iterations=2 sino.nrrd -o OUT.nrrd'
	'xrecon -q -a ospml_hybrid:iterations=1 --center auto proj.nrrd -o OUT.nrrd'
	'xrecon -q -a tv:iterations=2 --support vol.nrrd --rows 1:2 sino.nrrd -o OUT.nrrd'
	'xcenter -q -m 360 --per-row turn.nrrd'
	'xcenter -q -m vo --per-row sino.nrrd'
	'xfilter -q -f outlier:dif=0.1,dim=3 -f scale:bits=8,lo=0,hi=9 proj.nrrd -o OUT.nrrd'
	'xsino -q proj.nrrd -o OUT.nrrd'
	'xcenter -m vo sino.nrrd'
	'xrecon -a gridrec sino.nrrd -o OUT.nrrd'
	'xrecon -q -a gridrec --center auto proj.nrrd -o OUT.h5'
	'xrecon -a fbp sino.nrrd -o OUT.tif'
	'xproject --angles 9 vol.nrrd -o OUT.nrrd'
	'xproject -q --angles 9 --counts 1e4 --order proj vol.nrrd -o OUT.h5'
	'xview vol.nrrd -o OUT.png'
	'xinfo vol.nrrd'
	'xinfo --json vol.h5'
	'xcompare vol.nrrd vol.npy'
	'xconvert vol.h5 -o OUT.nrrd'
	'xconvert vol.tif -o OUT.npy'
	'xconvert vol.npy -o OUT.h5'
	'xconvert pattern.edf -o OUT.nrrd'
	'xconvert vol.nrrd -o OUT.tif'
	'xconvert vol.nrrd -o OUT_%03d.tif'
	'xconvert raw.nrrd'
	'xrmc-model spinodal --size 24 -o OUT.npy'
	'xrmc-model discs --size 24 --radius 3 --loading 0.2 --pattern --oversample 2 --counts 100 -o OUT.nrrd'
	'xrmc -q -l 0.2 --mask smallmask.npy small.npy -o OUT.h5'
	'xrmc -q -l 0.4,0.5 -t 2 --seeds 2 --recentre auto -j 1 small.npy -o OUT.npy'
	'xrmc-merge -q run1.h5 run2.h5 -o OUT.h5'
	'xrmc-structure model.npy'
	'xrmc-structure --table s model.npy -o OUT.tsv'
)
# The folder and the name that OUT becomes: a folder of its own for each try, so that anything left over is seen.
fresh() { rm -rf out && mkdir out; }
command_of() { echo "${1//OUT/out\/x}"; }
left() { (cd out && find . -mindepth 1 -not -name '*.ckpt' | sort | tr '\n' ' '); }	# a fit whose output failed is kept for --resume
digest() { (cd out && find . -type f -not -name '.*' -not -name '*.ckpt' | sort | xargs -r sha256sum; sha256sum <../stdout); }
