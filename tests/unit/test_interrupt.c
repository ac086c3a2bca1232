/* Signals held back while temporaries come and go: handlers of both kinds in either order. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "cli/interrupt.h"
#include "io/outfile.h"
#include "scratch.h"

/* In a process of its own: the first temporary of all is made while signals are held. */
static int child(const char *path, char *left, bool release)
{
	struct err e = { 0, "" };
	struct outfile *o = NULL;
	int go[2], status = 0;
	ssize_t got = 0;
	pid_t pid;

	if (pipe(go) || (pid = fork()) < 0)
		return -1;
	if (!pid) {
		interrupt_hold();
		if (outfile_new(&o, path, NULL, &e) || write(go[1], outfile_path(o), strlen(outfile_path(o)) + 1) < 0)
			_exit(10);
		if (release)
			interrupt_release();
		raise(SIGTERM);		/* held: only seen */
		if (interrupt_seen() != SIGTERM)
			_exit(11);
		interrupt_obey();
		_exit(12);
	}
	close(go[1]);
	got = read(go[0], left, 500);
	close(go[0]);
	return waitpid(pid, &status, 0) == pid && got > 0 ? status : -1;
}

static void held_and_released(void)
{
	for (int release = 0; release < 2; release++) {
		char left[500] = "";
		int status = child(scratch("out.bin"), left, release);

		CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
		CHECK(*left && access(left, F_OK));
	}
}

int main(void)
{
	scratch_make();
	CASE(held_and_released);
	scratch_remove();
	return done();
}
