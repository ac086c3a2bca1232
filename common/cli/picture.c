#include "cli/picture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/png.h"

static int put_file(const struct head *h, struct array *rgb, const char *path, struct err *e)
{
	struct sink_par par = { .input = path };
	struct stream *out = NULL;

	if (!stream_create(&out, common.output, h, &par, e) && !stream_write(out, rgb, e))
		stream_commit(out, e);
	stream_close(out);
	return e->code;
}

int picture_put(const struct tool *t, struct array *rgb, enum term_kind terminal, const char *path,
		int argc, char **argv, struct err *e)
{
	static const char *const labels[] = { "row", "col", "rgb" };
	struct head h;

	head_init(&h, DT_U8, 3, rgb->n, labels);
	if (terminal != TERM_NONE)
		term_show(stdout, terminal, rgb);
	else if (!strcmp(common.output, "-"))
		png_put_image(STDOUT_FILENO, "standard output", &h, rgb->data, e);
	else if (!tool_history(t, &h, argc, argv, NULL, e))
		put_file(&h, rgb, path, e);
	head_free(&h);
	return e->code;
}
