/*
 * prov.h - the provenance log: when BEAMPIPE_PROV names a file, each run
 * appends one line of JSON to it (argv, version, exit, start, end) by one
 * write, so that lines of several programs never mix.
 */
#ifndef CLI_PROV_H
#define CLI_PROV_H

void prov_start(int argc, char **argv);		/* before the arguments are permuted */
void prov_end(const char *who, int status);	/* a log that cannot be written is a note on stderr */

#endif
