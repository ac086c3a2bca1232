/* Timelines that become long are thinned, in the same way whenever it is looked; digests. */
#include "app/rmcmerge.h"
#include "check.h"
#include "io/bundle.h"
#include "scratch.h"

static void add(struct rmcset_seed *s, int steps)
{
	struct err e = { 0, "" };

	for (int i = 0; i < steps; i++)
		CHECK(!rmcset_point(s, &(struct rmc_point){ .n = 8, .step = i, .value = 1. / (i + 1) }, i == steps - 1, &e));
}

static void thinned(void)
{
	struct rmcset s;
	struct err e = { 0, "" };
	int steps = 7 * RMCSET_POINTS + 5;

	CHECK(!rmcset_new(&s, 4, 1, 2, &e));
	add(&s.seed[0], steps);
	CHECK(s.seed[0].npoint <= RMCSET_POINTS && s.seed[0].npoint > RMCSET_POINTS / 2);
	CHECK(s.seed[0].stride == 8);
	for (size_t i = 0; i + 1 < s.seed[0].npoint; i++)
		CHECK(s.seed[0].point[i * RMCSET_COLUMNS + RMCSET_STEP] == (double)(i * 8));
	CHECK(s.seed[0].point[(s.seed[0].npoint - 1) * RMCSET_COLUMNS + RMCSET_STEP] == steps - 1);	/* the last step is always there */
	add(&s.seed[1], 3);
	CHECK(s.seed[1].npoint == 3 && s.seed[1].stride == 1);
	rmcset_free(&s);
}

/* Each column has a name. */
static void columns(void)
{
	size_t n = 0;

	while (rmcset_columns[n])
		n++;
	CHECK(n == RMCSET_COLUMNS);
	CHECK(!strcmp(rmcset_columns[RMCSET_CHI2], "chi2") && !strcmp(rmcset_columns[RMCSET_PROPOSALS], "proposals"));
	for (n = 0; rmcset_metrics[n]; n++)
		;
	CHECK(n == RMC_POISSON + 1);
}

static void best(void)
{
	struct rmcset s;
	struct err e = { 0, "" };

	CHECK(!rmcset_new(&s, 4, 1, 4, &e));
	CHECK(rmcset_best(&s) == 4);
	for (int i = 1; i < 4; i++) {
		s.seed[i].done = true;
		s.seed[i].result.value = i == 1 ? 2 : 1;
	}
	CHECK(rmcset_best(&s) == 2);
	rmcset_free(&s);
}

static void digests(void)
{
	char a[33] = "", b[33] = "", c[33] = "", d[33] = "";
	unsigned char bytes[100] = { 0 };

	rmcset_digest(a, bytes, 100);
	rmcset_digest(b, bytes, 100);
	CHECK(strlen(a) == 32 && !strcmp(a, b));
	rmcset_digest(c, bytes, 99);
	CHECK(strcmp(a, c));
	for (int bit = 0; bit < 800; bit++) {	/* each bit counts */
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		d[0] = '\0';
		rmcset_digest(d, bytes, 100);
		CHECK(strcmp(a, d));
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	rmcset_digest(b, bytes, 100);		/* goes on from what was */
	CHECK(strcmp(a, b));
}

/* A run of a metric that this program does not know is not taken for one of another. */
static void unknown_metric(void)
{
	static const char *const labels[] = { "tile", "row", "col" };
	const char *path;
	const size_t n[] = { 1, 2, 2 };
	const unsigned char model[4] = { 0, 1, 1, 0 };
	struct bundle *b;
	struct rmcset s;
	struct head h;
	struct err e = { 0, "" };

	scratch_make();
	path = scratch("run.h5");
	head_init(&h, DT_U8, 3, n, labels);
	meta_set(&h.meta, "rmc.digest", "0", &e);
	meta_set(&h.meta, "rmc.metric", "square", &e);
	CHECK(!bundle_new(&b, path, NULL, &e) && !bundle_put(b, "/rmc/models", &h, model, &e) && !bundle_commit(b, &e));
	bundle_close(b);
	head_free(&h);
	CHECK(rmcmerge_read(&s, &path, 1, 1e9, &e) == E_DATA);
	CHECK(strstr(e.msg, "run.h5: unknown metric 'square'"));
	rmcset_free(&s);
	e = (struct err){ 0, "" };
	CHECK(rmcmerge_read(&s, &path, 1, 1e4, &e) == E_NOMEM);		/* the timeline of a seed alone may take more: asked before anything else */
	CHECK(strstr(e.msg, "--memory is below the minimum of"));
	rmcset_free(&s);
	scratch_remove();
}

int main(void)
{
	CASE(thinned);
	CASE(columns);
	CASE(best);
	CASE(digests);
	CASE(unknown_metric);
	return done();
}
