#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include "app/rmcrun.h"
#include "base/mem.h"
#include "io/outfile.h"
#include "io/rawio.h"

static const char magic[24] = "beampipe xrmc state 2\n";
enum { ANY_VERSION = 20 };		/* of the magic */

/* What stands before the seeds. */
struct head_of_file { char magic[24], digest[40], sum[40]; uint64_t n, tiles, nseed; double time_s; };
/* Before each. */
struct head_of_seed { uint64_t seed, done, stride, calls, npoint, nfit, has_pattern; struct rmc_result result; };

static struct head_of_file head(const struct rmcrun *r)
{
	struct head_of_file h;

	memset(&h, 0, sizeof h);
	memcpy(h.magic, magic, sizeof magic);
	memcpy(h.digest, r->digest, sizeof r->digest);
	h.n = r->set->n;
	h.tiles = r->set->tiles;
	h.nseed = r->set->nseed;
	h.time_s = r->before_s + tool_seconds() - r->start_s;
	return h;
}

static int write_seed(FILE *f, const struct rmcrun *r, size_t i, struct err *e)
{
	const struct rmcset_seed *s = &r->set->seed[i];
	struct head_of_seed h;
	size_t n2 = r->set->n * r->set->n;
	void *fit = NULL;
	size_t nfit = 0;

	if (r->fit[i] && rmc_fit_save(r->fit[i], &fit, &nfit, e))
		return e->code;
	memset(&h, 0, sizeof h);
	h.seed = s->seed;
	h.done = s->done;
	h.stride = s->stride;
	h.calls = s->calls;
	h.npoint = s->npoint;
	h.nfit = nfit;
	h.has_pattern = s->done && s->fit;
	h.result = s->result;
	fwrite(&h, sizeof h, 1, f);
	if (s->npoint)
		fwrite(s->point, RMCSET_COLUMNS * sizeof *s->point, s->npoint, f);
	if (nfit)
		fwrite(fit, 1, nfit, f);
	if (s->done)
		fwrite(s->model, n2, r->set->tiles, f);
	if (h.has_pattern)
		fwrite(s->fit, sizeof *s->fit, n2, f);
	mem_free(fit);
	return 0;
}

int rmcrun_save(struct rmcrun *r, struct err *e)
{
	struct head_of_file h = head(r);
	char *bytes = NULL, sum[33] = "";
	size_t n = 0;
	FILE *f = open_memstream(&bytes, &n);

	if (f)
		fwrite(&h, sizeof h, 1, f);
	for (size_t i = 0; f && !e->code && i < r->set->nseed; i++)
		write_seed(f, r, i, e);
	if (!mem_text_end(f, &bytes, "the checkpoint", e) && !e->code) {
		rmcset_digest(sum, bytes + sizeof h, n - sizeof h);
		memcpy(bytes + offsetof(struct head_of_file, sum), sum, sizeof sum);
		outfile_put(r->checkpoint, bytes, n, e);
	}
	free(bytes);
	r->saved_s = tool_seconds();
	return e->code;
}

/* ---- reading ---- */

struct from { const char *at, *end; const char *path; };

static int take(struct from *f, void *to, size_t size, size_t many, struct err *e)
{
	size_t n;

	if (mem_mul(size, many, &n, "a checkpoint", e))
		return e->code;
	if (n > (size_t)(f->end - f->at))
		return err_set(e, E_DATA, "%s: the checkpoint is damaged", f->path);
	memcpy(to, f->at, n);
	f->at += n;
	return 0;
}

static int read_fit(struct from *f, struct rmcrun *r, size_t i, size_t n, struct err *e)
{
	struct rmc_par par = r->par;
	const char *at = f->at;

	if (n > (size_t)(f->end - f->at))
		return err_set(e, E_DATA, "%s: the checkpoint is damaged", f->path);
	f->at += n;
	par.seed = r->set->seed[i].seed;
	par.loading = rmcset_loading(r->set, i);
	if (!n || rmc_fit_new(&r->fit[i], r->pattern, &par, e))
		return e->code;
	return rmc_fit_restore(r->fit[i], at, n, e) ? err_at(e, f->path) : 0;
}

static int read_seed(struct from *f, struct rmcrun *r, size_t i, struct err *e)
{
	struct rmcset_seed *s = &r->set->seed[i];
	size_t n2 = r->set->n * r->set->n;
	struct head_of_seed h;

	if (take(f, &h, sizeof h, 1, e))
		return e->code;
	if (h.seed != s->seed || h.npoint > RMCSET_POINTS + (h.done ? 1 : 0) || !h.stride || (h.done && (h.nfit || !h.npoint || isnan(h.result.value))))
		return err_set(e, E_DATA, "%s: the checkpoint is damaged", f->path);
	s->stride = h.stride;
	s->calls = h.calls;
	s->npoint = h.npoint;
	s->result = h.result;
	if (s->npoint && !(s->point = mem_zero(RMCSET_POINTS + 1, RMCSET_COLUMNS * sizeof *s->point, "the timeline", e)))
		return e->code;
	if ((s->npoint && take(f, s->point, RMCSET_COLUMNS * sizeof *s->point, s->npoint, e)) || read_fit(f, r, i, h.nfit, e) || !h.done)
		return e->code;
	s->model = mem_alloc(r->set->tiles, n2, "models", e);
	if (h.has_pattern && !e->code)
		s->fit = mem_alloc(n2, sizeof *s->fit, "the pattern of a model", e);
	if (e->code || take(f, s->model, n2, r->set->tiles, e) || (s->fit && take(f, s->fit, sizeof *s->fit, n2, e)))
		return e->code;
	for (size_t k = 0; k < r->set->tiles * n2; k++)
		if (s->model[k] > 1)
			return err_set(e, E_DATA, "%s: the checkpoint is damaged", f->path);
	s->done = true;
	return 0;
}

static int read_all(const char *path, char **bytes, size_t *n, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return err_sys(e, "%s", path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		err_set(e, E_DATA, "%s: is no checkpoint", path);
	else if ((*bytes = mem_alloc((size_t)st.st_size + 1, 1, "the checkpoint", e)))
		raw_read(fd, *bytes, (size_t)st.st_size, n, path, e);
	close(fd);
	return e->code;
}

static int check(const struct rmcrun *r, const char *bytes, size_t n, struct head_of_file *h, struct err *e)
{
	const struct head_of_file mine = head(r);
	char sum[33] = "";

	if (n < sizeof *h || memcmp(bytes, magic, sizeof magic))
		return err_set(e, E_DATA, "%s: is no checkpoint of this version", r->checkpoint);
	memcpy(h, bytes, sizeof *h);
	rmcset_digest(sum, bytes + sizeof *h, n - sizeof *h);
	if (memcmp(h->sum, sum, sizeof sum))
		return err_set(e, E_DATA, "%s: the checkpoint is damaged", r->checkpoint);
	if (memcmp(h->digest, mine.digest, sizeof h->digest) || h->n != mine.n || h->tiles != mine.tiles || h->nseed != mine.nseed)
		return err_set(e, E_DATA, "%s: the checkpoint is of another pattern, or of other parameters", r->checkpoint);
	return 0;
}

int rmcrun_load(struct rmcrun *r, struct err *e)
{
	struct from f = { .path = r->checkpoint };
	struct head_of_file h;
	char *bytes = NULL;
	size_t n = 0;

	if (!read_all(r->checkpoint, &bytes, &n, e) && !check(r, bytes, n, &h, e)) {
		r->before_s = h.time_s;
		f.at = bytes + sizeof h;
		f.end = bytes + n;
		for (size_t i = 0; i < r->set->nseed && !read_seed(&f, r, i, e); i++)
			;
		size_t best = rmcset_best(r->set);
		if (!e->code && (f.at != f.end || (best < r->set->nseed && !r->set->seed[best].fit)))
			err_set(e, E_DATA, "%s: the checkpoint is damaged", f.path);
	}
	mem_free(bytes);
	return e->code;
}

/* ---- the end ---- */

static bool is_checkpoint(const char *path)
{
	char mark[ANY_VERSION] = "";
	struct stat st;
	FILE *f;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || !(f = fopen(path, "re")))
		return false;
	if (fread(mark, 1, sizeof mark, f) != sizeof mark)
		mark[0] = '\0';
	fclose(f);
	return !memcmp(mark, magic, sizeof mark);
}

void rmcrun_forget(const struct rmcrun *r)
{
	if (r->checkpoint && is_checkpoint(r->checkpoint))
		unlink(r->checkpoint);
}
