/*
 * hig.h - input files of HipGISAXS (.hig), as a tree with the keys of a YAML sample.
 *
 *	hipGisaxsInput = { shape = { key = "s1", name = "box", param = { type = "xsize", min = 10 }, ... }, ... }   # comment
 *
 * Objects in braces, vectors in brackets with blanks or commas between, texts in quotes; commas between the parts of an object
 * may be missing.  shape, unitcell, layer, structure, param, element and shape:key may stand several times, other keys once.
 *
 * .hig                                         becomes
 * shape box, cube (xsize ysize height; edge)   box {length, width, height}
 *       cylinder, sphere                       the same
 *       hcylinder (radius, height)             cylinder turned 90 degrees about y, its lowest line at z = 0
 *       pyramid, truncpyr (+ baseangle)        anisopyramid {length, width, height, alpha_deg}
 *       cone, trunccone (+ baseangle)          cone {radius, height, alpha_deg}
 *       prism3 (edge: half of an edge)         prism3 {base_edge: 2 edge}, a corner towards +y
 *       prism6 (edge: from centre to a side)   prism6 {base_edge: 2 edge / sqrt 3}
 *       FILE.obj                               mesh {file, mesh_unit: nm}
 *   param min; max, stat, p1, p2, nvalues      a number; {distribution: gaussian | uniform, mean, sigma, n, limits}
 *   originvec, xyrotation                      position, rotation_z_deg
 * layer order, thickness, refindex             layers: 0 or vacuum on top, 1 2 3 ..., -1 at the bottom
 * unitcell element                             a composition of its shapes at their locations (nm)
 * structure grain                              a layout: layer:key or the ambient; refindex, or that of the shape
 *   transvec                                   position; in a layer of finite thickness z counts from its bottom
 *   lattice, scaling, repetition               finite_3d_lattice {basis, N}; none when all are 1
 *   ensemble orientations                      rotations of particle and basis; one range about z, the last: phi_s_deg, uniform
 *   iratio                                     a factor of surface_density, which is 1 grain on its own area
 *                                              (Born: as many particles as the grain has)
 * scattering photon, alphai, inplanerot        beam energy_keV, alpha_i_deg; phi_s_deg (the first value of a range)
 *   smearing                                   detector resolution {row_px, col_px}
 *   expt saxs                                  mode: saxs, grains turned so that the beam goes along their x
 * computation outputregion qspace, resolution  detector qgrid: the points are its pixels' centres
 *   outputregion pixels, detector              detector rectangular, of sdd, pixelsize, directbeam (mm)
 *   outputregion angles                        detector spherical
 *   method ba                                  only the ambient: the Born approximation
 *
 * Lattices, of scaling 1: cubic, hex, bcc (100, 110), fcc (100: cell edge; 111: distance of neighbours), hcp is read as HipGISAXS
 * computes it.  Refused, "not supported": other shapes, fco, ztilt, random statistics, ranges about other axes,
 * ranges and inplanerot with saxs.
 *
 * Warnings tell where HipGISAXS's own result is known to be wrong or differs in meaning (pyramids, b with a z component, distributions
 * added coherently, fcc 111, hcp, pixel regions, no absolute scale), and each key that is ignored.
 *
 * Errors: E_DATA "FILE:LINE:COL: what", and as io/yaml.h; the limits on bytes and depth are the same.  Thread-safe.
 */
#ifndef IO_HIG_H
#define IO_HIG_H

#include <stdbool.h>

#include "base/node_param.h"

/* Is this such a file?  By its first word. */
bool hig_is(const char *bytes, size_t n);
/* That word, as it is written here: hipGisaxsInput, hipRMCInput or hiprmcinput; NULL: none. */
const char *hig_word(const char *bytes, size_t n);
/* The tree as it stands in the file, before it is mapped: the object behind the first word, whichever it is. */
int hig_tree(struct node_tree *t, const char *name, const char *bytes, size_t n, struct err *e);
int hig_parse(struct node_tree *t, const char *name, const char *bytes, size_t n, const struct node_warn *warn, struct err *e);

#endif
