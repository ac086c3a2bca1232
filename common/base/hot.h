/*
 * hot.h - kernels compiled once per level of the machine and chosen at run
 * time, so that one binary runs on every x86-64 and is fast on each.
 *
 * A file common/.../NAME.hot.c is compiled three times (levels v1, v3 = AVX2
 * and FMA, v4 = AVX-512; see the x86-64 psABI) and defines its functions as
 * void HOT(name)(...).  Its header says HOT_DECLARE(void, name, (...)), and a
 * caller writes HOT_PICK(name)(...).  Static helpers are as usual.  Elsewhere
 * than on x86-64 there is v1 alone.
 */
#ifndef BASE_HOT_H
#define BASE_HOT_H

int hot_level(void);		/* 1, 3 or 4; thread-safe */

#define HOT_PASTE_(n, l) n##_##l
#define HOT_PASTE(n, l) HOT_PASTE_(n, l)
#define HOT(name) HOT_PASTE(name, HOT_LEVEL)	/* HOT_LEVEL is given by the Makefile */

#ifdef __x86_64__
#define HOT_DECLARE(ret, name, args) ret name##_v1 args; ret name##_v3 args; ret name##_v4 args
#define HOT_PICK(name) (hot_level() >= 4 ? name##_v4 : hot_level() >= 3 ? name##_v3 : name##_v1)
#else
#define HOT_DECLARE(ret, name, args) ret name##_v1 args
#define HOT_PICK(name) name##_v1
#endif

#endif
