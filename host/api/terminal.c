/* Lua module wenlu.terminal: lines typed by a person, with editing and history where readline is.
** A line has no newline at its end and may hold any byte but NUL.
** readline is one per process and so are its line and its flag here; Lua gets copies. */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wenlu.h"

#ifdef WENLU_READLINE

#include <readline/history.h>
#include <readline/readline.h>

static volatile sig_atomic_t interrupted;
static bool line_ended;
static char *line_taken;

static void on_interrupt(int number) {
  (void)number;
  interrupted = 1;
}

static void take_line(char *line) {
  line_taken = line;
  line_ended = true;
  rl_callback_handler_remove();
}

static void drop_line(void) {
  rl_free_line_state();
  rl_callback_sigcleanup();
  rl_callback_handler_remove();
  fputs("\n", rl_outstream);
}

/* Edits one line; false when Ctrl-C dropped it. Ctrl-C must interrupt the wait: no restart. */
static bool edit_line(const char *prompt) {
  struct sigaction action = {0};
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, NULL);
  interrupted = 0;
  line_ended = false;
  rl_catch_signals = 0;
  rl_callback_handler_install(prompt, take_line);
  while (!line_ended && !interrupted) {
    if (poll(&input, 1, -1) > 0) {
      rl_callback_read_char();
    }
  }
  if (!line_ended) {
    drop_line();
  }
  return line_ended;
}

static bool can_edit(void) {
  return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* What an earlier call left is freed first, so nothing is lost when pushing raises. */
static int read_edited(lua_State *L, const char *prompt) {
  free(line_taken);
  line_taken = NULL;
  bool ended = edit_line(prompt);
  wl_watch_interrupt(L);
  if (!ended) {
    return wl_fail(L, "interrupted", "terminal: interrupted");
  }
  if (line_taken == NULL) {
    fputs("\n", rl_outstream);
  }
  lua_pushstring(L, line_taken);
  return 1;
}

/* add_history(line) */
static int terminal_add_history(lua_State *L) {
  add_history(luaL_checkstring(L, 1));
  return 0;
}

/* load_history(path) -> true | nil, message, code */
static int terminal_load_history(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  int error = read_history(path);
  if (error != 0) {
    return wl_fail_errno(L, path, error);
  }
  lua_pushboolean(L, 1);
  return 1;
}

/* save_history(path, lines) -> true | nil, message, code */
static int terminal_save_history(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  stifle_history((int)luaL_checkinteger(L, 2));
  int error = write_history(path);
  if (error != 0) {
    return wl_fail_errno(L, path, error);
  }
  lua_pushboolean(L, 1);
  return 1;
}

#else

static bool can_edit(void) {
  return false;
}

static int read_edited(lua_State *L, const char *prompt) {
  return wl_fail(L, "unsupported", "%s: built without readline", prompt);
}

/* add_history(line) */
static int terminal_add_history(lua_State *L) {
  luaL_checkstring(L, 1);
  return 0;
}

/* load_history(path) -> nil, message, code */
static int terminal_load_history(lua_State *L) {
  return wl_fail(L, "unsupported", "%s: built without readline", luaL_checkstring(L, 1));
}

/* save_history(path, lines) -> nil, message, code */
static int terminal_save_history(lua_State *L) {
  return wl_fail(L, "unsupported", "%s: built without readline", luaL_checkstring(L, 1));
}

#endif

/* Without an editor: the prompt, then whatever comes up to the newline. */
static int read_plain(lua_State *L, const char *prompt) {
  char piece[512];
  bool any = false;
  luaL_Buffer line;
  fputs(prompt, stdout);
  fflush(stdout);
  luaL_buffinit(L, &line);
  while (fgets(piece, sizeof piece, stdin) != NULL) {
    size_t size = strcspn(piece, "\n");
    any = true;
    luaL_addlstring(&line, piece, size);
    if (piece[size] == '\n') {
      break;
    }
  }
  luaL_pushresult(&line);
  if (!any) {
    lua_pushnil(L);
  }
  return 1;
}

/* read_line(prompt) -> line | nil at the end of input | nil, message, "interrupted" */
static int terminal_read_line(lua_State *L) {
  const char *prompt = luaL_checkstring(L, 1);
  if (can_edit()) {
    return read_edited(L, prompt);
  }
  return read_plain(L, prompt);
}

static const luaL_Reg functions[] = {
  {"add_history", terminal_add_history},
  {"load_history", terminal_load_history},
  {"read_line", terminal_read_line},
  {"save_history", terminal_save_history},
  {NULL, NULL},
};

int luaopen_wenlu_terminal(lua_State *L);

int luaopen_wenlu_terminal(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
