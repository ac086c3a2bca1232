#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int vset(struct err *e, int code, const char *fmt, va_list ap)
{
	if (e->code == E_OK) {
		e->code = code;
		vsnprintf(e->msg, sizeof e->msg, fmt, ap);
	}
	return e->code;
}

int err_set(struct err *e, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vset(e, code, fmt, ap);
	va_end(ap);
	return e->code;
}

int err_sys(struct err *e, const char *fmt, ...)
{
	int saved = errno;
	char what[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	return err_set(e, E_IO, "%s: %s", what, strerror(saved));
}

int err_at(struct err *e, const char *where)
{
	char old[sizeof e->msg];

	memcpy(old, e->msg, sizeof old);
	snprintf(e->msg, sizeof e->msg, "%.120s: %.370s", where, old);
	return e->code;
}

int err_nomem(struct err *e, const char *what)
{
	return err_set(e, E_NOMEM, "no memory for %s", what);
}

int err_by_name(struct err *e, const char *name)
{
	static const char fd[] = "/proc/self/fd/";
	size_t n = sizeof fd - 1;
	struct err named = { 0, "" };

	if (!e->code || strncmp(e->msg, fd, n))
		return e->code;
	n += strspn(e->msg + n, "0123456789");
	err_set(&named, e->code, "%s%s", name, e->msg + n);
	*e = named;
	return e->code;
}
