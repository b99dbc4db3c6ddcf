/* Runs each Lua file named on the command line again and again, the first time with Lua's first
** allocation failing, then the second and so on, until a run gets through without a failure.
** A run may fail only with "not enough memory"; crashes and leaks are the sanitizers' to find. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lualib.h"
#include "wenlu.h"

typedef struct Budget {
  long left; /* allocations that still succeed */
  bool spent;
} Budget;

static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
  Budget *budget = context;
  (void)old_size;
  if (new_size == 0) {
    free(block);
    return NULL;
  }
  if ((block == NULL || new_size > old_size) && budget->left-- <= 0) {
    budget->spent = true;
    return NULL;
  }
  return realloc(block, new_size);
}

/* workload(path) */
static int workload(lua_State *L) {
  const char *path = lua_touserdata(L, 1);
  luaL_openlibs(L);
  wl_open_modules(L);
  if (luaL_loadfilex(L, path, "t") != LUA_OK) {
    return lua_error(L);
  }
  lua_call(L, 0, 0);
  return 0;
}

/* False when the run failed for another reason than memory. */
static bool run(Budget *budget, const char *path) {
  lua_State *L = lua_newstate(allocate, budget);
  if (L == NULL) {
    return budget->spent;
  }
  lua_pushcfunction(L, workload);
  lua_pushlightuserdata(L, (void *)path);
  bool good = true;
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
    const char *message = lua_tostring(L, -1);
    good = message != NULL && strstr(message, "not enough memory") != NULL;
    if (!good) {
      fprintf(stderr, "oom: %s: %s\n", path, message != NULL ? message : "no message");
    }
  }
  lua_close(L);
  return good;
}

int main(int count, char **paths) {
  for (int i = 1; i < count; i++) {
    Budget budget = {0};
    long allocations = 0;
    do {
      budget = (Budget){.left = allocations};
      if (!run(&budget, paths[i])) {
        fprintf(stderr, "oom: with allocation %ld failing\n", allocations + 1);
        return EXIT_FAILURE;
      }
      allocations++;
    } while (budget.spent);
    printf("%s: survives each of %ld allocations failing\n", paths[i], allocations - 1);
  }
  return EXIT_SUCCESS;
}
