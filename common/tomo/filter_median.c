/*
 * median - the median of size x size samples around each, or with dim=3 of
 * 3 x 3 x 3, across neighbouring images.
 *
 * Removes what is smaller than half the window and keeps straight edges.
 * Edges are mirrored, of the first and last image as well; the same as
 * scipy.ndimage.median_filter with its defaults.  A NaN counts as larger than
 * any number.
 */
#include "tomo/filter_median.h"

#include "base/map.h"
#include "base/mem.h"
#include "tomo/filter_median.hot.h"
#include "tomo/filter_median3.hot.h"
#include "tomo/filter_median_rank.hot.h"

enum { SIZE, DIM };

static const struct param params[] = {
	[SIZE] = { "size", PARAM_INT, "px", 3, 3, MEDIAN_MAX, NULL, NULL, "width of the window, odd" },
	[DIM] = { "dim", PARAM_INT, "", 2, 2, 3, NULL, NULL, MEDIAN_DIM_HELP },
	{ .type = PARAM_END }
};

int median_check(double size, struct err *e)
{
	if ((int)size % 2 == 0)
		return err_set(e, E_USAGE, "size=%d is not odd", (int)size);
	return 0;
}

/* One row of keys with its mirrored margins. */
static size_t key_stride(const struct image *im)
{
	return image_align(im->ncol + 2);
}

/* Three rows of the image, and three of the kernel. */
static void median_3(const struct image *im, const float *x, int32_t *work, float *out)
{
	size_t stride = key_stride(im), n = im->ncol;
	const int32_t *row[3];

	for (size_t r = 0; r < im->nrow; r++) {
		for (size_t i = r ? r + 1 : 0; i <= r + 1 && i < im->nrow; i++) {
			int32_t *key = work + i % 3 * stride;
			HOT_PICK(median_keys)(x + i * n, n, key + 1);
			key[0] = key[1];
			key[n + 1] = key[n];
		}
		for (size_t i = 0; i < 3; i++)
			row[i] = work + image_reflect((long)(r + i) - 1, im->nrow) % 3 * stride;
		HOT_PICK(median_3x3)(row, n, work + 3 * stride, stride, out + r * n);
	}
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The scratch of a block; with work NULL its size only. */
static size_t lay_out(struct medrank *m, size_t *row, size_t *col, char *work)
{
	size_t nr = m->nrow + m->size - 1, nc = m->ncol + m->size - 1, n = nr * nc, at = 0;

	m->row = row;
	m->col = col;
	m->sorted = (uint64_t *)work;
	at += n * sizeof *m->sorted;
	m->other = work ? (uint64_t *)(work + at) : NULL;
	at += n * sizeof *m->other;
	m->set = work ? (uint64_t *)(work + at) : NULL;
	at += (n / 64 + 1) * sizeof *m->set;
	m->count = work ? (uint32_t *)(work + at) : NULL;
	at += 3 * MEDRANK_RADIX * sizeof *m->count;
	m->rank = work ? (uint16_t *)(work + at) : NULL;
	return at + n * sizeof *m->rank;
}

static void mirrored(size_t *index, size_t from, size_t n, size_t size, size_t all)
{
	for (size_t i = 0; i < n + size - 1; i++)
		index[i] = image_reflect((long)(from + i) - (long)(size / 2), all);
}

static void median_any(const struct image *im, size_t size, const float *x, void *work, float *out)
{
	size_t row[MEDRANK_ROWS + MEDIAN_MAX], col[MEDRANK_COLS + MEDIAN_MAX];
	struct medrank m = { .size = size };

	for (size_t r = 0; r < im->nrow; r += m.nrow) {
		m.nrow = least(MEDRANK_ROWS, im->nrow - r);
		mirrored(row, r, m.nrow, size, im->nrow);
		for (size_t c = 0; c < im->ncol; c += m.ncol) {
			m.ncol = least(MEDRANK_COLS, im->ncol - c);
			mirrored(col, c, m.ncol, size, im->ncol);
			lay_out(&m, row, col, work);
			HOT_PICK(medrank_block)(&m, x, im->ncol, out + r * im->ncol + c);
		}
	}
}

size_t median_work(const struct image *im, size_t size)
{
	struct medrank m = { .size = size, .nrow = least(MEDRANK_ROWS, im->nrow),
			     .ncol = least(MEDRANK_COLS, im->ncol) };

	return size == 3 ? 6 * key_stride(im) * sizeof(int32_t) : lay_out(&m, NULL, NULL, NULL);
}

void median_image(const struct image *im, size_t size, const float *x, void *work, float *out)
{
	if (size == 3)
		median_3(im, x, work, out);
	else
		median_any(im, size, x, work, out);
}

/* Rows of three keys in order, a ring of three rows; then rows of nine. */
static void median_cube(const struct image *im, const float *const image[3], int32_t *work, float *out)
{
	size_t stride = key_stride(im), n = im->ncol;
	const int32_t *t[3][3];
	int32_t *s[9];

	for (size_t k = 0; k < 9; k++)
		s[k] = work + (9 + k) * stride + 1;
	for (size_t r = 0; r < im->nrow; r++) {
		for (size_t i = r ? r + 1 : 0; i <= r + 1 && i < im->nrow; i++) {
			int32_t *key = work + i % 3 * 3 * stride;
			HOT_PICK(median3_sort3)((const float *[]){ image[0] + i * n, image[1] + i * n, image[2] + i * n },
						n, (int32_t *[]){ key, key + stride, key + 2 * stride });
		}
		for (size_t i = 0; i < 3; i++)
			for (size_t k = 0; k < 3; k++)
				t[i][k] = work + (image_reflect((long)(r + i) - 1, im->nrow) % 3 * 3 + k) * stride;
		HOT_PICK(median3_sort9)((const int32_t *const (*)[3])t, n, s);
		for (size_t k = 0; k < 9; k++) {
			s[k][-1] = s[k][0];
			s[k][n] = s[k][n - 1];
		}
		HOT_PICK(median3_27)((const int32_t *[]){ s[0] - 1, s[1] - 1, s[2] - 1, s[3] - 1, s[4] - 1,
							  s[5] - 1, s[6] - 1, s[7] - 1, s[8] - 1 },
				     n, out + r * n);
	}
}

int median_plan(struct median *m, double size, double dim, const struct head *in, struct err *e)
{
	m->size = (size_t)size;
	m->cube = dim == 3;
	if (m->cube && m->size != 3)
		return err_set(e, E_USAGE, "dim=3 has windows of 3 x 3 x 3: size=%zu goes with dim=2", m->size);
	return median_check(size, e) || image_of(&m->im, in, e) ? e->code : 0;
}

size_t median_scratch(const struct median *m)
{
	return m->cube ? 18 * key_stride(&m->im) * sizeof(int32_t) : median_work(&m->im, m->size);
}

void median_apply(const struct median *m, size_t before, size_t after, const float *in, void *work,
		  float *out)
{
	size_t count = m->im.nrow * m->im.ncol;
	const float *here = in + before * count;

	if (m->cube)
		median_cube(&m->im, (const float *[]){ before ? here - count : here, here, after ? here + count : here },
			    work, out);
	else
		median_image(&m->im, m->size, here, work, out);
}

static int plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	const double *val = par;
	struct median *m = *plan = mem_zero(1, sizeof *m, "a plan", e);

	(void)out;
	return m ? median_plan(m, val[SIZE], val[DIM], in, e) : e->code;
}

static size_t work(const void *plan)
{
	return median_scratch(plan);
}

static size_t halo_of(const void *plan)
{
	const struct median *m = plan;

	return m->cube;
}

static int apply(const void *plan, size_t first, size_t n, size_t before, size_t after,
		 const float *in, float *out, void *work, struct err *e)
{
	(void)first, (void)n, (void)e;
	median_apply(plan, before, after, in, work, out);
	return 0;
}

static size_t rows(const double *val, double *fade)
{
	(void)fade;
	return (size_t)val[SIZE] / 2;
}

const struct method filter_median = {
	.name = "median",
	.brief = "median of a square or cubic window",
	.reference = "",
	.param = params,
	.rows = rows,
	.map = { .name = "median", .order = ORDER_ANY, .batch = 1, .plan = plan, .work = work, .apply = apply,
		 .free = mem_free, .halo_of = halo_of },
};
