/*
 * scratch.h - a folder of a test's own under $TMPDIR, removed at the end.
 *
 *	scratch_make(); ... scratch("a.h5") ... scratch_remove();
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char scratch_folder[200];

/* Path of a file in it; eight at a time. */
static inline const char *scratch(const char *name)
{
	static char path[8][600];
	static int k;

	k = (k + 1) % 8;
	snprintf(path[k], sizeof path[k], "%s/%s", scratch_folder, name);
	return path[k];
}

static inline void scratch_make(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(scratch_folder, sizeof scratch_folder, "%.150s/beampipe-unit.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(scratch_folder)) {
		perror(scratch_folder);
		exit(1);
	}
}

static inline void scratch_remove(void)
{
	DIR *d = opendir(scratch_folder);

	for (struct dirent *f; d && (f = readdir(d));)
		if (f->d_name[0] != '.')
			unlink(scratch(f->d_name));
	if (d)
		closedir(d);
	rmdir(scratch_folder);
}

#endif
