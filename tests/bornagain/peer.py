#!/usr/bin/python3
"""
peer.py - a sample file of xgisaxs-sim (JSON) computed by BornAgain 1.19: the independent peer of that program.

    peer.py SAMPLE.json -o OUT.npy [--time] [--threads 1] [--repeat 1]

Writes float64 [row][col], row 0 = lowest alpha_f (v), column 0 = lowest phi_f (u), for a beam of unit intensity.
--time prints on stderr "simulation: S s" (runSimulation() alone), "cpu: S s" of it, all threads together, and "set-up: S s":
medians of the repeats.

What BornAgain does otherwise is said here at its place; keys that it cannot serve are refused, never dropped.
Lengths nm, angles rad once read.
"""
import argparse
import json
import sys
import time
from math import atan, atan2, hypot, pi, sqrt

import bornagain as ba
import numpy as np

DEG = pi / 180
LONG_S = 15	# no further repeat after that
IGNORED = {"name", "description", "units", "generator", "array", "array_layout", "sum", "max", "shape"}


class Refused(Exception):
    """The sample asks for what this script or BornAgain cannot do."""


def keys(where, d, known):
    for k in d:
        if k not in known and not k.endswith("_note"):
            raise Refused(f"{where}: no support for '{k}' in the peer")


def vector(v):
    return ba.kvector_t(*(float(x) for x in v))


def material(d):
    if "delta" not in d:
        raise Refused("materials by delta and beta only")
    keys("material", d, {"delta", "beta"})
    return ba.HomogeneousMaterial("m", d["delta"], d.get("beta", 0.0))


# Name of the shape: constructor, and its parameters in order; those that end in _deg are turned into rad.
SHAPES = {
    "box": (ba.FormFactorBox, "length width height"),
    "cylinder": (ba.FormFactorCylinder, "radius height"),
    "elliptical_cylinder": (ba.FormFactorEllipsoidalCylinder, "radius_x radius_y height"),
    "longbox_lorentz": (ba.FormFactorLongBoxLorentz, "length width height"),
    "longbox_gauss": (ba.FormFactorLongBoxGauss, "length width height"),
    "prism3": (ba.FormFactorPrism3, "base_edge height"),
    "prism6": (ba.FormFactorPrism6, "base_edge height"),
    "sphere": (ba.FormFactorFullSphere, "radius"),
    "spheroid": (ba.FormFactorFullSpheroid, "radius height"),
    "truncated_sphere": (ba.FormFactorTruncatedSphere, "radius height removed_top=0"),
    "truncated_spheroid": (ba.FormFactorTruncatedSpheroid, "radius height height_flattening=1 removed_top=0"),
    "hemi_ellipsoid": (ba.FormFactorHemiEllipsoid, "radius_x radius_y height"),
    "cone": (ba.FormFactorCone, "radius height alpha_deg"),
    "cone6": (ba.FormFactorCone6, "base_edge height alpha_deg"),
    "pyramid": (ba.FormFactorPyramid, "base_edge height alpha_deg"),
    "anisopyramid": (ba.FormFactorAnisoPyramid, "length width height alpha_deg"),
    "tetrahedron": (ba.FormFactorTetrahedron, "base_edge height alpha_deg"),
    "cuboctahedron": (ba.FormFactorCuboctahedron, "length height height_ratio=1 alpha_deg"),
    "truncated_cube": (ba.FormFactorTruncatedCube, "length removed_length"),
    "cantellated_cube": (ba.FormFactorCantellatedCube, "length removed_length"),
    "dodecahedron": (ba.FormFactorDodecahedron, "edge"),
    "icosahedron": (ba.FormFactorIcosahedron, "edge"),
    "sawtooth_ripple_box": (ba.FormFactorSawtoothRippleBox, "length width height asymmetry"),
}


def shape(d):
    """A form factor.  Its reference point is the centre of the bottom, as in the sample file."""
    if d["name"] == "octahedron":	# on a corner
        e = d["edge"]
        return ba.FormFactorCuboctahedron(e, e / sqrt(2), 1.0, atan(sqrt(2)))
    if d["name"] not in SHAPES:
        raise Refused(f"shape '{d['name']}' is not in the peer")
    make, params = SHAPES[d["name"]]
    values, known = [], {"name"}
    for p in params.split():
        name, _, default = p.partition("=")
        known.add(name)
        v = d.get(name, float(default) if default else None)
        if v is None:
            raise Refused(f"shape '{d['name']}' without '{name}'")
        values.append(v * DEG if name.endswith("_deg") else v)
    keys("shape", d, known)
    return make(*values)


def rotations(d):
    """The rotations of a particle in order of application: those about x, y and z that make them up."""
    for r in d.get("rotations", []):
        axis, a = r["axis"], r["angle_deg"] * DEG
        if isinstance(axis, str):
            yield {"x": ba.RotationX, "y": ba.RotationY, "z": ba.RotationZ}[axis](a)
            continue
        x, y, z = axis
        phi, theta = atan2(y, x), atan2(hypot(x, y), z)
        yield from (ba.RotationZ(-phi), ba.RotationY(-theta), ba.RotationZ(a), ba.RotationY(theta), ba.RotationZ(phi))
    if d.get("rotation_z_deg"):
        yield ba.RotationZ(d["rotation_z_deg"] * DEG)


def place(p, d):
    """Rotated about its reference point, then moved."""
    for r in rotations(d):
        p.rotate(r)
    if any(d.get("position", [])):
        p.translate(vector(d["position"]))
    return p


PLACE = {"kind", "position", "rotation_z_deg", "rotations", "abundance"}


def trapezoid(t, m):
    """A bar along x: a box and two right triangles.  The origin of a sawtooth ripple lies under its apex."""
    length, bottom, top, height = t["length"], t["width_bottom"], t["width_top"], t["height"]
    side = (bottom - top) / 2
    if side < 0:
        raise Refused("a trapezoid wider at its top")
    c = ba.ParticleComposition()
    c.addParticle(ba.Particle(m, ba.FormFactorBox(length, top, height)))
    for s in (-1, 1) if side else ():
        p = ba.Particle(m, ba.FormFactorSawtoothRippleBox(length, side, height, -s * side / 2))
        p.translate(vector([0, s * top / 2, 0]))
        c.addParticle(p)
    return c


def trapezoid_stack(s, m):
    c, z = ba.ParticleComposition(), 0.0
    for slab in s["slabs"]:
        p = trapezoid({"length": s["length"], **slab}, m)
        p.translate(vector([0, 0, z]))
        c.addParticle(p)
        z += slab["height"]
    return c


def simple(d):
    keys("particle", d, PLACE | {"shape", "material"})
    s, m = d["shape"], material(d["material"])
    if s["name"] == "trapezoid":
        return trapezoid(s, m)
    if s["name"] == "trapezoid_stack":
        return trapezoid_stack(s, m)
    return ba.Particle(m, shape(s))


def core_shell(d):
    """The core counts in the frame of the shell: what moves or turns the shell does so to both."""
    keys("particle", d, PLACE | {"core", "shell"})
    core = d["core"]
    p = ba.ParticleCoreShell(simple(d["shell"]), place(simple(core), {k: v for k, v in core.items() if k != "position"}),
                             vector(core.get("position", [0, 0, 0])))
    return place(p, d["shell"])


def composition(d):
    keys("particle", d, PLACE | {"parts", "trapezoid", "material", "grain"})
    if "trapezoid" in d:
        return trapezoid(d["trapezoid"], material(d["material"] if "material" in d else d["parts"][0]["material"]))
    c = ba.ParticleComposition()
    for part in d["parts"]:
        c.addParticle(particle(part))
    return c


def particle(d):
    make = {"simple": simple, "core_shell": core_shell, "composition": composition}
    return place(make[d.get("kind", "simple")](d), d)


def lattice2d(d):
    return ba.BasicLattice2D(d["a"], d["b"], d["gamma_deg"] * DEG, d.get("xi_deg", 0.0) * DEG)


def iff_1d(d):
    f = ba.InterferenceFunction1DLattice(d["length"], d.get("xi_deg", 0.0) * DEG)
    decay = {"cauchy": ba.FTDecayFunction1DCauchy, "gauss": ba.FTDecayFunction1DGauss}
    f.setDecayFunction(decay[d["decay"]](d["decay_length"]))
    return f


def iff_2d(d):
    f = ba.InterferenceFunction2DLattice(lattice2d(d))
    decay = {"cauchy": ba.FTDecayFunction2DCauchy, "gauss": ba.FTDecayFunction2DGauss}
    f.setDecayFunction(decay[d["decay"]](d["decay_length_x"], d["decay_length_y"], 0.0))
    return f


def iff_radial(d):
    f = ba.InterferenceFunctionRadialParaCrystal(d["peak_distance"], d.get("damping_length", 0.0))
    f.setProbabilityDistribution(ba.FTDistribution1DGauss(d["sigma"]))
    f.setKappa(d.get("kappa", 0.0))
    f.setDomainSize(d.get("domain_size", 0.0))
    return f


def iff_2d_para(d):
    f = ba.InterferenceFunction2DParaCrystal(lattice2d(d), d.get("damping_length", 0.0), d.get("domain_size_1", 0.0),
                                             d.get("domain_size_2", 0.0))
    width = {"gauss": ba.FTDistribution2DGauss, "cauchy": ba.FTDistribution2DCauchy}[d.get("profile", "gauss")]
    f.setProbabilityDistributions(width(*d["sigma_1"], 0.0), width(*d["sigma_2"], 0.0))
    return f


def iff_3d(d):
    a, b, c = (vector(v) for v in d["basis"])
    return ba.InterferenceFunctionFinite3DLattice(ba.Lattice3D(a, b, c), *d["N"])


INTERFERENCES = {
    "1d_lattice": (iff_1d, "length xi_deg decay decay_length window"),
    "2d_lattice": (iff_2d, "a b gamma_deg xi_deg decay decay_length_x decay_length_y"),
    "radial_paracrystal": (iff_radial, "peak_distance damping_length sigma kappa domain_size"),
    "2d_paracrystal": (iff_2d_para, "a b gamma_deg xi_deg damping_length domain_size_1 domain_size_2 sigma_1 sigma_2 profile"),
    "finite_2d_lattice": (lambda d: ba.InterferenceFunctionFinite2DLattice(lattice2d(d), *d["N"]), "a b gamma_deg xi_deg N"),
    "finite_3d_lattice": (iff_3d, "basis N"),
    "hard_disk": (lambda d: ba.InterferenceFunctionHardDisk(d["radius"], d["density"]), "radius density"),
}


def interference(d):
    """None of "none".  BornAgain takes the size-spacing formula when kappa > 0, else that of decoupling."""
    if d["type"] == "none":
        return None
    if d["type"] not in INTERFERENCES:
        raise Refused(f"interference '{d['type']}' is not in the peer")
    make, known = INTERFERENCES[d["type"]]
    keys("interference", d, set(known.split()) | {"type", "approximation", "position_variance"})
    if d.get("approximation", "da") != ("ssca" if d.get("kappa") else "da"):
        raise Refused("ssca goes with kappa > 0, and nothing else does")
    f = make(d)
    f.setPositionVariance(d.get("position_variance", 0.0))
    return f


def layout(d):
    keys("layout", d, {"particles", "surface_density", "interference"})
    out = ba.ParticleLayout()
    for p in d["particles"]:
        keys("particles", p, {"particle", "abundance"})
        out.addParticle(particle(p["particle"]), p.get("abundance", 1.0))
    inter = d.get("interference", {"type": "none"})
    if inter["type"] == "hard_disk":
        inter = {"density": d["surface_density"], **inter}
    f = interference(inter)
    own = f.getParticleDensity() if f else 0.0
    if f:
        out.setInterferenceFunction(f)
    if own > 0:		# the lattice's own density wins in BornAgain; the weight brings ours back
        out.setWeight(d.get("surface_density", own) / own)
    else:
        out.setTotalParticleSurfaceDensity(d["surface_density"])
    return out


def roughness(d):
    keys("top_roughness", d, {"sigma", "hurst", "corr_length", "profile"})
    return ba.LayerRoughness(d["sigma"], d.get("hurst", 0.0), d.get("corr_length", 0.0))


def multilayer(doc):
    m = ba.MultiLayer()
    profiles = {l["top_roughness"].get("profile", "tanh") for l in doc["layers"] if "top_roughness" in l}
    if len(profiles) > 1:
        raise Refused("one profile of roughness for all interfaces")
    if "nevot_croce" in profiles:
        m.setRoughnessModel(ba.RoughnessModel.NEVOT_CROCE)
    for i, l in enumerate(doc["layers"]):
        keys("layer", l, {"material", "thickness", "top_roughness", "layouts"})
        layer = ba.Layer(material(l["material"]), float(l.get("thickness", 0.0)))
        for lay in l.get("layouts", []):
            layer.addLayout(layout(lay))
        if doc.get("average_layers"):
            layer.setNumberOfSlices(doc["average_layers"])
        if i and "top_roughness" in l:
            m.addLayerWithTopRoughness(layer, roughness(l["top_roughness"]))
        else:
            m.addLayer(layer)
    return m


def detector(d):
    if d["type"] == "spherical":
        keys("detector", d, {"type", "n_phi", "phi_min_deg", "phi_max_deg", "n_alpha", "alpha_min_deg", "alpha_max_deg"})
        return ba.SphericalDetector(d["n_phi"], d["phi_min_deg"] * DEG, d["phi_max_deg"] * DEG,
                                    d["n_alpha"], d["alpha_min_deg"] * DEG, d["alpha_max_deg"] * DEG)
    if d["type"] != "rectangular":
        raise Refused(f"detector '{d['type']}' is not in the peer")
    keys("detector", d, {"type", "n_x", "n_y", "width", "height", "distance", "u0", "v0"})
    det = ba.RectangularDetector(d["n_x"], d["width"], d["n_y"], d["height"])
    det.setPerpendicularToDirectBeam(d["distance"], d["u0"], d["v0"])
    return det


def simulation(doc, threads=1):
    keys("sample", doc, IGNORED | {"beam", "detector", "layers", "average_layers"})
    keys("beam", doc["beam"], {"wavelength", "alpha_i_deg", "phi_i_deg"})
    b = doc["beam"]
    s = ba.GISASSimulation()
    s.setDetector(detector(doc["detector"]))
    s.setBeamParameters(b["wavelength"], b["alpha_i_deg"] * DEG, b.get("phi_i_deg", 0.0) * DEG)
    s.beam().setIntensity(1.0)
    s.setSample(multilayer(doc))
    s.getOptions().setNumberOfThreads(threads)
    s.getOptions().setUseAvgMaterials(bool(doc.get("average_layers")))
    return s


def run(doc, threads=1, repeat=1):
    """The image; medians of seconds: runSimulation(), its CPU time, and what precedes it (fewer runs when they take long)."""
    times = []
    for _ in range(repeat):
        t0 = time.perf_counter()
        s = simulation(doc, threads)
        t1, c1 = time.perf_counter(), time.process_time()
        s.runSimulation()
        times.append((time.perf_counter() - t1, time.process_time() - c1, t1 - t0))
        if sum(t[0] for t in times) > LONG_S:
            break
    return np.flipud(s.result().array()), np.median(times, axis=0)


def main():
    p = argparse.ArgumentParser(description="a sample file of xgisaxs-sim, by BornAgain 1.19")
    p.add_argument("sample")
    p.add_argument("-o", "--output")
    p.add_argument("--time", action="store_true")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--repeat", type=int, default=1)
    a = p.parse_args()
    try:
        with open(a.sample, encoding="utf-8") as f:
            doc = json.load(f)
        image, times = run(doc, a.threads, a.repeat)
    except (Refused, KeyError, RuntimeError) as e:
        sys.exit(f"peer.py: {a.sample}: {type(e).__name__}: {e}")
    if a.output:
        np.save(a.output, np.ascontiguousarray(image, dtype=np.float64))
    if a.time:
        for name, t in zip(("simulation", "cpu", "set-up"), times):
            print(f"{name}: {t:.6f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
