/* What the process does at Ctrl-C and when nobody reads its output any more.
** No memory of its own. The static variables lead a signal to its Lua state and tell long work in
** C of it: the C standard offers no other way. */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "wenlu.h"

static lua_State *interrupted_state;
static volatile sig_atomic_t interrupted;

static void stop_hook(lua_State *L, lua_Debug *debug) {
  (void)debug;
  interrupted = 0;
  lua_sethook(L, NULL, 0, 0);
  luaL_error(L, "interrupted!");
}

void wl_poll(lua_State *L) {
  if (interrupted) {
    stop_hook(L, NULL);
  }
}

/* Raises in Lua at the next instruction; a second Ctrl-C ends the process. */
static void on_interrupt(int number) {
  int events = LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT;
  signal(number, SIG_DFL);
  interrupted = 1;
  lua_sethook(interrupted_state, stop_hook, events, 1);
}

void wl_watch_interrupt(lua_State *L) {
  interrupted_state = L;
  signal(SIGINT, on_interrupt);
}

void wl_forget_interrupt(void) {
  signal(SIGINT, SIG_DFL);
}

/* When the reader of our output is gone we end as quietly as any filter; a broken pipe to somewhere
** else is left to the write that failed. */
static void on_broken_pipe(int number) {
  struct pollfd output = {STDOUT_FILENO, 0, 0};
  int saved = errno;
  if (poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0) {
    signal(number, SIG_DFL);
    raise(number);
  }
  errno = saved;
}

/* A parent that ignores SIGPIPE wants to see the failed write instead. */
void wl_watch_pipe(void) {
  struct sigaction action = {0};
  if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL) {
    action.sa_handler = on_broken_pipe;
    action.sa_flags = SA_NODEFER | SA_RESTART;
    sigaction(SIGPIPE, &action, NULL);
  }
}
