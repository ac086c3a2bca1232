/*
 * tiffpart.h - the parts of the TIFF driver: one file read by page (tiffin.c),
 * names of a sequence (tiffseq.c), the head as text (tiffhead.c).  tiff.c puts
 * them together; nobody else includes this.
 */
#ifndef IO_TIFFPART_H
#define IO_TIFFPART_H

#include "io/driver.h"

/* What an image is made of. */
struct page {
	enum dtype type;
	bool is_complex;	/* pairs of float */
	size_t nrow, ncol;
};

size_t page_pixel(const struct page *p);	/* bytes of a pixel */
size_t page_bytes(const struct page *p);
bool page_same(const struct page *a, const struct page *b);
/* "uint16 135 x 160" (rows, columns); for messages. */
const char *page_print(const struct page *p, char *buf, size_t len);

/*
 * One file.  Every page has the same shape and type, or E_DATA names the page;
 * reduced images (thumbnails) are left out.  A stack that ImageJ wrote behind a
 * single page is read as its pages.  Gray only: integers of 8, 16, 32 bits,
 * floats of 32, 64, complex of 2 x 32.  Strips or tiles, any compression that
 * libtiff has.  Memory: one strip or row of tiles; none when not compressed.
 */
struct tiffin;

int tiffin_open(struct tiffin **t, const char *path, struct err *e);	/* tiffin_close() even on failure */
const struct page *tiffin_page(const struct tiffin *t);
size_t tiffin_count(const struct tiffin *t);		/* pages */
const char *tiffin_text(const struct tiffin *t);	/* ImageDescription of the first page, or NULL */
/* Rows [r, r + nr) and columns [c, c + nc) of a page, native byte order. */
int tiffin_read(struct tiffin *t, size_t page, size_t r, size_t nr, size_t c, size_t nc,
		void *buf, struct err *e);
void tiffin_close(struct tiffin *t);

/*
 * The files of a sequence in the order of the last number in their names.  A
 * directory means its .tif and .tiff files.  Numbers of a pattern (%05d) go up
 * by 1; those of a directory or glob by a step that is the same throughout.
 * E_DATA names the first one missing, or two names of different series.
 */
struct tiffseq {
	size_t n;
	char **path;		/* owned */
	size_t *number;		/* owned; NULL when the names have none */
};

int tiffseq_find(struct tiffseq *s, const char *path, struct err *e);
void tiffseq_free(struct tiffseq *s);

/*
 * Where the number goes in a name: "rec_%05d.tif" is the parts ahead of and
 * behind %05d and the width 5 (0: not padded).  False: no such place, or not just one.
 */
struct tiffname { size_t before, after; int width; };	/* after: index where the rest starts */
bool tiffname_parse(const char *name, struct tiffname *n);

/*
 * The head as text for ImageDescription, lines as in
 *
 *	beampipe array
 *	axes: 3			then as many lines SIZE LABEL, slowest first
 *	1500 angle
 *	135 row
 *	160 col
 *	item: all		or, in a sequence, which one this file is
 *	bp.energy_keV:=53	metadata, then tables, as NRRD writes them
 *
 * In a sequence the tables of axis 0 are in the file of item 0 alone (item < 0: all in one).
 */
int tiffhead_print(const struct head *h, long long item, char **text, struct err *e);	/* free() */
/*
 * Back: labels, metadata, tables of *h, which has the type and, as far as the
 * file alone can say, the shape: n images of p.  A text of someone else's, or
 * one that does not fit the images, leaves the plain labels frame, row, col.
 */
int tiffhead_parse(const char *text, struct head *h, const struct page *p, size_t n,
		   bool sequence, struct err *e);
/* Shape of the images that hold h, and how many to an item of axis 0 (0: rows of one image). */
struct page tiffhead_page(const struct head *h, size_t *per_item);

/* Writing; the functions of driver.h. */
int tiffout_fits(const struct head *h, struct err *e);
int tiffout_create(struct sink **s, const char *path, const struct head *h,
		   const struct sink_par *par, struct err *e);
int tiffout_write(struct sink *s, size_t first, size_t n, const void *data, struct err *e);
int tiffout_finish(struct sink *s, struct err *e);
void tiffout_drop(struct sink *s);

#endif
