/* xjoin - the slabs of a job array put together to the whole */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/parts.h"
#include "cli/tool.h"

static int compress;
static bool virtual;

static const struct opt opts[] = {
	FLAG(0, "virtual", &virtual, "an HDF5 file that refers to the parts (HDF5 as well) where they are, instead of a copy"),
	INT('z', "compress", &compress, "LEVEL", 0, 9, "compress HDF5 and TIFF; 0: not at all", .neutral = true),
	OPT_END
};

static const struct tool tool = {
	.name = "xjoin",
	.brief = "put the slabs of a job array together",
	.operands = "PART...",
	.min_operands = 1,
	.max_operands = INT_MAX,
	.about = "Each part is a file that a pipeline wrote whose first program was given --slab A:B, for instance by "
		 "xslurm. The parts may come in any order; together they must be all rows of the whole, each once, and "
		 "agree in type, size, metadata and history. Rows of a halo are left out. The result is what one process "
		 "would have written, the history included, to which xjoin adds nothing.\n\n"
		 "With --virtual no sample is copied: the output is a virtual data set, which is read like any other "
		 "while the parts stay where they are. It names them relative to its own folder when they are below it.",
	.opts = opts,
	.examples = (const char *const[]){
		"for r in 0:2 2:4; do xnorm --slab $r:1 scan.h5 | xrecon -o $r.nrrd; done; "
		"xjoin 0:2.nrrd 2:4.nrrd -o whole.h5",
		"for r in 0:1 1:4; do xnorm --slab $r:1 scan.h5 | xrecon -o $r.h5; done; "
		"xjoin --virtual 0:1.h5 1:4.h5 -o whole.h5",
		NULL },
};

/* ---- the samples ------------------------------------------------------------------------------ */

static size_t items_at_once(const struct parts *j)
{
	size_t item = head_item_bytes(&j->head), most = tool_memory() / 4;
	size_t n = (most < 4 << 20 ? most : 4 << 20) / item;

	return n ? n : 1;
}

/* Rows are the items: one part after the other. */
static int copy_items(const struct parts *j, struct stream *out, struct array *a, size_t max, struct err *e)
{
	size_t per = a->ndim > 1 ? a->n[1] : 1;

	for (struct part *p = j->part; p < j->part + j->n; p++)
		for (size_t i = 0; i < part_rows(p); i += a->n[0]) {
			a->n[0] = part_rows(p) - i < max ? part_rows(p) - i : max;
			if (stream_read_box(p->s, part_halo(p) + i, a->n[0], 0, per, a->data, e) || stream_write(out, a, e))
				return e->code;
		}
	return 0;
}

/* Rows of each item: some of every part. */
static int copy_rows(const struct parts *j, struct stream *out, struct array *a, size_t max, void *work, struct err *e)
{
	size_t item = head_item_bytes(&j->head), row = item / a->n[1];

	for (size_t i = 0; i < j->head.n[0]; i += a->n[0]) {
		a->n[0] = j->head.n[0] - i < max ? j->head.n[0] - i : max;
		for (struct part *p = j->part; p < j->part + j->n; p++) {
			size_t some = part_rows(p) * row;
			if (stream_read_box(p->s, i, a->n[0], part_halo(p), part_rows(p), work, e))
				return e->code;
			for (size_t k = 0; k < a->n[0]; k++)
				memcpy((char *)a->data + k * item + p->slab.a * row, (char *)work + k * some, some);
		}
		if (stream_write(out, a, e))
			return e->code;
	}
	return 0;
}

static int copy(const struct parts *j, struct stream **out, struct err *e)
{
	struct sink_par sink = { .compress = compress, .tmp = common.tmp };
	size_t n[ARRAY_MAXDIM], max = items_at_once(j);
	struct array a = { .ndim = 0 };
	void *work = NULL;

	if (stream_create(out, common.output, &j->head, &sink, e))
		return e->code;
	memcpy(n, j->head.n, sizeof n);
	n[0] = max;
	if (!array_new(&a, j->head.type, j->head.ndim, n, e) &&
	    (j->axis == 0 || (work = mem_alloc(max, head_item_bytes(&j->head), "a buffer", e))))
		j->axis ? copy_rows(j, *out, &a, max, work, e) : copy_items(j, *out, &a, max, e);
	array_free(&a);
	mem_free(work);
	return e->code ? e->code : stream_commit(*out, e);
}

/* The name of a part from the folder of the output; "" when it has none.  Both buffers PATH_MAX. */
static const char *seen_from(const char *output, const char *part, char *buf, struct err *e)
{
	const char *slash = strrchr(output, '/');
	char folder[PATH_MAX];
	char *dir = strndup(output, slash ? (size_t)(slash - output) + 1 : 0);

	if (!dir)
		return err_nomem(e, "a file name"), "";
	if (!realpath(*dir ? dir : ".", folder) || !realpath(part, buf))
		err_sys(e, "%s", part);
	free(dir);
	size_t len = e->code ? 0 : strlen(folder);
	return !e->code && !strncmp(buf, folder, len) && buf[len] == '/' ? buf + len + 1 : buf;
}

static int link_all(const struct parts *j, struct stream **out, struct err *e)
{
	struct sink_link *links = mem_zero(j->n, sizeof *links, "the links", e);
	char (*name)[PATH_MAX] = mem_alloc(j->n, sizeof *name, "the links", e);
	struct sink_par sink = { .links = links, .nlinks = j->n, .link_axis = j->axis };

	if (!strcmp(common.output, "-"))
		err_set(e, E_USAGE, "--virtual: name the output with -o FILE.h5");
	for (size_t i = 0; !e->code && i < j->n; i++) {
		const struct part *p = &j->part[i];
		links[i] = (struct sink_link){
			.file = seen_from(common.output, p->path, name[i], e), .skip = part_halo(p), .n = part_rows(p),
			.has = p->slab.to - p->slab.from, .first = p->slab.a, .here = p->path,
		};
	}
	if (!e->code && !stream_create(out, common.output, &j->head, &sink, e))
		stream_commit(*out, e);
	mem_free(links);
	mem_free(name);
	return e->code;
}

int main(int argc, char **argv)
{
	struct err e = { 0, "" };
	int first = tool_start(&tool, argc, argv);
	struct parts j = { .n = 0 };
	struct stream *out = NULL;

	if (!parts_open(&j, argv + first, (size_t)(argc - first), &e))
		virtual ? link_all(&j, &out, &e) : copy(&j, &out, &e);
	parts_close(&j);
	stream_close(out);
	return tool_end(&tool, &e);
}
