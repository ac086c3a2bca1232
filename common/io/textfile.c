#include "io/textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/inputs.h"

static int larger(const char *path, size_t most, struct err *e)
{
	return err_set(e, E_DATA, "%.300s: larger than %zu MiB", path, most >> 20);
}

/* Doubles the buffer as it fills. */
static int fill(int fd, const char *path, size_t most, char **bytes, size_t *n, struct err *e)
{
	size_t room = 0;
	char *more;
	ssize_t got = 1;

	for (*n = 0; got > 0; *n += (size_t)got) {
		if (*n > most)
			return larger(path, most, e);
		if (*n + 1 >= room) {
			room = room ? 2 * room : 1 << 14;
			more = mem_alloc(room, 1, path, e);
			if (!more)
				return e->code;
			if (*n)
				memcpy(more, *bytes, *n);
			mem_free(*bytes);
			*bytes = more;
		}
		do
			got = read(fd, *bytes + *n, room - 1 - *n);
		while (got < 0 && errno == EINTR);
		if (got < 0)
			return err_sys(e, "%.300s", path);
	}
	(*bytes)[*n] = '\0';
	return 0;
}

int textfile_read(const char *path, size_t most, char **bytes, size_t *n, struct err *e)
{
	int own = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : -1, fd = strcmp(path, "-") ? own : STDIN_FILENO;

	*bytes = NULL;
	if (fd < 0)
		return err_sys(e, "%.300s", path);
	inputs_add(path);
	if (fill(fd, path, most, bytes, n, e)) {
		mem_free(*bytes);
		*bytes = NULL;
	}
	if (own >= 0)
		close(own);
	return e->code;
}

/* Bytes of the character at p, and its number; 0: not UTF-8 */
static size_t character(const unsigned char *p, size_t left, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = *p < 0x80 ? 1 : *p < 0xc0 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf8 ? 4 : 0;

	if (!len || len > left)
		return 0;
	*c = len == 1 ? *p : *p & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (p[i] & 0x3f);
	}
	return *c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : len;
}

int textfile_check(const char *name, const char *bytes, size_t n, struct err *e)
{
	const unsigned char *p = (const unsigned char *)bytes;
	uint32_t c = 0;
	int line = 1, col = 1;
	size_t len;

	for (size_t i = 0; i < n; i += len, col++) {
		len = character(p + i, n - i, &c);
		if (!len)
			return err_set(e, E_DATA, "%.300s:%d:%d: not UTF-8: byte 0x%02x", name, line, col, p[i]);
		if (!c)
			return err_set(e, E_DATA, "%.300s:%d:%d: a NUL byte", name, line, col);
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0 && c != 0x85) || c == 0xfffe ||
		    c == 0xffff || (c == 0xfeff && i))
			return err_set(e, E_DATA, "%.300s:%d:%d: control character U+%04X", name, line, col, (unsigned)c);
		if (c == '\n' || (c == '\r' && !(i + 1 < n && p[i + 1] == '\n')) || c == 0x85 || c == 0x2028 || c == 0x2029) {
			line++;
			col = 0;
		}
	}
	return 0;
}

char *textfile_copy(const char *name, const char *bytes, size_t n, size_t most, struct err *e)
{
	char *copy;

	if (n > most ? larger(name, most, e) : textfile_check(name, bytes, n, e))
		return NULL;
	copy = mem_alloc(n + 1, 1, name, e);
	if (copy) {
		memcpy(copy, bytes, n);
		copy[n] = '\0';
	}
	return copy;
}
