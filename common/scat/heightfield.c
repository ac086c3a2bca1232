#include "scat/heightfield.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "scat/gridsum.h"
#include "scat/heightfield_row.hot.h"

const char *const height_facets_names[] = { "bilinear", "flat", NULL };
const char *const height_boundary_names[] = { "isolated", "window", "periodic", NULL };

struct heights {
	struct height_par par;
	size_t ny, nx;			/* nodes: a ring more for bilinear and isolated */
	double *h;			/* [ny][nx] nm, row 0 at the lowest y */
	double *win_y, *win_x;		/* of the window; else NULL */
	double power;			/* root of its mean square; 1 */
	double greatest;		/* of |h| */
	struct gridsum sum;
};

static bool ring(const struct height_par *p)
{
	return p->facets == FACETS_BILINEAR && p->boundary == BOUNDARY_ISOLATED;
}

/* Nodes and weights on [0, 1] of 1 to HEIGHTS_POINTS points, by Newton's method on Legendre's polynomials. */
static void rules(double *room)
{
	for (int n = 1; n <= HEIGHTS_POINTS; n++) {
		double *x = room + n * 2 * HEIGHTS_POINTS, *w = x + HEIGHTS_POINTS;

		for (int i = 0; i < n; i++) {
			double z = cos(M_PI * (i + .75) / (n + .5)), dp = 1, d = 1;

			for (int k = 0; k < 100 && fabs(d) > 1e-15; k++) {
				double p0 = 1, p1 = z, p2;

				for (int m = 2; m <= n; m++, p0 = p1, p1 = p2)
					p2 = ((2 * m - 1) * z * p1 - (m - 1) * p0) / m;
				dp = n * (z * p1 - p0) / (z * z - 1);
				d = p1 / dp;
				z -= d;
			}
			x[i] = (1 - z) / 2;
			w[i] = 1 / ((1 - z * z) * dp * dp);
		}
	}
}

/* W of all nodes into w[ny][nx], units of a pixel's area. */
static void nodes(const struct heights *s, double complex qz, double complex *w, double *room)
{
	size_t nx = s->nx, ny = s->ny;
	bool wrap = s->par.boundary == BOUNDARY_PERIODIC;
	size_t cells_y = wrap ? ny : ny - 1, cells_x = wrap ? nx : nx - 1;
	double q[2] = { creal(qz), cimag(qz) }, *out = (double *)w;

	if (s->par.facets == FACETS_FLAT) {
		for (size_t j = 0; j < ny; j++)
			HOT_PICK(heights_g_)(nx, s->h + j * nx, q, s->greatest, out + 2 * j * nx, room);
		return;
	}
	rules(room);
	memset(w, 0, ny * nx * sizeof *w);
	for (size_t j = 0; j < cells_y; j++) {
		size_t k = j + 1 < ny ? j + 1 : 0;

		HOT_PICK(heights_cells_)(cells_x, nx, s->h + j * nx, s->h + k * nx, q, s->greatest,
					 out + 2 * j * nx, out + 2 * k * nx, room);
	}
}

static void apply_window(const struct heights *s, double complex *w)
{
	double complex sum = 0, mean;
	double total = 0;

	for (size_t j = 0; j < s->ny; j++)
		for (size_t i = 0; i < s->nx; i++) {
			double f = s->win_y[j] * s->win_x[i];

			sum += f * w[j * s->nx + i];
			total += f;
		}
	mean = sum / total;
	for (size_t j = 0; j < s->ny; j++)
		for (size_t i = 0; i < s->nx; i++)
			w[j * s->nx + i] = (w[j * s->nx + i] - mean) * (s->win_y[j] * s->win_x[i] / s->power);
}

static double sinc(double x)
{
	return fabs(x) < 1e-3 ? 1 - x * x / 6 : sin(x) / x;
}

static double complex csinc(double complex x)
{
	return cabs(x) < 1e-3 ? 1 - x * x / 6 + x * x * x * x / 120 : csin(x) / x;
}

/* The pixel's own factor along one axis, p = q times its width. */
static double complex facet(const struct heights *s, double complex p)
{
	double complex a = csinc(p / 2);

	return s->par.facets == FACETS_FLAT ? a : a * a * 3 / (2 + ccos(p));
}

static double facet_real(const struct heights *s, double p)
{
	double a = sinc(p / 2);

	return s->par.facets == FACETS_FLAT ? a : a * a * 3 / (2 + cos(p));
}

static int eval(const struct field *f, double complex qz, size_t n, const double *qx, const double *qy,
		double complex *out, void *work, struct err *e)
{
	const struct heights *s = f->priv;
	double dx = s->par.pixel_nm[1], dy = s->par.pixel_nm[0];
	double complex *w = gridsum_input(&s->sum, work);

	(void)e;
	nodes(s, qz, w, (double *)((char *)work + (s->sum.work + MEM_ALIGN - 1) / MEM_ALIGN * MEM_ALIGN));
	if (s->win_x)
		apply_window(s, w);
	gridsum_run(&s->sum, work, n, qx, qy, out);
	for (size_t i = 0; i < n; i++)
		out[i] *= dx * dy * facet_real(s, qx[i] * dx) * facet_real(s, qy[i] * dy);
	return 0;
}

static double complex direct(const struct field *f, struct cvec3 q)
{
	const struct heights *s = f->priv;
	struct err e = { 0 };
	double dx = s->par.pixel_nm[1], dy = s->par.pixel_nm[0];
	size_t n = s->nx * s->ny;
	double complex *w = mem_alloc(n + s->nx, sizeof *w, "a sum over heights", &e), sum = 0, *px = w + n;
	double *room = mem_alloc(heights_room(s->nx), sizeof *room, "a sum over heights", &e);

	if (e.code) {
		mem_free(w);
		mem_free(room);
		return NAN;
	}
	nodes(s, q.z, w, room);
	if (s->win_x)
		apply_window(s, w);
	for (size_t i = 0; i < s->nx; i++)
		px[i] = cexp(I * q.x * dx * ((double)i - ((double)s->nx - 1) / 2));
	for (size_t j = 0; j < s->ny; j++) {
		double complex row = 0;

		for (size_t i = 0; i < s->nx; i++)
			row += w[j * s->nx + i] * px[i];
		sum += row * cexp(I * q.y * dy * ((double)j - ((double)s->ny - 1) / 2));
	}
	mem_free(w);
	mem_free(room);
	return sum * dx * dy * facet(s, q.x * dx) * facet(s, q.y * dy);
}

static int check(const struct height_par *p, const double *h, struct err *e)
{
	if (p->nx < 2 || p->ny < 2 || p->nx > 1 << 17 || p->ny > 1 << 17)
		return err_set(e, E_DATA, "a height field of %zu x %zu pixels", p->ny, p->nx);
	if (!(p->pixel_nm[0] > 0) || !(p->pixel_nm[1] > 0) || !isfinite(p->pixel_nm[0] + p->pixel_nm[1]))
		return err_set(e, E_DATA, "a height field of pixels of %g x %g nm", p->pixel_nm[0], p->pixel_nm[1]);
	if (!isfinite(p->scale_nm) || p->scale_nm == 0)
		return err_set(e, E_DATA, "a height field of scale %g nm", p->scale_nm);
	if (p->zero == HEIGHT_VALUE && !isfinite(p->zero_level))
		return err_set(e, E_DATA, "a height field of zero level %g", p->zero_level);
	for (size_t i = 0; i < p->nx * p->ny; i++)
		if (!isfinite(h[i]))
			return err_set(e, E_DATA, "height field, row %zu, column %zu: the height is %g", i / p->nx, i % p->nx, h[i]);
	return 0;
}

static double zero_level(const struct height_par *p, const double *h)
{
	double least = INFINITY, sum = 0;

	for (size_t i = 0; i < p->nx * p->ny; i++) {
		least = fmin(least, p->scale_nm * h[i]);
		sum += h[i];
	}
	if (p->zero == HEIGHT_MIN)
		return least / p->scale_nm;
	return p->zero == HEIGHT_MEAN ? sum / (double)(p->nx * p->ny) : p->zero_level;
}

static int windows(struct heights *s, struct err *e)
{
	double *w = mem_alloc(s->ny + s->nx, sizeof *w, "a window", e), square = 0;

	s->win_y = w;
	if (!w)
		return e->code;
	s->win_x = w + s->ny;
	for (size_t j = 0; j < s->ny; j++)
		s->win_y[j] = pow(sin(M_PI * ((double)j + .5) / (double)s->ny), 2);
	for (size_t i = 0; i < s->nx; i++)
		s->win_x[i] = pow(sin(M_PI * ((double)i + .5) / (double)s->nx), 2);
	for (size_t j = 0; j < s->ny; j++)
		for (size_t i = 0; i < s->nx; i++)
			square += pow(s->win_y[j] * s->win_x[i], 2);
	s->power = sqrt(square / (double)(s->nx * s->ny));
	return 0;
}

/* Rows turned round, the ring added; what the field says of itself. */
static int fill(struct field *f, struct heights *s, const double *height, struct err *e)
{
	const struct height_par *p = &s->par;
	double zero = zero_level(p, height), lo = 0, hi = 0, sum = 0;
	size_t r = ring(p);

	s->h = mem_zero(s->ny, s->nx * sizeof *s->h, "a height field", e);
	if (!s->h)
		return e->code;
	for (size_t j = 0; j < p->ny; j++)
		for (size_t i = 0; i < p->nx; i++) {
			double h = p->scale_nm * (height[(p->ny - 1 - j) * p->nx + i] - zero);

			s->h[(j + r) * s->nx + i + r] = h;
			lo = fmin(lo, h);
			hi = fmax(hi, h);
			sum += h;
		}
	s->greatest = fmax(hi, -lo);
	if (!(s->greatest > 0 && s->greatest < 1e9))
		return err_set(e, E_DATA, "a height field of heights from %g to %g nm", lo, hi);
	f->volume = sum * p->pixel_nm[0] * p->pixel_nm[1];
	f->box.hi = (struct vec3){ (double)(s->nx) * p->pixel_nm[1] / 2, (double)(s->ny) * p->pixel_nm[0] / 2, hi };
	f->box.lo = (struct vec3){ -f->box.hi.x, -f->box.hi.y, lo };
	f->q_max = M_PI / fmax(p->pixel_nm[0], p->pixel_nm[1]);
	if (p->boundary != BOUNDARY_ISOLATED)
		f->area = (double)p->nx * p->pixel_nm[1] * (double)p->ny * p->pixel_nm[0];
	if (p->boundary == BOUNDARY_PERIODIC) {
		f->period[0] = (double)p->nx * p->pixel_nm[1];
		f->period[1] = (double)p->ny * p->pixel_nm[0];
	}
	return 0;
}

void heightfield_free(struct field *f)
{
	struct heights *s = f ? f->priv : NULL;

	if (s) {
		mem_free(s->h);
		mem_free(s->win_y);
		gridsum_free(&s->sum);
	}
	mem_free(s);
	mem_free(f);
}

int heightfield_new(struct field **f, const struct height_par *par, const double *height, struct err *e)
{
	struct field *n;
	struct heights *s;

	*f = NULL;
	if (check(par, height, e))
		return e->code;
	n = mem_zero(1, sizeof *n, "a height field", e);
	s = n ? mem_zero(1, sizeof *s, "a height field", e) : NULL;
	if (!s) {
		mem_free(n);
		return e->code;
	}
	n->priv = s;
	s->par = *par;
	s->power = 1;
	s->nx = par->nx + (ring(par) ? 2 : 0);
	s->ny = par->ny + (ring(par) ? 2 : 0);
	if (fill(n, s, height, e) || (par->boundary == BOUNDARY_WINDOW && windows(s, e)) ||
	    gridsum_new(&s->sum, s->ny, s->nx, par->pixel_nm[0], par->pixel_nm[1], e)) {
		heightfield_free(n);
		return e->code;
	}
	n->eval = eval;
	n->direct = direct;
	n->free = heightfield_free;
	n->work = s->sum.work + heights_room(s->nx) * sizeof(double) + 2 * MEM_ALIGN;
	*f = n;
	return 0;
}
