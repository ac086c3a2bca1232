/* num/xray.h: against the tables of Henke et al. as the CXRO server prints them, and laws of delta and beta. */
#include "check.h"

#include "num/xray.h"

/*
 * Tables differ in f' by a percent far from edges (gold at 10 and 8 keV lies between its M edges and L3, 11.92 keV) and in photoabsorption by a few.
 */
static void published(void)
{
	static const struct { const char *formula; double density_g_cm3, energy_kev, delta, beta; } ref[] = {
		{ "Si", 2.33, 10, 4.88e-6, 7.4e-8 },
		{ "Au", 19.32, 10, 2.99e-5, 2.21e-6 },
		{ "Si", 2.33, 8.048, 7.58e-6, 1.75e-7 },
		{ "SiO2", 2.2, 8.048, 7.13e-6, 9.3e-8 },
	};

	for (size_t i = 0; i < sizeof ref / sizeof *ref; i++) {
		struct err e = { 0 };
		double delta, beta;

		CHECK(!xray_index(ref[i].formula, ref[i].density_g_cm3, ref[i].energy_kev, &delta, &beta, &e));
		NEAR(delta / ref[i].delta, 1, 0.01);
		NEAR(beta / ref[i].beta, 1, 0.04);
	}
}

/* Light elements far above their edges: every electron counts as free, delta = r_e lambda^2 n_e/(2 pi). */
static void free_electrons(void)
{
	struct err e = { 0 };
	double delta, beta, lambda = 1.2398419843320026 / 30, n_e = 1.05 * 6.02214076e23 * 56 / 104.152 * 1e-21;

	CHECK(!xray_index("C8H8", 1.05, 30, &delta, &beta, &e));
	NEAR(delta / (2.8179403e-6 * lambda * lambda * n_e / (2 * M_PI)), 1, 1e-3);	/* f' of carbon at 30 keV: 0.001 of 6 */
	CHECK(beta > 0 && beta < 1e-3 * delta);
}

/* A mixture is the sum of its elements, and all goes with the density. */
static void adds_up(void)
{
	struct err e = { 0 };
	double d, b, ds, bs, dox, box, w = 28.0855 / (28.0855 + 2 * 15.9994);

	CHECK(!xray_index("SiO2", 2.2, 12, &d, &b, &e));
	CHECK(!xray_index("Si", 2.2 * w, 12, &ds, &bs, &e));
	CHECK(!xray_index("O", 2.2 * (1 - w), 12, &dox, &box, &e));
	NEAR((ds + dox) / d, 1, 1e-5);		/* atomic weights to five digits */
	NEAR((bs + box) / b, 1, 1e-4);
	CHECK(!xray_index("SiO2", 4.4, 12, &ds, &bs, &e));
	NEAR(ds / d, 2, 1e-14);
	NEAR(bs / b, 2, 1e-14);
}

static void same(const char *a, const char *b)
{
	struct err e = { 0 };
	double d[2], i[2];

	CHECK(!xray_index(a, 3, 12, &d[0], &i[0], &e) && !xray_index(b, 3, 12, &d[1], &i[1], &e));
	NEAR(d[0] / d[1], 1, 1e-14);
	NEAR(i[0] / i[1], 1, 1e-14);
}

static void formulas(void)
{
	same("Ca5(PO4)3OH", "Ca5P3O13H");
	same("Fe0.2Ni0.8", "FeNi4");
	same("(CH2)2", "C2H4");
	same("((Si)(O)2)", "SiO2");
	same("CO", "OC");
	same("HFHf", "H1Hf1F1");
}

/* The K edge of copper, 8.979 keV: absorption jumps up by about 7, and f' dips. */
static void edge(void)
{
	struct err e = { 0 };
	double d[3], b[3];

	CHECK(!xray_index("Cu", 8.96, 8.5, &d[0], &b[0], &e) && !xray_index("Cu", 8.96, 8.97, &d[1], &b[1], &e));
	CHECK(!xray_index("Cu", 8.96, 9.1, &d[2], &b[2], &e));
	CHECK(b[2] > 5 * b[0] && b[2] < 9 * b[0]);
	CHECK(d[1] * 8.97 * 8.97 < 0.97 * d[0] * 8.5 * 8.5);
}

static void bad(const char *formula, double density_g_cm3, double energy_kev, const char *what)
{
	struct err e = { 0 };
	double d, b;

	CHECK(xray_index(formula, density_g_cm3, energy_kev, &d, &b, &e) == E_DATA);
	CHECK(strstr(e.msg, what));
	if (!strstr(e.msg, what))
		printf("# %s\n", e.msg);
}

static void refused(void)
{
	bad("Xx", 1, 10, "\"Xx\"");
	bad("", 1, 10, "\"\"");
	bad("Si2O)", 1, 10, "\"Si2O)\"");
	bad("(Si", 1, 10, "character 4");
	bad("SiO0", 1, 10, "\"SiO0\"");
	bad("SiO2.2.2", 1, 10, "\"SiO2.2.2\"");
	bad("Si O", 1, 10, "character 3");
	bad("si", 1, 10, "\"si\"");
	bad("2Si", 1, 10, "\"2Si\"");
	bad("()", 1, 10, "\"()\"");
	bad("((((((((((((((((((Si))))))))))))))))))", 1, 10, "not understood");
	bad("Es", 1, 10, "element 99");
	bad("Si", 1, 1e5, "100000 keV");
	bad("Si", 1, 0.01, "0.01 keV");
	bad("Si", 1, -8, "-8 keV");
	bad("Si", 1, NAN, "nan keV");
	bad("Si", 0, 8, "0 g/cm3");
	bad("Si", NAN, 8, "nan g/cm3");
}

int main(void)
{
	CASE(published);
	CASE(free_electrons);
	CASE(adds_up);
	CASE(formulas);
	CASE(edge);
	CASE(refused);
	return done();
}
