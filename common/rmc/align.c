#include "rmc/align.h"

#include <complex.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "num/fft.h"
#include "num/par.h"

/* All pairs of models, and of each all pairs of tiles. */
struct pairs {
	const struct align_par *par;
	const unsigned char *model;
	const size_t *filled;		/* [S][M] */
	const struct fft *forward, *inverse;
	struct align_move *move;	/* [pair][M of the one laid upon][M of the one moved] */
};

static size_t pair_count(const struct align_par *p)
{
	return p->nmodel * (p->nmodel - 1) / 2;
}

/* Pair k: b is laid upon a, and a is the reference where it is one of them. */
static void pair_models(const struct align_par *p, size_t k, size_t *a, size_t *b)
{
	size_t i = 0, left = p->nmodel - 1;

	while (k >= left) {
		k -= left--;
		i++;
	}
	*a = i;
	*b = i + 1 + k;
	if (*b == p->reference) {
		*b = i;
		*a = p->reference;
	}
}

/* ---- two tiles ---- */

/* The transform of a + ib at q and -q becomes that of the two correlations: A B* + i A B. */
static void combine(double complex *z, size_t q, size_t minus)
{
	double complex a = 0.5 * (z[q] + conj(z[minus])), b = -0.5 * I * (z[q] - conj(z[minus]));

	z[q] = a * conj(b) + I * (a * b);
	z[minus] = conj(a) * b + I * conj(a * b);
}

static void correlate(const struct pairs *p, const unsigned char *a, const unsigned char *b, double complex *z)
{
	size_t n = p->par->side;

	for (size_t i = 0; i < n * n; i++)
		z[i] = (double)a[i] + I * (double)b[i];
	fft_run(p->forward, z, z);
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < n; c++) {
			size_t q = r * n + c, minus = (n - r) % n * n + (n - c) % n;
			if (q <= minus)
				combine(z, q, minus);
		}
	fft_run(p->inverse, z, z);
}

/* Filled in both, of shift i. */
static int64_t common_pixels(const double complex *z, size_t i, size_t total, bool inverted)
{
	return llround((inverted ? cimag(z[i]) : creal(z[i])) / (double)total);
}

/* Is the covariance, times n^2, larger than the best so far? */
static bool better(int64_t now, int64_t *best)
{
	if (now <= *best)
		return false;
	*best = now;
	return true;
}

static struct align_move best_move(const struct pairs *p, const double complex *z, size_t na, size_t nb)
{
	size_t n = p->par->side, total = n * n;
	int64_t best = INT64_MIN, product = (int64_t)na * (int64_t)nb;
	double var_a = (double)na * (double)(total - na), var_b = (double)nb * (double)(total - nb);
	struct align_move m = { .constant = var_a == 0 || var_b == 0 };

	if (m.constant)
		return m;
	for (int kind = 0; kind < (p->par->complement ? 4 : 2); kind++)
		for (size_t i = 0; i < total; i++) {
			int64_t cov = (int64_t)total * common_pixels(z, i, total, kind & 1) - product;
			if (!better(kind & 2 ? -cov : cov, &best))
				continue;
			m.row = i / n;
			m.col = i % n;
			m.inverted = kind & 1;
			m.complemented = kind & 2;
		}
	m.correlation = (double)best / sqrt(var_a * var_b);
	return m;
}

static int try_pair(void *ctx, size_t k, void *work, struct err *e)
{
	const struct pairs *p = ctx;
	size_t m = p->par->ntile, i = k / m % m, j = k % m, total = p->par->side * p->par->side, a, b;

	(void)e;
	pair_models(p->par, k / (m * m), &a, &b);
	correlate(p, p->model + (a * m + i) * total, p->model + (b * m + j) * total, work);
	p->move[k] = best_move(p, work, p->filled[a * m + i], p->filled[b * m + j]);
	p->move[k].tile = j;
	return 0;
}

/* ---- tiles one to one ---- */

/* The most similar two of those that are left, again and again: move[M][M] to chosen[M]; mean correlation. */
static double assign(const struct align_move *move, size_t m, bool *taken, struct align_move *chosen)
{
	double sum = 0;

	memset(taken, 0, 2 * m * sizeof *taken);
	for (size_t n = 0; n < m; n++) {
		const struct align_move *best = NULL;
		size_t at = 0;
		for (size_t k = 0; k < m * m; k++)
			if (!taken[k / m] && !taken[m + k % m] && (!best || move[k].correlation > best->correlation)) {
				best = &move[k];
				at = k / m;
			}
		chosen[at] = *best;
		taken[at] = taken[m + best->tile] = true;
		sum += best->correlation;
	}
	return sum / (double)m;
}

static int assign_all(struct aligned *out, const struct pairs *p, struct err *e)
{
	size_t m = p->par->ntile, s = p->par->nmodel, a, b;
	bool *taken = mem_alloc(2 * m, sizeof *taken, "tiles", e);
	struct align_move *chosen = mem_alloc(m, sizeof *chosen, "tiles", e);

	for (size_t k = 0; !e->code && k < pair_count(p->par); k++) {
		pair_models(p->par, k, &a, &b);
		out->correlation[a * s + b] = out->correlation[b * s + a] = assign(p->move + k * m * m, m, taken, chosen);
		if (a == p->par->reference)
			memcpy(out->move + b * m, chosen, m * sizeof *chosen);
	}
	mem_free(taken);
	mem_free(chosen);
	return e->code;
}

/* What a model is to itself: the diagonal, and the reference's moves. */
static void set_selves(struct aligned *out, const struct pairs *p)
{
	size_t m = p->par->ntile, s = p->par->nmodel, total = p->par->side * p->par->side;

	for (size_t i = 0; i < s; i++) {
		size_t varied = 0;
		for (size_t k = 0; k < m; k++) {
			bool constant = p->filled[i * m + k] == 0 || p->filled[i * m + k] == total;
			varied += !constant;
			if (i == p->par->reference)
				out->move[i * m + k] = (struct align_move){ .tile = k, .constant = constant,
									     .correlation = constant ? 0 : 1 };
		}
		out->correlation[i * s + i] = (double)varied / (double)m;
	}
}

/* ---- maps ---- */

void align_move_tile(const struct align_move *move, size_t side, const unsigned char *from, unsigned char *to)
{
	for (size_t r = 0; r < side; r++) {
		size_t row = ((move->inverted ? side - r : r) + move->row) % side;
		for (size_t c = 0; c < side; c++) {
			size_t col = ((move->inverted ? side - c : c) + move->col) % side;
			to[row * side + col] = move->complemented ? !from[r * side + c] : from[r * side + c];
		}
	}
}

struct maps {
	const struct align_par *par;
	const unsigned char *model;
	struct aligned *out;
};

/* Tile m of the reference: what came upon it, and over all of that. */
static int map_tile(void *ctx, size_t m, void *work, struct err *e)
{
	const struct maps *w = ctx;
	size_t s = w->par->nmodel, total = w->par->side * w->par->side, tiles = w->par->ntile;

	(void)work, (void)e;
	for (size_t k = 0; k < s; k++) {
		const struct align_move *move = &w->out->move[k * tiles + m];
		align_move_tile(move, w->par->side, w->model + (k * tiles + move->tile) * total,
				w->out->model + (k * tiles + m) * total);
	}
	for (size_t i = 0; i < total; i++) {
		size_t filled = 0;
		for (size_t k = 0; k < s; k++)
			filled += w->out->model[(k * tiles + m) * total + i];
		w->out->mean[m * total + i] = (float)((double)filled / (double)s);
		w->out->deviation[m * total + i] = (float)(sqrt((double)filled * (double)(s - filled)) / (double)s);
	}
	return 0;
}

/* ---- all of it ---- */

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int set_median(struct aligned *out, size_t s, struct err *e)
{
	size_t n = s * (s - 1) / 2, k = 0;
	double *v;

	out->median = NAN;
	if (n == 0)
		return 0;
	v = mem_alloc(n, sizeof *v, "correlations", e);
	if (!v)
		return e->code;
	for (size_t i = 0; i < s; i++)
		for (size_t j = i + 1; j < s; j++)
			v[k++] = out->correlation[i * s + j];
	qsort(v, n, sizeof *v, compare_numbers);
	out->median = n % 2 ? v[n / 2] : 0.5 * (v[n / 2 - 1] + v[n / 2]);
	mem_free(v);
	return 0;
}

static int check_sizes(const struct align_par *p, size_t *tiles, size_t *all, struct err *e)
{
	if (p->nmodel == 0 || p->ntile == 0)
		return err_set(e, E_DATA, "there are %zu models of %zu tiles to align", p->nmodel, p->ntile);
	if (p->side == 0 || p->side > RMC_SIZE_MAX)
		return err_set(e, E_DATA, "models of %zu x %zu pixels: the side is from 1 to %d", p->side, p->side,
			       RMC_SIZE_MAX);
	if (p->reference >= p->nmodel)
		return err_set(e, E_USAGE, "there is no model %zu to align to: there are %zu, from 0", p->reference, p->nmodel);
	return mem_mul(p->nmodel, p->ntile, tiles, "the set of models", e) ||
	       mem_mul(*tiles, p->side * p->side, all, "the set of models", e) ? e->code : 0;
}

/* Filled pixels of each tile. */
static int count_filled(const struct align_par *p, const unsigned char *model, size_t tiles, size_t *filled,
			struct err *e)
{
	size_t total = p->side * p->side;

	for (size_t t = 0; t < tiles; t++) {
		filled[t] = 0;
		for (size_t i = 0; i < total; i++) {
			if (model[t * total + i] > 1)
				return err_set(e, E_DATA, "model %zu, tile %zu holds %d at row %zu, col %zu: neither 0 nor 1",
					       t / p->ntile, t % p->ntile, model[t * total + i], i / p->side, i % p->side);
			filled[t] += model[t * total + i];
		}
	}
	return 0;
}

static int allocate(struct aligned *out, const struct align_par *p, size_t tiles, size_t all, struct err *e)
{
	out->move = mem_zero(tiles, sizeof *out->move, "alignments", e);
	out->model = mem_alloc(all, 1, "aligned models", e);
	out->mean = mem_alloc(all / p->nmodel, sizeof(float), "a mean", e);
	out->deviation = mem_alloc(all / p->nmodel, sizeof(float), "a deviation", e);
	out->correlation = mem_alloc(p->nmodel, p->nmodel * sizeof(double), "correlations", e);
	return e->code;
}

/* The best move of every pair, at once. */
static int try_pairs(struct pairs *p, struct err *e)
{
	const size_t shape[2] = { p->par->side, p->par->side };
	size_t m = p->par->ntile, n;

	if (mem_mul(pair_count(p->par), m, &n, "the set of pairs", e) || mem_mul(n, m, &n, "the set of pairs", e) || n == 0)
		return e->code;
	p->move = mem_alloc(n, sizeof *p->move, "alignments", e);
	if (!p->move || fft_plan_double(&p->forward, FFT_FORWARD, 2, shape, 1, 1, e) ||
	    fft_plan_double(&p->inverse, FFT_INVERSE, 2, shape, 1, 1, e))
		return e->code;
	return par_for(n, shape[0] * shape[1] * sizeof(double complex), try_pair, p, e);
}

int align_models(struct aligned *out, const struct align_par *par, const unsigned char *model, struct err *e)
{
	struct pairs p = { .par = par, .model = model };
	struct maps w = { par, model, out };
	size_t tiles, all, *filled;

	*out = (struct aligned){ .median = NAN };
	if (check_sizes(par, &tiles, &all, e) || allocate(out, par, tiles, all, e))
		return e->code;
	p.filled = filled = mem_alloc(tiles, sizeof *filled, "a count", e);
	if (filled && !count_filled(par, model, tiles, filled, e) && !try_pairs(&p, e) && !assign_all(out, &p, e)) {
		set_selves(out, &p);
		par_for(par->ntile, 0, map_tile, &w, e);
		set_median(out, par->nmodel, e);
	}
	mem_free(filled);
	mem_free(p.move);
	return e->code;
}

void aligned_free(struct aligned *a)
{
	mem_free(a->move);
	mem_free(a->model);
	mem_free(a->mean);
	mem_free(a->deviation);
	mem_free(a->correlation);
	*a = (struct aligned){ .median = NAN };
}
