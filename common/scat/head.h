/*
 * head.h - what an image of a job is to the rest: axes, tables along them, metadata.
 *
 *	spherical	[alpha][phi]	alpha.deg, phi.deg	bin centres
 *	rectangular, poni	[v][u]	v.mm, u.mm	pixel centres from the lower left corner
 *	qgrid		[qz][qy]	qz.per_nm, qy.per_nm	centres
 *	points		[point]		point.qy, point.qz
 *	reflectivity	[alpha]		alpha.deg, alpha.qz_per_nm
 * With several images an axis "frame" before these, with frame.energy_keV, frame.omega_deg, frame.term (0: all; 1-4: TiTf RiTf TiRf RiRf).
 *
 * Pure.
 */
#ifndef SCAT_HEAD_H
#define SCAT_HEAD_H

#include <stdbool.h>

#include "base/head.h"
#include "scat/run.h"

/* *h overwritten; type double.  series: frames without end, one for each image of a job that has one. */
int scat_head(struct head *h, const struct job *j, const struct run_par *p, bool series, struct err *e);

/* The axes of a series must be those of h for this job too: E_USAGE. */
int scat_head_same(const struct head *h, const struct job *j, const struct run_par *p, struct err *e);

#endif
