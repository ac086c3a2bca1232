#!/usr/bin/python3
"""
generate.py - a random sample file of xgisaxs-sim, the same for the same seed: for comparison with BornAgain.

    generate.py SEED -o SAMPLE.json        generate.py --scene SEED: its name alone

Seeds 1 .. 50 go twice through the scenes below, so that each feature occurs at least twice, and each shape too: shapes are
dealt from one pack.  Left out is what BornAgain 1.19 does wrong: pixels with alpha_f <= 0, SawtoothRippleGauss, pieces of some
shapes (see CUT); and what it cannot do: cutting tilted particles.  Lengths nm.
"""
import argparse
import json
import random
from math import exp, pi, radians, sin, sqrt, tan

GOLD = {"delta": 2.99e-05, "beta": 2.21e-06}
SILICON = {"delta": 4.88e-06, "beta": 7.37e-08}
POLYMER = {"delta": 2.3e-06, "beta": 2.4e-09}
OXIDE = {"delta": 7.1e-06, "beta": 9.1e-08}
SILVER = {"delta": 2.14e-05, "beta": 1.6e-06}
VACUUM = {"delta": 0.0, "beta": 0.0}

ALL = ("box cylinder elliptical_cylinder longbox_lorentz longbox_gauss prism3 prism6 sphere spheroid truncated_sphere "
       "hemi_ellipsoid cone cone6 pyramid anisopyramid tetrahedron cuboctahedron truncated_cube dodecahedron "
       "icosahedron octahedron truncated_spheroid cantellated_cube").split()
# What BornAgain can cut at an interface, and does so rightly.  Not: cone6 (the edge of the upper piece is wrong by 2/sqrt 3 of its
# shrinking), truncated_spheroid and cuboctahedron (wrong or refused), hemi_ellipsoid and most regular solids (refused).
CUT = ("box sphere cylinder cone prism3 pyramid spheroid prism6 anisopyramid elliptical_cylinder truncated_sphere "
       "tetrahedron").split()


class Dice(random.Random):
    def u(self, lo, hi, digits=3):
        return round(self.uniform(lo, hi), digits)

    def shape(self, name):
        """Some shape of this name, within 8 nm of its axis and 16 nm high."""
        u = self.u
        h, a = u(4, 8), u(55, 80, 2)
        t = tan(radians(a))
        if name in ("box", "longbox_lorentz", "longbox_gauss"):
            return {"name": name, "length": u(5, 11), "width": u(4, 9), "height": h}
        if name in ("cylinder", "spheroid"):
            return {"name": name, "radius": u(3, 7), "height": h}
        if name in ("elliptical_cylinder", "hemi_ellipsoid"):
            return {"name": name, "radius_x": u(3, 5), "radius_y": u(5, 7), "height": h}
        if name in ("prism3", "prism6"):
            return {"name": name, "base_edge": u(4, 7), "height": h}
        if name == "sphere":
            return {"name": name, "radius": u(3, 6)}
        if name == "truncated_sphere":
            r = u(4, 7)
            return {"name": name, "radius": r, "height": round(r * self.uniform(0.6, 1.8), 3)}
        if name == "truncated_spheroid":
            r, f = u(4, 6), u(0.7, 1.5, 2)
            return {"name": name, "radius": r, "height": round(r * f * self.uniform(1.2, 1.8), 3), "height_flattening": f,
                    "removed_top": round(r * f * self.uniform(0, 0.8), 3)}
        if name == "cone":
            r = u(4, 7)
            return {"name": name, "radius": r, "height": round(r * t * self.uniform(0.4, 0.8), 3), "alpha_deg": a}
        if name == "cone6":
            r = u(5, 7)
            return {"name": name, "base_edge": r, "height": round(r * t * sqrt(0.75) * self.uniform(0.4, 0.8), 3),
                    "alpha_deg": a}
        if name == "pyramid":
            b = u(7, 11)
            return {"name": name, "base_edge": b, "height": round(b / 2 * t * self.uniform(0.3, 0.8), 3), "alpha_deg": a}
        if name == "anisopyramid":
            b = u(6, 9)
            return {"name": name, "length": round(b + u(0.5, 2), 3), "width": b,
                    "height": round(b / 2 * t * self.uniform(0.3, 0.8), 3), "alpha_deg": a}
        if name == "tetrahedron":
            b = u(9, 13)
            return {"name": name, "base_edge": b, "height": round(b / sqrt(12) * t * self.uniform(0.4, 0.8), 3),
                    "alpha_deg": a}
        if name == "cuboctahedron":
            b = u(7, 10)
            low = round(b / 2 * t * self.uniform(0.2, 0.5), 3)
            return {"name": name, "length": b, "height": low, "height_ratio": u(0.5, 1.8, 2), "alpha_deg": a}
        if name in ("truncated_cube", "cantellated_cube"):
            b = u(5, 9)
            return {"name": name, "length": b, "removed_length": round(b * self.uniform(0.1, 0.4), 3)}
        return {"name": name, "edge": u(3, 5)}	# dodecahedron, icosahedron, octahedron

    def solid(self, name, material=GOLD, **more):
        return {"kind": "simple", "shape": self.shape(name), "material": material, **more}


def height(s):
    """Of a shape, or somewhat more."""
    n = s["name"]
    if n == "sphere":
        return 2 * s["radius"]
    if n == "cuboctahedron":
        return s["height"] * (1 + s["height_ratio"])
    if n in ("truncated_cube", "cantellated_cube"):
        return s["length"]
    return s.get("height", 2.3 * s.get("edge", 0))


def one(p, abundance=1.0):
    return {"particle": p, "abundance": abundance}


def lay(particles, surface_density, **interference):
    return {"particles": particles, "surface_density": surface_density, "interference": interference or {"type": "none"}}


def on_silicon(*layouts):
    return [{"material": VACUUM, "layouts": list(layouts)}, {"material": SILICON}]


# Scenes: d is the dice, names the shapes that were dealt to it.  Each returns the list of layers (and may add keys to doc).

def single(d, names, doc):
    return on_silicon(lay([one(d.solid(names[0]))], d.u(2e-4, 2e-3, 6)))


def flat_detector(d, names, doc):
    distance, alpha = 2000.0, radians(doc["beam"]["alpha_i_deg"])
    doc["detector"] = {"type": "rectangular", "n_x": 24, "width": 48.0, "n_y": 20, "height": 50.0, "distance": distance,
                       "u0": d.u(10, 20), "v0": round(-distance * tan(alpha) - d.u(0.5, 3), 3)}
    return on_silicon(lay([one(d.solid(names[0]))], 0.001))


def turned(d, names, doc):
    doc["beam"]["phi_i_deg"] = d.u(-1, 1)
    return on_silicon(lay([one(d.solid(n, rotation_z_deg=d.u(-90, 90, 2))) for n in names], 0.001))


def tilted(d, names, doc):
    axes = ["x", "y", [d.u(-1, 1), d.u(-1, 1), d.u(-1, 1)]]
    d.shuffle(axes)
    return on_silicon(lay([one(d.solid(names[0], rotations=[{"axis": x, "angle_deg": d.u(10, 80, 2)} for x in axes[:2]],
                                       position=[d.u(-2, 2), d.u(-2, 2), d.u(20, 25)]))], 0.001))


def films(d, names, doc):
    layers = on_silicon(lay([one(d.solid(names[0]))], 0.001))
    for m in d.sample([POLYMER, OXIDE, SILVER], 2):
        layers.insert(1, {"material": m, "thickness": d.u(5, 40), "top_roughness": {"sigma": d.u(0.2, 1)}})
    layers[-1]["top_roughness"] = {"sigma": d.u(0.2, 0.8)}
    for l in layers[1:] if d.again else ():
        l["top_roughness"]["profile"] = "nevot_croce"
    return layers


def diffuse(d, names, doc):
    def rough():
        return {"sigma": d.u(0.3, 1.2), "profile": "nevot_croce" if d.again else "tanh",
                "hurst": d.u(0.3, 0.9, 2), "corr_length": d.u(5, 60)}
    layers = films(d, names, doc)
    for l in layers[1:]:
        l["top_roughness"] = rough()
    layers[0]["layouts"][0]["surface_density"] = 1e-5
    return layers


def buried(d, names, doc):
    t = d.u(40, 80)
    return [{"material": VACUUM}, {"material": POLYMER, "thickness": t, "layouts": [
        lay([one(d.solid(n, position=[0, 0, -d.u(20, t - 2)])) for n in names], 0.001)]}, {"material": SILICON}]


def across_top(d, names, doc):
    """Partly in the vacuum, partly in a film: given in the layer above, and in that below."""
    def cut(name):
        p = d.solid(name, rotation_z_deg=d.u(0, 90, 2))
        p["position"] = [d.u(-3, 3), d.u(-3, 3), round(-height(p["shape"]) * d.uniform(0.3, 0.7), 3)]
        return one(p)
    high, low = ([cut(next(d.cut)) for _ in range(2)] for _ in range(2))
    return [{"material": VACUUM, "layouts": [lay(high, 0.0005)]},
            {"material": POLYMER, "thickness": 30.0, "layouts": [lay(low, 0.001)]}, {"material": SILICON}]


def across_films(d, names, doc):
    """Through a film that is thinner than the particles, from the film above into the substrate."""
    particles = [d.solid(next(d.cut), SILVER) for _ in range(2)]
    thin = 0.3 * min(height(p["shape"]) for p in particles)
    for p in particles:
        h = height(p["shape"])
        p["position"] = [0, 0, round(-20 - thin - (h - thin) * d.uniform(0.3, 0.7), 3)]
    return [{"material": VACUUM}, {"material": POLYMER, "thickness": 20.0, "layouts": [lay([one(p) for p in particles], 0.001)]},
            {"material": OXIDE, "thickness": round(thin, 3)}, {"material": SILICON}]


def substrate(d, names, doc):
    return [{"material": VACUUM}, {"material": POLYMER, "thickness": d.u(5, 20)}, {"material": SILICON, "layouts": [
        lay([one(d.solid(names[0], position=[0, 0, -d.u(20, 30)]))], 0.001)]}]


def shells(d, names, doc):
    out = []
    for name in ("box", "sphere", "cylinder"):
        shell, f = d.shape(name), d.u(0.5, 0.8, 2)
        core = {k: v if k == "name" else round(v * f, 3) for k, v in shell.items()}
        move = [0, 0, round(height(shell) * (1 - f) * d.uniform(0.2, 0.8), 3)]
        out.append(one({"kind": "core_shell", "shell": {"kind": "simple", "shape": shell, "material": POLYMER},
                        "core": {"kind": "simple", "shape": core, "material": GOLD, "position": move},
                        "rotation_z_deg": d.u(-40, 40, 2), "position": [0, 0, d.u(0, 3)]}, d.u(0.5, 2, 2)))
    return on_silicon(lay(out, 0.001))


def compositions(d, names, doc):
    c = {"kind": "composition", "parts": [d.solid(n, m, rotation_z_deg=d.u(-60, 60, 2), position=[x, d.u(-3, 3), d.u(0, 5)])
                                          for n, m, x in zip(names, (GOLD, SILVER, OXIDE), (-20.0, 0.0, 20.0))],
         "rotation_z_deg": d.u(-60, 60, 2), "position": [1.0, 2.0, 0.5]}
    return on_silicon(lay([one(c)], 0.0003))


def grating(d, names, doc):
    pitch, length, top, h = d.u(40, 60), 600.0, d.u(8, 16), d.u(20, 50)
    t = {"length": length, "width_bottom": round(top + d.u(2, 12), 3), "width_top": top, "height": h}
    part = {"kind": "simple", "shape": {"name": "box", "length": length, "width": top, "height": h}, "material": SILICON}
    return on_silicon(lay([one({"kind": "composition", "trapezoid": t, "parts": [part]})], 1 / (pitch * length),
                          type="1d_lattice", length=pitch, xi_deg=90.0, decay="gauss", decay_length=d.u(100, 300)))


def lines(d, names, doc):
    """Long boxes; window: the sum over orders ends where BornAgain's does."""
    pitch = d.u(25, 40)
    p = d.solid(("longbox_lorentz", "longbox_gauss")[d.getrandbits(1)], SILICON)
    p["shape"]["length"] = 100.0
    return on_silicon(lay([one(p)], 1 / (pitch * 100), type="1d_lattice", length=pitch, xi_deg=d.u(70, 90, 2),
                          decay="cauchy", decay_length=d.u(50, 200), window=True))


def cell(d):
    g = d.u(70, 120, 2)
    c = {"a": d.u(20, 30), "b": d.u(20, 30), "gamma_deg": g, "xi_deg": d.u(-30, 30, 2)}
    return c, 1 / (c["a"] * c["b"] * sin(radians(g)))


def lattice_cauchy(d, names, doc):
    c, density = cell(d)
    return on_silicon(lay([one(d.solid(names[0]))], density, type="2d_lattice", **c, decay="cauchy",
                          decay_length_x=d.u(50, 200), decay_length_y=d.u(50, 200)))


def lattice_gauss(d, names, doc):
    c, density = cell(d)
    return on_silicon(lay([one(d.solid(n), d.u(0.5, 2, 2)) for n in names], density, type="2d_lattice", **c, decay="gauss",
                          decay_length_x=d.u(20, 80), decay_length_y=d.u(20, 80), position_variance=d.u(0.1, 2)))


def paracrystal(d, names, doc, **more):
    i = {"type": "radial_paracrystal", "peak_distance": d.u(18, 26), "damping_length": d.u(300, 1000), "sigma": d.u(2, 5)}
    return on_silicon(lay([one(d.solid(n), d.u(0.5, 2, 2)) for n in names], 0.0015, **i, **more))


def paracrystal_domain(d, names, doc):
    return paracrystal(d, names, doc, domain_size=d.u(60, 400), position_variance=d.u(0.1, 1))


def paracrystal_ssca(d, names, doc):
    """Sizes of one shape whose radius is the same for all: cylinders and spheres."""
    layers = paracrystal(d, (("cylinder", "sphere")[d.getrandbits(1)],) * 3, doc, kappa=d.u(0.5, 2, 2))
    layers[0]["layouts"][0]["interference"]["approximation"] = "ssca"
    return layers


def paracrystal_2d(d, names, doc):
    c, density = cell(d)
    if d.again:
        more = {"domain_size_1": d.u(100, 400), "domain_size_2": d.u(100, 400), "profile": "cauchy", "position_variance": 0.5}
    else:
        more = {"damping_length": d.u(200, 900)}
    return on_silicon(lay([one(d.solid(names[0]))], density, type="2d_paracrystal", **c, **more,
                          sigma_1=[d.u(1, 3), d.u(1, 3)], sigma_2=[d.u(1, 3), d.u(1, 3)]))


def finite_lattice(d, names, doc):
    c, density = cell(d)
    return on_silicon(lay([one(d.solid(names[0]))], density, type="finite_2d_lattice", **c,
                          N=[d.randint(3, 9), d.randint(3, 9)], position_variance=d.u(0.1, 1)))


def disks(d, names, doc):
    r = d.u(8, 10)
    density = round(d.uniform(0.1, 0.55) / (pi * r * r), 7)
    return on_silicon(lay([one(d.solid(names[0]))], density, type="hard_disk", radius=r, density=density))


def layouts(d, names, doc):
    """Species and layouts, in two layers."""
    t = d.u(30, 60)
    a = lay([one(d.solid(names[0]), 3.0), one(d.solid(names[1]), 1.5)], 0.0005)
    b = lay([one(d.solid(names[0], SILVER))], 0.0008, type="radial_paracrystal", peak_distance=25.0, damping_length=500.0,
            sigma=3.0)
    c = lay([one(d.solid(n, position=[0, 0, -d.u(20, t)])) for n in names[1:]], 0.0007)
    return [{"material": VACUUM, "layouts": [a, b]}, {"material": POLYMER, "thickness": t, "layouts": [c]},
            {"material": SILICON}]


def averaged(d, names, doc):
    doc["average_layers"] = d.randint(2, 6)
    p = d.solid(d.choice(("cylinder", "box", "cone", "sphere")))
    return on_silicon(lay([one(p)], d.u(0.001, 0.003, 5)))


def averaged_film(d, names, doc):
    doc["average_layers"] = d.randint(2, 6)
    p = d.solid(d.choice(("cylinder", "box", "sphere")), position=[0, 0, -30.0])
    return [{"material": VACUUM}, {"material": POLYMER, "thickness": 40.0, "layouts": [lay([one(p)], 0.002)]},
            {"material": SILICON}]


def born(d, names, doc):
    species = [one(d.solid(n, rotation_z_deg=d.u(0, 60, 2)), d.u(0.5, 2, 2)) for n in names]
    return [{"material": VACUUM, "layouts": [lay(species, 0.001)]}]


def born_lattice(d, names, doc):
    a = d.u(17, 20)
    basis = [[a, d.u(-1, 1), 0.0], [round(a / 2, 3), round(a * 0.9, 3), d.u(-1, 1)], [d.u(-2, 2), d.u(-2, 2), a]]
    return [{"material": VACUUM, "layouts": [lay([one(d.solid(names[0]))], 0.001, type="finite_3d_lattice", basis=basis,
                                                 N=[d.randint(2, 6) for _ in range(3)], position_variance=d.u(0, 0.5))]}]


def sizes(d, names, doc):
    """A distribution as a list of particles."""
    r, s, n = d.u(4, 6), d.u(0.3, 0.8), 9
    return on_silicon(lay([one({"kind": "simple", "material": GOLD, "shape": {
        "name": "cylinder", "radius": round(r + s * x, 4), "height": 7.0}}, round(exp(-x * x / 2), 6))
        for x in (2 * i / (n - 1) * 2 - 2 for i in range(n))], 0.001, type="radial_paracrystal", peak_distance=20.0,
        damping_length=800.0, sigma=3.0))


# Name of the scene: function, and shapes that it is dealt.
SCENES = [(single, 1), (flat_detector, 1), (turned, 2), (tilted, 1), (films, 1), (diffuse, 1), (buried, 2), (across_top, 0),
          (across_films, 0), (substrate, 1), (shells, 0), (compositions, 3), (grating, 0), (lines, 0), (lattice_cauchy, 1),
          (lattice_gauss, 2), (paracrystal_domain, 2), (paracrystal_ssca, 0), (paracrystal_2d, 1), (finite_lattice, 1),
          (disks, 1), (layouts, 3), (averaged, 0), (born, 3), (born_lattice, 1)]
SECOND = {single: sizes, averaged: averaged_film}	# instead, the second time


def scene(seed):
    """The function of a seed and its shapes."""
    k = (seed - 1) % len(SCENES)
    rounds = (seed - 1) // len(SCENES)	# odd: the second time
    deal = rounds * sum(n for _, n in SCENES) + sum(n for _, n in SCENES[:k])
    f, n = SCENES[k]
    return SECOND.get(f, f) if rounds % 2 else f, [ALL[(deal + i) % len(ALL)] for i in range(n)]


def generate(seed):
    d = Dice(seed)
    d.again = (seed - 1) // len(SCENES) % 2 == 1
    f, names = scene(seed)
    d.cut = iter(CUT[6 * d.again + 4 * (f is across_films):])
    doc = {"name": f"seed {seed}", "description": " ".join([f.__name__, *names]),
           "beam": {"wavelength": d.u(0.1, 0.16, 5), "alpha_i_deg": d.u(0.12, 0.5)},
           "detector": {"type": "spherical", "n_phi": 24, "phi_min_deg": d.u(-0.9, -0.3), "phi_max_deg": d.u(1, 2),
                        "n_alpha": 20, "alpha_min_deg": d.u(0, 0.1), "alpha_max_deg": d.u(1.2, 2)}}
    doc["layers"] = f(d, names, doc)
    return doc


def main():
    p = argparse.ArgumentParser(description="a random sample file")
    p.add_argument("seed", type=int)
    p.add_argument("-o", "--output", default="/dev/stdout")
    p.add_argument("--scene", action="store_true")
    a = p.parse_args()
    if a.scene:
        print(scene(a.seed)[0].__name__)
        return
    with open(a.output, "w", encoding="utf-8") as f:
        json.dump(generate(a.seed), f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
