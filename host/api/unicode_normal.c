/* wenlu.unicode: the four normal forms. Offsets handed to Lua are 1-based bytes. Results are
   written to userdata in stack slot OUT; scratch that outgrows the C stack is in slot SCRATCH. */

#include <string.h>

#include "core/normal.h"
#include "core/unicode_utf8.h"
#include "unicode_api.h"
#include "wenlu.h"

enum { TEXT = 1, SCRATCH, OUT, SMALL = 1024, PIECE = 1 << 15 };

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
  lua_settop(L, OUT);
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

/* The result as strings on the stack, to be joined: each is small enough for the allocator's pools,
   so that memory is touched for the first time only by the whole. */
typedef struct Pieces {
  int count;
} Pieces;

static void push_piece(lua_State *L, Pieces *pieces, const uint8_t *bytes, size_t size) {
  luaL_checkstack(L, 8, "text too long");
  lua_pushlstring(L, (const char *)bytes, size);
  pieces->count++;
}

/* What is written cannot change any more when the next character begins a segment. */
static bool flush(lua_State *L, NormalRun *run, Pieces *pieces) {
  if (run->at < run->size) {
    UnicodeChar next = unicode_next(run->text + run->at, run->size - run->at);
    if (next.point != UNICODE_BAD && !normal_begins_segment(next.point, run->form)) {
      return false;
    }
  }
  push_piece(L, pieces, run->out, run->used);
  run->used = 0;
  run->last_in = SIZE_MAX;
  return true;
}

/* Moves what is written to a larger buffer in stack slot OUT. */
static void grow_out(lua_State *L, NormalRun *run) {
  size_t room = run->used + run->need + PIECE * 2;
  uint8_t *out = lua_newuserdatauv(L, room + room / 2, 0);
  if (run->used > 0) {
    memcpy(out, run->out, run->used);
  }
  lua_replace(L, OUT);
  run->out = out;
  run->room = room + room / 2;
}

static void push_prefix(lua_State *L, NormalRun *run, Pieces *pieces) {
  for (size_t at = 0; at < run->at;) {
    size_t piece = run->at - at < PIECE ? run->at - at : PIECE;
    push_piece(L, pieces, run->text + at, piece);
    at += piece;
    wl_poll(L);
  }
}

static int write_all(lua_State *L, NormalRun *run) {
  Pieces pieces = {0};
  push_prefix(L, run, &pieces);
  grow_out(L, run);
  while (run->at < run->size) {
    NormalStatus status = normal_write(run, unicode_limit(L, run->at, run->size, PIECE));
    if (status == NORMAL_BAD) {
      return unicode_fail(L, run->at);
    }
    if (status == NORMAL_SCRATCH) {
      grow_scratch(L, run);
    } else if ((status == NORMAL_ROOM || run->used >= PIECE) && !flush(L, run, &pieces) &&
               status == NORMAL_ROOM) {
      grow_out(L, run);
    }
  }
  push_piece(L, &pieces, run->out, run->used);
  lua_concat(L, pieces.count);
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
