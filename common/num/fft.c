#include "num/fft.h"

#include <fftw3.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

enum { MAXRANK = 3 };

struct key {
	enum fft_kind kind;
	int rank;
	size_t n[MAXRANK];
	size_t howmany;
	bool in_place, twice;		/* twice: doubles */
};

struct fft {
	struct key key;
	fftwf_plan plan;
	fftw_plan plan2;		/* instead, of doubles */
	struct fft *next;
};

/* FFTW's planner is not thread-safe; execution is. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct fft *plans;

static bool same(const struct key *a, const struct key *b)
{
	return a->kind == b->kind && a->rank == b->rank && a->howmany == b->howmany &&
	       a->in_place == b->in_place && a->twice == b->twice && !memcmp(a->n, b->n, sizeof a->n);
}

static const struct fft *find(const struct key *k)
{
	for (const struct fft *f = plans; f; f = f->next)
		if (same(&f->key, k))
			return f;
	return NULL;
}

/* Samples along axis i of the real and of the complex side, as they lie in memory. */
static size_t real_len(const struct key *k, int i)
{
	return i == k->rank - 1 && k->in_place ? 2 * (k->n[i] / 2 + 1) : k->n[i];
}

static size_t complex_len(const struct key *k, int i)
{
	bool half = k->kind == FFT_R2C || k->kind == FFT_C2R;

	return i == k->rank - 1 && half ? k->n[i] / 2 + 1 : k->n[i];
}

/* Samples of one transform on each side (for complex transforms both the same). */
static size_t volume(const struct key *k, bool real)
{
	size_t v = 1;

	for (int i = 0; i < k->rank; i++)
		v *= real ? real_len(k, i) : complex_len(k, i);
	return v;
}

static fftwf_plan make(const struct key *k, void *in, void *out)
{
	fftwf_iodim64 dim[MAXRANK], many = { .n = (ptrdiff_t)k->howmany };
	bool real_in = k->kind == FFT_R2C, real_out = k->kind == FFT_C2R;
	ptrdiff_t is = 1, os = 1;
	unsigned flags = FFTW_ESTIMATE;

	for (int i = k->rank - 1; i >= 0; i--) {
		dim[i] = (fftwf_iodim64){ (ptrdiff_t)k->n[i], is, os };
		is *= (ptrdiff_t)(real_in ? real_len(k, i) : complex_len(k, i));
		os *= (ptrdiff_t)(real_out ? real_len(k, i) : complex_len(k, i));
	}
	many.is = is;
	many.os = os;
	switch (k->kind) {
	case FFT_R2C:
		return fftwf_plan_guru64_dft_r2c(k->rank, dim, 1, &many, in, out, flags);
	case FFT_C2R:
		if (k->rank == 1 && !k->in_place)
			flags |= FFTW_PRESERVE_INPUT;
		return fftwf_plan_guru64_dft_c2r(k->rank, dim, 1, &many, in, out, flags);
	case FFT_FORWARD:
		return fftwf_plan_guru64_dft(k->rank, dim, 1, &many, in, out, FFTW_FORWARD, flags);
	case FFT_INVERSE:
		return fftwf_plan_guru64_dft(k->rank, dim, 1, &many, in, out, FFTW_BACKWARD, flags);
	}
	return NULL;
}

static fftw_plan make_double(const struct key *k, void *in, void *out)
{
	fftw_iodim64 dim[MAXRANK], many = { .n = (ptrdiff_t)k->howmany };
	ptrdiff_t step = 1;

	for (int i = k->rank - 1; i >= 0; i--) {
		dim[i] = (fftw_iodim64){ (ptrdiff_t)k->n[i], step, step };
		step *= (ptrdiff_t)k->n[i];
	}
	many.is = many.os = step;
	return fftw_plan_guru64_dft(k->rank, dim, 1, &many, in, out,
				    k->kind == FFT_FORWARD ? FFTW_FORWARD : FFTW_BACKWARD, FFTW_ESTIMATE);
}

/* The planner sees buffers of the right size and alignment, and touches neither. */
static int add(const struct key *k, const struct fft **out, struct err *e)
{
	size_t cplx = volume(k, false) * 2, real = volume(k, true);
	size_t size = (cplx > real ? cplx : real) * (k->twice ? 2 : 1);
	float *a = mem_alloc(k->howmany, size * sizeof *a, "planning a transform", e);
	float *b = k->in_place ? a : mem_alloc(k->howmany, size * sizeof *b, "planning a transform", e);
	struct fft *f = mem_zero(1, sizeof *f, "a transform", e);

	if (a && b && f && k->twice)
		f->plan2 = make_double(k, a, b);
	else if (a && b && f)
		f->plan = make(k, a, b);
	if (b != a)
		mem_free(b);
	mem_free(a);
	if (!f || (!f->plan && !f->plan2)) {
		mem_free(f);
		return err_set(e, E_NOMEM, "no memory for a transform of %zu samples", volume(k, true));
	}
	f->key = *k;
	f->next = plans;
	plans = f;
	*out = f;
	return 0;
}

static int check(int rank, const size_t *n, size_t howmany, struct err *e)
{
	size_t total = howmany;

	if (rank < 1 || rank > MAXRANK || howmany == 0)
		return err_set(e, E_INTERNAL, "a transform of rank %d, %zu times", rank, howmany);
	for (int i = 0; i < rank; i++)
		if (n[i] == 0 || mem_mul(total, 2 * (n[i] / 2 + 1), &total, "a transform", e))
			return err_set(e, E_DATA, "a transform of length %zu", n[i]);
	return mem_mul(total, 2 * sizeof(double), &total, "a transform", e);
}

static int plan(const struct fft **f, struct key *k, const size_t *n, struct err *e)
{
	int code = 0;

	*f = NULL;
	if (check(k->rank, n, k->howmany, e))
		return e->code;
	memcpy(k->n, n, (size_t)k->rank * sizeof *n);
	pthread_mutex_lock(&lock);
	*f = find(k);
	if (!*f)
		code = add(k, f, e);
	pthread_mutex_unlock(&lock);
	return code;
}

int fft_plan(const struct fft **f, enum fft_kind kind, int rank, const size_t *n,
	     size_t howmany, int in_place, struct err *e)
{
	struct key k = { .kind = kind, .rank = rank, .howmany = howmany, .in_place = in_place != 0 };

	return plan(f, &k, n, e);
}

int fft_plan_double(const struct fft **f, enum fft_kind kind, int rank, const size_t *n,
		    size_t howmany, int in_place, struct err *e)
{
	struct key k = { .kind = kind, .rank = rank, .howmany = howmany, .in_place = in_place != 0, .twice = true };

	*f = NULL;
	if (kind != FFT_FORWARD && kind != FFT_INVERSE)
		return err_set(e, E_INTERNAL, "a transform of real doubles");
	return plan(f, &k, n, e);
}

void fft_run(const struct fft *f, const void *in, void *out)
{
	void *from = (void *)in;	/* FFTW takes no const; c2r may destroy it */

	if (f->key.twice)
		fftw_execute_dft(f->plan2, from, out);
	else if (f->key.kind == FFT_R2C)
		fftwf_execute_dft_r2c(f->plan, from, out);
	else if (f->key.kind == FFT_C2R)
		fftwf_execute_dft_c2r(f->plan, from, out);
	else
		fftwf_execute_dft(f->plan, from, out);
}

static bool smooth(size_t m)
{
	static const size_t prime[] = { 2, 3, 5, 7 };

	for (size_t i = 0; i < sizeof prime / sizeof *prime; i++)
		while (m % prime[i] == 0)
			m /= prime[i];
	return m == 1;
}

size_t fft_good_size(size_t n, int even)
{
	size_t m = n > 0 ? n : 1, step = even ? 2 : 1;

	if (even)
		m += m % 2;
	while (!smooth(m))
		m += step;
	return m;
}

double fft_freq(size_t k, size_t n)
{
	return (2 * k < n ? (double)k : (double)k - (double)n) / (double)n;
}

void fft_forget(void)
{
	pthread_mutex_lock(&lock);
	while (plans) {
		struct fft *f = plans;

		plans = f->next;
		if (f->key.twice)
			fftw_destroy_plan(f->plan2);
		else
			fftwf_destroy_plan(f->plan);
		mem_free(f);
	}
	fftwf_cleanup();
	fftw_cleanup();
	pthread_mutex_unlock(&lock);
}
