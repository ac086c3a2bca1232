#include "io/meshfile.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "io/inputs.h"
#include "io/stream.h"

#define FILE_MOST ((size_t)1 << 30)		/* bytes: 20 million triangles */
enum { BINARY_HEAD = 84, BINARY_TRI = 50, MOST_CORNERS = 100000, MOST_JOINED = 10000 };

struct list { void *data; size_t n, room; };	/* grows by doubling */

struct reader {
	const char *name;
	size_t line;
	struct list v, tri;		/* double [3], size_t [3] */
	struct err *e;
};

static int grow(struct list *l, size_t size, struct err *e)
{
	size_t room = l->room ? 2 * l->room : 64;
	void *more;

	if (l->n < l->room)
		return 0;
	more = mem_alloc(room, size, "a mesh", e);
	if (!more)
		return e->code;
	if (l->n)
		memcpy(more, l->data, l->n * size);
	mem_free(l->data);
	l->data = more;
	l->room = room;
	return 0;
}

static int add_vertex(struct reader *r, const double *x)
{
	if (grow(&r->v, 3 * sizeof *x, r->e))
		return r->e->code;
	memcpy((double *)r->v.data + 3 * r->v.n++, x, 3 * sizeof *x);
	return 0;
}

static int add_triangle(struct reader *r, size_t a, size_t b, size_t c)
{
	size_t *t;

	if (grow(&r->tri, 3 * sizeof *t, r->e))
		return r->e->code;
	t = (size_t *)r->tri.data + 3 * r->tri.n++;
	t[0] = a, t[1] = b, t[2] = c;
	return 0;
}

static int bad(struct reader *r, const char *what, const char *text)
{
	return err_set(r->e, E_DATA, "%s: line %zu: %s '%.40s'", r->name, r->line, what, text);
}

/* Three numbers, then blanks or more numbers. */
static int coordinates(struct reader *r, const char *text, double *x)
{
	const char *at = text;

	for (int i = 0; i < 3; i++) {
		char *end;

		x[i] = strtod(at, &end);
		if (end == at || !strchr(" \t\r", *end) || !isfinite(x[i]))
			return bad(r, "not three finite numbers:", text);
		at = end;
	}
	return 0;
}

static const char *skip(const char *at)
{
	return at + strspn(at, " \t\r");
}

/* The word w at the beginning of a line: what follows it, or NULL. */
static const char *after(const char *line, const char *w)
{
	size_t n = strlen(w);

	return !strncmp(line, w, n) && strchr(" \t\r", line[n]) ? skip(line + n) : NULL;
}

/* One corner a, a/b, a//c or a/b/c at *at, which moves on. */
static int corner(struct reader *r, const char **at, size_t *out)
{
	char *end;
	long long k = strtoll(*at, &end, 10);

	if (end == *at || !strchr(" \t\r/", *end))
		return bad(r, "no corner of a face:", *at);
	if (k < 0)
		k += (long long)r->v.n + 1;
	if (k < 1 || (unsigned long long)k > r->v.n)
		return err_set(r->e, E_DATA, "%s: line %zu: a face with vertex %.*s, of %zu so far", r->name, r->line,
			       (int)(end - *at < 20 ? end - *at : 20), *at, r->v.n);
	*out = (size_t)k - 1;
	*at = skip(end + strcspn(end, " \t\r"));
	return 0;
}

static int face(struct reader *r, const char *at)
{
	size_t c[3], n = 0;

	for (; *at; n++) {
		if (n == MOST_CORNERS)
			return err_set(r->e, E_DATA, "%s: line %zu: a face of more than %d corners", r->name, r->line, MOST_CORNERS);
		if (corner(r, &at, n < 3 ? c + n : c + 2))
			return r->e->code;
		if (n >= 2) {
			if (add_triangle(r, c[0], c[1], c[2]))
				return r->e->code;
			c[1] = c[2];
		}
	}
	return n < 3 ? err_set(r->e, E_DATA, "%s: line %zu: a face of %zu corners", r->name, r->line, n) : 0;
}

/* The next line, ended by 0 in place of its newline; NULL at the end of the text. */
static char *next_line(struct reader *r, char **text)
{
	char *line = *text, *end;

	if (!line)
		return NULL;
	r->line++;
	end = strchr(line, '\n');
	if (end)
		*end = '\0';
	*text = end ? end + 1 : NULL;
	return line;
}

static bool joins(const char *line)
{
	size_t n = strlen(line);

	while (n > 0 && line[n - 1] == '\r')
		n--;
	return n > 0 && line[n - 1] == '\\';
}

static int read_obj(struct reader *r, char *text)
{
	const char *at;
	char *line;

	for (; (line = next_line(r, &text)) && !r->e->code; ) {
		double x[3];

		for (int k = 0; k < MOST_JOINED && text && joins(line); k++) {
			size_t n = strlen(line);

			*strrchr(line, '\\') = ' ';
			line[n] = ' ';			/* where the newline was */
			next_line(r, &text);
		}
		line = (char *)(uintptr_t)skip(line);
		if ((at = after(line, "v"))) {
			if (!coordinates(r, at, x))
				add_vertex(r, x);
		} else if ((at = after(line, "f"))) {
			face(r, at);
		}
	}
	if (!r->e->code && r->tri.n == 0)
		err_set(r->e, E_DATA, "%s: no faces: neither OBJ nor STL", r->name);
	return r->e->code;
}

/* within: corners of the facet that is open; -1: none is. */
static int stl_line(struct reader *r, const char *line, int *within, bool *open)
{
	const char *at;
	double x[3];

	if ((at = after(line, "vertex"))) {
		if (*within < 0 || *within > 2)
			return bad(r, *within < 0 ? "a vertex outside a facet:" : "a fourth vertex of a facet:", line);
		++*within;
		return coordinates(r, at, x) ? r->e->code : add_vertex(r, x);
	}
	if (after(line, "facet")) {
		if (*within >= 0 || !*open)
			return bad(r, *open ? "a facet within a facet:" : "a facet outside a solid:", line);
		*within = 0;
	} else if (after(line, "endfacet")) {
		if (*within != 3)
			return bad(r, "a facet that has not three vertices:", line);
		*within = -1;
		return add_triangle(r, r->v.n - 3, r->v.n - 2, r->v.n - 1);
	} else if (after(line, "solid") || after(line, "endsolid")) {
		if (*within >= 0)
			return bad(r, "a facet without its end:", line);
		*open = *line == 's';
	} else if (*line && !after(line, "outer") && !after(line, "endloop")) {
		return bad(r, "no STL:", line);
	}
	return 0;
}

static int read_ascii(struct reader *r, char *text)
{
	int within = -1;
	bool open = false;
	char *line;

	while (!r->e->code && (line = next_line(r, &text)))
		stl_line(r, skip(line), &within, &open);
	if (!r->e->code && open)
		err_set(r->e, E_DATA, "%s: line %zu: it ends without endsolid", r->name, r->line);
	if (!r->e->code && r->tri.n == 0)
		err_set(r->e, E_DATA, "%s: no facets", r->name);
	return r->e->code;
}

static uint32_t u32_of(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static int read_binary(struct reader *r, const unsigned char *b, size_t n)
{
	size_t count = u32_of(b + 80);

	if (count == 0 || (n - BINARY_HEAD) / BINARY_TRI < count || n - BINARY_HEAD > count * BINARY_TRI)
		return err_set(r->e, E_DATA, "%s: %zu triangles by its head, %zu bytes for them", r->name, count, n - BINARY_HEAD);
	for (size_t t = 0; t < count; t++) {
		const unsigned char *p = b + BINARY_HEAD + t * BINARY_TRI + 12;

		for (int k = 0; k < 3; k++) {
			double x[3];

			for (int i = 0; i < 3; i++, p += 4) {
				uint32_t u = u32_of(p);
				float f;

				memcpy(&f, &u, sizeof f);
				x[i] = f;
				if (!isfinite(f))
					return err_set(r->e, E_DATA, "%s: triangle %zu has a coordinate %g", r->name, t, x[i]);
			}
			if (add_vertex(r, x))
				return r->e->code;
		}
		if (add_triangle(r, 3 * t, 3 * t + 1, 3 * t + 2))
			return r->e->code;
	}
	return 0;
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && !strcasecmp(name + n - m, suffix);
}

int meshfile_parse(struct meshfile *m, const char *name, const void *bytes, size_t n, struct err *e)
{
	struct reader r = { .name = name, .e = e };
	const unsigned char *b = bytes;
	bool exact = n >= BINARY_HEAD && n - BINARY_HEAD == (size_t)u32_of(b + 80) * BINARY_TRI && n > BINARY_HEAD;
	bool solid = n >= 6 && !memcmp(b, "solid", 5) && strchr(" \t\r\n", b[5]) && !memchr(b, '\0', n);
	char *text;

	*m = (struct meshfile){ 0 };
	if (exact || (has_suffix(name, ".stl") && !solid && n >= BINARY_HEAD)) {
		read_binary(&r, b, n);
	} else if (n && memchr(b, '\0', n)) {
		err_set(e, E_DATA, "%s: neither OBJ nor STL: it is no text", name);
	} else if ((text = mem_alloc(n + 1, 1, "a mesh", e))) {
		if (n)
			memcpy(text, b, n);
		text[n] = '\0';
		if (solid || has_suffix(name, ".stl"))
			read_ascii(&r, text);
		else
			read_obj(&r, text);
		mem_free(text);
	}
	*m = (struct meshfile){ r.v.n, r.tri.n, r.v.data, r.tri.data };
	if (e->code)
		meshfile_free(m);
	return e->code;
}

void meshfile_free(struct meshfile *m)
{
	mem_free(m->v);
	mem_free(m->tri);
	*m = (struct meshfile){ 0 };
}

static int read_file(struct meshfile *m, const char *path, struct err *e)
{
	struct list l = { 0 };
	FILE *f = fopen(path, "rb");
	size_t got = 1;

	if (!f)
		return err_sys(e, "%s", path);
	inputs_add(path);
	while (got && !grow(&l, 1, e)) {
		if (l.n > FILE_MOST) {
			err_set(e, E_DATA, "%s: larger than %zu MiB", path, FILE_MOST >> 20);
			break;
		}
		got = fread((char *)l.data + l.n, 1, l.room - l.n, f);
		l.n += got;
	}
	if (!e->code && ferror(f))
		err_sys(e, "%s: reading", path);
	fclose(f);
	if (!e->code)
		meshfile_parse(m, path, l.data, l.n, e);
	mem_free(l.data);
	return e->code;
}

/* PATH/what, numbers in rows of 3, as double; *n rows. */
static double *read_set(const char *path, const char *what, size_t *n, struct err *e)
{
	size_t len = strlen(path) + strlen(what) + 2, m = 1;
	char *name = mem_alloc(len, 1, "a name", e), *raw = NULL;
	const struct head *h;
	struct stream *s = NULL;
	double *x = NULL;

	if (!name)
		return NULL;
	snprintf(name, len, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/", what);
	if (!stream_open(&s, name, NULL, e)) {
		h = stream_head(s);
		*n = h->n[0];
		if (h->ndim != 2 || h->n[1] != 3 || h->is_complex)
			err_set(e, E_DATA, "%s: not rows of 3 numbers", name);
		else if ((raw = mem_alloc(3 * *n, dtype_size(h->type), "a mesh", e)))
			x = mem_alloc(3 * *n, sizeof *x, "a mesh", e);
		for (size_t at = 0; x && m && at < *n && !e->code; at += m)
			stream_read_into(s, *n - at, raw + at * 3 * dtype_size(h->type), &m, e);
		if (x && !e->code)
			convert(raw, h->type, x, DT_F64, 3 * *n);
	}
	stream_close(s);
	mem_free(raw);
	mem_free(name);
	return x;
}

static int read_h5(struct meshfile *m, const char *path, struct err *e)
{
	double *f;

	m->v = read_set(path, "vertices", &m->nv, e);
	for (size_t i = 0; !e->code && i < 3 * m->nv; i++)
		if (!isfinite(m->v[i]))
			return err_set(e, E_DATA, "%s/vertices: row %zu has a coordinate %g", path, i / 3, m->v[i]);
	if (e->code)
		return e->code;
	f = read_set(path, "faces", &m->nt, e);
	m->tri = e->code ? NULL : mem_alloc(3 * m->nt, sizeof *m->tri, "a mesh", e);
	for (size_t i = 0; !e->code && i < 3 * m->nt; i++) {
		if (!(f[i] >= 0 && f[i] < (double)m->nv) || f[i] != floor(f[i]))
			err_set(e, E_DATA, "%s/faces: row %zu has vertex %g, of %zu", path, i / 3, f[i], m->nv);
		else
			m->tri[i] = (size_t)f[i];
	}
	mem_free(f);
	return e->code;
}

int meshfile_read(struct meshfile *m, const char *path, struct err *e)
{
	*m = (struct meshfile){ 0 };
	if (strstr(path, "::"))
		read_h5(m, path, e);
	else
		read_file(m, path, e);
	if (e->code)
		meshfile_free(m);
	return e->code;
}
