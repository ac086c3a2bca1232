#include "io/inputs.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct inode { dev_t dev; ino_t ino; };

static struct { struct inode *v; size_t n, cap; bool on; } known;

void inputs_watch(void)
{
	known.on = true;
}

void inputs_add_inode(dev_t dev, ino_t ino)
{
	if (!known.on)
		return;
	if (known.n == known.cap) {
		size_t cap = 2 * known.cap + 16;
		struct inode *more = realloc(known.v, cap * sizeof *more);
		if (!more)
			return;		/* only less is refused */
		known.v = more;
		known.cap = cap;
	}
	known.v[known.n++] = (struct inode){ dev, ino };
}

static bool look(const char *path, struct stat *st)
{
	char file[PATH_MAX];
	const char *colon = strstr(path, "::");
	size_t len = colon ? (size_t)(colon - path) : 0;

	if (!strcmp(path, "-"))
		return !fstat(STDIN_FILENO, st);
	if (!stat(path, st))
		return true;
	if (!colon || len >= sizeof file)
		return false;
	memcpy(file, path, len);
	file[len] = '\0';
	return !stat(file, st);
}

void inputs_add(const char *path)
{
	struct stat st;

	if (look(path, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) && !inputs_has(&st))
		inputs_add_inode(st.st_dev, st.st_ino);
}

bool inputs_has(const struct stat *st)
{
	for (size_t i = 0; i < known.n; i++)
		if (known.v[i].dev == st->st_dev && known.v[i].ino == st->st_ino)
			return true;
	return false;
}
