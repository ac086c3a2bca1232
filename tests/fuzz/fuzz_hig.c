/*
 * fuzz_hig.c - HipGISAXS input of any bytes: a tree with beam, detector and layers, or an error; never a crash, and
 * warnings that have their place.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/hig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell(void *ctx, const char *text)
{
	(void)ctx;
	if (strncmp(text, "f:", 2))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct node_warn warn = { tell, NULL };
	struct node_tree t;
	struct err e = { 0, "" };

	(void)hig_is((const char *)data, size);
	if (hig_parse(&t, "f", (const char *)data, size, &warn, &e)) {
		if (t.arena || (e.code == E_DATA && strncmp(e.msg, "f:", 2)))
			abort();
		return 0;
	}
	if (!node_get(t.root, "beam") || !node_get(t.root, "detector") || !node_get(t.root, "layers"))
		abort();
	node_free(&t);
	return 0;
}
