/* scat/material.h: each way to say an index, units against hand numbers, interpolation against power laws, and errors. */
#include "check.h"

#include "base/mem.h"
#include "io/yaml.h"
#include "num/xray.h"
#include "scat/job.h"
#include "scat/material.h"

static const char table[] =
	"# E delta beta\n"
	"8 8e-6 -0\n"
	"  10\t4e-6, 2e-8\t# a comment\n"
	"\r\n"
	"20 1e-6 5e-9\n"
	"40 -1e-6 5e-10";

static int text(void *ctx, const struct node *where, const char *path, char **out, struct err *e)
{
	const char *s = ctx;

	if (strcmp(path, "t.txt"))
		return node_err(where, e, "%s: no such file", path);
	*out = mem_alloc(strlen(s) + 1, 1, "a text", e);
	if (*out)
		memcpy(*out, s, strlen(s) + 1);
	return e->code;
}

struct index { double delta, beta; };

static int get(const char *yaml, double energy_kev, const char *tab, struct index *v, struct err *e)
{
	struct job_files files = { .ctx = (void *)(size_t)tab, .text = text };
	struct node_tree t = { 0 };

	*e = (struct err){ 0 };
	*v = (struct index){ NAN, NAN };
	if (!yaml_parse(&t, "f", yaml, strlen(yaml), e))
		material_read(t.root, energy_kev, XRAY_HC_KEV_NM / energy_kev, &files, &v->delta, &v->beta, e);
	node_free(&t);
	return e->code;
}

static struct index good(const char *yaml, double energy_kev)
{
	struct err e;
	struct index v;

	CHECK(!get(yaml, energy_kev, table, &v, &e));
	if (e.code)
		printf("# %s\n", e.msg);
	return v;
}

static void as_they_are(void)
{
	struct index v = good("{delta: 4.88e-6, beta: 7.37e-8, name: Si}", 10);

	CHECK(v.delta == 4.88e-6 && v.beta == 7.37e-8);
	v = good("{delta: -1e-6}", 10);
	CHECK(v.delta == -1e-6 && v.beta == 0);
}

static void formula(void)
{
	struct index v = good("{formula: SiO2, density_g_cm3: 2.2}", 12), w;
	struct err e = { 0 };

	CHECK(!xray_index("SiO2", 2.2, 12, &w.delta, &w.beta, &e));
	CHECK(v.delta == w.delta && v.beta == w.beta);
	v = good("{formula: SiO2, density_g_cm3: 2200 kg/m3}", 12);
	NEAR(v.delta / w.delta, 1, 1e-14);
}

/* Silicon for neutrons: 2.07e-6/A^2, at lambda = 1 nm: delta = 1e2 A^2 x 2.07e-6/(2 pi) = 3.2945e-5. */
static void scattering_length_density(void)
{
	struct index v = good("{sld_re: 2.07, sld_im: 0.5}", XRAY_HC_KEV_NM);

	NEAR(v.delta, 3.29450e-5, 1e-9);
	NEAR(v.beta / v.delta, 0.5 / 2.07, 1e-14);
	v = good("{sld_re: 2.07}", XRAY_HC_KEV_NM / 2);
	NEAR(v.delta, 4 * 3.29450e-5, 1e-9);
	CHECK(v.beta == 0);
}

static void tables(void)
{
	struct index v = good("{table: t.txt}", 10);

	CHECK(v.delta == 4e-6 && v.beta == 2e-8);
	v = good("{table: t.txt}", 8);
	CHECK(v.delta == 8e-6 && v.beta == 0);
	v = good("{table: t.txt}", 40);
	CHECK(v.delta == -1e-6 && v.beta == 5e-10);
	/* from 10 to 20 keV both fall by 4: E^-2 */
	v = good("{table: t.txt}", 14);
	NEAR(v.delta / (4e-6 * 100 / 196), 1, 1e-14);
	NEAR(v.beta / (2e-8 * 100 / 196), 1, 1e-14);
	/* from 20 to 40 keV: delta changes its sign, linear; beta as E^(log2 0.1) */
	v = good("{table: t.txt}", 25);
	NEAR(v.delta, 0.5e-6, 1e-20);
	NEAR(v.beta / (5e-9 * pow(1.25, log2(0.1))), 1, 1e-13);
	/* from 8 to 10 keV: beta begins at 0 */
	v = good("{table: t.txt}", 8.5);
	NEAR(v.beta, 0.5e-8, 1e-20);
}

static void bad_table(const char *tab, double energy_kev, const char *what)
{
	struct err e;
	struct index v;

	CHECK(get("{table: t.txt}", energy_kev, tab, &v, &e) == E_DATA);
	CHECK(!strncmp(e.msg, "f:1:9: ", 7) && strstr(e.msg, what));
	if (!strstr(e.msg, what))
		printf("# %s\n", e.msg);
}

static void bad_tables(void)
{
	bad_table(table, 7.99, "has 8 to 40 keV, not 7.99 keV");
	bad_table(table, 40.01, "has 8 to 40 keV");
	bad_table("10 1e-6 1e-8\n", 10.001, "has 10 to 10 keV");
	bad_table("# nothing\n", 10, "no line");
	bad_table("8 1e-6 1e-8\n10 1e-6\n", 9, "t.txt:2: expected");
	bad_table("8 1e-6 1e-8 4\n", 8, "t.txt:1: expected");
	bad_table("Energy delta beta\n", 8, "t.txt:1: expected");
	bad_table("8 nan 1e-8\n", 8, "t.txt:1: expected");
	bad_table("8 1e-6 1e-8\n8 1e-6 1e-8\n", 8, "t.txt:2: energy 8 keV does not come after 8 keV");
	bad_table("8 1e-6 1e-8\n10 1e-6 -1e-8\n", 9, "t.txt:2: energy 10 keV, beta -1e-08");
	bad_table("0 1e-6 1e-8\n", 9, "t.txt:1: energy 0 keV");
}

static void bad(const char *yaml, const char *what)
{
	struct err e;
	struct index v;

	CHECK(get(yaml, 10, table, &v, &e) == E_DATA);
	CHECK(!strncmp(e.msg, "f:1:", 4) && strstr(e.msg, what));
	if (!strstr(e.msg, what))
		printf("# %s: %s\n", yaml, e.msg);
}

static void refused(void)
{
	bad("{}", "{delta, beta}");
	bad("Si", "map");
	bad("{beta: 1e-8}", "{delta, beta}");
	bad("{delta: 1e-6, beta: -1e-8}", "beta");
	bad("{delta: x}", "delta");
	bad("{delta: 1e-6, formula: Si}", "either delta or formula");
	bad("{formula: Si, density_g_cm3: 2.33, beta: 0}", "beta does not go with formula");
	bad("{formula: Si}", "needs density_g_cm3");
	bad("{formula: Xx, density_g_cm3: 1}", "\"Xx\"");
	bad("{formula: Si, density_g_cm3: 0}", "density_g_cm3");
	bad("{formula: [Si], density_g_cm3: 1}", "text");
	bad("{table: u.txt}", "no such file");
	bad("{sld_re: 1, sld_im: -1}", "sld_im");
	bad("{delta: 1e-6, colour: red}", "colour");
}

/* Where no files can be read a table is an error, and no crash. */
static void no_files(void)
{
	struct node_tree t = { 0 };
	struct err e = { 0 };
	double d, b;

	CHECK(!yaml_parse(&t, "f", "{table: t.txt}", 14, &e));
	CHECK(material_read(t.root, 10, 0.12, NULL, &d, &b, &e) == E_DATA);
	node_free(&t);
}

int main(void)
{
	CASE(as_they_are);
	CASE(formula);
	CASE(scattering_length_density);
	CASE(tables);
	CASE(bad_tables);
	CASE(refused);
	CASE(no_files);
	return done();
}
