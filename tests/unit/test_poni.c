/* scat/poni.h: against rotations composed from vec3.h, against det_flat(), and places computed by pyFAI 0.21.3. */
#include "check.h"

#include "scat/poni.h"
#include "scat/vec3.h"

static const char v2[] =
	"# Nota: C-Order, 1 refers to the Y axis, 2 to the X axis\n"
	"poni_version: 2\nDetector: Pilatus1M\nDetector_config: {}\n"
	"Distance: 1.73\nPoni1: 0.05\nPoni2: 0.1\nRot1: 0.11\nRot2: -0.07\nRot3: 0.33\nWavelength: 1.34e-10\n";

static struct poni read_text(const char *text)
{
	struct poni p;
	struct err e = { 0 };

	CHECK(!poni_read(&p, text, "f.poni", &e));
	CHECK(!*e.msg);
	return p;
}

static struct detector make(const struct poni *p, size_t nx, size_t ny, enum poni_row0 row0, double ai)
{
	struct detector d;
	struct err e = { 0 };

	CHECK(!det_poni(&d, p, nx, ny, row0, ai, &e));
	return d;
}

static struct vec3 place(const struct detector *d, double row, double col)
{
	double r[3];

	for (int i = 0; i < 3; i++)
		r[i] = d->origin_mm[i] + row * d->row_mm[i] + col * d->col_mm[i];
	return (struct vec3){ r[0], r[1], r[2] };
}

static void near_vec(struct vec3 a, struct vec3 b, double tol)
{
	NEAR(a.x, b.x, tol);
	NEAR(a.y, b.y, tol);
	NEAR(a.z, b.z, tol);
}

static void versions(void)
{
	struct poni p = read_text(v2);

	NEAR(p.distance_m, 1.73, 0);
	NEAR(p.poni1_m, 0.05, 0);
	NEAR(p.poni2_m, 0.1, 0);
	NEAR(p.rot1_rad, 0.11, 0);
	NEAR(p.rot2_rad, -0.07, 0);
	NEAR(p.rot3_rad, 0.33, 0);
	NEAR(p.wavelength_m, 1.34e-10, 0);
	CHECK(p.nrow == 1043 && p.ncol == 981 && p.pixel1_m == 172e-6 && p.pixel2_m == 172e-6);
	CHECK(p.orientation == 3 && !p.mirrored && !strcmp(p.detector, "Pilatus1M"));

	p = read_text("PixelSize1: 0.0001\nPixelSize2: 2e-4\nSplineFile: None\nDistance: 0.1\r\nPoni1: 0\nPoni2: 0\nRot1: 0\n"
		      "# Calibration done again\nDistance: 0.2\nWavelength: None\n");
	CHECK(p.pixel1_m == 1e-4 && p.pixel2_m == 2e-4 && p.distance_m == 0.2 && isnan(p.wavelength_m) && !p.nrow);

	p = read_text("poni_version: 2.1\nDetector: Detector\nDistance: 1\nPoni1: 0\nPoni2: 0\n"
		      "Detector_config: {\"pixel1\": 1e-4, \"pixel2\": 2e-4, \"max_shape\": [300, 200], \"orientation\": 4}\n");
	CHECK(p.pixel1_m == 1e-4 && p.pixel2_m == 2e-4 && p.nrow == 300 && p.ncol == 200 && p.orientation == 4 && p.mirrored);

	p = read_text("Detector: Pilatus CdTe 300kw\nDistance: 1\nPoni1: 0\nPoni2: 0\nDetector_config: {\"splineFile\": null, \"max_shape\": null}\n");
	CHECK(p.nrow == 195 && p.ncol == 1475);
	p = read_text("Detector: Eiger2 2M-W\nDistance: 1\nPoni1: 0\nPoni2: 0\nDetector_config: {\"orientation\": 2}");
	CHECK(p.nrow == 512 && p.ncol == 4148 && p.pixel1_m == 75e-6 && !p.mirrored && p.orientation == 2);
}

/* Rotations of 0: a plane perpendicular to the beam, u0 = poni2, v0 = poni1. */
static void plain_is_flat(void)
{
	struct poni p = read_text("PixelSize1: 0.0004\nPixelSize2: 0.0006\nDistance: 2\nPoni1: 0.007\nPoni2: 0.011\n");
	struct detector a = make(&p, 30, 20, PONI_BOTTOM, 0.004), b;
	struct err e = { 0 };

	CHECK(!det_flat(&b, 30, 20, 30 * 0.6, 20 * 0.4, 2000, 11, 7, 0.004, &e));
	CHECK(a.nrow == 20 && a.ncol == 30 && a.type == DET_FLAT);
	near_vec(place(&a, 0, 0), place(&b, 0, 0), 1e-11);
	near_vec(place(&a, 19, 0), place(&b, 19, 0), 1e-11);
	near_vec(place(&a, 7, 29), place(&b, 7, 29), 1e-11);
}

/* Axes 1, 2, 3 are right-handed: turns about 1 and 2 by -rot, about 3 by +rot, 3 last. */
static struct vec3 laboratory(const struct poni *p, double d1, double d2)
{
	struct rot3 r1 = rot3_about((struct vec3){ 1, 0, 0 }, -p->rot1_rad), r2 = rot3_about((struct vec3){ 0, 1, 0 }, -p->rot2_rad);
	struct rot3 r3 = rot3_about((struct vec3){ 0, 0, 1 }, p->rot3_rad), r21 = rot3_mul(&r2, &r1), r = rot3_mul(&r3, &r21);

	return rot3_apply(&r, (struct vec3){ (d1 + 0.5) * p->pixel1_m - p->poni1_m, (d2 + 0.5) * p->pixel2_m - p->poni2_m,
					     p->distance_m });
}

/* Axis 3 is the beam, 2 is -y, 1 is above; the sample's surface turned by alpha_i about y. */
static struct vec3 in_sample(struct vec3 lab, double up, double ai)
{
	struct rot3 r = rot3_about((struct vec3){ 0, 1, 0 }, ai);

	return rot3_apply(&r, (struct vec3){ 1000 * lab.z, -1000 * lab.y, 1000 * up * lab.x });
}

static void tilted(void)
{
	struct poni p = read_text(v2);
	struct detector d = make(&p, 0, 0, PONI_BOTTOM, 0.02), t = make(&p, 0, 0, PONI_TOP, 0.02);

	CHECK(d.nrow == 1043 && d.ncol == 981);
	for (int row = 0; row < 1043; row += 347) {
		for (int col = 0; col < 981; col += 245) {
			near_vec(place(&d, row, col), in_sample(laboratory(&p, row, col), 1, 0.02), 1e-10);
			/* frames from the top: the highest row is the first of the frame */
			near_vec(place(&t, row, col), in_sample(laboratory(&p, 1042 - row, col), -1, 0.02), 1e-10);
		}
	}
}

/* Up, right and along the beam in m, and 2 theta in rad, by pyFAI 0.21.3: Geometry.calc_pos_zyx() and tth(). */
static void as_pyfai(void)
{
	static const struct { double row, col, t[3], tth; } ref[] = {
		{ 0, 0, { 0.0380406324, 0.1088039381, 1.7297655414 }, 0.0665362485821 },
		{ 1042, 0, { 0.2071788890, 0.1667379970, 1.7172301045 }, 0.153645731724 },
		{ 0, 980, { -0.0174743428, 0.2668856564, 1.7113066278 }, 0.155034076086 },
		{ 517, 333, { 0.1030967156, 0.1912640946, 1.7172736801 }, 0.125857746534 },
	};
	struct poni p = read_text(v2);
	struct detector d = make(&p, 0, 0, PONI_BOTTOM, 0);

	for (size_t i = 0; i < sizeof ref / sizeof *ref; i++) {
		struct vec3 r = place(&d, ref[i].row, ref[i].col);
		struct det_dir o;

		NEAR(r.z, 1000 * ref[i].t[0], 1e-7);	/* ten digits were printed */
		NEAR(-r.y, 1000 * ref[i].t[1], 1e-7);
		NEAR(r.x, 1000 * ref[i].t[2], 1e-7);
		CHECK(det_direction(&d, 1, 0, 0, ref[i].row, ref[i].col, &o));
		NEAR(acos(o.x), ref[i].tth, 1e-11);
	}
}

/* Of a tilted plane: cos(incidence) area / r^2, the incidence to the plane's normal. */
static void solid_angle(void)
{
	struct poni p = read_text(v2);
	struct detector d = make(&p, 0, 0, PONI_BOTTOM, 0.02);
	struct det_dir o;
	double x = (400.5 * 172e-6) - 0.05, y = (700.5 * 172e-6) - 0.1, r = sqrt(x * x + y * y + 1.73 * 1.73);

	CHECK(det_direction(&d, 1, 0.02, 0, 400, 700, &o));
	NEAR(o.domega / (172e-6 * 172e-6 * 1.73 / (r * r * r)), 1, 1e-12);
}

static void bad(const char *text, const char *what)
{
	struct poni p;
	struct err e = { 0 };

	CHECK(poni_read(&p, text, "f.poni", &e) == E_DATA);
	CHECK(strstr(e.msg, "f.poni") == e.msg);
	CHECK(strstr(e.msg, what));
	if (!strstr(e.msg, what))
		printf("# %s\n", e.msg);
}

static void refused(void)
{
	struct poni p = read_text("PixelSize1: 1e-4\nPixelSize2: 1e-4\nDistance: 1\nPoni1: 0\nPoni2: 0\n");
	struct detector d;
	struct err e[2] = { { 0 } };

	bad("", "no Distance");
	bad("Distance: 1\nDetector: Unheard\n", "\"Unheard\" is not known");
	bad("Distance: 1m\n", "f.poni:1: Distance");
	bad("\nRot1: nan\n", "f.poni:2: Rot1");
	bad("Distance: -1\nDetector: Pilatus1M\n", "not above 0");
	bad("Distance: 1\nPixelSize1: 0\nPixelSize2: 1e-4\n", "not above 0");
	bad("Distance: 1\nWavelength: 0\nDetector: Pilatus1M\n", "wavelength");
	bad("Distance: 1\nDetector: Pilatus1M\nPoni1: 0\n", "no Poni2");
	bad("Distance: 1\nDetector: Pilatus1M\nPoni2: 0\n", "no Poni1");
	bad("Distance: 1e308\nDetector: Pilatus1M\nPoni1: 0\nPoni2: 0\n", "a length of 1e+308 m");
	bad("SplineFile: /a.spline\n", "distortion");
	bad("Detector_config: {\"splineFile\": \"a\"}\n", "splineFile");
	bad("Detector_config: {\"pixel1\": 1e-4, \"radius\": 0.3}\n", "radius");
	bad("Detector_config: {\"pixel1\": \"x\"}\n", "pixel1");
	bad("Detector_config: {\"max_shape\": [3]}\n", "max_shape");
	bad("Detector_config: {\"max_shape\": [0, 3]}\n", "max_shape");
	bad("Detector_config: {\"orientation\": 5}\n", "orientation");
	CHECK(det_poni(&d, &p, 0, 0, PONI_BOTTOM, 0, &e[0]) == E_DATA && strstr(e[0].msg, "n_x"));
	p.orientation = 2;
	CHECK(det_poni(&d, &p, 5, 5, PONI_TOP, 0, &e[1]) == E_DATA && strstr(e[1].msg, "orientation 2"));
}

int main(void)
{
	CASE(versions);
	CASE(plain_is_flat);
	CASE(tilted);
	CASE(as_pyfai);
	CASE(solid_angle);
	CASE(refused);
	return done();
}
