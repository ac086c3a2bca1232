/*
 * fuzz_tables.c - tables along axes: any text is refused or read, what is read
 * prints to a text that gives the same numbers, and follows crops, bins, pads and reversals.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/head.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Steps of geometry, as the first bytes say; tables must fit the axes after each. */
static void geometry(const double *v, size_t n, const uint8_t *steps, size_t count)
{
	struct head h;
	struct err e = { 0, "" };

	head_init(&h, DT_F32, 3, (size_t[]){ n, 6, 5 }, (const char *const[]){ "angle", "row", "col" });
	meta_set_num(&h.meta, META_CENTER, 2.5, &e);
	if (head_set_table(&h, "angle", "theta_deg", v, n, &e))
		abort();
	for (size_t i = 0; i + 2 < count && i < 30; i += 3) {
		struct err step = { 0, "" };
		int axis = steps[i] % 3;
		switch (steps[i] / 3 % 6) {
		case 0: head_crop(&h, axis, steps[i + 1] % 8, steps[i + 2] % 16, 1 + steps[i] / 64, &step); break;
		case 1: head_bin(&h, axis, steps[i + 1] % 5, &step); break;
		case 2: head_bin2(&h, 1, 2, steps[i + 1] % 4, &step); break;
		case 3: head_pad(&h, axis, steps[i + 1] % 9, steps[i + 2] % 9, &step); break;
		case 4: head_reverse(&h, axis, &step); break;
		case 5: head_swap(&h, axis, (axis + 1) % 3); break;
		}
		if (step.code != 0 && !*step.msg)
			abort();
		if (head_check(&h, &e) && e.code != E_DATA)
			abort();
	}
	head_free(&h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = 0, n2 = 0, cut = size < 30 ? size / 2 : 30;
	double *v = NULL, *v2 = NULL;
	char *text = malloc(size - cut + 1), *back = NULL;
	struct err e = { 0, "" };

	if (!text)
		return 0;
	memcpy(text, data + cut, size - cut);
	text[size - cut] = '\0';
	if (!table_parse(text, &v, &n, &e) && n > 0 && n < 100000) {
		if (table_print(v, n, &back, &e) || table_parse(back, &v2, &n2, &e) || n2 != n)
			abort();
		for (size_t i = 0; i < n; i++)
			if (v[i] != v2[i])
				abort();
		geometry(v, n, data, cut);
	}
	mem_free(v);
	mem_free(v2);
	mem_free(back);
	free(text);
	return 0;
}
