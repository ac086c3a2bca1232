#include "cli/interrupt.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "io/cleanup.h"

enum { CAUGHT = 4 };
static const int caught[CAUGHT] = { SIGINT, SIGTERM, SIGHUP, SIGXCPU };
static struct sigaction before[CAUGHT];
static bool held;
static volatile sig_atomic_t seen;

static void on_signal(int sig)
{
	if (!seen) {
		seen = sig;
		return;
	}
	for (int i = 0; i < CAUGHT; i++)
		if (caught[i] == sig)
			sigaction(sig, &before[i], NULL);
	raise(sig);
}

void interrupt_hold(void)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	cleanup_install();		/* before this, not over it when a checkpoint is the first temporary */
	sigemptyset(&sa.sa_mask);
	for (int i = 0; i < CAUGHT && !held; i++)
		if (!sigaction(caught[i], NULL, &before[i]) && before[i].sa_handler != SIG_IGN)
			sigaction(caught[i], &sa, NULL);
	held = true;
}

void interrupt_release(void)
{
	for (int i = 0; i < CAUGHT && held; i++)
		sigaction(caught[i], &before[i], NULL);
	held = false;
}

int interrupt_seen(void)
{
	return (int)seen;
}

void interrupt_obey(void)
{
	int sig = (int)seen;

	interrupt_release();
	if (sig)
		raise(sig);
}
