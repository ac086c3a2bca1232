/*
 * png.h - a whole image as PNG to a descriptor: for pictures on standard
 * output.  Files go through the driver (driver.h).
 */
#ifndef IO_PNG_H
#define IO_PNG_H

#include "base/head.h"

/*
 * h: [row][col] uint8 or uint16, [row][col][rgb] uint8 of 3 or 4 (rgba)
 * samples, or one item of these.  name is for messages.  E_USAGE when it is none of them, E_IO.
 * The same image gives the same bytes: no times, fixed compression.
 */
int png_put_image(int fd, const char *name, const struct head *h, const void *data, struct err *e);

#endif
