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

/* Does the quantity go over many decades, so that its curves are logarithmic?  (intensity, reflectivity) */
bool caption_is_wide(const struct head *h);

/* Is the axis a length, so that a scale bar says all?  (row, col, x, y, z, or no label.) */
bool caption_is_length(const struct head *h, int axis);
/* Does the axis go upwards in a picture?  (alpha, qz, v: away from the horizon; others go down) */
bool caption_is_up(const struct head *h, int axis);

/*
 * Coordinates of an axis are its table whose name is a unit: deg, per_nm, keV, m, mm, um, nm, s; angle.theta_deg,
 * frame.energy_keV and frame.omega_deg too.
 *
 * caption_axis: ticks along an axis, by the coordinates where they are evenly spaced, by LABEL.index, else
 * by the index.  buf holds the label: "q_z (nm⁻¹)".
 * caption_coordinates: the table alone, evenly spaced or not; NULL: the index.  Borrowed from the head.
 * caption_aspect: height of a sample by its width, where both axes have even coordinates in one unit and it is
 * from 1/5 to 5; else 1.
 */
struct figure_axis caption_axis(const struct head *h, int axis, char *buf, size_t len);
const double *caption_coordinates(const struct head *h, int axis, char *buf, size_t len);
double caption_aspect(const struct head *h, int row, int col);

/*
 * "z = 12", "row = 27", "angle = 45.5° (91)", "energy = 8 keV, ω = 30° (3)", "flat (3)", "center = 104.25 (3)"
 * of a try of centers, "seed = 7 (0)" of table seed.number; the index as table LABEL.index has it.
 */
const char *caption_place(const struct head *h, int axis, size_t index, char *buf, size_t len);

#endif
