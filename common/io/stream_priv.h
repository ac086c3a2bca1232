/* stream_priv.h - what source.c (reading) and sink.c (writing) share; nobody else includes it. */
#ifndef IO_STREAM_PRIV_H
#define IO_STREAM_PRIV_H

#include "io/inputs.h"
#include "io/driver.h"
#include "io/outfile.h"
#include "io/pipe.h"

/* Which samples of an axis: the first lead ones, then a, a + step, ... */
struct pick { size_t lead, a, step, n; };

struct stream {
	char *name;			/* for messages: as given, or "<stdin>" */
	struct head head;		/* of what is read or written */
	bool writing;

	/* reading */
	const struct driver *drv;	/* of the source or of the sink */
	struct source *src;		/* at random; or */
	struct pipe_in *pipe;		/* in one pass */
	struct head whole;		/* before selection */
	struct head image;		/* before an axis of one item was put in front; ndim 0: it was not */
	bool image_read;
	struct pick pick[3];
	size_t pos;			/* the next item, after selection */
	size_t raw_pos;			/* pipe: the next item, before selection */
	void *scratch;			/* one item before selection */
	int fd;				/* owned; -1 */

	/* writing */
	struct outfile *file;		/* or NULL: standard output */
	struct pipe_out *out;		/* standard output, FIFO, device; or */
	struct sink *sink;		/* a file in some format; or */
	int spool;			/* unknown length into a file: items wait here; -1 */
	struct sink_par par;
	char *pattern;			/* of a sequence, else NULL */
	size_t done;			/* items written */
	bool committed;
};

extern const struct driver *const drivers[];	/* NULL-terminated */

/* Items ahead of the projections on this axis: flats and darks, which a range of angles keeps. */
size_t select_leading(const struct head *h, int axis);
/* Set s->pick and crop s->head; s->whole is set already. */
int select_apply(struct stream *s, const struct select *sel, struct err *e);

#endif
