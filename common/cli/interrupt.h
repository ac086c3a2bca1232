/*
 * interrupt.h - signals that ask a long computation to stop: seen between steps, and obeyed when the state is safe.
 *
 * Between interrupt_hold() and interrupt_release() SIGINT, SIGTERM, SIGHUP and SIGXCPU only set a flag (one that is ignored, as under nohup,
 * stays ignored).  It may be set until the release is over: ask interrupt_seen() once more then, and obey.  A second signal, which means that nobody
 * wants to wait, ends the program as if nothing had been held.
 * Process-wide; called from one thread, interrupt_seen() from any.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

void interrupt_hold(void);
void interrupt_release(void);		/* as it was before */
int interrupt_seen(void);		/* the signal, or 0 */
/* Ends the program by the signal that was seen, if one was, after removing temporaries (io/cleanup.h), so that the exit status says which it was. */
void interrupt_obey(void);

#endif
