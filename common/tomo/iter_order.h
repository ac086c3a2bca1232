/*
 * iter_order.h - the order in which methods that work block by block take the angles.
 *
 * Block k holds every blocks-th angle by direction, so that each sees the slice from all sides.  Blocks that
 * follow one another should have as little in common as they can: they are taken by G. T. Herman & L. B. Meyer,
 * IEEE Trans. Med. Imaging 12 (1993) 600: the digits of the place, to the bases of the prime factors of the
 * number of blocks, read backwards.  Where that number has a prime factor above 5 the order is that of the next
 * number that has none, without what is beyond.
 */
#ifndef TOMO_ITER_ORDER_H
#define TOMO_ITER_ORDER_H

#include <stddef.h>

/*
 * sorted: the numbers of n angles by direction.  angle [n]: the same, block behind block, by direction within
 * each; first [blocks + 1]: where each begins.  1 <= blocks <= n.
 */
void iter_order(const size_t *sorted, size_t n, size_t blocks, size_t *angle, size_t *first);

#endif
