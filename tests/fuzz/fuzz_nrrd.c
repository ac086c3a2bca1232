/*
 * fuzz_nrrd.c - no header, however broken, crashes the parser; what it takes
 * has a shape that fits in memory terms, and prints to a header that reads back the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/nrrd.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(const struct head *a, const struct head *b)
{
	if (a->type != b->type || a->ndim != b->ndim || a->ntable != b->ntable ||
	    a->is_complex != b->is_complex || memcmp(a->n, b->n, sizeof a->n[0] * (size_t)a->ndim))
		abort();
	for (int i = 0; i < a->ndim; i++)
		if (strcmp(a->label[i], b->label[i]))
			abort();
	for (size_t i = 0; i < a->meta.n; i++) {
		const char *v = meta_get(&b->meta, a->meta.entry[i].key);
		if (!v || strcmp(v, a->meta.entry[i].val))
			abort();
	}
	for (size_t i = 0; i < a->ntable; i++) {
		if (a->table[i].n != b->table[i].n)
			abort();
		for (size_t k = 0; k < a->table[i].n; k++)
			if (a->table[i].v[k] != b->table[i].v[k])
				abort();
	}
}

static void again(const struct head *h, const struct nrrd_info *info)
{
	struct head h2;
	struct nrrd_info info2;
	struct err e = { 0, "" };
	char *text = NULL;
	size_t len = 0;

	if (h->n[0] && !nrrd_print(h, h->n[0], info->part, &text, &len, &e)) {
		if (nrrd_parse(text, len, &h2, &info2, &e))
			abort();
		same(h, &h2);
		head_free(&h2);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct head h;
	struct nrrd_info info;
	struct err e = { 0, "" };
	size_t bytes;

	if (nrrd_parse((const char *)data, size, &h, &info, &e)) {
		if (!e.code || !*e.msg)
			abort();
		return 0;
	}
	if (h.n[0] && array_total(h.ndim, h.n, h.type, &bytes, &e))
		abort();
	if (info.part == NRRD_WHOLE && !info.wide)
		again(&h, &info);
	head_free(&h);
	return 0;
}
