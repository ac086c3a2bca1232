#include "tomo/kgrid.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "tomo/gridrec_hot.h"
#include "tomo/kb.h"

size_t kgrid_cells(size_t size, double oversampling)
{
	return fft_good_size((size_t)fmax(ceil((double)size * oversampling), 32), 1);
}

static int fill_tables(struct kgrid *g, struct err *e)
{
	double beta = kb_beta((double)g->grid / (double)g->size);

	g->table = mem_alloc(KB_TABLE, sizeof *g->table, "kernel", e);
	g->deapod = mem_alloc(g->size, sizeof *g->deapod, "kernel", e);
	if (e->code)
		return e->code;
	kb_fill(g->table, beta);
	for (size_t i = 0; i < g->size; i++) {
		double x = (double)i - floor((double)g->size / 2);
		g->deapod[i] = (float)(1 / kb_transform(x / (double)g->grid, beta));
	}
	return 0;
}

int kgrid_init(struct kgrid *g, size_t size, double oversampling, struct err *e)
{
	g->size = size;
	g->grid = kgrid_cells(size, oversampling);
	g->stride = (g->grid + 2 * KGRID_SIDE + 7) / 8 * 8;
	if (fft_plan(&g->column, FFT_INVERSE, 1, &g->grid, 1, 1, e) ||
	    fft_plan(&g->column_there, FFT_FORWARD, 1, &g->grid, 1, 1, e) ||
	    fft_plan(&g->line, FFT_C2R, 1, &g->grid, 1, 1, e) ||
	    fft_plan(&g->line_there, FFT_R2C, 1, &g->grid, 1, 1, e))
		return e->code;
	return fill_tables(g, e);
}

void kgrid_free(struct kgrid *g)
{
	mem_free(g->table);
	mem_free(g->deapod);
}

size_t kgrid_fixed(const struct kgrid *g)
{
	return (KB_TABLE + g->size) * sizeof(float);
}

size_t kgrid_floats(const struct kgrid *g)
{
	return 2 * (g->grid / 2 + 1 + KGRID_LEAD + KGRID_TAIL) * g->stride;
}

/* Floats between the lines that are transformed along u: whole cache lines. */
static size_t line_floats(const struct kgrid *g)
{
	return mem_lines(g->grid + 2);
}

size_t kgrid_lines(const struct kgrid *g)
{
	return KGRID_LINES * line_floats(g);
}

float *kgrid_origin(const struct kgrid *g, float *memory)
{
	return memory + 2 * (KGRID_LEAD * g->stride + KGRID_SIDE);
}

/* ---- rays --------------------------------------------------------------------------------- */

void kgrid_spread(const struct kgrid *g, float *origin, const float *z, size_t n, double du, double dv)
{
	HOT_PICK(gridrec_spread)(origin, g->stride, z, n, du, (double)(g->grid / 2), dv, g->table);
}

void kgrid_pick(const struct kgrid *g, const float *origin, float *z, size_t n, double du, double dv)
{
	HOT_PICK(gridrec_pick)(origin, g->stride, z, n, du, (double)(g->grid / 2), dv, g->table);
}

/* ---- the edges of the half plane ---------------------------------------------------------- */

static void add_to(float *z, const float *x)
{
	z[0] += x[0];
	z[1] += x[1];
}

/* to(v) += conj from(-v) for all lines v. */
static void add_mirror(const struct kgrid *g, float *to, const float *from)
{
	for (size_t j = 0; j < g->grid; j++) {
		const float *x = from + 2 * (j ? g->grid - j : 0);
		to[2 * j] += x[0];
		to[2 * j + 1] -= x[1];
	}
}

/* The same of a column with itself. */
static void add_self(const struct kgrid *g, float *z)
{
	size_t n = g->grid;

	for (size_t j = 0; j <= n / 2; j++) {
		float *x = z + 2 * j, *y = z + 2 * (j ? n - j : 0);
		float re = x[0] + y[0], im = x[1] - y[1];
		x[0] = y[0] = re;
		x[1] = im;
		y[1] = -im;
		if (x == y)
			x[1] = 0;
	}
}

void kgrid_fold(const struct kgrid *g, float *origin)
{
	size_t n = g->grid, half = n / 2;
	ptrdiff_t column = 2 * (ptrdiff_t)g->stride;

	for (ptrdiff_t u = -KGRID_LEAD; u <= (ptrdiff_t)half + KGRID_TAIL; u++) {
		float *z = origin + u * column;
		for (size_t j = 0; j < 3; j++)
			add_to(z + 2 * j, z + 2 * (n + j));
		add_to(z + 2 * (n - 1), z - 2);
	}
	add_mirror(g, origin + column, origin - column);
	for (ptrdiff_t u = 1; u <= KGRID_TAIL; u++)
		add_mirror(g, origin + ((ptrdiff_t)half - u) * column,
			   origin + ((ptrdiff_t)half + u) * column);
	add_self(g, origin);
	add_self(g, origin + (ptrdiff_t)half * column);
}

static void mirror(const struct kgrid *g, float *to, const float *from)
{
	memset(to, 0, 2 * g->grid * sizeof *to);
	add_mirror(g, to, from);
}

/* The other way: the cells around are those that they stand for. */
static void unfold(const struct kgrid *g, float *origin)
{
	size_t n = g->grid, half = n / 2;
	ptrdiff_t column = 2 * (ptrdiff_t)g->stride;

	mirror(g, origin - column, origin + column);
	for (ptrdiff_t u = 1; u <= KGRID_TAIL; u++)
		mirror(g, origin + ((ptrdiff_t)half + u) * column, origin + ((ptrdiff_t)half - u) * column);
	for (ptrdiff_t u = -KGRID_LEAD; u <= (ptrdiff_t)half + KGRID_TAIL; u++) {
		float *z = origin + u * column;
		memcpy(z + 2 * n, z, 6 * sizeof *z);
		memcpy(z - 2, z + 2 * (n - 1), 2 * sizeof *z);
	}
}

/* ---- slices ------------------------------------------------------------------------------- */

void kgrid_columns(const struct kgrid *g, float *origin)
{
	for (size_t u = 0; u <= g->grid / 2; u++)
		fft_run(g->column, origin + 2 * u * g->stride, origin + 2 * u * g->stride);
}

size_t kgrid_run(const struct kgrid *g, size_t i)
{
	size_t left = g->size / 2, end = i < left ? left : g->size;

	return end - i < KGRID_LINES ? end - i : KGRID_LINES;
}

/* The line of the grid that row i is. */
static size_t line_of(const struct kgrid *g, size_t i)
{
	size_t left = g->size / 2;

	return i < left ? g->grid - left + i : i - left;
}

/* Their lines in the grid lie one behind the other.  As columns begin at v = -grid/2, odd lines have come out negative. */
void kgrid_rows(const struct kgrid *g, size_t i, size_t n, const float *origin, float *line, float *out)
{
	size_t left = g->size / 2, right = g->size - left, at = line_of(g, i), gap = line_floats(g);

	HOT_PICK(gridrec_gather)(origin + 2 * at, g->stride, g->grid / 2 + 1, n, line, gap);
	for (size_t l = 0; l < n; l++) {
		float *x = line + l * gap, *row = out + l * g->size;
		float d = (at + l) % 2 ? -g->deapod[i + l] : g->deapod[i + l];
		fft_run(g->line, x, x);
		HOT_PICK(gridrec_scale)(x + g->grid - left, g->deapod, d, row, left);
		HOT_PICK(gridrec_scale)(x, g->deapod + left, d, row + left, right);
	}
}

/* n rows from i on, transformed along u, into their lines. */
static void put_rows(const struct kgrid *g, size_t i, size_t n, const float *x, float *origin, float *line)
{
	size_t left = g->size / 2, right = g->size - left, at = line_of(g, i), gap = line_floats(g);

	for (size_t l = 0; l < n; l++) {
		float *z = line + l * gap;
		const float *row = x + (i + l) * g->size;
		float d = (at + l) % 2 ? -g->deapod[i + l] : g->deapod[i + l];
		memset(z + right, 0, (g->grid - g->size) * sizeof *z);
		HOT_PICK(gridrec_scale)(row, g->deapod, d, z + g->grid - left, left);
		HOT_PICK(gridrec_scale)(row + left, g->deapod + left, d, z, right);
		fft_run(g->line_there, z, z);
	}
	HOT_PICK(gridrec_scatter)(line, gap, g->grid / 2 + 1, n, origin + 2 * at, g->stride);
}

void kgrid_put(const struct kgrid *g, const float *x, float *origin, float *line)
{
	size_t left = g->size / 2, right = g->size - left;

	for (size_t i = 0, n; i < g->size; i += n) {
		n = kgrid_run(g, i);
		put_rows(g, i, n, x, origin, line);
	}
	for (size_t u = 0; u <= g->grid / 2; u++) {
		float *z = origin + 2 * u * g->stride;
		memset(z + 2 * right, 0, 2 * (g->grid - g->size) * sizeof *z);
		fft_run(g->column_there, z, z);
	}
	unfold(g, origin);
}
