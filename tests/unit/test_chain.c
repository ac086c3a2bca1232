/* A chain keeps the quantity of its samples in step. */
#include "check.h"

#include "cli/chain.h"
#include "tomo/filters.h"

static int same_plan(void *par, const struct head *in, struct head *out, void **plan, struct err *e)
{
	(void)par, (void)in, (void)out, (void)e;
	*plan = NULL;
	return 0;
}

static const struct param none[] = { { .type = PARAM_END } };

/* Wants transmission and says nothing of what it gives: what came in, after the conversion, stays. */
static const struct method keeps = { .name = "keeps", .wants = "transmission", .param = none,
				     .map = { .name = "keeps", .batch = 1, .plan = same_plan } };
static const struct method *const list[] = { &keeps, NULL };

static void quantity_after_a_conversion(void)
{
	static struct chain c = { .kind = "filter", .convert = filter_conversion };
	static const char *const label[] = { "angle", "row", "col" };
	const char *const have[] = { "mu_t", "transmission", "" }, *const want[] = { "transmission", "transmission", "" };
	struct opt_list text = { .n = 1, .v = { "keeps" } };

	for (int i = 0; i < 3; i++) {
		struct err e = { 0, "" };
		struct head in, out;
		void *plan = NULL;
		head_init(&in, DT_F32, 3, (size_t[]){ 2, 3, 4 }, label);
		if (*have[i])
			meta_set(&in.meta, META_QUANTITY, have[i], &e);
		CHECK(!head_copy(&out, &in, &e) && !chain_parse(&c, list, &text, &e));
		CHECK(!c.map[0].plan(c.map[0].par, &in, &out, &plan, &e));
		CHECK(!strcmp(head_quantity(&out), want[i]));
		c.map[0].free(plan);
		head_free(&in);
		head_free(&out);
	}
}

int main(void)
{
	CASE(quantity_after_a_conversion);
	return done();
}
