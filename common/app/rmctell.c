#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/rmcout.h"

/* Seeds that came down as far as the best: when they are one model, it is hardly one of many. */
static void tell_agreement(const struct tool *t, const struct rmcset *s, const struct aligned *a)
{
	double as_good = 1.5 * s->seed[rmcset_best(s)].result.value, least = 1;
	char who[200] = "";
	size_t n = 0;

	for (size_t i = 0; i < s->nseed; i++) {
		if (!(s->seed[i].result.value <= as_good))
			continue;
		for (size_t k = 0; k < i; k++)
			if (s->seed[k].result.value <= as_good)
				least = fmin(least, a->correlation[i * s->nseed + k]);
		if (strlen(who) < sizeof who - 40)
			snprintf(who + strlen(who), sizeof who - strlen(who), "%s%" PRIu64, n ? ", " : "", s->seed[i].seed);
		else if (!strstr(who, "..."))
			snprintf(who + strlen(who), sizeof who - strlen(who), ", ...");
		n++;
	}
	if (n == s->nseed && least >= 0.95)
		tool_note(t, "all seeds found the same model (correlation %.2f)", least);
	else if (n > 1 && least >= 0.95)
		tool_note(t, "seeds %s, of the least chi2, found the same model (correlation %.2f)", who, least);
}

void rmcout_tell(const struct tool *t, const struct rmcset *s, const struct aligned *a)
{
	const struct rmcset_seed *b = &s->seed[rmcset_best(s)];
	char held[60] = "", background[60] = "", seed[80] = "";

	if (!isnan(b->result.held))
		snprintf(held, sizeof held, ", held out %.6g", b->result.held);
	if (b->result.b != 0)
		snprintf(background, sizeof background, ", background %.6g", b->result.b);
	if (s->nseed > 1)
		snprintf(seed, sizeof seed, "best of %zu seeds %" PRIu64 ": ", s->nseed, b->seed);
	tool_note(t, "%schi2 %.6g%s, R %.4g, scale %.6g%s", seed, b->result.value, held, b->result.r, b->result.c, background);
	if (b->result.value > b->result.aim * (1 + 1e-6))
		tool_note(t, "chi2 is not down to %.4g, which would do: a minimum of its own; more seeds, or --raar, --anneal, may lead further", b->result.aim);
	if (!a)
		return;
	for (size_t i = 0; i < s->nseed; i++) {
		char line[400] = "", loading[40] = "";
		if (rmcset_own_loadings(s))
			snprintf(loading, sizeof loading, "loading %g, ", s->seed[i].loading);
		for (size_t k = 0; k < s->nseed && strlen(line) < sizeof line - 10; k++)
			snprintf(line + strlen(line), sizeof line - strlen(line), " %5.2f", a->correlation[i * s->nseed + k]);
		tool_note(t, "seed %" PRIu64 ": %schi2 %.6g, correlations%s", s->seed[i].seed, loading, s->seed[i].result.value, line);
	}
	if (a->median < 0.5)
		tool_note(t, "models not unique; trust g(r) and chord lengths only (median correlation %.2f)", a->median);
	tell_agreement(t, s, a);
}
