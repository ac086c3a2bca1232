/* phantom_shapes.c - the phantoms that have a name */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "num/rng.h"
#include "tomo/phantom.h"

const char *const phantom_name[PHANTOM_KINDS + 1] = {
	"shepp2d", "shepp3d", "disc", "discs", "spheres", "wires", NULL };

const char *const phantom_brief[PHANTOM_KINDS] = {
	"Shepp-Logan's head with Toft's contrast, the same in all rows",
	"Shepp-Logan's head in three dimensions, of Schabel",
	"one uniform disc of value 1",
	"discs of many sizes and contrasts, the same in all rows",
	"spheres that do not touch",
	"thin inclined wires in a weak cylinder",
};

/* value, semi-axes a b c, centre x y z, turned by phi (degrees), in units of the radius */
struct row { double value, a, b, c, x, y, z, phi; };

static const struct row shepp2d[] = {
	{  1.0, 0.6900, 0.9200, INFINITY,  0.00,  0.0000, 0,   0 },
	{ -0.8, 0.6624, 0.8740, INFINITY,  0.00, -0.0184, 0,   0 },
	{ -0.2, 0.1100, 0.3100, INFINITY,  0.22,  0.0000, 0, -18 },
	{ -0.2, 0.1600, 0.4100, INFINITY, -0.22,  0.0000, 0,  18 },
	{  0.1, 0.2100, 0.2500, INFINITY,  0.00,  0.3500, 0,   0 },
	{  0.1, 0.0460, 0.0460, INFINITY,  0.00,  0.1000, 0,   0 },
	{  0.1, 0.0460, 0.0460, INFINITY,  0.00, -0.1000, 0,   0 },
	{  0.1, 0.0460, 0.0230, INFINITY, -0.08, -0.6050, 0,   0 },
	{  0.1, 0.0230, 0.0230, INFINITY,  0.00, -0.6060, 0,   0 },
	{  0.1, 0.0230, 0.0460, INFINITY,  0.06, -0.6050, 0,   0 },
};

static const struct row shepp3d[] = {
	{  1.0, 0.6900, 0.9200, 0.810,  0.00,  0.0000,  0.00,   0 },
	{ -0.8, 0.6624, 0.8740, 0.780,  0.00, -0.0184,  0.00,   0 },
	{ -0.2, 0.1100, 0.3100, 0.220,  0.22,  0.0000,  0.00,  -8 },
	{ -0.2, 0.1600, 0.4100, 0.280, -0.22,  0.0000,  0.00,  28 },
	{  0.1, 0.2100, 0.2500, 0.410,  0.00,  0.3500, -0.15,   0 },
	{  0.1, 0.0460, 0.0460, 0.050,  0.00,  0.1000,  0.25,   0 },
	{  0.1, 0.0460, 0.0460, 0.050,  0.00, -0.1000,  0.25,   0 },
	{  0.1, 0.0460, 0.0230, 0.050, -0.08, -0.6050,  0.00,   0 },
	{  0.1, 0.0230, 0.0230, 0.020,  0.00, -0.6060,  0.00,   0 },
	{  0.1, 0.0230, 0.0460, 0.020,  0.06, -0.6050,  0.00,   0 },
};

static const struct row disc[] = { { 1.0, 0.9, 0.9, INFINITY, 0, 0, 0, 0 } };

static const struct row discs[] = {
	{  0.20, 0.90, 0.90, INFINITY,  0.00,  0.00, 0, 0 },
	{  0.80, 0.18, 0.18, INFINITY,  0.55,  0.00, 0, 0 },
	{  0.40, 0.15, 0.15, INFINITY,  0.28,  0.50, 0, 0 },
	{  0.20, 0.12, 0.12, INFINITY, -0.28,  0.50, 0, 0 },
	{  0.10, 0.12, 0.12, INFINITY, -0.55,  0.00, 0, 0 },
	{ -0.10, 0.15, 0.15, INFINITY, -0.28, -0.50, 0, 0 },
	{ -0.20, 0.10, 0.10, INFINITY,  0.28, -0.50, 0, 0 },
	{  0.80, 0.05, 0.05, INFINITY,  0.00,  0.20, 0, 0 },
	{  0.80, 0.03, 0.03, INFINITY,  0.15,  0.00, 0, 0 },
	{  0.80, 0.02, 0.02, INFINITY,  0.00, -0.15, 0, 0 },
	{  0.80, 0.01, 0.01, INFINITY, -0.12,  0.00, 0, 0 },
};

static const struct { const struct row *row; size_t n; } table[PHANTOM_KINDS] = {
	[PHANTOM_SHEPP2D] = { shepp2d, sizeof shepp2d / sizeof *shepp2d },
	[PHANTOM_SHEPP3D] = { shepp3d, sizeof shepp3d / sizeof *shepp3d },
	[PHANTOM_DISC] = { disc, 1 },
	[PHANTOM_DISCS] = { discs, sizeof discs / sizeof *discs },
};

enum { NSPHERE = 48, NWIRE = 12 };

struct shape shape_ellipsoid(const double center[3], const double abc[3], double phi_deg, double value)
{
	double c = cos(phi_deg * UNIT_DEG), s = sin(phi_deg * UNIT_DEG);
	struct shape sh = {
		.c = { center[0], center[1], center[2] }, .value = value,
		.cylinder = isinf(abc[2]),
		.m = { { c / abc[0], s / abc[0], 0 }, { -s / abc[1], c / abc[1], 0 },
		       { 0, 0, 1 / abc[2] } },
	};
	return sh;
}

/* Two unit vectors orthogonal to w and to each other: w x e and w x (w x e). */
static void across(const double w[3], double u[3], double v[3])
{
	double n = hypot(w[1], w[2]);	/* w x (1, 0, 0) = (0, w2, -w1) */

	u[0] = 0;
	u[1] = w[2] / n;
	u[2] = -w[1] / n;
	v[0] = w[1] * u[2] - w[2] * u[1];
	v[1] = w[2] * u[0] - w[0] * u[2];
	v[2] = w[0] * u[1] - w[1] * u[0];
}

struct shape shape_wire(const double center[3], const double dir[3], double radius, double value)
{
	double n = sqrt(dir[0] * dir[0] + dir[1] * dir[1] + dir[2] * dir[2]);
	double w[3] = { dir[0] / n, dir[1] / n, dir[2] / n };
	struct shape sh = { .c = { center[0], center[1], center[2] }, .value = value,
			    .cylinder = true };

	across(w, sh.m[0], sh.m[1]);
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 3; j++)
			sh.m[i][j] /= radius;
	return sh;
}

static struct shape from_row(const struct row *r, double scale)
{
	double c[3] = { r->x * scale, r->y * scale, r->z * scale };
	double abc[3] = { r->a * scale, r->b * scale, r->c * scale };

	return shape_ellipsoid(c, abc, r->phi, r->value);
}

static bool is_free(const struct shape *s, size_t n, const double c[3], double r, double scale)
{
	for (size_t i = 0; i < n; i++) {
		double dx = c[0] - s[i].c[0], dy = c[1] - s[i].c[1], dz = c[2] - s[i].c[2];
		double ri = 1 / hypot(s[i].m[0][0], s[i].m[0][1]);
		if (sqrt(dx * dx + dy * dy + dz * dz) < r + ri + 0.02 * scale)
			return false;
	}
	return true;
}

/* Radii fall from 0.16 to 0.04, so that each still finds its place. */
static void spheres(struct shape *s, double scale)
{
	struct rng g = rng_at(1, 1, 0);

	for (size_t n = 0; n < NSPHERE;) {
		double f = (double)n / (NSPHERE - 1), r = (0.16 - 0.12 * f) * scale, c[3];
		for (int i = 0; i < 3; i++)
			c[i] = (2 * rng_uniform(&g) - 1) * scale;
		double value = 0.4 + 0.6 * rng_uniform(&g);
		if (sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2]) > 0.95 * scale - r ||
		    !is_free(s, n, c, r, scale))
			continue;
		s[n++] = shape_ellipsoid(c, (double[3]){ r, r, r }, 0, value);
	}
}

static void wires(struct shape *s, double scale)
{
	double o[3] = { 0, 0, 0 }, abc[3] = { 0.9 * scale, 0.9 * scale, INFINITY };

	s[0] = shape_ellipsoid(o, abc, 0, 0.1);
	for (int i = 0; i < NWIRE; i++) {
		double a = 2.399963229728653 * i, r = 0.75 * sqrt((i + 0.5) / NWIRE) * scale;
		double lean = tan(15 * UNIT_DEG * i / (NWIRE - 1));
		double c[3] = { r * cos(a), r * sin(a), 0 };
		double dir[3] = { -lean * sin(a), lean * cos(a), 1 };
		s[i + 1] = shape_wire(c, dir, 0.012 * scale, 1);
	}
}

int phantom_new(struct phantom *p, enum phantom_kind kind, double radius_px, struct err *e)
{
	size_t n = kind == PHANTOM_SPHERES ? NSPHERE : kind == PHANTOM_WIRES ? NWIRE + 1 : table[kind].n;

	memset(p, 0, sizeof *p);
	p->shape = mem_zero(n, sizeof *p->shape, "a phantom", e);
	if (!p->shape)
		return e->code;
	p->n = n;
	if (kind == PHANTOM_SPHERES)
		spheres(p->shape, radius_px);
	else if (kind == PHANTOM_WIRES)
		wires(p->shape, radius_px);
	else
		for (size_t i = 0; i < n; i++)
			p->shape[i] = from_row(&table[kind].row[i], radius_px);
	p->flat = kind == PHANTOM_SHEPP2D || kind == PHANTOM_DISC || kind == PHANTOM_DISCS;
	return 0;
}

void phantom_free(struct phantom *p)
{
	mem_free(p->shape);
	memset(p, 0, sizeof *p);
}

void phantom_scale(struct phantom *p, double factor)
{
	for (size_t i = 0; i < p->n; i++)
		p->shape[i].value *= factor;
}
