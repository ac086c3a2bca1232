/*
 * cluster.h - particles that move as one: a cluster is filled pixels that hang together by their sides, over the periodic boundary.
 *
 * A random filled pixel of all tiles tells the cluster, which is proposed to go to another place as it stands.  Where it would meet or touch another it stays, so that clusters
 * neither merge nor part, and each move is as likely as the one back: at a temperature T > 0 models are visited as exp(-value/T).
 */
#ifndef RMC_CLUSTER_H
#define RMC_CLUSTER_H

#include "rmc/swap.h"

/*
 * Proposals until one is accepted, a few at most; each counts as many as it has pixels in p->tried and p->taken.  how->reach: pixels it goes at most
 * along rows and columns, 0: anywhere.  how->most: proposals are over when so much was tried.  E_NOMEM.
 */
int rmc_cluster_step(struct rmc_ensemble *s, struct rmc_pace *p, const struct rmc_single *how, struct rng *rng, struct err *e);

/* The cluster of filled pixel "at" of a[n][n]: its places into out[n n], returns how many; mark[n n], zero before, is 1 there. */
size_t rmc_cluster_at(const unsigned char *a, size_t n, size_t at, unsigned *out, unsigned char *mark);

#endif
