/*
 * fuzz_param.c - the small languages of the command line: parameters of a
 * method, sizes, numbers, ranges, angles.  What is taken is within its range
 * and prints to a text that gives the same value.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/param.h"
#include "io/angles.h"
#include "io/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const kinds[] = { "linear", "cubic", NULL };
static const struct param params[] = {
	{ "sigma", PARAM_NUM, "px", 2, 0, 1e3, NULL, NULL, "width" },
	{ "level", PARAM_INT, "", 4, 1, 12, NULL, NULL, "levels" },
	{ "pad", PARAM_FLAG, "", 0, 0, 1, NULL, NULL, "pad it" },
	{ "kind", PARAM_CHOICE, "", 0, 0, 1, NULL, kinds, "which" },
	{ "energy", PARAM_NUM, "keV", NAN, 0.1, 1e4, META_ENERGY, NULL, "of the photons" },
	{ .type = PARAM_END },
};

static void method(const char *text)
{
	double val[PARAM_MAX], val2[PARAM_MAX];
	struct err e = { 0, "" };
	struct meta m = { 0 };
	char buf[512];

	if (param_parse(params, "filter test", text, val, &e)) {
		if (e.code != E_USAGE || !*e.msg)
			abort();
		return;
	}
	meta_set(&m, META_ENERGY, "25", &e);
	if (param_resolve(params, "filter test", &m, val, &e))
		abort();
	for (int i = 0; params[i].type != PARAM_END; i++)
		if (!(val[i] >= params[i].lo && val[i] <= params[i].hi))
			abort();
	param_print(params, val, buf, sizeof buf);
	if (param_parse(params, "filter test", buf, val2, &e))
		abort();
	for (int i = 0; params[i].type != PARAM_END; i++)
		if (val2[i] != val[i])
			abort();
	meta_free(&m);
}

static void numbers(const char *text)
{
	struct err e = { 0, "" }, e2 = { 0, "" };
	struct range r;
	char buf[32];
	size_t bytes;
	double v, w;

	if (!num_parse(text, &v) && (!isfinite(v) || num_parse(num_print(v, buf, sizeof buf), &w) || v != w))
		abort();
	if (mem_parse(text, &bytes, &e) && e.code != E_USAGE)
		abort();
	if (!range_parse(text, &r, &e2) && !(r.set && r.a < r.b && r.step))
		abort();
}

static void angles(const char *text)
{
	double theta[7];
	struct err e = { 0, "" };

	if (strspn(text, "0123456789.:-+exclFILE") == strlen(text) && !angles_parse(text, 7, theta, &e))
		for (int i = 0; i < 7; i++)
			if (!isfinite(theta[i]))
				abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	method(text);
	numbers(text);
	angles(text);
	free(text);
	return 0;
}
