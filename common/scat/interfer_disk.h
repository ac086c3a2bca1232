/*
 * interfer_disk.h - the direct correlation function of hard disks, transformed, of interfer.h.
 *
 * Y. Rosenfeld, Phys. Rev. A 42 (1990) 5978: with x = r/(2 R), packing eta = pi R^2 n, p = 7/3 - 4 sqrt(3)/pi,
 *	c(x) = c0 (1 + 4 eta (W(x/2) - 1) + s2 x) for x < 1, else 0,  W(y) = (2/pi)(acos y - y sqrt(1 - y^2)),
 *	c0 = -d(eta Z)/d eta = -(1 + eta + 3 p eta^2 - p eta^3)/(1 - eta)^3 of the pressure Z = (1 + p eta^2)/(1 - eta)^2,
 *	s2 = (3/8) eta^2 [8 (1 - 2 p) + (25 - 9 p) p eta - (7 - 3 p) p eta^2]/[-c0 (1 - eta)^3].
 *
 * The integral is kept as polynomials on panels of A = 2 R q, each made when first asked for from its own number alone.
 */
#ifndef SCAT_INTERFER_DISK_H
#define SCAT_INTERFER_DISK_H

enum { DISK_ORDER = 18, DISK_PANELS = 64 };

struct interfer_disk {
	double eta, c0, s2;
	long have[DISK_PANELS];				/* number of the panel kept there, plus 1; 0: none */
	double coef[DISK_PANELS][DISK_ORDER];
};

void interfer_disk_init(struct interfer_disk *d, double eta);
/* The integral of x c(x) J0(A x) dx, 0 < x < 1, within 1e-14 of c0; A >= 0.  One thread at a time. */
double interfer_disk_c(struct interfer_disk *d, double A);

#endif
