/* The writing half of stream.h. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/rawio.h"
#include "io/stream_priv.h"
#include "io/tiffpart.h"

/* ---- which format ---- */

static const char *suffix_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return dot && dot > name ? dot : "";
}

static bool has_suffix(const struct driver *d, const char *suffix)
{
	for (int i = 0; d->suffix && d->suffix[i]; i++)
		if (!strcasecmp(suffix, d->suffix[i]))
			return true;
	return false;
}

/* Letters only, as formats have: "run.2026" or "a.b_c" are just names. */
static bool like_a_format(const char *suffix)
{
	size_t n = strlen(suffix);

	if (n < 2 || n > 6)
		return false;
	for (size_t i = 1; i < n; i++)
		if (!isalnum((unsigned char)suffix[i]))
			return false;
	return isalpha((unsigned char)suffix[1]) != 0;
}

/* d: the format that is only read. */
static int not_written(const char *path, const char *suffix, const struct driver *d, struct err *e)
{
	char known[100] = "";
	size_t at = 0;

	for (int i = 0; drivers[i]; i++)
		if (drivers[i]->create && at < sizeof known)
			at += (size_t)snprintf(known + at, sizeof known - at, "%s ", drivers[i]->suffix[0]);
	if (d)
		return err_set(e, E_USAGE, "%s: %s is only read, not written (%sor no suffix: NRRD)", path, d->name, known);
	return err_set(e, E_USAGE, "%s: '%s' is no format that is written (%sor no suffix: NRRD)", path, suffix, known);
}

static int pick_driver(struct stream *s, const char *path, struct err *e)
{
	const char *suffix = suffix_of(path);

	s->drv = &driver_nrrd;
	for (int i = 0; drivers[i]; i++)
		if (has_suffix(drivers[i], suffix)) {
			s->drv = drivers[i];
			return s->drv->create ? 0 : not_written(path, suffix, s->drv, e);
		}
	if (like_a_format(suffix) && access(path, F_OK))
		return not_written(path, suffix, NULL, e);
	return 0;
}

/* ---- opening ---- */

/* What stands for the temporary in messages: of a sequence its folder. */
static int name_length(const struct stream *s)
{
	const char *slash = s->pattern ? strrchr(s->name, '/') : NULL;
	size_t n = slash ? (size_t)(slash - s->name) : strlen(s->name);

	return n < 200 ? (int)n : 200;
}

/* Messages of a driver name the temporary: put the name the user gave in its place. */
static int named(struct stream *s, struct err *e)
{
	const char *tmp = s->file ? outfile_path(s->file) : NULL;
	char *at = e->code && tmp ? strstr(e->msg, tmp) : NULL;
	char msg[sizeof e->msg];

	if (at && strcmp(tmp, s->name)) {
		snprintf(msg, sizeof msg, "%.*s%.*s%.250s", (int)(at - e->msg), e->msg, name_length(s), s->name,
			 at + strlen(tmp));
		memcpy(e->msg, msg, sizeof msg);
	} else if (e->code && !strstr(e->msg, s->name)) {
		err_at(e, s->name);
	}
	return e->code;
}

static int begin_sink(struct stream *s, struct err *e)
{
	const char *path = outfile_path(s->file);
	char *in_dir = NULL;

	if (s->pattern && asprintf(&in_dir, "%s/%s", path, s->pattern) < 0)
		return err_nomem(e, "a file name");
	s->drv->create(&s->sink, in_dir ? in_dir : path, &s->head, &s->par, e);
	free(in_dir);
	return named(s, e);
}

static int create_sequence(struct stream *s, const char *path, const char *percent, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct tiffname pattern;
	char *dir;

	if (!slash || percent < slash || s->drv != &driver_tiff)
		return err_set(e, E_USAGE, "%s: a sequence is written as DIR/name_%%05d.tif", path);
	if (!tiffname_parse(slash + 1, &pattern))
		return err_set(e, E_USAGE, "%s: %s is no number as in DIR/name_%%05d.tif", path, percent);
	s->pattern = strdup(slash + 1);
	dir = strndup(path, slash > path ? (size_t)(slash - path) : 1);
	if (!s->pattern || !dir)
		err_nomem(e, "a file name");
	else
		outfile_new_dir(&s->file, dir, s->pattern, e);
	free(dir);
	return e->code;
}

static int create_stdout(struct stream *s, struct err *e)
{
	struct stat st;

	if (!fstat(STDOUT_FILENO, &st) && S_ISREG(st.st_mode) && inputs_has(&st))
		return err_set(e, E_USAGE, "standard output is the input");
	if (isatty(STDOUT_FILENO))
		return err_set(e, E_USAGE, "standard output is a terminal: use -o FILE or a pipe");
	return pipe_out_open(&s->out, STDOUT_FILENO, s->name, &s->head, true, e);
}

static int create_named(struct stream *s, const char *path, struct err *e)
{
	const char *percent = strchr(path, '%');

	if (pick_driver(s, path, e) || s->drv->fits(&s->head, e))
		return e->code;
	if (s->par.nlinks && s->drv != &driver_h5)
		return err_set(e, E_USAGE, "%s: a virtual data set needs the suffix .h5", path);
	if (percent && access(path, F_OK) ? create_sequence(s, path, percent, e) :
					    outfile_new(&s->file, path, s->par.input, e))
		return e->code;
	if (outfile_direct(s->file)) {
		if (s->drv != &driver_nrrd)
			return err_set(e, E_USAGE, "%s: %s needs a regular file", path, s->drv->name);
		return pipe_out_open(&s->out, outfile_fd(s->file), s->name, &s->head, true, e);
	}
	if (s->head.n[0])
		return begin_sink(s, e);
	s->spool = outfile_spill(s->par.tmp, 0, e);
	return e->code;
}

int stream_create(struct stream **out, const char *path, const struct head *h,
		  const struct sink_par *par, struct err *e)
{
	struct stream *s = calloc(1, sizeof *s);
	bool is_stdout = !strcmp(path, "-");

	*out = s;
	if (!s)
		return err_nomem(e, "a stream");
	s->fd = s->spool = -1;
	s->writing = true;
	if (par)
		s->par = *par;
	s->name = strdup(is_stdout ? "<stdout>" : path);
	if (!s->name || head_copy(&s->head, h, e))
		return err_nomem(e, "a stream");
	if (head_check(h, e))
		return e->code;
	return is_stdout ? create_stdout(s, e) : create_named(s, path, e);
}

int stream_check(const char *path, const struct head *h, const char *input, struct err *e)
{
	struct stream s = { .writing = true };

	if (head_check(h, e))
		return e->code;
	if (!strcmp(path, "-"))
		return isatty(STDOUT_FILENO) ? err_set(e, E_USAGE, "standard output is a terminal: use -o FILE or a pipe") : 0;
	if (pick_driver(&s, path, e) || s.drv->fits(h, e))
		return e->code;
	return strchr(path, '%') ? 0 : outfile_check(path, input, e);
}

/* ---- writing ---- */

int stream_write(struct stream *s, const struct array *slab, struct err *e)
{
	size_t n = slab->n[0];

	if (slab->type != s->head.type || array_item_count(slab) != head_item_count(&s->head) ||
	    (s->head.n[0] && s->done + n > s->head.n[0]))
		return err_set(e, E_INTERNAL, "%s: a slab of another type or size than announced", s->name);
	if (s->out)
		pipe_out_write(s->out, &s->head, n, slab->data, e);
	else if (s->sink)
		s->drv->write(s->sink, s->done, n, slab->data, e);
	else
		raw_write(s->spool, slab->data, array_bytes(slab), s->name, e);
	s->done += n;
	return named(s, e);
}

int stream_write_tables(struct stream *s, const struct head *h, struct err *e)
{
	for (size_t i = 0; i < h->ntable; i++) {
		const struct table *t = &h->table[i];
		if (!strcmp(t->label, s->head.label[0]) && head_table(&s->head, t->label, t->name) &&
		    head_set_table(&s->head, t->label, t->name, t->v, t->n, e))
			return e->code;
	}
	return 0;
}

/* What was gathered goes into the file, now that its length is known. */
static int unspool(struct stream *s, struct err *e)
{
	size_t item = head_item_bytes(&s->head), got, max = item < 1 << 20 ? (1 << 20) / item : 1;
	char *buf;

	s->head.n[0] = s->done;
	if (head_check(&s->head, e) || begin_sink(s, e))
		return e->code;
	buf = mem_alloc(max, item, "a buffer", e);
	for (size_t i = 0, n; !e->code && i < s->done; i += n) {
		n = s->done - i < max ? s->done - i : max;
		if (!raw_pread(s->spool, buf, n * item, (off_t)(i * item), &got, s->name, e))
			s->drv->write(s->sink, i, n, buf, e);
	}
	mem_free(buf);
	return named(s, e);
}

int stream_commit(struct stream *s, struct err *e)
{
	if (e->code)
		return e->code;
	if (!s->done && !s->par.nlinks)
		return err_set(e, E_DATA, "%s: there is no item to write", s->name);
	if (s->head.n[0] && s->done != s->head.n[0] && !s->par.nlinks)
		return err_set(e, E_INTERNAL, "%s: %zu items written of %zu", s->name, s->done, s->head.n[0]);
	if (s->spool >= 0 && unspool(s, e))
		return e->code;
	if (s->out ? pipe_out_finish(s->out, &s->head, e) : s->drv->finish(s->sink, e))
		return named(s, e);
	if (s->file)
		outfile_commit(s->file, e);
	else if (close(STDOUT_FILENO))
		err_sys(e, "%s: write", s->name);
	s->committed = !e->code;
	return named(s, e);
}

void stream_close(struct stream *s)
{
	if (!s)
		return;
	if (s->src)
		s->drv->close(s->src);
	pipe_in_close(s->pipe);
	if (s->sink)
		s->drv->drop(s->sink);
	pipe_out_close(s->out);
	outfile_close(s->file);
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	if (s->spool >= 0)
		close(s->spool);
	mem_free(s->scratch);
	head_free(&s->head);
	head_free(&s->whole);
	head_free(&s->image);
	free(s->pattern);
	free(s->name);
	free(s);
}
