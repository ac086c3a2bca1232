#include "num/sort.h"

#include "num/sort.hot.h"

size_t sort_ranks(size_t n)
{
	return (n + STRIP - 1) / STRIP * STRIP;
}

size_t sort_values(size_t n, size_t ncol)
{
	return sort_ranks(n) * ncol;
}

size_t sort_rows(size_t n, size_t ncol)
{
	return sort_ranks(n) * ((ncol + STRIP - 1) / STRIP) * STRIP;
}

static size_t band_floats(size_t n)
{
	return n * SORT_BAND;
}

size_t sort_work(size_t n)
{
	return band_floats(n) * sizeof(float) + sort_ranks(n) * STRIP * sizeof(double);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

void sort_columns(const float *x, size_t n, size_t ncol, float *value, uint16_t *row, void *work)
{
	float *tile = work;
	double *key = (double *)(tile + band_floats(n));

	for (size_t b = 0; b < ncol; b += SORT_BAND) {
		size_t some = least(SORT_BAND, ncol - b);
		HOT_PICK(sort_gather)(x + b, ncol, n, some, tile);
		for (size_t c = b; c < b + some; c += STRIP)
			HOT_PICK(sort_tile)(tile + (c - b) * n, n, least(STRIP, ncol - c), key, value + c * STRIP,
					    ncol * STRIP, row + c * sort_ranks(n));
	}
}

void sort_back(const float *value, const uint16_t *row, size_t n, size_t ncol, float *y, void *work)
{
	float *tile = work;

	for (size_t b = 0; b < ncol; b += SORT_BAND) {
		size_t some = least(SORT_BAND, ncol - b);
		for (size_t c = b; c < b + some; c += STRIP)
			HOT_PICK(sort_untile)(value + c * STRIP, ncol * STRIP, row + c * sort_ranks(n), n,
					      least(STRIP, ncol - c), tile + (c - b) * n);
		HOT_PICK(sort_scatter)(tile, n, some, y + b, ncol);
	}
}

void sort_back_one(const float *value, const uint16_t *row, size_t n, size_t ncol, size_t c, float *y)
{
	const uint16_t *from = row + c / STRIP * STRIP * sort_ranks(n) + c % STRIP;

	for (size_t r = 0; r < n; r++)
		y[from[r * STRIP] * ncol + c] = value[(r / STRIP * ncol + c) * STRIP + r % STRIP];
}
