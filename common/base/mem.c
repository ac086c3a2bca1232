#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/meta.h"

int mem_text_end(FILE *f, char *const *text, const char *what, struct err *e)
{
	bool bad = !f || ferror(f);

	/* glibc may say that the close went well and leave no text */
	return (f && fclose(f)) || bad || !*text ? err_nomem(e, what) : 0;
}

int mem_mul(size_t a, size_t b, size_t *out, const char *what, struct err *e)
{
	if (__builtin_mul_overflow(a, b, out))
		return err_set(e, E_DATA, "%s is too large: %zu times %zu", what, a, b);
	return 0;
}

enum { HUGE_PAGE = 1 << 21 };

void *mem_alloc(size_t n, size_t size, const char *what, struct err *e)
{
	size_t bytes;
	void *p = NULL;

	if (__builtin_mul_overflow(n, size, &bytes) ||
	    __builtin_add_overflow(bytes, MEM_ALIGN, &bytes)) {
		err_set(e, E_NOMEM, "no memory for %s: its size overflows", what);
		return NULL;
	}
	bytes = bytes / MEM_ALIGN * MEM_ALIGN;
	if (posix_memalign(&p, bytes < HUGE_PAGE ? MEM_ALIGN : HUGE_PAGE, bytes))
		p = NULL;
	if (p && bytes >= HUGE_PAGE)
		madvise(p, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);	/* one fault for 512: a wish, which may be refused */
	if (!p)
		err_set(e, E_NOMEM, "no memory for %s (%zu bytes)", what, bytes);
	return p;
}

void *mem_zero(size_t n, size_t size, const char *what, struct err *e)
{
	void *p = mem_alloc(n, size, what, e);

	if (p)
		memset(p, 0, n * size);
	return p;
}

void mem_free(void *p)
{
	free(p);
}

int mem_parse(const char *text, size_t *bytes, struct err *e)
{
	static const char suffix[] = "kMGT";
	char digits[64];
	size_t len = strlen(text) - (strlen(text) > 1 && text[strlen(text) - 1] == 'B');		/* as mem_print() has it */
	const char *at = len ? strchr("kKMGT", text[len - 1]) : NULL;
	double v, scale = 1;

	if (at && len)
		for (const char *s = suffix; ; s++) {
			scale *= 1024;
			if (*s == *at || (*s == 'k' && *at == 'K'))
				break;
		}
	len -= at ? 1 : 0;
	len -= len > 1 && text[len - 1] == ' ' ? 1 : 0;
	snprintf(digits, sizeof digits, "%.*s", (int)len, text);
	if (len >= sizeof digits || num_parse(digits, &v) || v < 0 || v * scale > 1e18)
		return err_set(e, E_USAGE, "'%.40s' is not a size such as 512M or 2G", text);
	*bytes = (size_t)(v * scale);
	return 0;
}

const char *mem_print(double bytes, char *buf, size_t len)
{
	static const char *const unit[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
	size_t u = 0;

	while (bytes >= 1000 && u + 1 < sizeof unit / sizeof *unit)
		bytes /= 1000, u++;
	snprintf(buf, len, u && bytes < 99.95 ? "%.1f %s" : "%.0f %s", bytes, unit[u]);
	return buf;
}

static size_t cgroup_limit(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned long long v = 0;

	if (!f)
		return SIZE_MAX;
	if (fscanf(f, "%llu", &v) != 1 || !v)
		v = SIZE_MAX;
	fclose(f);
	return v;
}

size_t mem_machine(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGE_SIZE);
	size_t all = pages > 0 && page > 0 ? (size_t)pages * (size_t)page : (size_t)1 << 30;
	size_t v2 = cgroup_limit("/sys/fs/cgroup/memory.max");
	size_t v1 = cgroup_limit("/sys/fs/cgroup/memory/memory.limit_in_bytes");

	return all < v2 ? (all < v1 ? all : v1) : (v2 < v1 ? v2 : v1);
}
