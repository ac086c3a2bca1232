#!/usr/bin/python3
"""
gisaxs.py - the sample files of gisaxs.sh.

    gisaxs.py DIR [PIXELS] [NAME...]: writes DIR/NAME.json (all, or these), prints a line for each, in the order of the table:
    its name, and that of the file from which BornAgain computes the same.

The cases are those on which xgisaxs-sim was judged, at PIXELS x PIXELS (512), and some more.
"""
import json
import os
import sys
from math import exp, pi, sin

GOLD = {"delta": 2.99e-05, "beta": 2.21e-06}
SILICON = {"delta": 4.88e-06, "beta": 7.37e-08}
POLYMER = {"delta": 2.3e-06, "beta": 2.4e-09}
VACUUM = {"delta": 0.0, "beta": 0.0}


def solid(name, material=GOLD, place=None, **par):
    return {"kind": "simple", "shape": {"name": name, **par}, "material": material, **(place or {})}


def sample(layouts, below=None, pixels=(512, 512), phi=(-0.8, 2.2), alpha=(0.0, 2.0), alpha_i=0.2):
    top = {"material": VACUUM, "layouts": layouts} if layouts else {"material": VACUUM}
    return {"beam": {"wavelength": 0.1239841984, "alpha_i_deg": alpha_i},
            "detector": {"type": "spherical", "n_phi": pixels[1], "phi_min_deg": phi[0], "phi_max_deg": phi[1],
                         "n_alpha": pixels[0], "alpha_min_deg": alpha[0], "alpha_max_deg": alpha[1]},
            "layers": [top] + (below or [{"material": SILICON}])}


def lay(particles, surface_density=0.001, **interference):
    if isinstance(particles, dict):
        particles = [{"particle": particles, "abundance": 1.0}]
    return {"particles": particles, "surface_density": surface_density, "interference": interference or {"type": "none"}}


def trapezoid():
    t = {"length": 800.0, "width_bottom": 30.0, "width_top": 18.0, "height": 50.0}
    box = solid("box", SILICON, length=800.0, width=18.0, height=50.0)
    return sample([lay({"kind": "composition", "trapezoid": t, "parts": [box]}, 1 / (48 * 800), type="1d_lattice", length=48.0,
                       xi_deg=90.0, decay="gauss", decay_length=300.0)], phi=(-0.6, 1.4), alpha=(0.0, 1.6), alpha_i=0.15)


FCC = [[14.0, 0.0, 0.0], [7.0, 12.12435565298214, 0.0], [7.0, 4.041451884327381, 11.430952132988164]]


def grain(pixels, lattice=False):
    """FCC (111), 6 x 6 x 3 spheres: one by one, as BornAgain must have them; or as a lattice."""
    if lattice:
        return sample([lay(solid("sphere", radius=5.0), 1e-5, type="finite_3d_lattice", basis=FCC, N=[6, 6, 3])], pixels=pixels)
    places = [[sum(n * v[k] for n, v in zip((i, j, m), FCC)) for k in range(3)]
              for i in range(6) for j in range(6) for m in range(3)]
    parts = [solid("sphere", place={"position": p}, radius=5.0) for p in places]
    return sample([lay({"kind": "composition", "parts": parts}, 1e-5)], pixels=pixels)


def polydisperse():
    """Cylinders of 20 radii, Gaussian about 5 nm."""
    x = [-2.5 + 5 * i / 19 for i in range(20)]
    return sample([lay([{"particle": solid("cylinder", radius=round(5 + 0.6 * v, 4), height=8.0),
                         "abundance": round(exp(-v * v / 2), 6)} for v in x])])


def rough_film():
    def rough(sigma):
        return {"sigma": sigma, "hurst": 0.5, "corr_length": 30.0}
    return sample([lay(solid("cylinder", radius=5.0, height=8.0))], below=[
        {"material": POLYMER, "thickness": 30.0, "top_roughness": rough(0.8)}, {"material": SILICON, "top_roughness": rough(0.5)}])


def flat():
    s = sample([lay(solid("cylinder", radius=5.0, height=8.0))])
    s["detector"] = {"type": "rectangular", "n_x": 512, "width": 88.064, "n_y": 512, "height": 88.064, "distance": 2000.0,
                     "u0": 25.8, "v0": 5.16}
    return s


def core_shell():
    shell = solid("box", POLYMER, length=12.0, width=12.0, height=9.0)
    return {"kind": "core_shell", "shell": shell, "core": solid("box", length=8.0, width=8.0, height=6.0)}


CYLINDER = solid("cylinder", radius=5.0, height=10.0)
CASES = {
    "cylinder": lambda: sample([lay(solid("cylinder", radius=5.0, height=8.0))]),
    "box-rotated": lambda: sample([lay(solid("box", place={"rotation_z_deg": 25.0}, length=12.0, width=7.0, height=6.0))]),
    "sphere": lambda: sample([lay(solid("sphere", radius=5.0))]),
    "buried-sphere": lambda: sample([], below=[{"material": POLYMER, "thickness": 60.0, "layouts": [
        lay(solid("sphere", place={"position": [0, 0, -34.0]}, radius=4.0))]}, {"material": SILICON}]),
    "trapezoid-grating": trapezoid,
    "truncated-pyramid": lambda: sample([lay(solid("pyramid", SILICON, base_edge=16.0, height=8.0, alpha_deg=54.73))], alpha_i=0.16),
    "core-shell": lambda: sample([lay(core_shell())]),
    "prism3": lambda: sample([lay(solid("prism3", base_edge=10.0, height=6.0))]),
    "cone": lambda: sample([lay(solid("cone", radius=6.0, height=8.0, alpha_deg=70.0))]),
    "hex-2d-lattice": lambda: sample([lay(CYLINDER, 1 / (400 * sin(2 * pi / 3)), type="2d_lattice", a=20.0, b=20.0, gamma_deg=120.0,
                                          xi_deg=10.0, decay="cauchy", decay_length_x=150.0, decay_length_y=150.0,
                                          position_variance=1.0)]),
    "paracrystal": lambda: sample([lay(CYLINDER, 0.002, type="radial_paracrystal", peak_distance=20.0, damping_length=1000.0,
                                       sigma=4.0)]),
    "flat-detector": flat,
    "20-sizes": polydisperse,
    "rough-film": rough_film,
    "fcc-grain-160x192": lambda: grain((160, 192)),
    "fcc-lattice-160x192": lambda: grain((160, 192), True),
    "fcc-grain": lambda: grain((512, 512)),
    "fcc-lattice": lambda: grain((512, 512), True),
}
# A case that BornAgain computes from the file of another one.
PEER = {"fcc-lattice-160x192": "fcc-grain-160x192", "fcc-lattice": "fcc-grain"}


def rescale(doc, pixels):
    d = doc["detector"]
    for n in ("n_phi", "n_alpha", "n_x", "n_y"):
        if d.get(n) == 512:
            d[n] = pixels


def main():
    where, pixels, names = sys.argv[1], int((sys.argv[2:] or ["512"])[0]), sys.argv[3:] or list(CASES)
    for name in names:
        doc = CASES[name]()
        rescale(doc, pixels)
        with open(os.path.join(where, name + ".json"), "w", encoding="utf-8") as f:
            json.dump(doc, f)
        print(name, PEER.get(name, name))


if __name__ == "__main__":
    main()
