/*
 * fuzz_opt.c - command lines: words parted by line feeds.  opt.c is included
 * with an exit() that comes back here.
 */
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

static jmp_buf back;
#define exit(code) longjmp(back, 1 + (code))
#include "../../common/cli/opt.c"
#undef exit

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* What the metadata gives to a text option lives as long as the program. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static double energy = NAN;
static int count = 3, kind;
static bool flag;
static const char *text = "x";
static size_t bytes = 4096;
static struct range range;
static struct opt_list list;
static const char *const kinds[] = { "one", "two", NULL };

static const struct opt opts[] = {
	NUM('e', "energy", &energy, "KEV", 0.1, 1e4, META_ENERGY, "photon energy"),
	INT('n', "count", &count, "N", 0, 100, "how many"),
	FLAG('f', "flag", &flag, "a flag"),
	STR(0, "text", &text, "TEXT", "a text"),
	CHOICE('k', "kind", &kind, "KIND", kinds, "which"),
	SIZE(0, "bytes", &bytes, "a size"),
	RANGE(0, "rows", &range, "rows"),
	LIST('l', "list", &list, "X", "one more"),
	OPT_END
};

static void show(void)
{
	puts("one");
}

static const struct tool tool = {
	.name = "xfuzz", .brief = "a tool for the fuzzer", .operands = "[FILE]", .max_operands = 2,
	.about = "Nothing.", .opts = opts, .examples = (const char *const[]){ "xfuzz -f", "xfuzz -e 3", NULL },
	.list = show,
};

static void check(void)
{
	struct head h = { .ndim = 1 };
	struct err e = { 0, "" };

	if (count < 0 || count > 100 || kind < 0 || kind > 1 || list.n > 64 ||
	    (!isnan(energy) && !(energy >= 0.1 && energy <= 1e4)))
		abort();
	if (!meta_set(&h.meta, META_ENERGY, text, &e))
		opt_from_meta(&tool, &h, &e);
	opt_require(&tool, "energy", &e);
	meta_free(&h.meta);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), *argv[34] = { (char *)(uintptr_t)"xfuzz" };
	volatile int argc = 1;

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	copy[size] = '\0';
	for (char *at = copy, *end; argc < 33 && *at; at = end) {
		end = at + strcspn(at, "\n");
		argv[argc++] = at;
		if (*end)
			*end++ = '\0';
	}
	argv[argc] = NULL;
	energy = NAN;
	count = 3;
	kind = 0;
	list.n = 0;
	if (!setjmp(back)) {
		opt_parse(&tool, argc, argv);
		check();
	}
	for (int i = 0; i < row_count(); i++) {
		free(row_at(i)->def);
		row_at(i)->def = NULL;
	}
	text = "x";
	common = (struct common_opts){ .output = "-" };
	free(copy);
	return 0;
}
