/*
 * rmcconf.h - the configuration of HipRMC, the predecessor, as values.
 *
 *	hipRMCInput = {
 *		instrumentation = { inputimage = "a.tif", imagesize = [ 512 512 ], maskimage = "m.tif", numtiles = 1, loadingfactors = [ 0.1 ] },
 *		computation = { runname = "test", modelstartsize = [ 32 32 ], numstepsfactor = 1000, scalefactor = 32, maxmovedistance = 5,
 *				temperatures = [ ... ], coolingfactors = [ ... ], initmodel = "f" }
 *	}
 *
 * Syntax as io/hig.h.  The last three may stand in either part; temperatures may be called tstar.  Several loadingfactors without numtiles are so many tiles.
 */
#ifndef APP_RMCCONF_H
#define APP_RMCCONF_H

#include "base/node.h"

enum { RMCCONF_TILES = 4096 };

struct rmcconf {
	const char *image, *mask, *runname, *init;	/* NULL: not there; borrowed from the tree */
	int size, tiles, start, grow, reach;		/* 0: not there */
	double steps;					/* NAN: not there */
	double loading[RMCCONF_TILES];
	size_t nloading;
	bool temperatures;				/* temperatures or coolingfactors are there */
};

/* root: the object behind the first word.  E_DATA "FILE:LINE:COL: what": an unknown key, a value that does not fit. */
int rmcconf_map(struct rmcconf *c, const struct node *root, struct err *e);

#endif
