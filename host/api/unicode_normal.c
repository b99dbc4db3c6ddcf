/* wenlu.unicode: the four normal forms. Offsets handed to Lua are 1-based bytes. The result grows
   in a luaL_Buffer; scratch that outgrows the C stack is userdata in stack slot SCRATCH. */

#include <string.h>

#include "core/normal.h"
#include "unicode_api.h"
#include "wenlu.h"

enum { TEXT = 1, PLAIN, SCRATCH, SMALL = 1024 };

static const char *const ways[] = {"fast", "plain", NULL};

static void poll(void *L) {
  wl_poll(L);
}

/* Arguments: a text, and at `way` optionally "plain". */
static NormalRun open_run(lua_State *L, NormalForm form, int way, uint32_t *scratch) {
  NormalRun run = {.form = form, .scratch = scratch, .scratch_room = SMALL, .last_in = SIZE_MAX};
  run.poll = poll;
  run.ud = L;
  run.text = (const uint8_t *)luaL_checklstring(L, TEXT, &run.size);
  run.plain = luaL_checkoption(L, way, "fast", ways) == 1;
  lua_settop(L, TEXT);
  lua_settop(L, SCRATCH);
  return run;
}

static void grow_scratch(lua_State *L, NormalRun *run) {
  run->scratch = lua_newuserdatauv(L, run->need * sizeof *run->scratch, 0);
  run->scratch_room = run->need;
  lua_replace(L, SCRATCH);
}

static size_t next_limit(lua_State *L, const NormalRun *run) {
  return unicode_limit(L, run->at, run->size, UNICODE_CHUNK);
}

static NormalStatus check_all(lua_State *L, NormalRun *run) {
  NormalStatus status = NORMAL_DONE;
  while (run->at < run->size && (status == NORMAL_DONE || status == NORMAL_SCRATCH)) {
    status = normal_check(run, next_limit(L, run));
    if (status == NORMAL_SCRATCH) {
      grow_scratch(L, run);
    }
  }
  return status;
}

/* Begins the result with the text before `run->at`. */
static void open_result(lua_State *L, luaL_Buffer *buffer, NormalRun *run) {
  run->out = (uint8_t *)luaL_buffinitsize(L, buffer, run->size + NORMAL_SPARE);
  run->room = buffer->size;
  while (run->used < run->at) {
    size_t left = run->at - run->used;
    size_t piece = left < UNICODE_CHUNK ? left : UNICODE_CHUNK;
    memcpy(run->out + run->used, run->text + run->used, piece);
    run->used += piece;
    wl_poll(L);
  }
}

static void grow_result(luaL_Buffer *buffer, NormalRun *run) {
  luaL_addsize(buffer, run->used - luaL_bufflen(buffer));
  luaL_prepbuffsize(buffer, run->need);
  run->out = (uint8_t *)luaL_buffaddr(buffer);
  run->room = buffer->size;
}

static int write_all(lua_State *L, NormalRun *run) {
  luaL_Buffer buffer;
  open_result(L, &buffer, run);
  while (run->at < run->size) {
    NormalStatus status = normal_write(run, next_limit(L, run));
    if (status == NORMAL_BAD) {
      return unicode_fail(L, run->at);
    }
    if (status == NORMAL_ROOM) {
      grow_result(&buffer, run);
    } else if (status == NORMAL_SCRATCH) {
      grow_scratch(L, run);
    }
  }
  luaL_addsize(&buffer, run->used - luaL_bufflen(&buffer));
  luaL_pushresult(&buffer);
  return 1;
}

static int normalise(lua_State *L, NormalForm form) {
  uint32_t scratch[SMALL];
  NormalRun run = open_run(L, form, 2, scratch);
  NormalStatus status = check_all(L, &run);
  if (status == NORMAL_BAD) {
    return unicode_fail(L, run.at);
  }
  if (status == NORMAL_CHANGED) {
    return write_all(L, &run);
  }
  lua_settop(L, TEXT);
  return 1;
}

/* nfc(text[, "plain"]) -> text | nil, message, code, offset; the others alike */
static int unicode_nfc(lua_State *L) {
  return normalise(L, NORMAL_NFC);
}

static int unicode_nfd(lua_State *L) {
  return normalise(L, NORMAL_NFD);
}

static int unicode_nfkc(lua_State *L) {
  return normalise(L, NORMAL_NFKC);
}

static int unicode_nfkd(lua_State *L) {
  return normalise(L, NORMAL_NFKD);
}

/* is_normal(text[, form[, "plain"]]) -> true | false, offset | nil, message, code, offset */
static int unicode_is_normal(lua_State *L) {
  static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD", NULL};
  uint32_t scratch[SMALL];
  NormalForm form = (NormalForm)luaL_checkoption(L, 2, "NFC", forms);
  NormalRun run = open_run(L, form, 3, scratch);
  NormalStatus status = check_all(L, &run);
  if (status == NORMAL_BAD) {
    return unicode_fail(L, run.at);
  }
  lua_pushboolean(L, status == NORMAL_DONE);
  if (status == NORMAL_DONE) {
    return 1;
  }
  lua_pushinteger(L, (lua_Integer)run.at + 1);
  return 2;
}

const luaL_Reg unicode_normal_functions[] = {
  {"is_normal", unicode_is_normal}, {"nfc", unicode_nfc},   {"nfd", unicode_nfd},
  {"nfkc", unicode_nfkc},           {"nfkd", unicode_nfkd}, {NULL, NULL},
};
