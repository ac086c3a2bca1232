/* io/hig.h: samples of HipGISAXS with our keys, what they warn of, and what is refused where. */
#include "io/hig.h"

#include <unistd.h>

#include "check.h"
#include "io/samplefile.h"

struct told { int n; char all[4000]; };

static void tell(void *ctx, const char *text)
{
	struct told *w = ctx;
	size_t at = strlen(w->all);

	w->n++;
	snprintf(w->all + at, sizeof w->all - at, "%s\n", text);
}

static int parse(struct node_tree *t, const char *text, struct told *w, struct err *e)
{
	struct node_warn warn = { tell, w };

	*w = (struct told){ 0, "" };
	*e = (struct err){ 0 };
	return hig_parse(t, "f", text, strlen(text), &warn, e);
}

static const char *text_at(const struct node_tree *t, const char *path)
{
	const struct node *n = node_at(t->root, path);

	return n && n->type == NODE_TEXT ? n->text : "(none)";
}

static double number(const struct node_tree *t, const char *path)
{
	const struct node *n = node_at(t->root, path);
	double v = NAN;

	return n && node_plain(n, &v) ? v : NAN;
}

#define IS(path, want) do { \
	if (strcmp(text_at(&t, path), want)) \
		printf("# %s: %s, expected %s\n", path, text_at(&t, path), want); \
	CHECK(!strcmp(text_at(&t, path), want)); } while (0)
#define TELLS(what) do { \
	if (!strstr(w.all, what)) \
		printf("# not told: %s; but\n# %s", what, w.all); \
	CHECK(strstr(w.all, what)); } while (0)

#define HEAD "hipGisaxsInput = {\n"
#define BEAM " instrumentation = { scattering = { expt = \"gisaxs\", alphai = { min = 0.2 }, photon = { value = 10000, unit = \"ev\" }, smearing = 0 } },\n"
#define REGION " computation = { method = \"dwba\", outputregion = { type = \"qspace\", minpoint = [-1 0], maxpoint = [1 2] }, resolution = [ 201 101 ] }\n}\n"
#define GLASS " layer = { key = \"sub\", order = -1, refindex = { delta = 5e-6, beta = 7e-8 } },\n"
#define INDEX "refindex = { delta = 1e-5, beta = 2e-7 }"

static void cylinders(void)
{
	struct node_tree t;
	struct told w;
	struct err e;

	CHECK(!parse(&t, "# a comment = {\n" HEAD
		     "\tshape = { key = \"s\", name = \"cylinder\", originvec = [0 0 0],\n"
		     "\t\tparam = { type = \"radius\", min = 4, max = 6, stat = \"gaussian\", p1 = 5, p2 = 0.5, nvalues = 9 },\n"
		     "\t\tparam = { type = \"height\", min = 12 }#,\n\t},\n" GLASS
		     " layer = { key = \"film\" order = 1 thickness = 50 refindex = { delta = 1e-6 beta = 1e-9 } }\n"
		     "\tstructure = { key = \"st\", iratio = 2, grain = { shape:key = \"s\", layer:key = \"film\", " INDEX ",\n"
		     "\t\tlattice = { type = \"hex\" }, scaling = 20, repetition = [15 10 1], transvec = [1 2 20] } },\n" BEAM REGION, &w, &e));
	CHECK(!e.code);
	NEAR(number(&t, "beam.energy_keV"), 10, 0);
	NEAR(number(&t, "beam.alpha_i_deg"), 0.2, 0);
	IS("detector.type", "qgrid");
	IS("detector.n_qy", "201");
	IS("detector.n_qz", "101");
	NEAR(number(&t, "detector.qy_min"), -1.005, 1e-14);		/* the first point, -1, in the middle of the first pixel */
	NEAR(number(&t, "detector.qy_max"), 1.005, 1e-14);
	NEAR(number(&t, "detector.qz_min"), -0.01, 1e-14);
	NEAR(number(&t, "detector.qz_max"), 2.01, 1e-14);
	CHECK(node_at(t.root, "layers")->n == 3 && !node_at(t.root, "layers.0.layouts") && !node_at(t.root, "layers.0.thickness"));
	IS("layers.0.material.delta", "0");
	IS("layers.1.material.delta", "1e-06");
	IS("layers.1.thickness", "50");
	IS("layers.2.material.delta", "5e-06");
#define P "layers.1.layouts.0.particles.0.particle."
	IS(P "kind", "composition");
	IS(P "parts.0.shape.name", "cylinder");
	IS(P "parts.0.shape.radius.distribution", "gaussian");
	IS(P "parts.0.shape.radius.mean", "5");
	IS(P "parts.0.shape.radius.sigma", "0.5");
	IS(P "parts.0.shape.radius.n", "9");
	IS(P "parts.0.shape.radius.limits.0", "4");
	IS(P "parts.0.shape.radius.limits.1", "6");
	IS(P "parts.0.shape.height", "12");
	IS(P "parts.0.material.beta", "2e-07");
	IS(P "position.0", "1");
	IS(P "position.2", "-30");					/* 20 above the bottom of a film of 50 */
	IS("layers.1.layouts.0.interference.type", "finite_3d_lattice");
	NEAR(number(&t, "layers.1.layouts.0.interference.basis.1.0"), 10, 1e-14);
	NEAR(number(&t, "layers.1.layouts.0.interference.basis.1.1"), 17.320508075688775, 1e-13);
	IS("layers.1.layouts.0.interference.basis.2.2", "20");
	IS("layers.1.layouts.0.interference.N.1", "10");
	NEAR(number(&t, "layers.1.layouts.0.surface_density"), 2 / (400 * 0.8660254037844386 * 150), 1e-17);
	TELLS("f:4:11: HipGISAXS adds the amplitudes of a distribution");
	TELLS("no absolute scale");
	CHECK(w.n == 2);
	CHECK(node_at(t.root, P "parts.0.shape.height")->line == 5 && node_at(t.root, P "parts.0.shape.height")->col == 36);
	node_free(&t);
}

/* Each shape by name: its keys, and the factors of the prisms from their areas. */
static void shapes(void)
{
	static const struct { const char *shape, *path, *want; } all[] = {
		{ "name = \"box\" param = { type = \"xsize\" min = 1 } param = { type = \"ysize\" min = 2 } param = { type = \"height\" min = 3 }", "shape.width", "2" },
		{ "name = \"cube\" param = { type = \"edge\" min = 4 }", "shape.height", "4" },
		{ "name = \"sphere\" param = { type = \"radius\" min = 4 }", "shape.radius", "4" },
		{ "name = \"truncpyr\" param = { type = \"xsize\" min = 9 } param = { type = \"ysize\" min = 8 } param = { type = \"height\" min = 3 } "
		  "param = { type = \"baseangle\" min = 54.7 }", "shape.alpha_deg", "54.7" },
		{ "name = \"trunccone\" param = { type = \"radius\" min = 9 } param = { type = \"height\" min = 3 } param = { type = \"baseangle\" min = 60 }", "shape.name", "cone" },
		{ "name = \"prism3\" param = { type = \"edge\" min = 5 } param = { type = \"height\" min = 3 }", "shape.base_edge", "10" },
		{ "name = \"prism3\" param = { type = \"edge\" min = 5 } param = { type = \"height\" min = 3 } xyrotation = 5", "rotation_z_deg", "95" },
		{ "name = \"prism6\" param = { type = \"edge\" min = 3 } param = { type = \"height\" min = 3 }", "shape.base_edge", "3.46410161513776" },
		{ "name = \"hcylinder\" param = { type = \"radius\" min = 3 } param = { type = \"height\" min = 30 } originvec = [0 0 1]", "position.2", "4" },
		{ "name = \"hcylinder\" param = { type = \"radius\" min = 3 } param = { type = \"height\" min = 30 }", "position.0", "-15" },
		{ "name = \"hcylinder\" param = { type = \"radius\" min = 3 } param = { type = \"height\" min = 30 }", "rotations.0.axis", "y" },
		{ "name = \"box\" param = { type = \"edge\" min = 4 max = 8 stat = \"uniform\" nvalues = 5 }", "shape.length.sigma", "2" },
		{ "name = \"box\" param = { type = \"edge\" min = 4 max = 8 stat = \"uniform\" nvalues = 5 }", "shape.length.mean", "6" },
		{ "name = \"box\" param = { type = \"edge\" min = 4 max = 8 stat = \"gaussian\" p2 = 1 nvalues = 5 }", "shape.length.mean", "6" },
		{ "name = \"prism3\" param = { type = \"edge\" min = 4 max = 8 stat = \"gaussian\" p1 = 5 p2 = 1 nvalues = 5 } param = { type = \"height\" min = 3 }",
		  "shape.base_edge.limits.1", "16" },
		{ "name = \"dot.obj\"", "shape.file", "dot.obj" },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char text[2000], path[200];
		struct node_tree t;
		struct told w;
		struct err e;

		snprintf(text, sizeof text, HEAD " shape = { key = \"s\" %s " INDEX " }\n" GLASS
			 " structure = { grain = { shape:key = \"s\" } },\n" BEAM REGION, all[i].shape);
		snprintf(path, sizeof path, "layers.0.layouts.0.particles.0.particle.parts.0.%s", all[i].path);
		if (parse(&t, text, &w, &e))
			printf("# %s: %s\n", all[i].shape, e.msg);
		else
			IS(path, all[i].want);
		CHECK(!e.code);
		CHECK(!node_at(t.root, "layers.0.layouts.0.interference"));
		node_free(&t);
	}
}

/* Two structures, a unit cell, fixed turns and a range about z; lattice vectors turn as x, then y do: by hand. */
static void grains(void)
{
	struct node_tree t;
	struct told w;
	struct err e;

	CHECK(!parse(&t, HEAD " shape = { key = 's' name = 'sphere' param = { type = 'radius' min = 5 } " INDEX " }\n"
		     " unitcell = { key = 'u' element = { shape:key = 's' locations = [[0 0 0] [3, 4, 5]] } }\n" GLASS
		     " structure = { key = 'a' grain = { unitcell:key = 'u' lattice = { a = [1 0 0] b = [0 2 0] c = [0 0 3] } scaling = 10\n"
		     "  repetition = [2 3 4] } ensemble = { spacing = [0 0 0] maxgrains = [9 9 1] orientations = { stat = 'range'\n"
		     "  rot1 = { axis = 'x' angles = [90 90] } rot2 = { axis = 'y' angles = [90 90] } rot3 = { axis = 'z' angles = [0 180] } } } }\n"
		     " structure = { key = 'b' grain = { shape:key = 's' lattice = { type = 'fcc' hkl = '111' } scaling = [14 14 14] repetition = [6 6 3] }\n"
		     "  ensemble = { orientations = { stat = 'range' rot1 = { axis = 'z' angles = [0 180] } } } }\n" BEAM REGION, &w, &e));
	CHECK(!e.code);
#define L "layers.0.layouts.0."
	CHECK(node_at(t.root, L "particles.0.particle.parts")->n == 2 && node_at(t.root, "layers.0.layouts")->n == 2);
	IS(L "particles.0.particle.parts.1.position.2", "5");
	IS(L "particles.0.particle.rotations.1.axis", "y");
	IS(L "particles.0.particle.rotations.1.angle_deg", "90");
	/* x stays x under the first turn and goes to -z under the second; y to z to x; z to -y to -y */
	NEAR(number(&t, L "interference.basis.0.2"), -10, 1e-12);
	NEAR(number(&t, L "interference.basis.1.0"), 20, 1e-12);
	NEAR(number(&t, L "interference.basis.2.1"), -30, 1e-12);
	NEAR(number(&t, L "interference.basis.2.2"), 0, 0);
	IS("phi_s_deg.distribution", "uniform");
	IS("phi_s_deg.mean", "90");
	IS("phi_s_deg.sigma", "90");
	/* fcc 111: neighbours at the scaling */
	for (int i = 0; i < 3; i++) {
		double sum = 0;

		for (int k = 0; k < 3; k++) {
			char path[100];

			snprintf(path, sizeof path, "layers.0.layouts.1.interference.basis.%d.%d", i, k);
			sum += number(&t, path) * number(&t, path);
		}
		NEAR(sqrt(sum), 14, 1e-12);
	}
	TELLS("f:8:62: the third vector of fcc 111 is wrong");
	TELLS("f:6:49: spacing is ignored");
	TELLS("average of 181 azimuths");
	node_free(&t);
}

static void other_detectors(void)
{
	struct node_tree t;
	struct told w;
	struct err e;
	static const char *const start = HEAD " shape = { key = 's' name = 'sphere' param = { type = 'radius' min = 5 } " INDEX " }\n" GLASS
		" structure = { grain = { shape:key = 's' } }\n";
	char text[3000];

	snprintf(text, sizeof text, "%s instrumentation = { scattering = { alphai = { min = 0.1 max = 0.3 step = 0.1 } inplanerot = { min = 30 }\n"
		 "  photon = { value = 10 unit = 'kev' } tilt = { min = 0 } }\n"
		 " detector = { pixelsize = 0.2 sdd = 4000 directbeam = [500 100] origin = 'bl' } }\n"
		 " computation = { outputregion = { type = 'pixels' minpoint = [450 90] maxpoint = [650 190] } resolution = [2 1] } }", start);
	CHECK(!parse(&t, text, &w, &e));
	IS("detector.type", "rectangular");
	IS("detector.n_x", "400");
	IS("detector.n_y", "100");
	IS("detector.width", "40");
	IS("detector.u0", "10");
	IS("detector.v0", "2");
	IS("detector.distance", "4000");
	IS("phi_s_deg", "30");
	IS("beam.energy_keV", "10");
	IS("beam.alpha_i_deg", "0.1");
	TELLS("alphai: only the first value, 0.1, is taken");
	TELLS("tilt is ignored");
	TELLS("4350 mm");
	TELLS("blurs by a pixel");
	node_free(&t);
	snprintf(text, sizeof text, "%s instrumentation = { scattering = { alphai = { min = 0.1 } photon = { value = 10000 } smearing = 0 }\n"
		 " detector = { pixelsize = 0.2 sdd = 4000 directbeam = [500 100] origin = 'tl' } }\n"
		 " computation = { outputregion = { type = 'pixels' minpoint = [450 90] maxpoint = [650 190] } } }", start);
	CHECK(!parse(&t, text, &w, &e));
	IS("detector.v0", "18");			/* row 190 is the lowest: 90 pixels below the beam */
	node_free(&t);
	snprintf(text, sizeof text, "%s instrumentation = { scattering = { expt = 'saxs' alphai = { min = 0.1 } photon = { value = 10000 } smearing = [2 3 1] } }\n"
		 " computation = { method = 'ba' outputregion = { type = 'angles' minpoint = [-1 0] maxpoint = [1 2] } resolution = [20 10] } }", start);
	CHECK(!parse(&t, text, &w, &e));
	IS("mode", "saxs");
	IS("detector.type", "spherical");
	IS("detector.n_phi", "20");
	IS("detector.alpha_max_deg", "2");
	IS("detector.resolution.col_px", "2");
	IS("detector.resolution.row_px", "3");
	CHECK(node_at(t.root, "layers")->n == 1 && node_at(t.root, "layers.0.layouts"));	/* Born */
	node_free(&t);
}

/* saxs: what is long along z stands upright in the image, x points along the beam; particles, lattices. */
static void saxs(void)
{
	struct node_tree t;
	struct told w;
	struct err e;
	static const char *const format = HEAD " shape = { key = 's' name = 'sphere' param = { type = 'radius' min = 5 } " INDEX " }\n"
		" structure = { grain = { shape:key = 's' lattice = { a = [10 0 0] b = [0 20 0] c = [0 0 30] } repetition = [2 3 4] }%s }\n"
		" instrumentation = { scattering = { expt = 'saxs' alphai = { min = 0 } photon = { value = 10000 unit = 'eV' } smearing = 0%s } }\n"
		" computation = { method = 'ba' outputregion = { type = 'qspace' minpoint = [-1 -1] maxpoint = [1 1] } resolution = [20 10] } }";
	char text[2000];

	snprintf(text, sizeof text, format, " ensemble = { orientations = { rot1 = { axis = 'z' angles = [90 0] } } }", "");
	CHECK(!parse(&t, text, &w, &e));
	IS("layers.0.layouts.0.particles.0.particle.rotations.0.axis", "z");
	IS("layers.0.layouts.0.particles.0.particle.rotations.1.axis", "y");
	IS("layers.0.layouts.0.particles.0.particle.rotations.1.angle_deg", "-90");
	NEAR(number(&t, "layers.0.layouts.0.interference.basis.0.1"), 10, 1e-12);	/* x to y; y to -x, to -z; z to -x: up */
	NEAR(number(&t, "layers.0.layouts.0.interference.basis.1.2"), -20, 1e-12);
	NEAR(number(&t, "layers.0.layouts.0.interference.basis.2.0"), -30, 1e-12);
	NEAR(number(&t, "layers.0.layouts.0.surface_density"), 24 / 1200., 1e-15);	/* particles, 24 on 20 nm x 60 nm */
	NEAR(number(&t, "beam.energy_keV"), 10, 1e-12);
	node_free(&t);
	snprintf(text, sizeof text, format, "", " inplanerot = { min = 30 }");
	CHECK(parse(&t, text, &w, &e) == E_DATA && strstr(e.msg, "inplanerot with expt saxs is not supported"));
	snprintf(text, sizeof text, format, " ensemble = { orientations = { stat = 'range' rot1 = { axis = 'z' angles = [0 9] } } }", "");
	CHECK(parse(&t, text, &w, &e) == E_DATA && strstr(e.msg, "a range of orientations with expt saxs is not supported"));
}

static bool fails(const char *text, const char *what)
{
	struct node_tree t;
	struct told w;
	struct err e;
	bool good = parse(&t, text, &w, &e) == E_DATA && strstr(e.msg, what) && !t.arena;

	if (!good)
		printf("# %s: %s\n", what, e.msg);
	node_free(&t);
	return good;
}

static void refuses(void)
{
	static const char shape[] = " shape = { key = 's' name = 'sphere' param = { type = 'radius' min = 5 } " INDEX " }\n";
	static const struct { const char *part, *what; } parts[] = {
		{ " structure = { grain = { shape:key = 'q' } }\n", "f:3:38: no shape has the key 'q'" },
		{ " structure = { grain = { unitcell:key = 's' } }\n", "f:3:41: no unitcell has the key 's'" },
		{ " structure = { grain = { layer:key = 'q' shape:key = 's' } }\n", "f:3:38: no layer has the key 'q'" },
		{ " structure = { grain = { } }\n", "f:3:24: a grain without shape:key" }, { " structure = { }\n", "f:3:14: a structure without grain" },
		{ "", "there is no structure" }, { " structure = 5\n", "structure" },
		{ " structure = { grain = { shape:key = 's' repetition = [1 2] } }\n", "repetition: expected 3 numbers, found 2" },
		{ " structure = { grain = { shape:key = 's' repetition = [1 0 1] } }\n", "repetition: 0 is not a number of cells" },
		{ " structure = { grain = { shape:key = 's' lattice = { type = 'fco' } } }\n", "lattice 'fco' 100 is not supported" },
		{ " structure = { grain = { shape:key = 's' } ensemble = { orientations = { stat = 'range' rot1 = { axis = 'y' angles = [0 9] } } } }\n", "range of angles about y" },
		{ " structure = { grain = { shape:key = 's' } ensemble = { orientations = { stat = 'range' rot1 = { axis = 'z' angles = [0 9] } "
		  "rot2 = { axis = 'x' angles = [5 5] } } } }\n", "a rotation after a range" },
		{ " layer = { key = 'a' order = 1 } layer = { key = 'b' order = 1 }\n", "f:3:42: a second layer of the order 1" },
		{ " layer = { key = 'a' order = 1 } layer = { key = 'b' order = -1 }\n", "f:3:10: a layer without thickness" },
		{ " shape = { key = 'q' name = 'torus' } structure = { grain = { shape:key = 'q' } }\n", "f:3:29: shape 'torus' is not supported" },
		{ " shape = { key = 'q' name = 'box' " INDEX " } structure = { grain = { shape:key = 'q' } }\n", "box has no param xsize" },
		{ " shape = { key = 'q' name = 'sphere' ztilt = 5 " INDEX " } structure = { grain = { shape:key = 'q' } }\n", "ztilt is not supported" },
		{ " shape = { key = 'q' name = 'sphere' param = { type = 'radius' stat = 'random' } " INDEX " } structure = { grain = { shape:key = 'q' } }\n", "unknown 'random'" },
		{ " shape = { key = 'q' name = 'sphere' param = { type = 'radius' min = 'x' } " INDEX " } structure = { grain = { shape:key = 'q' } }\n", "expected a number" },
		{ " shape = { key = 'q' name = 'sphere' param = { type = 'radius' min = 5 } } structure = { grain = { shape:key = 'q' } }\n", "has a refindex" },
	};
	char text[3000];

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		snprintf(text, sizeof text, HEAD "%s%s" BEAM REGION, shape, parts[i].part);
		CHECK(fails(text, parts[i].what));
	}
	CHECK(fails(HEAD "a = 1 a = 2 }", "f:2:7: key 'a' is there already, on line 2"));
	CHECK(fails(HEAD "a = [1 2 }", "f:2:10: a value is missing"));
	CHECK(fails(HEAD "a = [1 2", "f:2:5: a [ without its ]"));
	CHECK(fails(HEAD "a = { b = 1", "f:2:5: a { without its }"));
	CHECK(fails(HEAD "a = 'x\n' }", "f:2:5: a text without its closing quote"));
	CHECK(fails(HEAD "a 5 }", "f:2:3: a = is missing"));
	CHECK(fails(HEAD "= 5 }", "f:2:1: a key is missing"));
	CHECK(fails(HEAD "a = }", "f:2:5: a value is missing"));
	CHECK(fails(HEAD "a =", "f:2:4: the file ends before a value"));
	CHECK(fails(HEAD "} b", "f:2:3: something after the end"));
	CHECK(fails("hipGisaxsInput {", "f:1:16: a = is missing"));
	CHECK(fails("hipGisaxsInput = [", "f:1:18: a { is missing"));
	CHECK(fails(HEAD "}", "instrumentation with scattering is missing"));
	CHECK(fails(HEAD "a = \x01 }", "f:2:5: control character"));
	memset(text, '[', 2000);
	memcpy(text, "hipGisaxsInput={a=", 18);
	text[2000] = '\0';
	CHECK(fails(text, "deeper than 32 levels"));
}

/* A long line, in time that grows as it does. */
static void long_line(void)
{
	size_t n = 200000;
	char *s = malloc(30 + 24 * n), *p = s;
	struct node_tree t;
	struct told w;
	struct err e;

	p += snprintf(p, 30, "hipGisaxsInput = {");
	for (size_t i = 0; i < n; i++, p += 22)
		memcpy(p, " layer = { order = 1 }", 22);
	memcpy(p, " }", 3);
	CHECK(parse(&t, s, &w, &e) == E_DATA && strstr(e.msg, "f:1:20: layer: more than 1000"));
	free(s);
}

static void knows_formats(void)
{
	static const struct { const char *text; bool hig; } all[] = {
		{ "hipGisaxsInput = {}", true }, { "\n # x\n\t#y\nhipGisaxsInput={", true }, { "hipRMCInput =", true }, { "\xef\xbb\xbfhipGisaxsInput\n= {", true },
		{ "hipGisaxsInputs = 1", false }, { "beam: 1", false }, { "# hipGisaxsInput =\nbeam: 1", false }, { "", false }, { "{}", false }, { "#", false },
	};
	char path[] = "/tmp/test_hig.XXXXXX";
	static const char yaml[] = "# hipGisaxsInput = {\nbeam: {x: 1}\n";
	int fd = mkstemp(path);
	struct node_tree t;
	struct err e = { 0 };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (hig_is(all[i].text, strlen(all[i].text)) != all[i].hig) {
			printf("# %s\n", all[i].text);
			CHECK(!"format");
		}
	CHECK(fd >= 0 && write(fd, yaml, sizeof yaml - 1) == sizeof yaml - 1);
	CHECK(!sample_read(&t, path, NULL, &e) && !strcmp(text_at(&t, "beam.x"), "1"));
	node_free(&t);
	CHECK(pwrite(fd, "  hipGisaxsInput = { ", 21, 0) == 21);
	CHECK(sample_read(&t, path, NULL, &e) == E_DATA && strstr(e.msg, ":1:28: a = is missing"));
	close(fd);
	unlink(path);
	e.code = 0;
	CHECK(sample_read(&t, path, NULL, &e) == E_IO);
}

int main(void)
{
	CASE(cylinders);
	CASE(shapes);
	CASE(grains);
	CASE(other_detectors);
	CASE(saxs);
	CASE(refuses);
	CASE(long_line);
	CASE(knows_formats);
	return done();
}
