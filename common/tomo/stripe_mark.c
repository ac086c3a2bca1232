#include "tomo/stripe_mark.h"

#include <string.h>

#include "tomo/stripe_find.h"
#include "tomo/stripe_room.h"
#include "tomo/stripe_score.h"

enum { FAINT_WIDTH = 4 };

const char *const stripe_places[] = { "stripes", "all", NULL };

struct room { void *score, *find; uint8_t *found; };

static size_t lay_out(struct room *w, size_t nrow, size_t ncol, char *work)
{
	size_t at = 0;

	w->score = room_take(work, &at, stripe_score_work(ncol));
	w->find = room_take(work, &at, stripe_find_work(nrow, ncol));
	w->found = room_take(work, &at, ncol);
	return at;
}

size_t stripe_mark_work(size_t nrow, size_t ncol)
{
	struct room w;

	return lay_out(&w, nrow, ncol, NULL) + ROOM_LINE;
}

size_t stripe_mark(const float *x, size_t nrow, size_t ncol, double above, size_t width, double *mean, double *t, void *work)
{
	struct room w;
	size_t n;

	lay_out(&w, nrow, ncol, room_align(work));
	n = stripe_score(x, nrow, ncol, above, width < FAINT_WIDTH ? width : FAINT_WIDTH, mean, t, w.score);
	if (!(above > 0))
		return n;
	stripe_find(x, nrow, ncol, STRIPE_LASTING * above, width, w.found, NULL, w.find);
	n = 0;
	for (size_t c = 0; c < ncol; c++) {
		if (w.found[c] && t[c] < 2 * above)
			t[c] = 2 * above;
		n += t[c] > 0;
	}
	if (n == ncol)
		memset(t, 0, ncol * sizeof *t);
	return n < ncol ? n : 0;
}
