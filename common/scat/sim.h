/*
 * sim.h - the intensity of a sample on a detector, in the distorted-wave Born approximation (grazing incidence) or the Born
 * approximation (transmission).
 *
 * A pixel is dOmega f dSigma/dOmega for a beam of unit intensity: dSigma/dOmega per area of the surface (S. K. Sinha, E. B. Sirota, S. Garoff
 * and H. B. Stanley, Phys. Rev. B 38 (1988) 2297; M. Rauscher, T. Salditt and H. Spohn, Phys. Rev. B 52 (1995) 16855), f the
 * footprint 1/sin(alpha_i).  Species of a layout: decoupling approximation, local monodisperse, or size-spacing coupling
 * (R. Lazzari, F. Leroy and G. Renaud, Phys. Rev. B 76 (2007) 125411):
 *	da    rho { <|A|^2> + |<A>|^2 (S - 1) }
 *	lma   rho sum p_a |A_a|^2 S_a
 *	ssca  rho { <|A|^2> + 2 Re[(sum g_a A_a)(sum g_a A_a*) P / (1 - P sum p_a exp(2 i kappa q dR_a))] },  g_a = p_a exp(i kappa q dR_a)
 *
 * Pure; rows run in parallel (num/par.h), with the same result for any number of threads.
 */
#ifndef SCAT_SIM_H
#define SCAT_SIM_H

#include "scat/detector.h"
#include "scat/sample.h"

enum { SIM_TERMS = 4 };			/* TiTf RiTf TiRf RiRf */

struct sim_par {
	bool born;			/* particles as in the vacuum: no layers */
	bool allow_alias;		/* height fields and voxels beyond q = pi/spacing: refused otherwise */
	size_t look;			/* pixels of height fields and voxels that are also computed by the sum over their samples */
	int term;			/* -1: all; 0 .. 3: this one of the four alone, no roughness */
	int oversample;			/* n x n places in each pixel; 1: its centre */
	/* transmission: the sample turned by omega_rad about an axis of the detector's frame, its thickness absorbing */
	bool through;
	struct vec3 axis;
	double omega_rad, mu_t;		/* exp(-mu_t / cos(c)), c between beam and normal: omega where the axis is across the beam */
};

struct sim_tell {			/* how it went; NULL where not wanted */
	double evaluations;		/* form factors computed */
	const char *how;		/* of the first layout (amp.h) */
	double look_error;		/* the largest error of these, over the largest amplitude of them */
	size_t lost;			/* pixels above the horizon that are NaN: numbers beyond a double, as of a wave that fades by
					   more than exp(-700) over one particle; added to what it was */
};

/*
 * out[nrow][ncol] is added weight times the image.  Pixels that cannot be reached, or of alpha_f <= 0 but in transmission, become NaN.
 * E_DATA: a sample that cannot be computed, E_NOMEM.
 */
int sim_add(const struct sample *s, const struct beam *b, const struct detector *d, const struct sim_par *p,
	    double weight, double *out, struct sim_tell *tell, struct err *e);

#endif
