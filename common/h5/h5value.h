/*
 * h5value.h - small values in HDF5 files: texts, numbers and their units, as
 * attributes or data sets, read from whatever form a beamline gave them
 * (fixed or variable strings, numbers as text, scalars as arrays of one).
 *
 * All are called between h5_enter() and h5_leave().  Readers that answer
 * "false" take what is absent, of a wrong type or absurdly long for absent.
 */
#ifndef H5_H5VALUE_H
#define H5_H5VALUE_H

#include "h5/h5util.h"

/* The whole text of an attribute (its first element), or NULL; mem_free. */
char *h5_attr_string(hid_t obj, const char *name);
/* Cut at len, outer blanks removed. */
bool h5_attr_text(hid_t obj, const char *name, char *buf, size_t len);
bool h5_text(hid_t file, const char *path, char *buf, size_t len);	/* of a data set */
/* Text of an attribute of the object at path. */
bool h5_attr_text_at(hid_t file, const char *path, const char *name, char *buf, size_t len);
/* Number, or text that is one, of an attribute. */
bool h5_attr_num(hid_t obj, const char *name, double *v);
/*
 * Number of a data set, or text that is one; of several the first that is not 0.
 * unit (may be NULL): its attribute "units", or "".
 */
bool h5_num(hid_t file, const char *path, double *v, char *unit, size_t len);
/* All numbers of a 1-D data set, in order (mem_free).  E_DATA when it holds none. */
int h5_numbers(hid_t file, const char *path, double **v, size_t *n, struct err *e);
/* The same of an attribute. */
int h5_attr_numbers(hid_t obj, const char *name, double **v, size_t *n, struct err *e);

/* What one of this unit is in m, keV, s, degrees; 0 when unknown.  Spelling as in the files met. */
double h5_unit_m(const char *unit);
double h5_unit_kev(const char *unit);
double h5_unit_s(const char *unit);
double h5_unit_deg(const char *unit);

/* Attributes.  An existing one is an error. */
int h5_put_text(hid_t obj, const char *name, const char *text, struct err *e);	/* UTF-8, fixed length */
int h5_put_texts(hid_t obj, const char *name, const char *const *text, size_t n, struct err *e);
int h5_put_nums(hid_t obj, const char *name, const double *v, size_t n, struct err *e);
/* Data sets, without times: doubles (n 0: one scalar, v[0]; unit "": none), text. */
int h5_put_array(hid_t file, const char *path, const double *v, size_t n, const char *unit, struct err *e);
int h5_put_string(hid_t file, const char *path, const char *text, struct err *e);
/* A group of this NeXus class ("": none), without times. */
int h5_put_group(hid_t file, const char *path, const char *nx_class, struct err *e);

#endif
