/* EDF: what ESRF's programs write is read, whatever the form of the headers; what is broken is refused. */
#include "check.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/driver.h"
#include "io/edfhead.h"

enum { ROOM = 1 << 16 };

static char path[40];
static int fd;
static unsigned char file[ROOM];
static size_t length;

static void begin(void)
{
	length = 0;
}

static void put(const void *p, size_t n)
{
	memcpy(file + length, p, n);
	length += n;
}

/* A header of these entries, filled with blanks to a multiple of 512 bytes. */
static void put_header(const char *entries)
{
	char text[4096];
	size_t n = (size_t)snprintf(text, sizeof text, "{\n%s", entries), full = (n + 2 + 511) / 512 * 512;

	memset(text + n, ' ', full - n);
	memcpy(text + full - 2, "}\n", 2);
	put(text, full);
}

static void put_image(const char *entries, const void *data, size_t bytes)
{
	put_header(entries);
	put(data, bytes);
}

static int open_it(struct source **s, struct head *h, struct err *e)
{
	*s = NULL;
	*h = (struct head){ 0 };
	*e = (struct err){ 0 };
	CHECK(!ftruncate(fd, 0) && pwrite(fd, file, length, 0) == (ssize_t)length);
	return driver_edf.open(s, path, NULL, h, e);
}

/* Open, and all samples as numbers; how many. */
static size_t read_it(double *v, size_t max, struct head *h, struct err *e)
{
	struct source *s;
	struct array a = { 0 };
	size_t n = 0;

	if (!open_it(&s, h, e) && !array_new(&a, h->type, h->ndim, h->n, e) &&
	    !driver_edf.read_box(s, 0, h->n[0], 0, h->n[1], 0, h->ndim > 2 ? h->n[2] : 1, a.data, e))
		for (; n < max && n < array_count(&a); n++)
			v[n] = array_get(&a, n);
	driver_edf.close(s);
	array_free(&a);
	return n;
}

static void types(void)
{
	static const struct { const char *name, *order, *bytes; size_t len; enum dtype type; double v[2]; } t[] = {
		{ "SignedByte", "LowByteFirst", "\xff\x07", 2, DT_I8, { -1, 7 } },
		{ "UnsignedByte", "HighByteFirst", "\xff\x07", 2, DT_U8, { 255, 7 } },
		{ "Unsigned8", "", "\xff\x07", 2, DT_U8, { 255, 7 } },
		{ "SignedShort", "LowByteFirst", "\xfe\xff\x02\x01", 4, DT_I16, { -2, 258 } },
		{ "SignedShort", "HighByteFirst", "\xff\xfe\x01\x02", 4, DT_I16, { -2, 258 } },
		{ "UnsignedShort", "LowByteFirst", "\xfe\xff\x02\x01", 4, DT_U16, { 65534, 258 } },
		{ "UNSIGNEDSHORT", "highbytefirst", "\xff\xfe\x01\x02", 4, DT_U16, { 65534, 258 } },
		{ "SignedInteger", "LowByteFirst", "\xff\xff\xff\xff\0\0\1\0", 8, DT_I32, { -1, 65536 } },
		{ "SignedLong", "HighByteFirst", "\xff\xff\xff\xfe\0\0\1\0", 8, DT_I32, { -2, 256 } },
		{ "UnsignedInteger", "LowByteFirst", "\xff\xff\xff\xff\0\0\1\0", 8, DT_U32, { 4294967295.0, 65536 } },
		{ "UnsignedLong", "HighByteFirst", "\xff\xff\xff\xff\0\0\1\0", 8, DT_U32, { 4294967295.0, 256 } },
		{ "Signed64", "LowByteFirst", "\xfe\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\1\0\0\0", 16, DT_F64, { -2, 4294967296.0 } },
		{ "Unsigned64", "HighByteFirst", "\x80\0\0\0\0\0\0\0\0\x20\0\0\0\0\0\0", 16, DT_F64, { 9223372036854775808.0, 9007199254740992.0 } },
		{ "FloatValue", "LowByteFirst", "\0\0\x80\x3f\0\0\x20\xc0", 8, DT_F32, { 1, -2.5 } },
		{ "FLOATVALUE", "HighByteFirst", "\x3f\x80\0\0\xc0\x20\0\0", 8, DT_F32, { 1, -2.5 } },
		{ "Float", "LowByteFirst", "\0\0\x80\x3f\0\0\x20\xc0", 8, DT_F32, { 1, -2.5 } },
		{ "FloatIEEE32", "LowByteFirst", "\0\0\x80\x3f\0\0\x20\xc0", 8, DT_F32, { 1, -2.5 } },
		{ "DoubleValue", "LowByteFirst", "\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\x04\xc0", 16, DT_F64, { 1, -2.5 } },
		{ "Double", "HighByteFirst", "\x3f\xf0\0\0\0\0\0\0\xc0\x04\0\0\0\0\0\0", 16, DT_F64, { 1, -2.5 } },
	};
	char text[300];
	double v[2];
	struct head h;
	struct err e;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		snprintf(text, sizeof text, "HeaderID = EH:000001:000000:000000 ;\nDim_1 = 2 ;\nDim_2 = 1 ;\nDataType = %s ;\n%s%s%s",
			 t[i].name, *t[i].order ? "ByteOrder = " : "", t[i].order, *t[i].order ? " ;\n" : "");
		begin();
		put_image(text, t[i].bytes, t[i].len);
		v[0] = v[1] = NAN;
		CHECK(read_it(v, 2, &h, &e) == 2);
		if (h.type != t[i].type || h.ndim != 2 || h.n[0] != 1 || h.n[1] != 2 || v[0] != t[i].v[0] || v[1] != t[i].v[1]) {
			CHECK(!"type and values");
			printf("# %s %s: %.17g %.17g %s\n", t[i].name, t[i].order, v[0], v[1], e.msg);
		}
		head_free(&h);
	}
}

/* Every name of a type, as fabio 0.14 (DATA_TYPES) has them. */
static void names(void)
{
	static const struct { const char *name; enum dtype type; size_t bytes; bool sign; } t[] = {
		{ "SignedByte", DT_I8, 1, true }, { "Signed8", DT_I8, 1, true }, { "UnsignedByte", DT_U8, 1, false }, { "Unsigned8", DT_U8, 1, false },
		{ "SignedShort", DT_I16, 2, true }, { "Signed16", DT_I16, 2, true }, { "UnsignedShort", DT_U16, 2, false }, { "Unsigned16", DT_U16, 2, false },
		{ "UnsignedShortInteger", DT_U16, 2, false }, { "SignedInteger", DT_I32, 4, true }, { "Signed32", DT_I32, 4, true },
		{ "SignedLong", DT_I32, 4, true }, { "UnsignedInteger", DT_U32, 4, false }, { "Unsigned32", DT_U32, 4, false },
		{ "UnsignedLong", DT_U32, 4, false }, { "Signed64", DT_F64, 8, true }, { "Unsigned64", DT_F64, 8, false },
		{ "FloatValue", DT_F32, 4, true }, { "FLOAT", DT_F32, 4, true }, { "Float32", DT_F32, 4, true }, { "FloatIEEE32", DT_F32, 4, true },
		{ "Double", DT_F64, 8, true }, { "DoubleValue", DT_F64, 8, true }, { "FloatIEEE64", DT_F64, 8, true }, { "DoubleIEEE64", DT_F64, 8, true },
	};
	char text[200];
	struct head h;
	struct err e;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		unsigned char data[16] = { 0 };
		double v[2] = { NAN, NAN };
		size_t top = 2 * t[i].bytes - 1;		/* the second has the highest bit alone: half of all, or negative, or -0 */
		data[top] = 0x80;
		snprintf(text, sizeof text, "Dim_1 = 2 ;\nByteOrder = LowByteFirst ;\nDataType = %s ;\n", t[i].name);
		begin();
		put_image(text, data, top + 1);
		CHECK(read_it(v, 2, &h, &e) == 2);
		if (h.type != t[i].type || v[0] != 0 || !!signbit(v[1]) != t[i].sign) {
			CHECK(!"type");
			printf("# %s: %s, %g %g, %s\n", t[i].name, dtype_name(h.type), v[0], v[1], e.msg);
		}
		head_free(&h);
	}
}

#define SIX "Dim_1 = 3 ;\nDim_2 = 2 ;\nDataType = UnsignedByte ;\n"

/* The forms a header may have: after each the samples 1 ... 6 are two rows of three. */
static void forms(void)
{
	static const char *const t[] = {
		"{\n" SIX "}\n",
		"\n{\r\nDIM_1=3;dim_2 =2;dataTYPE= UnsignedByte;}\n",
		"{\r\nHeaderID = x ;\r\nDim_1 = 3 ;\r\nDim_2 = 2 ;\r\nDataType = UnsignedByte ;\r\n}\r\n",
		"{\nTitle = a ; b = c { } ;\n" SIX "}\n",
		"{\nHistory-1 = x=y ;;; no key ;\n" SIX "\n\n}\n",
		"{\n" SIX "Dim_3 = 1 ; Dim_4 = 1 ; Dim_0 = 9 ;}\n",
		"{\n" SIX "Dim_1 = 3 ;}\n",				/* twice, but the same */
		"{\nDim_1 = 3.0 ;\nDim_2 = 2.0 ; DataType = UnsignedByte }\n",
		"{\n" SIX "Compression = None ;}\n",
		"{\n" SIX "Compression = ;}\n",
		"{\n" SIX "Compression = NO_COMPRESSION ;}\n",
		"{\n" SIX "Compression = UnCompressed ;}\n",
		"{\n" SIX "Size = 6 ;\nEDF_BinarySize = 6 ;\n}\n",
		"{\n" SIX "Size = 8 ;\nEDF_BinarySize = 6 ;\n}\n",	/* which goes first */
		"{\nno entry\n" SIX "}\n",
		"{\nEDF_HeaderSize = 99 ;\n" SIX "}\n",			/* which does not end there */
		"{\nEDF_HeaderSize = 7 ;\n" SIX "}\n",
		"{\nEDF_HeaderSize = 99999999999999999999 ;\n" SIX "}\n",
		"{\nEDF_HeaderSize = 92 ;\n" SIX "}\n                ",	/* blanks behind the end */
		"{\nEDF_HeaderSize = 85 ;\nx = {}\n;" SIX " }\n",	/* an end within a value */
		"{\n" SIX "no line = of a key\nSize = 6 ;}\n",
	};
	double v[6];
	struct head h;
	struct err e;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		begin();
		put(t[i], strlen(t[i]));
		put("\1\2\3\4\5\6", 6);
		CHECK(read_it(v, 6, &h, &e) == 6);
		if (e.code || h.ndim != 2 || h.n[0] != 2 || h.n[1] != 3 || v[0] != 1 || v[5] != 6 ||
		    strcmp(h.label[0], "row") || strcmp(h.label[1], "col")) {
			CHECK(!"six samples");
			printf("# %zu: %zu bytes: %s\n", i, strlen(t[i]), e.msg);
		}
		head_free(&h);
	}
}

/* Any part of a stack of images of several shapes is what indices say. */
static void boxes(void)
{
	static const struct { size_t images, planes; int ndim; size_t n[4]; } t[] = {
		{ 1, 1, 2, { 4, 5 } }, { 3, 1, 3, { 3, 4, 5 } }, { 1, 3, 3, { 3, 4, 5 } }, { 3, 2, 4, { 3, 2, 4, 5 } },
	};
	char text[200];
	unsigned char data[200] = { 0 };
	uint16_t out[120];
	struct source *s;
	struct head h;
	struct err e;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		size_t count = 20 * t[i].planes, *n = (size_t[]){ 1, 1, 1, 1 };
		bool same = true;

		begin();
		for (size_t k = 0; k < t[i].images; k++) {
			for (size_t j = 0; j < count; j++) {
				data[2 * j] = (unsigned char)k;
				data[2 * j + 1] = (unsigned char)(j);
			}
			snprintf(text, sizeof text, "Image = %zu ;\nDim_1 = 5 ;\nDim_2 = 4 ;\nDim_3 = %zu ;\nDataType = UnsignedShort ;\n"
				 "ByteOrder = HighByteFirst ;\n%s", k, t[i].planes, k ? "" : "Size = 200 ;");
			put_image(text, data, k ? 2 * count : 200);	/* Size counts the filling */
			if (k == 1)	/* blanks and zeros that no size counts are no header */
				put(" \n\0\0", 4);
		}
		CHECK(!open_it(&s, &h, &e) && h.ndim == t[i].ndim && !memcmp(h.n, t[i].n, sizeof *n * (size_t)h.ndim));
		for (int a = 0; a < h.ndim; a++) {
			static const char *const label[] = { "frame", "z", "row", "col" };
			CHECK(!strcmp(h.label[a], label[a || h.ndim == 2 ? 4 - h.ndim + a : 0]));
			n[a] = h.n[a];
		}
		for (size_t i0 = 0; i0 < n[0] && !e.code; i0 += 2)
			for (size_t r = 0; r < n[1]; r++)
				for (size_t c = 0; c < n[2]; c += 2) {
					size_t k = 0, ni = n[0] - i0, nr = n[1] - r, nc = n[2] > 1 ? n[2] - c - (c > 0) : 1;

					CHECK(!driver_edf.read_box(s, i0, ni, r, nr, c, nc, out, &e));
					for (size_t a = i0; a < i0 + ni; a++)
						for (size_t b = r; b < r + nr; b++)
							for (size_t d = c; d < c + nc; d++)
								for (size_t f = 0; f < n[3]; f++, k++) {
									size_t flat = ((a * n[1] + b) * n[2] + d) * n[3] + f;
									same &= out[k] == flat / count * 256 + flat % count;
								}
				}
		CHECK(same);
		if (e.code)
			printf("# %zu: %s\n", i, e.msg);
		driver_edf.close(s);
		head_free(&h);
	}
}

/* A general block has no samples, or what its size says; the images take from it what they do not say. */
static void general(void)
{
	double v[8];
	struct head h;
	struct err e;

	begin();
	put_header("EDF_DataFormatVersion = 2.40 ;\nByteOrder = LowByteFirst ;\nDataType = SignedShort ;\nDim_2 = 1 ;\nSize = 1000 ;\n"
		   "PSize_1 = 2e-4 ;\n");
	put_image("EDF_DataBlockID = 0.Image.Psd ;\nDim_1 = 2 ;\nPSize_2 = 2e-4 ;", "\1\0\2\0", 4);
	put_image("EDF_DataBlockID = 0.Image.Error ;\nDim_1 = 1 ;\n", "\7\0", 2);
	put_image("EDF_DataBlockID = 1.Image.Psd ;\nDim_1 = 2 ;\nPSize_2 = 2e-4 ;", "\3\0\4\0", 4);
	CHECK(read_it(v, 8, &h, &e) == 4 && h.ndim == 3 && h.n[0] == 2 && v[0] == 1 && v[1] == 2 && v[2] == 3 && v[3] == 4);
	CHECK(meta_get(&h.meta, META_PIXEL) && !strcmp(meta_get(&h.meta, META_PIXEL), "0.0002"));
	head_free(&h);
	begin();
	put_image("EDF_DataFormatVersion = 2.40 ;\nEDF_BinarySize = 5 ;\n", "abc{}", 5);
	put_image("Dim_1 = 1 ; DataType = SignedByte", "\5", 1);
	CHECK(read_it(v, 8, &h, &e) == 1 && v[0] == 5);
	head_free(&h);
}

static double meta(const struct head *h, const char *key)
{
	double v = NAN;
	struct err e = { 0 };

	meta_get_num(&h->meta, key, &v, &e);
	return v;
}

#define ONE "Dim_1 = 1 ;\nDataType = SignedByte ;\n"

static void metadata(void)
{
	double v[2];
	struct head h;
	struct err e;

	begin();
	put_image(ONE "PSize_1 = 0.000172 ;\nPSize_2 = 1.72e-4 ;\nSampleDistance = 2.5 ;\nWaveLength = 1e-10 ;\n"
		  "ExposureTime = 0.5 ;\nCenter_1 = 7 ;\n", "\1", 1);
	CHECK(read_it(v, 2, &h, &e) == 1 && h.meta.n == 4);
	CHECK(meta(&h, META_PIXEL) == 1.72e-4 && meta(&h, META_DISTANCE) == 2.5 && meta(&h, META_EXPOSURE) == 0.5);
	NEAR(meta(&h, META_ENERGY), 12.398419843320026, 1e-13);	/* h c / 1 angstrom, exact by the SI; a few last digits */
	head_free(&h);

	/* pixels that are no squares, no numbers, nothing above 0: not said */
	begin();
	put_image(ONE "PSize_1 = 1e-4 ;\nPSize_2 = 2e-4 ;\nSampleDistance = far ;\nWaveLength = -1 ;\nExposureTime = 1e999 ;", "\1", 1);
	CHECK(read_it(v, 2, &h, &e) == 1 && h.meta.n == 0);
	head_free(&h);

	/* what differs from image to image is not said of the stack */
	begin();
	put_image(ONE "SampleDistance = 1 ;\nExposureTime = 3 ;\nWaveLength = 1e-10 ;", "\1", 1);
	put_image(ONE "SampleDistance = 2 ;\nExposureTime = 3 ;", "\1", 1);
	put_image(ONE "SampleDistance = 1 ;\nExposureTime = 3 ;\nWaveLength = 1e-10 ;", "\1", 1);
	CHECK(read_it(v, 2, &h, &e) == 2 && h.meta.n == 1 && meta(&h, META_EXPOSURE) == 3);
	head_free(&h);
}

static void refuses(const char *entries, size_t bytes, int code, const char *what)
{
	static const unsigned char data[2000];
	double v[2];
	struct head h;
	struct err e;

	begin();
	put_image(entries, data, bytes);
	read_it(v, 2, &h, &e);
	if (e.code != code || !strstr(e.msg, what) || strchr(e.msg, '\n')) {
		CHECK(!"refused with these words");
		printf("# %s: %d %s\n", entries, e.code, e.msg);
	}
	head_free(&h);
}

static void what_cannot_be_read(void)
{
	static const char big[] = "Dim_1 = 1e15 ; Dim_2 = 1e15 ; DataType = DoubleValue ; ByteOrder = LowByteFirst ;";

	refuses(SIX, 5, E_UPSTREAM, "ends early: 5 bytes behind a header that says 6");
	refuses(SIX "Size = 100 ;", 99, E_UPSTREAM, "ends early: 99 bytes behind a header that says 100");
	refuses(SIX "Size = 5 ;", 6, E_DATA, "Size = 5 is less than the 6 bytes");
	refuses(SIX "Size = -6 ;", 6, E_DATA, "Size = -6 is no number of bytes");
	refuses(SIX "EDF_BinarySize = 1.5 ;", 6, E_DATA, "EDF_BinarySize = 1.5 is no number of bytes");
	refuses(SIX "Size = 1099511627776 ;", 6, E_UPSTREAM, "ends early");
	refuses(SIX "Size = 1e99 ;", 6, E_DATA, "no number of bytes");
	refuses(SIX, 7 + 512, E_DATA, "what follows byte 518 is no EDF header");
	refuses("Dim_2 = 2 ; DataType = SignedByte ;", 2, E_DATA, "Dim_1 is missing");
	refuses("Dim_1 = 2 ;", 2, E_DATA, "DataType is missing");
	refuses("Dim_1 = 2 ; DataType = SignedShort ;", 4, E_DATA, "ByteOrder is missing");
	refuses("Dim_1 = 2 ; DataType = SignedShort ; ByteOrder = Middle ;", 4, E_DATA, "ByteOrder = Middle is neither");
	refuses("Dim_1 = 2 ; DataType = Quadruple ;", 4, E_DATA, "DataType = Quadruple cannot be read");
	refuses("Dim_1 = 2 ; DataType = \n\33[31mFloat ;", 4, E_DATA, "DataType = ?[31mFloat cannot");
	refuses("Dim_1 = 0 ; DataType = SignedByte ;", 4, E_DATA, "Dim_1 = 0 is no number");
	refuses("Dim_1 = 2 ; Dim_2 = -2 ; DataType = SignedByte ;", 4, E_DATA, "Dim_2 = -2 is no number");
	refuses("Dim_1 = x ; DataType = SignedByte ;", 4, E_DATA, "Dim_1 = x is no number");
	refuses("Dim_1 = ; DataType = SignedByte ;", 4, E_DATA, "Dim_1 =  is no number");
	refuses("Dim_1 = 2 ; Dim_2 = 3; Dim_3 = 0 ; DataType = SignedByte ;", 4, E_DATA, "Dim_3 = 0 is no number");
	refuses("Dim_1 = 2 ; Dim_4 = 3; DataType = SignedByte ;", 4, E_DATA, "Dim_4 = 3: more than 3 axes");
	refuses(SIX "Dim_1 = 30 ;", 6, E_DATA, "Dim_1 has two values, '3' and '30'");
	refuses(SIX "Title = a; Dim_1 = 2 ;", 6, E_DATA, "Dim_1 has two values, '3' and '2'");
	refuses(big, 6, E_DATA, "impossible size");
	refuses("Dim_1 = 1e15 ; DataType = SignedByte ;", 6, E_UPSTREAM, "ends early");
	refuses(SIX "Compression = GzipCompression ;", 6, E_DATA, "Compression = GzipCompression cannot be read");
	refuses(SIX "EDF_BinaryFileName = other.bin ;", 6, E_DATA, "in another file, other.bin");
	refuses("EDF_DataFormatVersion = 1 ;", 0, E_DATA, "no image");
	refuses("EDF_DataFormatVersion = 1 ; EDF_BinarySize = 9 ;", 8, E_UPSTREAM, "ends early");
	refuses("EDF_DataBlockID = 1.Image.Error ;" SIX, 6, E_DATA, "no image");
	refuses("Dim_1 = 1 ; DataType = Unsigned64 ; ByteOrder = LowByteFirst ;", 8, 0, "");
}

static void differing_images(void)
{
	static const char *const other[] = {
		"Dim_1 = 2 ; Dim_2 = 3 ; DataType = UnsignedByte ;", "Dim_1 = 3 ; Dim_2 = 2 ; DataType = SignedByte ;",
		"Dim_1 = 3 ; Dim_3 = 2 ; DataType = UnsignedByte ;",
	};
	double v[2];
	struct head h;
	struct err e;

	for (int i = 0; i < 3; i++) {
		begin();
		put_image(SIX, "\1\2\3\4\5\6", 6);
		put_image(SIX, "\1\2\3\4\5\6", 6);
		put_image(other[i], "\1\2\3\4\5\6", 6);
		read_it(v, 2, &h, &e);
		CHECK(e.code == E_DATA && strstr(e.msg, "image 2, counted from 0, differs from those before: ") &&
		      strstr(e.msg, ", not 1 x 2 x 3 uint8"));
		head_free(&h);
	}
	begin();
	put_image("Dim_1 = 1 ; DataType = Signed16 ; ByteOrder = LowByteFirst ;", "\1\0", 2);
	put_image("Dim_1 = 1 ; DataType = Signed16 ; ByteOrder = HighByteFirst ;", "\0\1", 2);
	read_it(v, 2, &h, &e);
	CHECK(e.code == E_DATA && strstr(e.msg, "high byte first, not"));
	head_free(&h);
}

/* 2^53 + 1 is no double: said with its place when it is read. */
static void wide_integers_are_exact(void)
{
	double v[2];
	struct head h;
	struct err e;

	begin();
	put_image("Dim_1 = 1 ; DataType = Unsigned64 ; ByteOrder = HighByteFirst ;", "\0\0\0\0\0\0\0\7", 8);
	put_image("Dim_1 = 1 ; DataType = Unsigned64 ; ByteOrder = HighByteFirst ;", "\0\x20\0\0\0\0\0\1", 8);
	read_it(v, 2, &h, &e);
	CHECK(e.code == E_DATA && strstr(e.msg, "at element 1 has no exact double"));
	head_free(&h);
}

/* Cut anywhere: no crash, never taken for whole but between the images. */
static void truncated(void)
{
	struct source *s;
	struct head h;
	struct err e;
	size_t whole;

	begin();
	put_image(SIX, "\1\2\3\4\5\6", 6);
	put_image(SIX, "\1\2\3\4\5\6", 6);
	whole = length;
	for (length = 1; length < whole; length++) {
		int code = open_it(&s, &h, &e);

		CHECK(code == (length == whole / 2 ? 0 : E_UPSTREAM) && (!code || *e.msg));
		driver_edf.close(s);
		head_free(&h);
	}
}

/* Headers as long as they may be, longer, and those that do not end. */
static void long_headers(void)
{
	size_t sizes[] = { 4095, 4096, 4097, 8192, EDF_HEADER_MAX - 1, EDF_HEADER_MAX + 4096 };
	unsigned char *text = malloc(EDF_HEADER_MAX + 9000);
	struct source *s;
	struct head h;
	struct err e = { 0 };

	for (size_t i = 0; text && i < sizeof sizes / sizeof *sizes; i++)
		for (int ends = 0; ends < 2; ends++) {
			memset(text, ' ', EDF_HEADER_MAX + 9000);
			memcpy(text, "{" SIX, sizeof SIX);
			if (ends)
				memcpy(text + sizes[i] - 2, "}\n", 2);
			CHECK(!ftruncate(fd, 0) && pwrite(fd, text, sizes[i] + 6, 0) == (ssize_t)sizes[i] + 6);
			s = NULL;
			h = (struct head){ 0 };
			e = (struct err){ 0 };
			driver_edf.open(&s, path, NULL, &h, &e);
			if (sizes[i] > EDF_HEADER_MAX)
				CHECK(e.code == E_DATA && strstr(e.msg, "over"));
			else
				CHECK(e.code == (ends ? 0 : E_UPSTREAM));
			driver_edf.close(s);
			head_free(&h);
		}
	free(text);
}

static void recognised(void)
{
	static const struct { const char *text; bool is; } t[] = {
		{ "{\nHeaderID = EH:000001:000000:000000 ;", true }, { "\n{\r\nEDF_DataBlockID = 1.Image.Psd ;", true },
		{ "{ Omega = 0.0 ; \n Dim_1 = 256 ;", true }, { "{a=1;byteorder=LowByteFirst;", true }, { "{", false }, { "", false },
		{ "{\"Dim_1\": 3}", false }, { "{Dim_1: 3, x: a=b}", false }, { "{ }", false }, { "[{Dim_1 = 3}]", false },
		{ "{\nHEADER_BYTES=  512;\nDIM=2;\nBYTE_ORDER=little_endian;\nTYPE=unsigned_short;\nSIZE1=3072;\n", false },
		{ "{ x = 3 }", false }, { "Dim_1 = 3 ;", false }, { "{{ Dim_1 = 3 ; }}", false }, { "NRRD0004\n# {Dim_1 = 3}", false },
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		if (driver_edf.starts("", (const unsigned char *)t[i].text, strlen(t[i].text)) != t[i].is) {
			CHECK(!"recognised");
			printf("# %s\n", t[i].text);
		}
	CHECK(!driver_edf.create && !driver_edf.fits);
}

int main(void)
{
	fd = memfd_create("edf", 0);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	CASE(types);
	CASE(names);
	CASE(forms);
	CASE(boxes);
	CASE(general);
	CASE(metadata);
	CASE(what_cannot_be_read);
	CASE(differing_images);
	CASE(wide_integers_are_exact);
	CASE(truncated);
	CASE(long_headers);
	CASE(recognised);
	return done();
}
