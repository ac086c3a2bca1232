/*
 * caption.h - the words of a figure: what the metadata of an array call a
 * quantity, an axis, a place on it.  UTF-8.
 */
#ifndef VIEW_CAPTION_H
#define VIEW_CAPTION_H

#include "base/head.h"
#include "view/figure.h"

/* bp.quantity as name and unit; an unknown word is its own name.  Borrowed from the head or static. */
void caption_quantity(const struct head *h, const char **name, const char **unit);

/* Is the axis a length, so that a scale bar says all?  (row, col, x, y, z, or no label.) */
bool caption_is_length(const struct head *h, int axis);

/*
 * Ticks along an axis: angles in degrees where they are evenly spaced, absolute rows, else the
 * index.  buf holds the label.
 */
struct figure_axis caption_axis(const struct head *h, int axis, char *buf, size_t len);

/*
 * "z = 12", "row = 27", "angle = 45.5° (91)", "flat (3)", "center = 104.25 (3)" of a try of centers;
 * the index as table LABEL.index has it.
 */
const char *caption_place(const struct head *h, int axis, size_t index, char *buf, size_t len);

#endif
