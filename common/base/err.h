/*
 * err.h - one error value, owned by the caller, passed down as the last
 * argument.
 *
 * A function that can fail returns 0 or one of the codes below, and has then
 * put one sentence into *e: lower case, no full stop, naming file, item, place
 * and value.  It never prints and never exits; only a tool's main does.  The
 * first error wins: err_set() on an error that is set changes nothing.
 *
 * Thread safety: a struct err belongs to one thread at a time.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* The codes are the exit statuses of every tool; see beampipe(7). */
enum {
	E_OK       = 0,
	E_NO       = 1,		/* only the answer "no": arrays differ, nothing found */
	E_USAGE    = 2,		/* bad option or argument */
	E_DATA     = 3,		/* input is malformed, or of a wrong shape or quantity */
	E_IO       = 4,		/* the system refused a read or a write */
	E_UPSTREAM = 5,		/* input ended early: the producer failed */
	E_NOMEM    = 6,		/* no memory, or --memory is below the minimum */
	E_INTERNAL = 70,	/* a defect of ours */
	E_BUSY     = 75,	/* try again later */
};

struct err {
	int code;
	char msg[500];
};

/* Set *e unless it is set already.  Returns e->code, so: return err_set(...) */
int err_set(struct err *e, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with E_IO, and ": " and strerror(errno) at the end. */
int err_sys(struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Put "where: " in front of a set error.  Returns e->code. */
int err_at(struct err *e, const char *where);
/* What was opened as /proc/self/fd/N, and is so called in the message, has this name for the user.  Returns the code. */
int err_by_name(struct err *e, const char *name);

/* E_NOMEM, "no memory for WHAT". */
int err_nomem(struct err *e, const char *what);

#endif
