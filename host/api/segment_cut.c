/* segmenter:cut and segmenter:count: from a text to packed tokens, or into a counter.
** Spans given by the caller, then forced words, are tokens first; what lies between is cut.
** Buffers are userdata on the stack; the scratch stays with the segmenter between two calls. */

#include <string.h>

#include "scan_api.h"
#include "segment_api.h"

enum { ROOM = 1 << 12, KEEP = 1 << 16, BATCH = 1 << 12, BYTES_A_TOKEN = 4 };

typedef struct {
  lua_State *L;
  int segmenter, buffer, scratch, counter; /* places on the stack; counter 0: none */
  const uint8_t *text;
  bool tags;
} Run;

/* ---- what the core calls ---- */

static void poll(Sink *sink) { wl_poll(((Run *)sink->context)->L); }

static void grow_tokens(Sink *sink) {
  Run *run = sink->context;
  size_t capacity = sink->capacity * 2;
  Token *tokens = lua_newuserdatauv(run->L, capacity * sizeof(Token), 0);
  memcpy(tokens, sink->tokens, sink->count * sizeof(Token));
  lua_replace(run->L, run->buffer);
  sink->tokens = tokens;
  sink->capacity = capacity;
  wl_poll(run->L);
}

static void count_tokens(Sink *sink) {
  Run *run = sink->context;
  wl_count_tokens(run->L, run->counter, run->text, sink->tokens, sink->count,
                  run->tags ? run->segmenter : 0);
  sink->count = 0;
  wl_poll(run->L);
}

/* ---- scratch ---- */

static void new_scratch(Run *run, Scratch *scratch, size_t room, bool tags) {
  void *memory = lua_newuserdatauv(run->L, segment_scratch_size(room, tags) + sizeof(Scratch), 0);
  segment_scratch_init(scratch, (char *)memory + sizeof(Scratch), room, tags);
  memcpy(memory, scratch, sizeof *scratch);
  lua_replace(run->L, run->scratch);
}

/* Takes the scratch away from the segmenter, so that a finalizer that cuts gets another. */
static void take_scratch(Run *run, Scratch *scratch, bool tags) {
  lua_getiuservalue(run->L, run->segmenter, UV_SCRATCH);
  lua_replace(run->L, run->scratch);
  lua_pushnil(run->L);
  lua_setiuservalue(run->L, run->segmenter, UV_SCRATCH);
  const Scratch *kept = lua_touserdata(run->L, run->scratch);
  if (kept != NULL && (kept->pos_back != NULL || !tags)) {
    *scratch = *kept;
  } else {
    new_scratch(run, scratch, ROOM, tags);
  }
}

static void give_scratch(Run *run, const Scratch *scratch) {
  if (scratch->room <= KEEP) {
    lua_pushvalue(run->L, run->scratch);
    lua_setiuservalue(run->L, run->segmenter, UV_SCRATCH);
  }
}

/* ---- options ---- */

static bool flag(lua_State *L, int arg, const char *name, bool otherwise) {
  bool value = lua_getfield(L, arg, name) == LUA_TNIL ? otherwise : lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

static SegmentOptions check_options(lua_State *L, int arg) {
  static const char *const modes[] = {"default", "full", "search", NULL};
  SegmentOptions o = {SEGMENT_DEFAULT, true, false, false, false};
  if (lua_isnoneornil(L, arg)) {
    return o;
  }
  luaL_checktype(L, arg, LUA_TTABLE);
  lua_getfield(L, arg, "mode");
  if (!lua_isnil(L, -1)) {
    luaL_checkstring(L, -1);
    o.mode = (SegmentMode)luaL_checkoption(L, -1, NULL, modes);
  }
  lua_getfield(L, arg, "tags");
  if (lua_type(L, -1) == LUA_TSTRING) {
    luaL_argcheck(L, strcmp(lua_tostring(L, -1), "posseg") == 0, arg,
                  "tags is true, false or \"posseg\"");
    luaL_argcheck(L, o.mode == SEGMENT_DEFAULT, arg, "posseg has the default mode only");
    o.posseg = true;
  }
  o.tags = lua_toboolean(L, -1);
  lua_pop(L, 2);
  o.hmm = flag(L, arg, "hmm", true);
  o.simplify = flag(L, arg, "simplify", false);
  return o;
}

/* ---- spans ---- */

typedef struct {
  const Mentions *mentions; /* or a table on the stack */
  int table, at;
  lua_Integer next, count;
} Spans;

static const char *const kind_tags[] = {
    [KIND_QUANTITY] = "m", [KIND_PERIOD] = "t", [KIND_PLACE] = "ns", [KIND_ORGANISATION] = "nt",
    [KIND_INITIATIVE] = "nz"};

static Spans check_spans(lua_State *L, int arg) {
  Spans spans = {NULL, 0, arg, 1, 0};
  if (!lua_isnoneornil(L, arg)) {
    int type = lua_getfield(L, arg, "spans");
    spans.table = lua_gettop(L);
    if (type == LUA_TUSERDATA) {
      spans.mentions = luaL_checkudata(L, spans.table, SCAN_MENTIONS);
      spans.count = (lua_Integer)spans.mentions->count;
    } else if (type == LUA_TTABLE) {
      spans.count = luaL_len(L, spans.table);
      luaL_argcheck(L, spans.count % 2 == 0, arg, "spans are pairs of first and last");
      spans.count /= 2;
    } else {
      luaL_argcheck(L, type == LUA_TNIL, arg, "spans are a table or mentions");
    }
  }
  return spans;
}

static unsigned tag_named(const SegmentImage *image, const char *name) {
  for (unsigned i = 0; i < image->tag_count; i++) {
    if (strcmp(image->tags[i], name) == 0) {
      return i;
    }
  }
  return TAG_X;
}

static bool next_mention(Spans *spans, const SegmentImage *image, Token *token) {
  while (spans->next <= spans->count) {
    const Mention *m = &spans->mentions->mentions[spans->next++ - 1];
    if (m->kind < sizeof kind_tags / sizeof kind_tags[0] && kind_tags[m->kind] != NULL &&
        m->end > m->begin) {
      *token = (Token){(uint32_t)m->begin, (uint32_t)m->end, 0, MARK_SPAN, 0};
      token->tag = (uint8_t)tag_named(image, kind_tags[m->kind]);
      return true;
    }
  }
  return false;
}

static bool next_span(lua_State *L, Spans *spans, const SegmentImage *image, size_t from,
                      size_t size, Token *token) {
  if (spans->mentions != NULL) {
    return next_mention(spans, image, token);
  }
  if (spans->next > spans->count) {
    return false;
  }
  lua_rawgeti(L, spans->table, 2 * spans->next - 1);
  lua_rawgeti(L, spans->table, 2 * spans->next++);
  lua_Integer first = luaL_checkinteger(L, -2);
  lua_Integer last = luaL_checkinteger(L, -1);
  luaL_argcheck(L, first > (lua_Integer)from && last >= first && last <= (lua_Integer)size,
                spans->at, "spans ascend, do not overlap, and lie in the text");
  lua_pop(L, 2);
  *token = (Token){(uint32_t)(first - 1), (uint32_t)last, TAG_X, MARK_SPAN, 0};
  return true;
}

/* ---- cutting ---- */

static void cut_range(Run *run, Cutter *c, size_t begin, size_t end) {
  while (begin < end) {
    size_t need = 0;
    begin = segment_cut(c, begin, end, &need);
    if (need > 0) {
      new_scratch(run, c->scratch, need, c->scratch->pos_back != NULL);
    }
  }
}

enum { STEP = 1 << 16 };

/* With the forced words in it. */
static void cut_gap(Run *run, Cutter *c, size_t begin, size_t end) {
  const UserWords *user = c->segmenter->user;
  size_t done = begin;
  while (user != NULL && user->special > 0 && begin < end) {
    Token found;
    size_t stop = end - begin > STEP ? begin + STEP : end;
    while (stop < end && (c->text[stop] & 0xC0) == 0x80) {
      stop++;
    }
    memset(&found, 0, sizeof found);
    if (segment_forced(c, begin, stop, end, &found)) {
      cut_range(run, c, done, found.first);
      segment_emit(c, found.first, found.end, found.tag, found.mark);
      begin = done = found.end;
    } else {
      begin = stop;
    }
    wl_poll(run->L);
  }
  cut_range(run, c, done, end);
}

static void cut_text(Run *run, Cutter *c, Spans *spans, size_t size) {
  size_t begin = 0;
  Token span;
  while (next_span(run->L, spans, c->segmenter->image, begin, size, &span)) {
    if (span.first < begin || span.end > size) {
      continue; /* mentions of another text, or inside others */
    }
    cut_gap(run, c, begin, span.first);
    segment_push(c->sink, span.first, span.end, span.tag, span.mark);
    begin = span.end;
  }
  cut_gap(run, c, begin, size);
}

static void do_run(Run *run, int arg, size_t size, Sink *sink) {
  SegmenterHandle *s = lua_touserdata(run->L, run->segmenter);
  Spans spans = check_spans(run->L, arg);
  Scratch scratch;
  Cutter cutter;
  wl_segment_fresh(s);
  Segmenter segmenter = s->core;
  cutter.segmenter = &segmenter;
  cutter.options = check_options(run->L, arg);
  cutter.text = run->text;
  cutter.scratch = &scratch;
  cutter.sink = sink;
  run->tags = cutter.options.tags;
  take_scratch(run, &scratch, cutter.options.tags);
  cut_text(run, &cutter, &spans, size);
  give_scratch(run, &scratch);
}

static const uint8_t *check_text(lua_State *L, int arg, size_t *size) {
  const char *text = luaL_checklstring(L, arg, size);
  luaL_argcheck(L, *size < UINT32_MAX, arg, "text is larger than 4 GB");
  return (const uint8_t *)text;
}

/* segmenter:cut(text[, options]) -> tokens */
static int segmenter_cut(lua_State *L) {
  size_t size = 0;
  wl_check_segmenter(L, 1);
  const uint8_t *text = check_text(L, 2, &size);
  lua_settop(L, 3);
  TokensHandle *tokens = lua_newuserdatauv(L, sizeof *tokens, UV_TOKENS_COUNT);
  memset(tokens, 0, sizeof *tokens);
  luaL_setmetatable(L, SEGMENT_TOKENS);
  Run run = {L, 1, 5, 6, 0, text, false};
  Sink sink = {NULL, 0, size / BYTES_A_TOKEN + 16, grow_tokens, poll, &run};
  sink.tokens = lua_newuserdatauv(L, sink.capacity * sizeof(Token), 0);
  lua_pushnil(L);
  lua_getiuservalue(L, 1, UV_USER); /* stays alive while it is used */
  do_run(&run, 3, size, &sink);
  *tokens = (TokensHandle){text, size, sink.tokens, sink.count, run.tags};
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, 4, UV_TEXT);
  lua_pushvalue(L, 5);
  lua_setiuservalue(L, 4, UV_TOKENS);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, 4, UV_SEGMENTER);
  lua_settop(L, 4);
  return 1;
}

/* segmenter:count(text, counter[, options]) -> counter */
static int segmenter_count(lua_State *L) {
  size_t size = 0;
  wl_check_segmenter(L, 1);
  const uint8_t *text = check_text(L, 2, &size);
  wl_check_counter(L, 3);
  lua_settop(L, 4);
  Run run = {L, 1, 5, 6, 3, text, false};
  Sink sink = {NULL, 0, BATCH, count_tokens, poll, &run};
  sink.tokens = lua_newuserdatauv(L, sink.capacity * sizeof(Token), 0);
  lua_pushnil(L);
  lua_getiuservalue(L, 1, UV_USER);
  do_run(&run, 4, size, &sink);
  count_tokens(&sink);
  lua_settop(L, 3);
  return 1;
}

const Token *wl_segment_plain(lua_State *L, int segmenter, const char *text, size_t size,
                              size_t *count) {
  SegmenterHandle *s = lua_touserdata(L, segmenter);
  int top = lua_gettop(L);
  Run run = {L, segmenter, top + 1, top + 2, 0, (const uint8_t *)text, false};
  Sink sink = {NULL, 0, size + 16, grow_tokens, poll, &run};
  Scratch scratch;
  sink.tokens = lua_newuserdatauv(L, sink.capacity * sizeof(Token), 0);
  lua_pushnil(L);
  wl_segment_fresh(s);
  take_scratch(&run, &scratch, false);
  Cutter cutter = {.segmenter = &s->core, .text = run.text, .scratch = &scratch, .sink = &sink};
  cut_range(&run, &cutter, 0, size);
  give_scratch(&run, &scratch);
  lua_settop(L, top + 1);
  *count = sink.count;
  return sink.tokens;
}

const luaL_Reg segment_cut_methods[] = {
    {"cut", segmenter_cut}, {"count", segmenter_count}, {NULL, NULL}};
