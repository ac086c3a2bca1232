/*
 * xray.h - the refractive index of matter for X-rays, n = 1 - delta + i beta, by xraylib: xray.c is the only file that includes
 * its header (T. Schoonjans et al., Spectrochim. Acta B 66 (2011) 776).
 *
 *	delta = r_e lambda^2 / (2 pi) N_A rho sum_i w_i (Z_i + f'_i) / A_i
 *	beta = lambda / (4 pi) rho sum_i w_i tau_i
 *
 * w: mass fractions; f': Fi of xraylib; tau: the cross section of photoelectric absorption, so that beta is that of f2 in
 * the tables of Henke, Gullikson and Davis (At. Data Nucl. Data Tables 54 (1993) 181).  xraylib's own refractive index takes the total cross
 * section, scattering included: 16 % more for polystyrene at 10 keV.
 *
 * Pure and thread-safe.
 */
#ifndef NUM_XRAY_H
#define NUM_XRAY_H

#include "base/err.h"

#define XRAY_HC_KEV_NM 1.2398419843320026	/* h c: exact since 2019 */

/*
 * formula: "Au", "SiO2", "C8H8", "Ca5(PO4)3OH", "Fe0.2Ni0.8".  E_DATA: a formula that is none, an element or an energy that the tables
 * do not have, a density that is not above 0.
 */
int xray_index(const char *formula, double density_g_cm3, double energy_kev, double *delta, double *beta, struct err *e);

#endif
