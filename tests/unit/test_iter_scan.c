/*
 * The iterative methods beside fbp on scans that are noisy, lack angles, are wider than the detector, or turn about an
 * axis near its side.
 */
#include "iter_run.h"

#include "num/fft.h"

static const struct method *const all[] = {
	&recon_art, &recon_bart, &recon_sart, &recon_sirt, &recon_cgls, &recon_mlem, &recon_osem, &recon_pml_quad,
	&recon_pml_hybrid, &recon_ospml_quad, &recon_ospml_hybrid,
};
enum { ALL = sizeof all / sizeof *all };

static double fbp_psnr(const struct scan *s, enum window w, double cutoff)
{
	struct recon_par par = { .filter = w, .cutoff = cutoff, .pad = -1 };
	size_t size = 0;
	float *x = recon(&recon_fbp, NULL, s, &par, NULL, &size);
	double psnr = slice_psnr(x, s);

	mem_free(x);
	return psnr;
}

static double best_window(const struct scan *s)
{
	double best = 0;

	for (int w = WINDOW_RAMP; w < WINDOW_COUNT; w++)
		for (double cutoff = 0.15; cutoff <= 0.5; cutoff += 0.05)
			best = fmax(best, fbp_psnr(s, (enum window)w, cutoff));
	return best;
}

/* 256^2, 90 angles, 10 000 photons, a largest mu_t of 2: all at their defaults, against the ramp and the best of windows. */
static void noisy(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 128, 256, 90, 180, false);

	scan_noise(&s, 2, 1e4);
	double ramp = fbp_psnr(&s, WINDOW_RAMP, 0), best = best_window(&s);
	printf("# fbp: ramp %.2f dB, best window %.2f dB\n", ramp, best);
	NEAR(ramp, 23.2, 0.5);
	for (size_t k = 0; k < ALL; k++) {
		float *x = solve(all[k], NULL, &s, NULL);
		double psnr = slice_psnr(x, &s);
		CHECK(psnr > ramp + 4 && (k < 5 || psnr > best));
		printf("# %-12s %.2f dB, %+.2f and %+.2f\n", all[k]->name, psnr, psnr - ramp, psnr - best);
		mem_free(x);
	}
	scan_free(&s);
}

/* A third of the half turn is missing. */
static void wedge(void)
{
	struct scan s = scan_of(PHANTOM_SHEPP2D, 60, 128, 120, 120, false);

	scan_noise(&s, 2, 3e4);
	double best = best_window(&s);
	printf("# fbp: %.2f dB\n", best);
	for (size_t k = 0; k < ALL; k++) {
		float *x = solve(all[k], NULL, &s, NULL);
		CHECK(all_finite(x, 128 * 128) && slice_psnr(x, &s) > best);
		printf("# %-12s %.2f dB\n", all[k]->name, slice_psnr(x, &s));
		mem_free(x);
	}
	scan_free(&s);
}

static double mean_at(const float *x, size_t n, double from, double to)
{
	double sum = 0, count = 0, mid = ((double)n - 1) / 2;

	for (size_t i = 0; i < n * n; i++) {
		double r = hypot((double)(i % n) - mid, (double)(i / n) - mid);
		sum += r >= from && r < to ? x[i] : 0;
		count += r >= from && r < to;
	}
	return sum / count;
}

/*
 * A disc of 1 and radius 90 on 128 columns.  Without room for the rest of it, its attenuation is laid into a bright
 * rim, more than twice as bright; with 40 pixels on each side it is at most a tenth brighter.
 */
static void region(void)
{
	struct scan s = scan_of(PHANTOM_DISC, 100, 128, 200, 180, false);

	for (size_t k = 0; k < ALL; k++) {
		struct recon_par bare = { .pad = 0 }, room = { .pad = 40 };
		double rim[2];
		for (int i = 0; i < 2; i++) {
			size_t size = 0;
			float *x = recon(all[k], NULL, &s, i ? &room : &bare, NULL, &size);
			CHECK(!e.code && size == 128 && all_finite(x, 128 * 128));
			rim[i] = mean_at(x, 128, 60, 64) / mean_at(x, 128, 0, 40) - 1;
			mem_free(x);
		}
		CHECK(rim[0] > 1 && rim[1] < 0.1 && rim[1] > -0.3);
		printf("# %-12s rim %+.2f, with room %+.3f\n", all[k]->name, rim[0], rim[1]);
	}
	scan_free(&s);
}

/* Half-acquisition: a full turn about an axis near one side or the other, of a disc wider than the detector. */
static void turn(void)
{
	for (int side = 0; side < 2; side++) {
		struct scan s = scan_new(128, 400, side ? -360 : 360, side ? 104.6 : 24);
		struct phantom p;
		phantom_new(&p, PHANTOM_SHEPP2D, 100, &e);
		void *work = mem_alloc(phantom_work(&p, 128), 1, "work", &e);
		for (size_t i = 0; i < s.m; i++) {
			struct phantom_view v = { s.theta[i], s.center, 0, 1, 128 };
			phantom_project(&p, &v, 0, 1, s.sino + i * 128, work);
		}
		mem_free(s.x);
		s.size = side ? 211 : 207;
		s.x = mem_alloc(s.size * s.size, sizeof *s.x, "truth", &e);
		phantom_slice(&p, 0, s.size, s.x);
		struct recon_par par = { .pad = -1, .filter = WINDOW_RAMP };
		size_t size = 0;
		float *x = recon(&recon_fbp, NULL, &s, &par, NULL, &size);
		double fbp = slice_psnr(x, &s);
		printf("# fbp %.2f dB\n", fbp);
		mem_free(x);
		for (size_t k = 0; k < ALL; k++) {
			x = recon(all[k], NULL, &s, &par, NULL, &size);
			CHECK(size == s.size && slice_psnr(x, &s) > 26);
			printf("# %-12s %.2f dB\n", all[k]->name, slice_psnr(x, &s));
			mem_free(x);
		}
		mem_free(work);
		phantom_free(&p);
		scan_free(&s);
	}
}

int main(void)
{
	CASE(noisy);
	CASE(wedge);
	CASE(region);
	CASE(turn);
	fft_forget();
	return done();
}
