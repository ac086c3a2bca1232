/* Windows: their values at zero, half way and at the cutoff, and above it. */
#include "check.h"

#include "tomo/window.h"

/* r = 0, 1/2, 1: from the formulas of the header, worked out by hand. */
static const struct { enum window w; double half, end, above; } known[] = {
	{ WINDOW_NONE, 1, 1, 1 },
	{ WINDOW_RAMP, 1, 1, 0 },
	{ WINDOW_SHEPP, 0.900316316157106, 0.636619772367581, 0 },	/* 2 sqrt2 / pi, 2 / pi */
	{ WINDOW_COSINE, 0.707106781186548, 0, 0 },
	{ WINDOW_HANN, 0.5, 0, 0 },
	{ WINDOW_HAMMING, 0.54, 0.08, 0 },
	{ WINDOW_PARZEN, 0.25, 0, 0 },
	{ WINDOW_BLACKMAN, 0.34, 0, 0 },
	{ WINDOW_KAISER, 0.368972722615833, 0.00233883051273333, 0 },	/* I0(8 sqrt(3/4)) / I0(8), 1 / I0(8): power series in exact arithmetic */
};

static void values(void)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		double order = window_order(known[i].w);
		for (double cut = 0.1; cut <= 0.5; cut += 0.2) {
			NEAR(window_value(known[i].w, 0, cut, order), 1, 1e-12);
			NEAR(window_value(known[i].w, cut / 2, cut, order), known[i].half, 1e-9);
			NEAR(window_value(known[i].w, cut, cut, order), known[i].end, 1e-9);
			NEAR(window_value(known[i].w, cut * 1.01, cut, order), known[i].above, 1e-12);
		}
	}
}

/* One half at its cutoff whatever the order; 1 / (1 + 2^-4), 1 / (1 + 2^4) an octave off for order 2. */
static void butterworth(void)
{
	for (double order = 1; order < 9; order++)
		NEAR(window_value(WINDOW_BUTTERWORTH, 0.25, 0.25, order), 0.5, 1e-12);
	NEAR(window_value(WINDOW_BUTTERWORTH, 0.125, 0.25, 2), 16. / 17, 1e-12);
	NEAR(window_value(WINDOW_BUTTERWORTH, 0.5, 0.25, 2), 1. / 17, 1e-12);
	NEAR(window_cutoff(WINDOW_BUTTERWORTH), 0.25, 0);
	NEAR(window_order(WINDOW_BUTTERWORTH), 2, 0);
	NEAR(window_cutoff(WINDOW_HANN), 0.5, 0);
}

static void falls(void)
{
	for (int i = 0; window_names[i]; i++) {
		enum window w = window_of(i);
		for (double f = 0.01; f < 0.5; f += 0.01)
			CHECK(window_value(w, f, 0.4, window_order(w)) <=
			      window_value(w, f - 0.01, 0.4, window_order(w)) + 1e-12);
	}
}

static void names(void)
{
	CHECK(!strcmp(window_names[WINDOW_RAMP], "ramp"));
	CHECK(!strcmp(window_names[WINDOW_KAISER], "kaiser"));
	CHECK(!strcmp(window_names[WINDOW_COUNT], "ramlak"));
	CHECK(window_of(WINDOW_COUNT) == WINDOW_RAMP && window_of(WINDOW_HANN) == WINDOW_HANN);
}

int main(void)
{
	CASE(values);
	CASE(butterworth);
	CASE(falls);
	CASE(names);
	return done();
}
