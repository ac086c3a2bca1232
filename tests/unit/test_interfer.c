/* S(q): against BornAgain, direct sums, closed forms and limits. */
#include <complex.h>

#include "check.h"

#include "num/rng.h"
#include "scat/interfer.h"
#include "scat/interfer_disk.h"
#include "scat/interfer_terms.h"

enum { Q = 8, N = 600 };

#define OBLIQUE .a = 20, .b = 25, .gamma_rad = 1.2, .xi_rad = 0.3
#define HEXAGONAL .a = 20, .b = 30, .gamma_rad = 2 * M_PI / 3, .xi_rad = 0.1
#define PARA .para_sigma = { { 1, 2 }, { 1.5, 0.7 } }

static const double places[Q][3] = {
	{ 0, 0, 0 }, { 0.01, -0.02, 0.3 }, { 0.3, 0.1, -0.2 }, { -0.32, 0.05, 0.5 },
	{ 0.05, 0.37, 0.1 }, { 0.7, -0.9, 1.1 }, { -1.3, 1.2, -0.7 }, { 1e-4, 2e-4, 0 },
};

/* BornAgain 1.19.0, IInterferenceFunction::evaluate() at these places */
static const struct { struct interfer s; double value[Q]; } peer[] = {
	{ { .type = INTERFER_1D, .a = 20, .xi_rad = 0.3, .decay_x = 200, .window = 1 },
	  { 20.0144214283315, 13.0790927982382, 17.2707687587697, 0.900211688161537,
	    0.0476884422620049, 0.0808740046887404, 0.178375337013615, 19.995309464916 } },
	{ { .type = INTERFER_1D, .a = 20, .xi_rad = 0.3, .decay_x = 7, .window = 1 },
	  { 1.09433174309486, 1.09394702761294, 1.0942164535127, 1.07895359399434,
	    0.863778839006876, 0.943633877706807, 1.01976669389029, 1.09433104934675 } },
	{ { .type = INTERFER_1D, .a = 20, .xi_rad = 0.3, .decay = DECAY_GAUSS, .decay_x = 15, .variance = 4 },
	  { 1.88002783995833, 1.87547223039748, 1.58933727238969, 1.50573466800043,
	    0.561538148170604, 0.998804951177473, 1.00000122720244, 1.88002260970861 } },
	{ { .type = INTERFER_2D, OBLIQUE, .decay_x = 300, .decay_y = 200 },
	  { 808.980880998015, 8.04433917764597, 0.0960641368136548, 1.53439541668035,
	    0.0306789892759942, 0.0441538456481584, 0.0857385336165303, 805.11859541174 } },
	{ { .type = INTERFER_2D, HEXAGONAL, .decay_x = 5, .decay_y = 8, .variance = 2 },
	  { 1.10709528719392, 1.08954330408027, 0.929899705012686, 1.07262609439926,
	    0.924261718115519, 0.993407464956877, 0.999808536050387, 1.10709358314142 } },
	{ { .type = INTERFER_2D, HEXAGONAL, .decay = DECAY_GAUSS, .decay_x = 15, .decay_y = 8 },
	  { 1.89930115608169, 1.88309026222282, 1.85456337763092, 1.89632132941788,
	    0.804509149302725, 1.76514197339832, 0.863015920876989, 1.89929787608035 } },
	{ { .type = INTERFER_RADIAL, .peak_distance = 20, .damping_length = 300, .sigma = 3 },
	  { 30.0111102881529, 0.684781231323657, 3.93204529428065, 3.3740414375521,
	    0.859824586252466, 0.996293221521087, 0.999999031474045, 29.8766152222688 } },
	{ { .type = INTERFER_RADIAL, .peak_distance = 20, .sigma = 3 },
	  { 0.0225, 0.02287821042159, 4.48195036187493, 3.70063997077113,
	    0.810105069033624, 0.996037626387503, 0.999998964704725, 0.0225000374466129 } },
	{ { .type = INTERFER_RADIAL, .peak_distance = 20, .damping_length = 300, .sigma = 3, .domain_size = 205 },
	  { 8.12298855746133, 1.88973003332084, 3.21701239979771, 2.91897029849522,
	    0.929082178640762, 0.996663971683504, 0.999999128326648, 8.12186454304328 } },
	{ { .type = INTERFER_2D_PARA, OBLIQUE, PARA, .damping_length = 300 },
	  { 720.683419656702, 9.8201515865033, 0.929234215735093, 0.614490363741071,
	    0.0183022483392535, 0.510245231025674, 0.784610657838074, 716.385503078076 } },
	{ { .type = INTERFER_2D_PARA, OBLIQUE, PARA, .damping_length = 300, .para_cauchy = 1 },
	  { 720.683419656702, 9.9362077799913, 0.884397601012372, 1.36724329411279,
	    0.0767607400333741, 0.717477077663829, 0.87896552828294, 716.383283044991 } },
	{ { .type = INTERFER_2D_PARA, OBLIQUE, PARA, .damping_length = 300, .para_cauchy = 1,
	    .domain = { 205, 150 } },
	  { 41.7382291045378, 21.5399846507927, 0.882086212547545, 3.62586672230074,
	    0.114982458437382, 0.760068094720487, 0.900027767671041, 41.7326082789628 } },
	{ { .type = INTERFER_3D, .basis = { { 14, 0, 0 }, { 7, 12, 0 }, { 7, 4, 11.5 } }, .N = { 5, 4, 3 }, .variance = 0.5 },
	  { 60, 4.95361480894677, 0.0814183544262232, 0.162961128815702,
	    0.0782387935615826, 0.757915185945424, 1.72675208497756, 59.9989525830449 } },
	{ { .type = INTERFER_FINITE_2D, OBLIQUE, .N = { 7, 4 } },
	  { 28, 20.3190913426496, 0.094326508773125, 5.7663924153883,
	    0.00169158766530542, 0.000452264941851577, 0.0583062744191087, 27.9979953135562 } },
	{ { .type = INTERFER_HARD_DISK, .radius = 5, .density = 0.006 },
	  { 0.0958024632548073, 0.0962329411301664, 0.252825092381798, 0.266184907109055,
	    0.38610400300376, 1.17250303970955, 1.09200858854345, 0.0958025061896786 } },
};

static double at(const struct interfer *s, double x, double y, double z)
{
	double out;

	interfer_s(s, 1, &x, &y, &z, &out);
	return out;
}

/* 1e-9 of the value: the digits printed, and the quadrature of BornAgain's hard disk. */
static void against_bornagain(void)
{
	for (size_t i = 0; i < sizeof peer / sizeof *peer; i++) {
		CHECK(!interfer_check(&peer[i].s, &(struct err){ 0 }));
		for (int j = 0; j < Q; j++) {
			double v = at(&peer[i].s, places[j][0], places[j][1], places[j][2]);

			if (!(fabs(v / peer[i].value[j] - 1) < 1e-9))
				printf("# row %zu, place %d\n", i, j);
			NEAR(v / peer[i].value[j], 1, 1e-9);
		}
	}
}

static void fill(double *x, uint64_t stream, double range)
{
	struct rng r = rng_at(7, stream, 0);

	for (int i = 0; i < N; i++)
		x[i] = range * (2 * rng_uniform(&r) - 1);
}

/* A point's value does not depend on its neighbours, nor on where a block begins. */
static void same_alone(void)
{
	double x[N], y[N], z[N], out[N], part[N];

	fill(x, 1, 2);
	fill(y, 2, 2);
	fill(z, 3, 2);
	for (size_t i = 0; i < sizeof peer / sizeof *peer; i++) {
		interfer_s(&peer[i].s, N, x, y, z, out);
		interfer_s(&peer[i].s, N - 101, x + 101, y + 101, z + 101, part);
		CHECK(!memcmp(out + 101, part, (N - 101) * sizeof *out));
		CHECK(out[77] == at(&peer[i].s, x[77], y[77], z[77]));
	}
}

/* S0 = 1 + 2 sum_m d(m a) cos(m qa), d the decay in space: exp(-x/L) or exp(-x^2/(2 L^2)).  1e-12: rounding of the sums. */
static void rows_by_direct_sums(void)
{
	for (int gauss = 0; gauss < 2; gauss++)
		for (int l = 0; l < 3; l++) {
			const double L[3] = { 5, 40, 300 };
			struct interfer s = { .type = INTERFER_1D, .a = 17, .xi_rad = -0.4, .decay = gauss ? DECAY_GAUSS : DECAY_CAUCHY,
					      .decay_x = L[l] };

			for (int j = 0; j < Q; j++) {
				double qa = places[j][0] * cos(-0.4) + places[j][1] * sin(-0.4), sum = 1;

				for (int m = 1; m < 1000; m++) {
					double t = m * 17 / L[l];

					sum += 2 * exp(gauss ? -t * t / 2 : -t) * cos(m * 17 * qa);
				}
				NEAR(at(&s, places[j][0], places[j][1], 9), sum, 1e-12 * (1 + L[l] / 2));
			}
		}
}

/* The same in the plane: the sum over the lattice's own points. */
static double direct_2d(const struct interfer *s, double x, double y, int reach)
{
	double sum = 0;

	for (int h = -reach; h <= reach; h++)
		for (int k = -reach; k <= reach; k++) {
			double rx = h * s->a + k * s->b * cos(s->gamma_rad), ry = k * s->b * sin(s->gamma_rad);
			double cx = cos(s->xi_rad), sx = sin(s->xi_rad);
			double t = rx * rx / (s->decay_x * s->decay_x) + ry * ry / (s->decay_y * s->decay_y);
			double phase = x * (rx * cx - ry * sx) + y * (rx * sx + ry * cx);

			sum += exp(s->decay == DECAY_GAUSS ? -t / 2 : -sqrt(t)) * cos(phase);
		}
	return sum;
}

/* Gauss: rounding.  Cauchy: what the window leaves out, some 1e-2 here. */
static void lattices_by_direct_sums(void)
{
	struct interfer s = { .type = INTERFER_2D, OBLIQUE, .decay = DECAY_GAUSS, .decay_x = 90, .decay_y = 30 };

	for (int j = 0; j < Q; j++)
		NEAR(at(&s, places[j][0], places[j][1], 3), direct_2d(&s, places[j][0], places[j][1], 50), 1e-11);
	s.decay = DECAY_CAUCHY;
	for (int j = 0; j < Q; j++)
		NEAR(at(&s, places[j][0], places[j][1], 3), direct_2d(&s, places[j][0], places[j][1], 150), 2e-2);
}

/* 1 + 2 Re sum P^k for the endless row, with (1 - k/n) for one of n. */
static double pairs(double complex P, int n)
{
	double complex sum = 0, t = 1;

	for (int k = 1; k < (n ? n : 40000); k++) {
		t *= P;
		sum += t * (n ? 1 - (double)k / n : 1);
	}
	return 1 + 2 * creal(sum);
}

static void paracrystal_by_pairs(void)
{
	struct interfer s = { .type = INTERFER_RADIAL, .peak_distance = 12, .damping_length = 400, .sigma = 1.5 };

	for (int n = 0; n < 40; n += 1 + n / 3) {
		s.domain_size = 12 * n;
		for (int j = 0; j < Q; j++) {
			double q = hypot(places[j][0], places[j][1]), re, im;
			double complex P = cexp(-q * q * 1.5 * 1.5 / 2 + I * q * 12 - 12.0 / 400);

			interfer_p(&s, 1, &q, &re, &im);
			NEAR(re, creal(P), 1e-14);
			NEAR(im, cimag(P), 1e-14);
			NEAR(at(&s, places[j][0], places[j][1], 9), pairs(P, n), 1e-10);
		}
	}
	s.domain_size = 12;			/* one place: nothing interferes */
	NEAR(at(&s, 0.1, 0.3, 0), 1, 1e-15);
}

/* Without damping, from q = 0 up: S0 -> 2 u/(u^2 + q^2 D^2), u = q^2 sigma^2/2, in all digits. */
static void paracrystal_near_zero(void)
{
	struct interfer s = { .type = INTERFER_RADIAL, .peak_distance = 12, .sigma = 1.5 };

	NEAR(at(&s, 0, 0, 0), 1.5 * 1.5 / 144, 1e-17);
	for (double q = 1e-200; q < 1e-5; q *= 31)
		NEAR(at(&s, q * 0.6, -q * 0.8, 0) / (1.5 * 1.5 / 144), 1, 1e-8);
	s.domain_size = 12 * 1000;		/* at a peak without width: as many as there are */
	s.sigma = 0;
	NEAR(at(&s, 0, 0, 0), 1000, 1e-10);
	NEAR(at(&s, 2 * M_PI / 12, 0, 0), 1000, 1e-10);
}

/* In all digits where one way of computing 1 - exp(-u) gives way to the other: q = 1, u = sigma^2/2 + D/Lambda about 1/2. */
static void paracrystal_all_digits(void)
{
	for (double sigma = 0.3; sigma < 1.3; sigma += 0.01) {
		struct interfer s = { .type = INTERFER_RADIAL, .peak_distance = 12, .damping_length = 400, .sigma = sigma };
		double r = exp(-sigma * sigma / 2 - 12.0 / 400);

		NEAR(at(&s, 0.6, 0.8, 0) * (1 - 2 * r * cos(12) + r * r) / (1 - r * r), 1, 2e-15);
	}
}

/* Without damping, at q = 0: along each neighbour (sigma/a)^2, and of Cauchy's widths, whose P falls as 3 s^2/2, three times that. */
static void plane_at_zero(void)
{
	struct interfer s = { .type = INTERFER_2D_PARA, OBLIQUE, PARA };
	double one = 1.0 / 400 * 1.5 * 1.5 / 625;

	NEAR(at(&s, 0, 0, 0), one, 1e-15);
	s.para_cauchy = 1;
	NEAR(at(&s, 0, 0, 0), 9 * one, 1e-15);
}

/* The sharp limits: finite lattices count their particles, whatever the peak. */
static void finite_lattices(void)
{
	struct interfer s = { .type = INTERFER_3D, .basis = { { 14, 0, 0 }, { 7, 12, 0 }, { 7, 4, 11.5 } }, .N = { 5, 4, 3 } };
	const double (*b)[3] = s.basis;

	for (int h = -40; h <= 40; h += 20)	/* q.a = 2 pi h, the others 0: the reciprocal vector of a */
		for (int k = -1; k < 2; k++) {
			double c = 1 + k * 1e-13, z = 2 * M_PI * h / 14 * c, y = -z * 7 / 12, x = z;
			double up = -(x * 7 + y * 4) / 11.5;

			NEAR(at(&s, x, y, up), 60, 1e-9);
		}
	for (int j = 0; j < Q; j++) {
		double complex sum = 0;

		for (int l = 0; l < 5 * 4 * 3; l++) {
			const int i[3] = { l % 5, l / 5 % 4, l / 20 };
			double phase = 0;

			for (int v = 0; v < 3; v++)
				for (int c = 0; c < 3; c++)
					phase += i[v] * b[v][c] * places[j][c];
			sum += cexp(I * phase);
		}
		NEAR(at(&s, places[j][0], places[j][1], places[j][2]), creal(sum * conj(sum)) / 60, 1e-12 * 60);
	}
	s.N[0] = s.N[1] = s.N[2] = 1;
	NEAR(at(&s, 0.3, 0.4, 0.5), 1, 1e-14);
}

/* The integral by the trapezoidal rule in sqrt-free steps: 1e-7 of 20000 steps of a smooth function; and its far form. */
static void hard_disk(void)
{
	struct interfer_disk d;
	double eta = 0.4, p = 7.0 / 3 - 4 * sqrt(3) / M_PI, c0 = (1 + eta + 3 * p * eta * eta - p * pow(eta, 3)) / pow(1 - eta, 3);

	interfer_disk_init(&d, eta);
	for (double A = 0; A < 300; A = A * 1.9 + 1.37) {
		double sum = 0;

		for (int i = 0; i < 20000; i++) {
			double x = (i + 0.5) / 20000, y = x / 2;

			sum += x * (1 + 4 * eta * (2 / M_PI * (acos(y) - y * sqrt(1 - y * y)) - 1) + d.s2 * x) * j0(A * x) / 20000;
		}
		NEAR(interfer_disk_c(&d, A), -c0 * sum, 1e-7);
	}
	/* S(0) is the compressibility, 1/(d(eta Z)/d eta) */
	NEAR(1 / (1 - 8 * eta * interfer_disk_c(&d, 0)), 1 / c0, 1e-12 / c0);
	NEAR(interfer_disk_c(&d, 1024), interfer_disk_c(&d, 1024 * (1 - 1e-15)), 1e-12);
}

/* The transform of the direct correlation function by the midpoint rule: 1e-7 of 4000 steps. */
static void percus_yevick(void)
{
	struct interfer s = { .type = INTERFER_PERCUS_YEVICK, .radius = 5 };

	for (double eta = 0.05; eta < 0.5; eta += 0.1) {
		double f = pow(1 - eta, -4), a = pow(1 + 2 * eta, 2) * f, b = -6 * eta * pow(1 + eta / 2, 2) * f;

		s.density = eta / (4 * M_PI / 3 * 125);
		NEAR(at(&s, 0, 0, 0), pow(1 - eta, 4) / pow(1 + 2 * eta, 2), 1e-13);
		for (double A = 0.01; A < 30; A *= 1.37) {
			double sum = 0, q = A / 10;

			for (int i = 0; i < 4000; i++) {
				double x = (i + 0.5) / 4000;

				sum += (a + b * x + eta * a / 2 * x * x * x) * x * sin(A * x) / A / 4000;
			}
			NEAR(at(&s, q * 0.48, q * 0.6, q * 0.64), 1 / (1 + 24 * eta * sum), 1e-6);
		}
		/* both forms meet at A = 3 */
		NEAR(at(&s, 0.3 * (1 - 1e-14), 0, 0), at(&s, 0.3, 0, 0), 1e-12);
	}
}

static void variance_limits(void)
{
	struct interfer y = { .type = INTERFER_PERCUS_YEVICK, .radius = 5, .density = 4e-4 };
	double free = at(&y, 0.1, 0.1, -0.2);

	y.variance = 3;
	NEAR(at(&y, 0.1, 0.1, -0.2) - 1, exp(-3 * 0.06) * (free - 1), 1e-14);
	for (size_t i = 0; i < sizeof peer / sizeof *peer; i++) {
		struct interfer s = peer[i].s;
		double S0, S, q2 = 0.09 + 0.01 + (s.type == INTERFER_3D ? 0.04 : 0);

		s.variance = 0;
		S0 = at(&s, 0.3, 0.1, -0.2);
		s.variance = 3;
		S = at(&s, 0.3, 0.1, -0.2);
		NEAR(S - 1, exp(-3 * q2) * (S0 - 1), 1e-13);
		s.variance = 1e9;
		NEAR(at(&s, 0.3, 0.1, -0.2), 1, 0);
	}
}

/* xi turns the pattern about z, right-handed; the average over xi is that of single ones, and has no direction. */
static void turned(void)
{
	for (size_t i = 0; i < sizeof peer / sizeof *peer; i++) {
		struct interfer s = peer[i].s;
		double v = at(&s, 0.3, 0.1, 0), c = cos(0.7), t = sin(0.7), sum = 0;

		if (s.type == INTERFER_3D)
			continue;
		s.xi_rad += 0.7;
		NEAR(at(&s, c * 0.3 - t * 0.1, t * 0.3 + c * 0.1, 0), v, 1e-11);
		if (s.type != INTERFER_2D && s.type != INTERFER_2D_PARA && s.type != INTERFER_FINITE_2D)
			continue;
		for (int k = 0; k < 80; k++) {
			s.xi_rad = M_PI * (k + 0.5) / 40;
			sum += at(&s, 0.3, 0.1, 0) / 80;
		}
		s.xi_rad = 0;
		s.xi_nodes = 40;
		NEAR(at(&s, 0.3, 0.1, 0), sum, 1e-10 * sum);
		s.xi_nodes = 4000;
		NEAR(at(&s, 0.3, 0.1, 0) / at(&s, -0.1, 0.3, 0), 1, 1e-3);
	}
}

static void refused(const struct interfer *s, const char *key)
{
	struct err e = { 0 };

	if (interfer_check(s, &e) != E_DATA || !strstr(e.msg, key))
		printf("# \"%s\" should name %s\n", e.msg, key);
	CHECK(e.code == E_DATA && strstr(e.msg, key));
}

static void errors(void)
{
	refused(&(struct interfer){ .type = (enum interfer_type)99 }, "type");
	refused(&(struct interfer){ .type = INTERFER_NONE, .variance = -1 }, "position_variance");
	refused(&(struct interfer){ .type = INTERFER_1D, .a = 0, .decay_x = 5 }, "length");
	refused(&(struct interfer){ .type = INTERFER_1D, .a = 20, .decay_x = NAN }, "decay_length");
	refused(&(struct interfer){ .type = INTERFER_1D, .a = 20, .decay_x = 1e-4, .window = 1 }, "too short");
	refused(&(struct interfer){ .type = INTERFER_2D, .a = 20, .b = 20, .decay_x = 5, .decay_y = 5 }, "gamma_deg");
	refused(&(struct interfer){ .type = INTERFER_2D, OBLIQUE, .decay_x = 5 }, "decay_length_y");
	refused(&(struct interfer){ .type = INTERFER_2D, OBLIQUE, .decay_x = 1e-9, .decay_y = 1e-9 }, "too short");
	refused(&(struct interfer){ .type = INTERFER_2D, OBLIQUE, .decay = DECAY_GAUSS, .decay_x = 0.1, .decay_y = 0.1 }, "too short");
	refused(&(struct interfer){ .type = INTERFER_2D, OBLIQUE, .decay_x = 5, .decay_y = 5, .xi_nodes = -1 }, "xi_nodes");
	refused(&(struct interfer){ .type = INTERFER_RADIAL, .peak_distance = 20 }, "endless");
	refused(&(struct interfer){ .type = INTERFER_RADIAL, .peak_distance = 20, .sigma = 1, .domain_size = 19 }, "domain_size");
	refused(&(struct interfer){ .type = INTERFER_2D_PARA, OBLIQUE }, "endless");
	refused(&(struct interfer){ .type = INTERFER_3D, .basis = { { 1, 0, 0 }, { 0, 1, 0 }, { 1, 1, 0 } } }, "basis");
	refused(&(struct interfer){ .type = INTERFER_FINITE_2D, OBLIQUE, .N = { 3, 0 } }, "N is 0");
	refused(&(struct interfer){ .type = INTERFER_HARD_DISK, .radius = 5, .density = 0.01 }, "radius and density");
	refused(&(struct interfer){ .type = INTERFER_PERCUS_YEVICK, .radius = 5, .density = 0 }, "density");
}

/* +-5 cells each way, as the peer takes them; one term where the peaks are far apart. */
static void terms(void)
{
	struct interfer s = { .type = INTERFER_2D, OBLIQUE, .decay_x = 1000, .decay_y = 1000 };
	struct interfer_map cell, back;
	double x[TERMS_MOST], y[TERMS_MOST];

	CHECK(interfer_terms_2d(&s, &cell, &back, x, y) == 121);
	s.decay = DECAY_GAUSS;
	CHECK(interfer_terms_2d(&s, &cell, &back, x, y) == 1);
	s.type = INTERFER_1D;
	CHECK(interfer_terms_1d(&s) == 0);
	s.decay = DECAY_CAUCHY;
	s.window = 1;
	CHECK(interfer_terms_1d(&s) == 4);
}

int main(void)
{
	CASE(against_bornagain);
	CASE(same_alone);
	CASE(rows_by_direct_sums);
	CASE(lattices_by_direct_sums);
	CASE(paracrystal_by_pairs);
	CASE(paracrystal_near_zero);
	CASE(paracrystal_all_digits);
	CASE(plane_at_zero);
	CASE(finite_lattices);
	CASE(hard_disk);
	CASE(percus_yevick);
	CASE(variance_limits);
	CASE(turned);
	CASE(errors);
	CASE(terms);
	return done();
}
