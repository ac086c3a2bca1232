#include "io/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SLOTS = 8 };

static struct { const char *volatile path; volatile bool dir; } slot[SLOTS];
static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGXCPU };

struct dirent64_ {		/* what getdents64 gives; see getdents(2) */
	unsigned long long ino;
	long long off;
	unsigned short len;
	unsigned char type;
	char name[];
};

/* opendir() is not allowed in a signal handler, the system call is. */
static void remove_dir(const char *path)
{
	_Alignas(8) char buf[4096];
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	long n;

	if (fd < 0)
		return;
	for (int pass = 0; pass < 100000; pass++) {
		int removed = 0;
		lseek(fd, 0, SEEK_SET);
		while ((n = syscall(SYS_getdents64, fd, buf, sizeof buf)) > 0)
			for (long at = 0; at < n; ) {
				struct dirent64_ *x = (struct dirent64_ *)(void *)(buf + at);
				removed += !unlinkat(fd, x->name, 0);
				at += x->len;
			}
		if (!removed)
			break;
	}
	close(fd);
	rmdir(path);
}

void cleanup_remove(const char *path, bool dir)
{
	if (dir)
		remove_dir(path);
	else
		unlink(path);
}

/* Also where a library ends the process, as OpenMP does. */
static void remove_all(void)
{
	for (int i = 0; i < SLOTS; i++)
		if (slot[i].path)
			cleanup_remove(slot[i].path, slot[i].dir);
}

static void on_signal(int sig)
{
	int saved = errno;

	remove_all();
	errno = saved;
	signal(sig, SIG_DFL);
	raise(sig);
}

static void fill(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		sigaddset(set, caught[i]);
}

void cleanup_block(void)
{
	sigset_t set;

	fill(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void cleanup_unblock(void)
{
	sigset_t set;

	fill(&set);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void cleanup_install(void)
{
	static bool done;
	struct sigaction old, sa = { .sa_handler = on_signal };

	if (done)
		return;
	done = true;
	fill(&sa.sa_mask);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		if (!sigaction(caught[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(caught[i], &sa, NULL);	/* nohup stays nohup */
	signal(SIGXFSZ, SIG_IGN);
	atexit(remove_all);
}

void cleanup_add(const char *path, bool dir)
{
	cleanup_install();
	for (int i = 0; i < SLOTS; i++)
		if (!slot[i].path) {
			slot[i].dir = dir;
			slot[i].path = path;
			return;
		}
}

void cleanup_forget(const char *path)
{
	for (int i = 0; i < SLOTS; i++)
		if (slot[i].path == path)
			slot[i].path = NULL;
}
