/*
 * material.h - the refractive index that a node of a sample file says, n = 1 - delta + i beta, at one energy.
 *
 * One of
 *	{delta, beta}			as they are; beta may be left out (0)
 *	{formula, density_g_cm3}	num/xray.h
 *	{table}				a text file of lines "E[keV] delta beta", '#' begins a comment; energies ascend.  Interpolated
 *					as a power law of E between two lines (log-log), where both values are above 0, else
 *					linearly; never extrapolated
 *	{sld_re, sld_im}		scattering length density in 1e-6/Angstrom^2 (1e-4/nm^2), sld_im above 0 absorbs; sld_im may be
 *					left out (0): n = 1 - lambda^2 (sld_re - i sld_im)/(2 pi)
 *
 * Pure and thread-safe, with the functions of files as pure as they are.
 */
#ifndef SCAT_MATERIAL_H
#define SCAT_MATERIAL_H

#include "base/node.h"

struct job_files;

/* energy_kev and wavelength_nm are of the same wave.  E_DATA with the place in the file; beta < 0 is refused. */
int material_read(const struct node *n, double energy_kev, double wavelength_nm, const struct job_files *files, double *delta,
		  double *beta, struct err *e);
/* The table alone: text of such a file.  name: for messages "NAME:LINE: ..." */
int material_table(const char *text, const char *name, double energy_kev, double *delta, double *beta, struct err *e);

#endif
