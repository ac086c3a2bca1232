/*
 * metric.h - measures of the difference between a reference a and a test b.
 *
 * Sums are taken over pairs of which both are finite and the mask (if any) is
 * not 0.  A pair that is not finite counts as equal when it is the same on
 * both sides (NaN and NaN, inf and inf), else as odd.  Blocks of fixed size,
 * merged in order: the result does not depend on threads or slabs as long as
 * items are added one by one, or merged in their order.
 *
 * Pure and thread-safe; a struct metric belongs to one thread at a time.
 */
#ifndef NUM_METRIC_H
#define NUM_METRIC_H

#include <stdbool.h>
#include <stddef.h>

struct metric_par {
	double abs_tol, rel_tol;	/* a pair differs when |a - b| > abs_tol + rel_tol |a| */
	double gain, offset;		/* b becomes gain b + offset first; 1 and 0: as it is */
	double sigma;			/* deviation of a - b, for chi2; 0: none */
	bool poisson;			/* variance max(a, 1) in place of sigma^2 */
};

struct metric {
	size_t n;			/* pairs in the sums */
	size_t odd;			/* just one finite, or infinities of different sign */
	size_t differ;			/* beyond the tolerance, the odd ones included */
	size_t first;			/* index of the first that differs; SIZE_MAX: none */
	size_t worst;			/* index of the largest difference */
	double max_abs;			/* max |a - b| */
	double first_a, first_b;	/* values of the first that differs */
	double d2;			/* sum (a - b)^2 */
	double abs_d;			/* sum |a - b| */
	double a2;			/* sum a^2 */
	double min_a, max_a;
	double mean_a, mean_b, m2_a, m2_b, c_ab;	/* means and sums about them */
	double chi2;			/* sum (a - b)^2 / variance */
	double ssim;			/* sum over windows; metric_add_ssim() */
	size_t windows;
};

void metric_init(struct metric *m);
/* n pairs, of which the first has index at. mask: NULL or n bytes. */
void metric_add(struct metric *m, const double *a, const double *b, const unsigned char *mask,
		size_t n, size_t at, const struct metric_par *p);
/* o comes behind m. */
void metric_merge(struct metric *m, const struct metric *o);

/* Of the sums.  NaN when there is no pair. */
double metric_rmse(const struct metric *m);		/* sqrt(mean (a - b)^2) */
double metric_mae(const struct metric *m);		/* mean |a - b| */
double metric_bias(const struct metric *m);		/* mean b - mean a */
double metric_rel_l2(const struct metric *m);		/* |a - b| / |a|, Euclidean norms */
double metric_correlation(const struct metric *m);	/* Pearson's r; NaN when either is constant */
double metric_psnr(const struct metric *m, double peak);	/* 20 log10(peak / rmse), dB; inf when equal */
double metric_ssim(const struct metric *m);		/* mean over windows */
/* The least-squares gain and offset: a ~ gain b + offset; 1 and 0 when b is constant. */
void metric_fit(const struct metric *m, double *gain, double *offset);

/*
 * Structural similarity of one image [nrow][ncol] for data of range peak
 * (Wang, Bovik, Sheikh & Simoncelli, IEEE Trans. Image Process. 13 (2004)
 * 600, eq. 13): weights of an 11 x 11 Gaussian of deviation 1.5, K1 = 0.01,
 * K2 = 0.03, in every window that lies within the image and has its middle in
 * the mask.  Images smaller than a window add nothing.  work: metric_ssim_work()
 * bytes.  Applies gain and offset of p to b.
 */
enum { METRIC_WINDOW = 11 };
size_t metric_ssim_work(size_t ncol);
void metric_add_ssim(struct metric *m, const double *a, const double *b, const unsigned char *mask,
		     size_t nrow, size_t ncol, double peak, const struct metric_par *p, void *work);

#endif
