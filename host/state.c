/* A Lua state on an arena: what luaL_newstate does, with the allocator of alloc.c.
 * Warnings go to stderr as lua(1) prints them: off until "@on" or -W.
 * The arena belongs to the caller and outlives the state. */
#include "state.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

static void warn_off(void *ud, const char *message, int to_be_continued);
static void warn_on(void *ud, const char *message, int to_be_continued);
static void warn_more(void *ud, const char *message, int to_be_continued);

/* "@on" and "@off"; other control messages are ignored. Returns whether it was one. */
static int take_control(lua_State *L, const char *message, int to_be_continued) {
  if (to_be_continued || *message != '@') {
    return 0;
  }
  if (strcmp(message, "@on") == 0) {
    lua_setwarnf(L, warn_on, L);
  } else if (strcmp(message, "@off") == 0) {
    lua_setwarnf(L, warn_off, L);
  }
  return 1;
}

static void warn_off(void *ud, const char *message, int to_be_continued) {
  take_control(ud, message, to_be_continued);
}

static void warn_more(void *ud, const char *message, int to_be_continued) {
  lua_State *L = ud;
  fputs(message, stderr);
  if (to_be_continued) {
    lua_setwarnf(L, warn_more, L);
  } else {
    fputs("\n", stderr);
    lua_setwarnf(L, warn_on, L);
  }
}

static void warn_on(void *ud, const char *message, int to_be_continued) {
  if (!take_control(ud, message, to_be_continued)) {
    fputs("Lua warning: ", stderr);
    warn_more(ud, message, to_be_continued);
  }
}

/* Only an error outside every protected call comes here; Lua aborts after it. */
static int panic(lua_State *L) {
  const char *message = lua_tostring(L, -1);
  fprintf(stderr, "wenlu: unprotected error: %s\n", message ? message : "(no message)");
  return 0;
}

lua_State *wl_new_state(Arena *arena) {
  lua_State *L = lua_newstate(arena_alloc, arena);
  if (L != NULL) {
    lua_atpanic(L, panic);
    lua_setwarnf(L, warn_off, L);
  }
  return L;
}
