/*
 * amp.h - amplitudes of the particles of one layout on a detector.
 *
 * The four terms of the distorted waves in layer l, with kz of the layer and amplitudes T, R taken at height z0 (T' = T exp(-i kz z0),
 * R' = R exp(i kz z0)),
 *	A = (pi/lambda^2) [Ti'Tf' F(-ki-kf) + Ri'Tf' F(ki-kf) + Ti'Rf' F(-ki+kf) + Ri'Rf' F(ki+kf)]
 * are written with the even and odd parts of F in kf,
 *	E = sum over s of (Ti' or Ri') [F(s ki + kf) + F(s ki - kf)] / 2,   O = the same of [F(s ki + kf) - F(s ki - kf)] / (2 kf)
 *	A = (pi/lambda^2) [(Tf' + Rf') E + (Rf' - Tf') kf O]
 * E and O are entire functions of kf^2 = k^2 sin^2 a + const and of q_par, without the branch point of kf at the critical angle, and so are
 * smooth over the whole detector: they are computed at the nodes of cheb.h and known everywhere.  Only T, R and kf belong to a pixel.
 *
 * Of many particles, |A|^2 = sum gamma_m gamma_n* f_m f_n*, in which the mean over particles is taken at nodes too (twice as many a direction).
 * Where a particle is so large that nodes would be as many as pixels, or so high that E and O would lose digits, each pixel is computed.
 *
 * Read-only once made, so rows may be asked for by many threads.
 */
#ifndef SCAT_AMP_H
#define SCAT_AMP_H

#include <stdbool.h>

#include "scat/layers.h"
#include "scat/sample.h"
#include "scat/view.h"

struct amp;

struct amp_in {				/* the incoming wave in each layer */
	double complex kz, t, r;
};

struct amp_par {
	const struct view *view;
	const struct sample *sample;
	const struct layout *layout;
	const struct amp_in *in;	/* [nlayer]; t or r 0 leaves their terms out */
	const double complex *n2;	/* of what particles displace in each layer, or NULL: the layer's own */
	bool born;			/* vacuum q, no layers */
	bool allow_alias;		/* fields beyond the q of their samples */
	size_t look;			/* pixels of a field that are also computed by the sum over its samples */
	bool each_pixel;		/* nothing is computed ahead: for amp_pixel() */
};

int amp_new(struct amp **a, const struct amp_par *p, struct err *e);
void amp_free(struct amp *a);

/* What of the species of a layout is wanted of a row: arrays of ncol, zeroed by the caller; NULL: not. */
struct amp_sums {
	double *abs2;			/* sum p |A|^2; with s of each species: sum p |A|^2 S */
	double *mean_re, *mean_im;	/* sum p A */
	/*
	 * Called with the amplitudes of each species in turn, instead of all of the above.  Not called, and the above is filled, where each is NULL.
	 */
	void (*each)(void *ctx, size_t species, const double *re, const double *im);
	void *ctx;
};

/*
 * A row of the fine grid; q as view_row() gave it.  w[layer]: outgoing waves, arrays of one (one_angle) or of ncol; not used in Born.
 * work: amp_work() bytes.
 */
size_t amp_work(const struct amp *a);
void amp_row(const struct amp *a, size_t fine_row, const struct view_row *q, const struct wave *w, bool one_angle,
	     const struct amp_sums *s, void *work);

/*
 * One species at one place: the four terms as they stand, of the outgoing waves w[layer] at index i and q_par; Born: at q, with a phase
 * exp(-i qz z0) that all species of the layout share (z0 the middle of its heights), as amp_row() has it.
 */
double complex amp_pixel(const struct amp *a, size_t species, const struct wave *w, size_t i, double qx, double qy, double qz_vacuum);
/* The extent of a species along x of its first part: the length of a bar, nm. */
double amp_length(const struct amp *a, size_t species);

/*
 * How the amplitudes are had: "nodes", "ensemble", "pixels" or "field", how many form factors it takes, and the largest error of the pixels
 * of a field that were looked at, over the largest amplitude among them.
 */
const char *amp_how(const struct amp *a, double *evaluations, double *look_error);

#endif
