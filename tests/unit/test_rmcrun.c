/* A run and a signal that comes when its fits are done, but signals are still held: the checkpoint is written, and the end is that of the signal. */
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/rmcrun.h"
#include "check.h"
#include "cli/interrupt.h"
#include "io/cleanup.h"
#include "scratch.h"

enum { N = 16 };

static const struct tool tool = { .name = "test" };
static double d[N * N];
static bool armed;			/* a SIGTERM comes when its handler is about to be put back to that of before */
static void (*before)(int);

int sigaction(int sig, const struct sigaction *act, struct sigaction *old)
{
	int (*real)(int, const struct sigaction *, struct sigaction *);

	*(void **)&real = dlsym(RTLD_NEXT, "sigaction");
	if (armed && sig == SIGTERM && act && act->sa_handler == before) {
		armed = false;
		raise(SIGTERM);
	}
	return real(sig, act, old);
}

struct setting { struct rmcset set; struct rmc_pattern p; struct rmcrun run; };

static void make(struct setting *s, const char *checkpoint, bool resume)
{
	struct err e = { 0, "" };

	*s = (struct setting){ .p = { .n = N, .d = d } };
	if (rmcset_new(&s->set, N, 1, 1, &e))
		_exit(20);
	s->set.seed[0].seed = 1;
	s->set.loading[0] = 0.5;
	s->run = (struct rmcrun){ .tool = &tool, .set = &s->set, .pattern = &s->p, .par = rmc_par_default(), .digest = "0", .checkpoint = checkpoint,
				  .every_s = 1e9, .resume = resume };
	s->run.par.loading = s->set.loading;
	s->run.par.raar = 2;
}

static void drop(struct setting *s)
{
	rmcrun_free(&s->run);
	rmcset_free(&s->set);
}

static void child(const char *checkpoint)
{
	struct setting s;
	struct err e = { 0, "" };
	struct sigaction was;
	bool stopped = false;

	cleanup_install();
	sigaction(SIGTERM, NULL, &was);
	before = was.sa_handler;
	make(&s, checkpoint, false);
	armed = true;
	if (rmcrun_go(&s.run, &stopped, &e) || armed)
		_exit(21);
	if (!stopped || !s.set.seed[0].done)
		_exit(22);
	drop(&s);
	interrupt_obey();
	_exit(23);
}

static void after_the_last_step(void)
{
	const char *checkpoint = scratch("c");
	struct setting s, whole;
	struct err e = { 0, "" };
	bool stopped = true;
	int status = 0;
	pid_t pid;

	for (int i = 0; i < N * N; i++)
		d[i] = 1 + i % 7 * (i % 5);
	if (!(pid = fork()))
		child(checkpoint);
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	make(&s, checkpoint, true);
	CHECK(!rmcrun_go(&s.run, &stopped, &e) && !stopped && s.set.seed[0].done);
	make(&whole, NULL, false);
	CHECK(!rmcrun_go(&whole.run, &stopped, &e) && !stopped && whole.set.seed[0].done);
	CHECK(s.set.seed[0].result.value == whole.set.seed[0].result.value);
	CHECK(s.set.seed[0].done && !memcmp(s.set.seed[0].model, whole.set.seed[0].model, N * N));
	rmcrun_forget(&s.run);
	CHECK(access(checkpoint, F_OK));
	drop(&s);
	drop(&whole);
}

int main(void)
{
	scratch_make();
	CASE(after_the_last_step);
	scratch_remove();
	return done();
}
