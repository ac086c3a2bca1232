/*
 * units.h - physical constants and conversions, stated once.
 */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#define UNIT_HC_KEV_M     1.2398419843320026e-9	/* h c; exact since the SI of 2019 */
#define UNIT_DEG          0.017453292519943295	/* radians in a degree */
#define UNIT_MM           1e-3			/* m */
#define UNIT_UM           1e-6			/* m */
#define UNIT_CM           1e-2			/* m */

/* Wavelength, m, of photons of this energy, keV. */
static inline double unit_wavelength_m(double energy_kev)
{
	return UNIT_HC_KEV_M / energy_kev;
}

#endif
