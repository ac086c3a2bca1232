#include "rmc/twophase.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/par.h"
#include "num/rng.h"
#include "num/stat.h"

/* apart from other uses of the same seed */
static const uint64_t noise_purpose = 0x7370696e6f64616c, disc_purpose = 0x6469736373206f66;
static const double band = 0.15;	/* width of the filter over k0 */
enum { TRIALS = 1000000 };

static int check_model(size_t n, double loading, double most, struct err *e)
{
	if (n < 1 || n > TWOPHASE_MAX)
		return err_set(e, E_USAGE, "a model of %zu pixels a side is outside 1 to %d", n, TWOPHASE_MAX);
	if (!(loading >= 0 && loading <= most))
		return err_set(e, E_USAGE, "loading %g is outside 0 to %g", loading, most);
	return 0;
}

/* ---- spinodal ---------------------------------------------------------------------------------- */

struct field { double complex *f; size_t n; double k0; uint64_t seed; };

static int noise_row(void *ctx, size_t row, void *work, struct err *e)
{
	const struct field *p = ctx;
	struct rng r = rng_at(p->seed, noise_purpose + row, 0);

	(void)work, (void)e;
	for (size_t col = 0; col < p->n; col++)
		p->f[row * p->n + col] = rng_normal(&r);
	return 0;
}

static int filter_row(void *ctx, size_t row, void *work, struct err *e)
{
	const struct field *p = ctx;
	double n = (double)p->n, kr = n * fft_freq(row, p->n);

	(void)work, (void)e;
	for (size_t col = 0; col < p->n; col++) {
		double d = (hypot(kr, n * fft_freq(col, p->n)) - p->k0) / (band * p->k0);

		p->f[row * p->n + col] *= exp(-0.5 * d * d);
	}
	return 0;
}

/* The largest `want` of x[count] are filled; scratch is overwritten. */
static void fill_largest(unsigned char *a, const float *x, float *scratch, size_t count, size_t want)
{
	size_t above = 0, equal;
	float least;

	memset(a, want == count, count);
	if (!want || want == count)
		return;
	memcpy(scratch, x, count * sizeof *x);
	least = stat_select_f32(scratch, count, count - want);
	for (size_t i = 0; i < count; i++)
		above += a[i] = x[i] > least;
	equal = want - above;
	for (size_t i = 0; i < count && equal; i++)
		if (x[i] == least) {
			a[i] = 1;
			equal--;
		}
}

static int fill_field(unsigned char *a, const struct field *p, double loading, struct err *e)
{
	size_t count = p->n * p->n;
	float *x = mem_alloc(2 * count, sizeof *x, "the field of a model", e);
	double most = 0;

	if (!x)
		return e->code;
	for (size_t i = 0; i < count; i++)
		most = fmax(most, fabs(creal(p->f[i])));
	for (size_t i = 0; i < count; i++)
		x[i] = most > 0 ? (float)(creal(p->f[i]) / most) : 0;
	fill_largest(a, x, x + count, count, (size_t)lround(loading * (double)count));
	mem_free(x);
	return 0;
}

int twophase_spinodal(unsigned char *a, const struct spinodal_par *p, struct err *e)
{
	size_t n = p->n, shape[2] = { n, n };
	struct field f = { NULL, n, p->k0, p->seed };
	const struct fft *there, *back;

	if (check_model(n, p->loading, 1, e))
		return e->code;
	if (p->k0 == 0)
		f.k0 = fmax((double)n / 16, 1);
	else if (!(p->k0 >= 1 && p->k0 <= fmax(1, (double)n / 2)))
		return err_set(e, E_USAGE, "k0 of %g cycles per box is outside 1 to %g", p->k0, fmax(1, (double)n / 2));
	f.f = mem_alloc(n * n, sizeof *f.f, "the field of a model", e);
	if (f.f && !fft_plan_double(&there, FFT_FORWARD, 2, shape, 1, 1, e) &&
	    !fft_plan_double(&back, FFT_INVERSE, 2, shape, 1, 1, e) && !par_for(n, 0, noise_row, &f, e)) {
		fft_run(there, f.f, f.f);
		if (!par_for(n, 0, filter_row, &f, e)) {
			fft_run(back, f.f, f.f);
			fill_field(a, &f, p->loading, e);
		}
	}
	mem_free(f.f);
	return e->code;
}

/* ---- discs ------------------------------------------------------------------------------------- */

struct disc { double row, col, radius; size_t next; };	/* next of its cell, from 1; 0: none */

/* Cells are so wide that discs which are too near stand in neighbouring ones. */
struct packing {
	struct disc *disc;
	size_t count, room;
	size_t *cell, ncell;	/* first disc of each, from 1; cells a side */
	double n, gap;
	struct rng r;
};

static double wrapped(double d, double n)
{
	return d - n * round(d / n);
}

static bool apart(const struct packing *p, const struct disc *a, const struct disc *b)
{
	double least = a->radius + b->radius + p->gap;
	double dr = wrapped(a->row - b->row, p->n), dc = wrapped(a->col - b->col, p->n);

	return dr * dr + dc * dc >= least * least;
}

static size_t cell_of(const struct packing *p, double x)
{
	size_t i = (size_t)(x / p->n * (double)p->ncell);

	return i < p->ncell ? i : p->ncell - 1;
}

static bool cell_free(const struct packing *p, const struct disc *d, size_t cell)
{
	for (size_t i = p->cell[cell]; i; i = p->disc[i - 1].next)
		if (!apart(p, d, &p->disc[i - 1]))
			return false;
	return true;
}

static bool fits(const struct packing *p, const struct disc *d)
{
	size_t m = p->ncell, row = cell_of(p, d->row) + m, col = cell_of(p, d->col) + m;
	size_t reach = m < 3 ? 0 : 1, cells = m < 3 ? m : 3;	/* few cells: all of them, once */

	for (size_t i = 0; i < cells; i++)
		for (size_t j = 0; j < cells; j++)
			if (!cell_free(p, d, (row - reach + i) % m * m + (col - reach + j) % m))
				return false;
	return true;
}

/* A place for a disc of this radius; false: none was found. */
static bool find_place(struct packing *p, struct disc *d)
{
	for (int i = 0; i < TRIALS; i++) {
		d->row = p->n * rng_uniform(&p->r);
		d->col = p->n * rng_uniform(&p->r);
		if (fits(p, d))
			return true;
	}
	return false;
}

static int packing_add(struct packing *p, const struct disc *d, struct err *e)
{
	size_t cell = cell_of(p, d->row) * p->ncell + cell_of(p, d->col);

	if (p->count == p->room) {
		size_t room = p->room ? 2 * p->room : 256;
		struct disc *more = mem_alloc(room, sizeof *more, "discs", e);

		if (!more)
			return e->code;
		if (p->count)
			memcpy(more, p->disc, p->count * sizeof *more);
		mem_free(p->disc);
		p->disc = more;
		p->room = room;
	}
	p->disc[p->count] = *d;
	p->disc[p->count].next = p->cell[cell];
	p->cell[cell] = ++p->count;
	return 0;
}

static double draw_radius(struct packing *p, const struct discs_par *par)
{
	double z = 0;

	if (!(par->spread > 0))
		return par->radius_px;
	do
		z = rng_normal(&p->r);
	while (fabs(z) > 3 || par->radius_px * (1 + par->spread * z) < 1);
	return par->radius_px * (1 + par->spread * z);
}

/* Pixels within the disc that are empty: counted, and with `fill` filled. */
static size_t raster(unsigned char *a, size_t n, const struct disc *d, bool fill)
{
	long first = (long)ceil(d->row - d->radius), last = (long)floor(d->row + d->radius), m = (long)n;
	size_t count = 0;

	for (long row = first; row <= last; row++) {
		double half = sqrt(fmax(0, d->radius * d->radius - ((double)row - d->row) * ((double)row - d->row)));
		unsigned char *line = a + (size_t)((row + m) % m) * n;

		for (long col = (long)ceil(d->col - half); col <= (long)floor(d->col + half); col++) {
			count += !line[(col + m) % m];
			if (fill)
				line[(col + m) % m] = 1;
		}
	}
	return count;
}

static int add_discs(unsigned char *a, struct packing *p, const struct discs_par *par, struct discs_made *made, struct err *e)
{
	double want = par->loading * p->n * p->n, filled = 0;

	while (filled < want) {
		struct disc d = { .radius = draw_radius(p, par) };
		double more;

		if (!find_place(p, &d) && want - filled < 1.5 * d.radius * d.radius)
			break;		/* less than half a disc is wanting */
		if (!fits(p, &d))
			return err_set(e, E_DATA, "discs of radius %g and gap %g fill no more than %g of the box, not %g",
				       par->radius_px, par->gap_px, filled / (p->n * p->n), par->loading);
		more = (double)raster(a, par->n, &d, false);
		if (filled + more - want > want - filled)
			break;
		if (packing_add(p, &d, e))
			return e->code;
		filled += (double)raster(a, par->n, &d, true);
		made->count++;
		made->mean_px += d.radius;
		made->mean2_px2 += d.radius * d.radius;
	}
	if (made->count) {
		made->mean_px /= (double)made->count;
		made->mean2_px2 /= (double)made->count;
	}
	return 0;
}

static int check_discs(const struct discs_par *p, struct err *e)
{
	double largest = 2 * p->radius_px * (1 + 3 * p->spread) + p->gap_px;

	if (check_model(p->n, p->loading, 1, e))
		return e->code;
	if (!(p->radius_px >= 1) || isinf(p->radius_px))
		return err_set(e, E_USAGE, "a radius of %g pixels is below 1", p->radius_px);
	if (!(p->spread >= 0 && p->spread <= 0.3))
		return err_set(e, E_USAGE, "a spread of %g is outside 0 to 0.3 of the radius", p->spread);
	if (!(p->gap_px >= 0) || isinf(p->gap_px))
		return err_set(e, E_USAGE, "a gap of %g pixels is below 0", p->gap_px);
	if (largest > (double)p->n)
		return err_set(e, E_USAGE, "discs of up to %g pixels with their gap are larger than the box of %zu", largest, p->n);
	return 0;
}

int twophase_discs(unsigned char *a, const struct discs_par *par, struct discs_made *made, struct err *e)
{
	struct packing p = { .n = (double)par->n, .gap = par->gap_px, .r = rng_at(par->seed, disc_purpose, 0) };
	struct discs_made own = { 0 };

	if (check_discs(par, e))
		return e->code;
	p.ncell = (size_t)(p.n / (2 * par->radius_px * (1 + 3 * par->spread) + p.gap));
	p.cell = mem_zero(p.ncell * p.ncell, sizeof *p.cell, "discs", e);
	memset(a, 0, par->n * par->n);
	if (p.cell)
		add_discs(a, &p, par, &own, e);
	if (made)
		*made = own;
	mem_free(p.cell);
	mem_free(p.disc);
	return e->code;
}
