#include "scat/ff_stack.h"

#include <string.h>

#include "base/mem.h"
#include "num/cx.h"
#include "scat/ff_kinds.h"
#include "scat/simplex.h"

static double complex edges(double height, double complex qy, const double complex *a, const double complex *e)
{
	/* corners: bottom -, bottom +, top +, top - */
	double complex right = simplex_dd1((double complex[]){ a[1], a[2] }, (double complex[]){ e[1], e[2] });
	double complex left = simplex_dd1((double complex[]){ a[0], a[3] }, (double complex[]){ e[0], e[3] });

	return cx_div(height * (right - left), cx_timesi(qy));
}

static double complex triangles(const struct slab *s, const double complex *a, const double complex *e)
{
	double complex lower = simplex_dd2(a, e);
	double complex upper = simplex_dd2((double complex[]){ a[0], a[2], a[3] }, (double complex[]){ e[0], e[2], e[3] });

	return s->height * (s->width_bottom * lower + s->width_top * upper);
}

/* up: exp(i qz height) */
static double complex slab_sum(const struct slab *s, double complex qy, double complex qz, double complex up)
{
	double complex b = qy * (s->width_bottom / 2), t = qy * (s->width_top / 2), z = qz * s->height;
	double complex a[4] = { cx_timesi(-b), cx_timesi(b), cx_timesi(t + z), cx_timesi(z - t) }, e[4];

	e[1] = cx_expi(b);
	e[0] = cimag(b) == 0 ? conj(e[1]) : cx_inv(e[1]);
	e[2] = cx_expi(t);
	e[3] = cimag(t) == 0 ? conj(e[2]) : cx_inv(e[2]);
	e[2] = cx_mul(e[2], up);
	e[3] = cx_mul(e[3], up);
	if (cx_abs2(b) > 0.04 || cx_abs2(t) > 0.04)
		return edges(s->height, qy, a, e);
	return triangles(s, a, e);
}

static double slab_area(const struct slab *s)
{
	return (s->width_bottom + s->width_top) / 2 * s->height;
}

static double slab_width(const struct slab *s, double z)
{
	double t = z / s->height;

	return s->width_bottom * (1 - t) + s->width_top * t;
}

static double complex bar_f(double length, size_t n, const struct slab *slab, struct cvec3 q)
{
	double complex shift = 1, sum = 0;

	for (size_t k = 0; k < n; k++) {
		double complex up = cx_expi(q.z * slab[k].height);

		sum += cx_mul(shift, slab_sum(&slab[k], q.y, q.z, up));
		shift = cx_mul(shift, up);
	}
	return length * cx_mul(sum, cx_sinc(q.x * (length / 2)));
}

static double bar_volume(double length, size_t n, const struct slab *slab)
{
	double sum = 0;

	for (size_t k = 0; k < n; k++)
		sum += slab_area(&slab[k]);
	return length * sum;
}

static struct ff_box bar_box(double length, size_t n, const struct slab *slab)
{
	double w = 0, h = 0;

	for (size_t k = 0; k < n; k++) {
		w = fmax(w, fmax(slab[k].width_bottom, slab[k].width_top));
		h += slab[k].height;
	}
	return (struct ff_box){ { -length / 2, -w / 2, 0 }, { length / 2, w / 2, h } };
}

/* length, width_bottom, width_top, height */
static struct slab slab_of(const struct ff_shape *s)
{
	return (struct slab){ s->par[1], s->par[2], s->par[3] };
}

static double complex trapezoid_f(const struct ff_shape *s, struct cvec3 q)
{
	struct slab b = slab_of(s);

	return bar_f(s->par[0], 1, &b, q);
}

static double trapezoid_volume(const struct ff_shape *s)
{
	struct slab b = slab_of(s);

	return bar_volume(s->par[0], 1, &b);
}

static struct ff_box trapezoid_box(const struct ff_shape *s)
{
	struct slab b = slab_of(s);

	return bar_box(s->par[0], 1, &b);
}

static double trapezoid_area(const struct ff_shape *s, double z)
{
	struct slab b = slab_of(s);

	return s->par[0] * slab_width(&b, z);
}

static int trapezoid_check(const struct ff_shape *s, struct err *e)
{
	if (s->par[1] > 0 || s->par[2] > 0)
		return 0;
	return err_set(e, E_DATA, "trapezoid: width_bottom and width_top are both 0");
}

static int trapezoid_cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data,
			 struct err *e)
{
	struct slab b = slab_of(s);

	(void)data, (void)e;
	*out = *s;
	out->par[1] = slab_width(&b, z0);
	out->par[2] = slab_width(&b, z1);
	out->par[3] = z1 - z0;
	*at = (struct vec3){ 0, 0, z0 };
	return 0;
}

const struct ff_kind ff_trapezoid = {
	.name = "trapezoid", .brief = "bar along x, its section a trapezoid",
	.reference = "integral over z of sections (ff_stack.h)",
	.param = { FF_LENGTH("length", "along x"), { "width_bottom", NAN, 0, FF_MOST, "along y" },
		   { "width_top", NAN, 0, FF_MOST, "along y" }, FF_LENGTH("height", "") },
	.f = trapezoid_f, .volume = trapezoid_volume, .box = trapezoid_box, .check = trapezoid_check, .slice = trapezoid_cut,
	.area = trapezoid_area, .height = -1,
};

static int slab_check(const struct slab *s, size_t k, struct err *e)
{
	const struct { const char *name; double value, lo; } p[] = {
		{ "width_bottom", s->width_bottom, 0 }, { "width_top", s->width_top, 0 }, { "height", s->height, FF_LEAST },
	};

	for (size_t i = 0; i < sizeof p / sizeof *p; i++)
		if (!(p[i].value >= p[i].lo && p[i].value <= FF_MOST))
			return err_set(e, E_DATA, "trapezoid_stack: %s of slab %zu is %.9g, must be from %g to %g", p[i].name, k,
				       p[i].value, p[i].lo, FF_MOST);
	if (s->width_bottom == 0 && s->width_top == 0)
		return err_set(e, E_DATA, "trapezoid_stack: both widths of slab %zu are 0", k);
	return 0;
}

static struct trapezoid_stack *stack_alloc(size_t n, struct err *e)
{
	struct trapezoid_stack *t = mem_alloc(1, sizeof *t, "slabs", e);

	if (!t)
		return NULL;
	t->n = n;
	t->slab = mem_alloc(n, sizeof *t->slab, "slabs", e);
	if (!t->slab) {
		mem_free(t);
		return NULL;
	}
	return t;
}

int trapezoid_stack_new(size_t n, const struct slab *slab, struct trapezoid_stack **out, struct err *e)
{
	*out = NULL;
	if (n == 0 || n > STACK_MOST)
		return err_set(e, E_DATA, "trapezoid_stack: %zu slabs, must be from 1 to %d", n, STACK_MOST);
	for (size_t k = 0; k < n; k++)
		if (slab_check(&slab[k], k, e))
			return e->code;
	*out = stack_alloc(n, e);
	if (!*out)
		return e->code;
	memcpy((*out)->slab, slab, n * sizeof *slab);
	return 0;
}

void trapezoid_stack_free(void *stack)
{
	struct trapezoid_stack *t = stack;

	if (!t)
		return;
	mem_free(t->slab);
	mem_free(t);
}

static double complex stack_f(const struct ff_shape *s, struct cvec3 q)
{
	const struct trapezoid_stack *t = s->data;

	return bar_f(s->par[0], t->n, t->slab, q);
}

static double stack_volume(const struct ff_shape *s)
{
	const struct trapezoid_stack *t = s->data;

	return bar_volume(s->par[0], t->n, t->slab);
}

static struct ff_box stack_box(const struct ff_shape *s)
{
	const struct trapezoid_stack *t = s->data;

	return bar_box(s->par[0], t->n, t->slab);
}

static double stack_area(const struct ff_shape *s, double z)
{
	const struct trapezoid_stack *t = s->data;
	size_t k = 0;

	while (k + 1 < t->n && z > t->slab[k].height)
		z -= t->slab[k++].height;
	return s->par[0] * slab_width(&t->slab[k], fmin(z, t->slab[k].height));
}

/* What of each slab is between z0 and z1; the rounding of sums of heights leaves slivers that are harmless. */
static int stack_cut(const struct ff_shape *s, double z0, double z1, struct ff_shape *out, struct vec3 *at, void **data, struct err *e)
{
	const struct trapezoid_stack *from = s->data;
	struct trapezoid_stack *t = stack_alloc(from->n, e);
	double base = 0;

	if (!t)
		return e->code;
	t->n = 0;
	for (size_t k = 0; k < from->n; base += from->slab[k++].height) {
		const struct slab *b = &from->slab[k];
		double lo = fmax(z0 - base, 0), hi = fmin(z1 - base, b->height);

		if (lo < hi)
			t->slab[t->n++] = (struct slab){ slab_width(b, lo), slab_width(b, hi), hi - lo };
	}
	*out = (struct ff_shape){ .kind = &ff_trapezoid_stack, .par = { s->par[0] }, .data = t };
	*at = (struct vec3){ 0, 0, z0 };
	*data = t;
	return 0;
}

const struct ff_kind ff_trapezoid_stack = {
	.name = "trapezoid_stack", .brief = "bar along x, its section trapezoids upon each other",
	.reference = "integral over z of sections (ff_stack.h)",
	.param = { FF_LENGTH("length", "along x") },
	.f = stack_f, .volume = stack_volume, .box = stack_box, .slice = stack_cut, .data_free = trapezoid_stack_free,
	.area = stack_area, .height = -1,
};
