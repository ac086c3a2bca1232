/*
 * pipe.h - stream(5) from and to a descriptor, in one pass: what goes through
 * pipes, FIFOs and standard input and output.
 */
#ifndef IO_PIPE_H
#define IO_PIPE_H

#include "base/head.h"

struct pipe_in;
struct pipe_out;

/*
 * Read from fd; peek[0..n) was read ahead of it already.  fd and name stay the
 * caller's.  head->n[0] is 0 when the length is unknown (parts).
 */
int pipe_in_open(struct pipe_in **p, int fd, const char *name, const void *peek, size_t n,
		 struct head *head, struct err *e);
/*
 * Up to max items into buf, gathered over parts; *got = 0 at the proper end,
 * which is checked: E_UPSTREAM if short, E_DATA if bytes follow.  Tables of
 * the item axis of later parts are appended to head's.
 */
int pipe_in_read(struct pipe_in *p, struct head *head, size_t max, void *buf, size_t *got,
		 struct err *e);
/* When this part is used up: the head of the next one, whose tables are appended to head's. */
int pipe_in_peek(struct pipe_in *p, struct head *head, struct err *e);
void pipe_in_close(struct pipe_in *p);

/*
 * Write to fd.  The end of the last item is held back until pipe_out_finish()
 * if hold is set, so that an unfinished output is short.
 */
int pipe_out_open(struct pipe_out **p, int fd, const char *name, const struct head *head,
		  bool hold, struct err *e);
/* head: for the tables of the item axis when the length is unknown. */
int pipe_out_write(struct pipe_out *p, const struct head *head, size_t n, const void *data,
		   struct err *e);
int pipe_out_finish(struct pipe_out *p, const struct head *head, struct err *e);
void pipe_out_close(struct pipe_out *p);

#endif
