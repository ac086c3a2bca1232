/*
 * fuzz_hig.c - HipGISAXS and HipRMC input of any bytes: a tree with beam, detector and layers, the values of a configuration, or an error; never a crash, and
 * warnings and errors that have their place.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/rmcconf.h"
#include "io/hig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell(void *ctx, const char *text)
{
	(void)ctx;
	if (strncmp(text, "f:", 2))
		abort();
}

/* The other program's files, by the same syntax. */
static void configuration(const char *bytes, size_t size)
{
	static struct rmcconf c;
	struct node_tree t;
	struct err e = { 0, "" };

	if (!hig_tree(&t, "f", bytes, size, &e) && !rmcconf_map(&c, t.root, &e))
		for (size_t i = 0; i < c.nloading; i++)
			if (!(c.loading[i] >= 0 && c.loading[i] <= 1))
				abort();
	if (e.code == E_DATA && strncmp(e.msg, "f:", 2))
		abort();
	node_free(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct node_warn warn = { tell, NULL };
	struct node_tree t;
	struct err e = { 0, "" };

	(void)hig_is((const char *)data, size);
	configuration((const char *)data, size);
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
