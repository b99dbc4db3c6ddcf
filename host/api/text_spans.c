/* Packed spans of a text, and text.lines, sentences and clauses, which make them.
 * Positions are 1-based bytes, ranges inclusive; inside, 8 bytes a span.
 * An object keeps its text (user value 1) and the userdata with its spans (user value 2) alive. */
#include <lauxlib.h>
#include <string.h>

#include "core/textindex.h"
#include "text.h"
#include "wenlu.h"

static const char SPANS[] = "wenlu.text.spans";

enum { UV_TEXT = 1, UV_DATA, UV_COUNT = UV_DATA };

typedef struct {
  const char *text;
  const Span *spans;
  size_t count;
} Spans;

static const Spans *check_spans(lua_State *L) {
  return luaL_checkudata(L, 1, SPANS);
}

void wl_new_spans(lua_State *L, SpanList *list) {
  *list = (SpanList){.room = 64};
  list->spans = lua_newuserdatauv(L, list->room * sizeof(Span), 0);
  list->slot = lua_gettop(L);
}

void wl_more_spans(lua_State *L, SpanList *list) {
  size_t room = list->room * 2;
  Span *grown = lua_newuserdatauv(L, room * sizeof(Span), 0);
  memcpy(grown, list->spans, list->count * sizeof(Span));
  lua_replace(L, list->slot);
  list->spans = grown;
  list->room = room;
}

void wl_push_spans(lua_State *L, const SpanList *list, int text) {
  Spans *spans = lua_newuserdatauv(L, sizeof *spans, UV_COUNT);
  size_t size = 0;
  *spans = (Spans){NULL, list->spans, list->count};
  lua_pushvalue(L, list->slot);
  lua_setiuservalue(L, -2, UV_DATA);
  spans->text = wl_check_text(L, text, &size);
  lua_pushvalue(L, text);
  lua_setiuservalue(L, -2, UV_TEXT);
  luaL_setmetatable(L, SPANS);
}

static Span check_span(lua_State *L, const Spans *s) {
  lua_Integer i = luaL_checkinteger(L, 2);
  luaL_argcheck(L, i >= 1 && (size_t)i <= s->count, 2, "no such span");
  return s->spans[i - 1];
}

static int push_span(lua_State *L, Span span) {
  lua_pushinteger(L, (lua_Integer)span.begin + 1);
  lua_pushinteger(L, (lua_Integer)span.end);
  return 2;
}

/* #spans */
static int spans_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_spans(L)->count);
  return 1;
}

/* spans:get(i) -> first, last */
static int spans_get(lua_State *L) {
  return push_span(L, check_span(L, check_spans(L)));
}

/* spans:text(i) -> string */
static int spans_text(lua_State *L) {
  const Spans *s = check_spans(L);
  Span span = check_span(L, s);
  lua_pushlstring(L, s->text + span.begin, span.end - span.begin);
  return 1;
}

/* spans:slice(i) -> view */
static int spans_slice(lua_State *L) {
  Span span = check_span(L, check_spans(L));
  lua_getiuservalue(L, 1, UV_TEXT);
  wl_push_view(L, lua_gettop(L), span.begin, span.end);
  return 1;
}

/* The number of spans that end before the offset or on it. */
static size_t spans_before(const Spans *s, size_t offset) {
  size_t low = 0;
  size_t high = s->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (s->spans[middle].end <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* spans:at(byte) -> i, first, last; nil where there is none */
static int spans_at(lua_State *L) {
  const Spans *s = check_spans(L);
  lua_Integer byte = luaL_checkinteger(L, 2);
  size_t offset = byte >= 1 ? (size_t)byte - 1 : 0;
  size_t i = spans_before(s, offset);
  if (byte < 1 || i == s->count || s->spans[i].begin > offset) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, (lua_Integer)i + 1);
  return 1 + push_span(L, s->spans[i]);
}

/* The iterator of each: upvalues are the spans and the number given last. */
static int next_span(lua_State *L) {
  const Spans *s = lua_touserdata(L, lua_upvalueindex(1));
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
  if ((size_t)i >= s->count) {
    return 0;
  }
  lua_pushinteger(L, i + 1);
  lua_copy(L, -1, lua_upvalueindex(2));
  return 1 + push_span(L, s->spans[i]);
}

/* for i, first, last in spans:each() do */
static int spans_each(lua_State *L) {
  check_spans(L);
  lua_settop(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_span, 2);
  return 1;
}

static const luaL_Reg methods[] = {
  {"get", spans_get}, {"text", spans_text}, {"slice", spans_slice},
  {"at", spans_at},   {"each", spans_each}, {NULL, NULL},
};

void wl_open_text_spans(lua_State *L) {
  luaL_newmetatable(L, SPANS);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, spans_len);
  lua_setfield(L, -2, "__len");
  lua_pop(L, 1);
}

/* Without the line end that stands at the end of [begin, end). */
static Span line_span(const uint8_t *text, size_t begin, size_t end) {
  size_t last = end;
  if (last > begin && text[last - 1] == '\n') {
    last -= last - begin >= 2 && text[last - 2] == '\r' ? 2 : 1;
  } else if (last > begin && text[last - 1] == '\r') {
    last -= 1;
  } else if (last - begin >= 3 && text_ends_line(text, last, last - 1)) {
    last -= 3;
  }
  return (Span){(uint32_t)begin, (uint32_t)last};
}

static void add_line(lua_State *L, SpanList *list, Span span) {
  if (list->count == list->room) {
    wl_more_spans(L, list);
  }
  list->spans[list->count++] = span;
}

/* text.lines(text [, options]) -> spans */
int wl_text_lines(lua_State *L) {
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)wl_check_short_text(L, 1, &size);
  bool simd = wl_wants_simd(L, 2);
  SpanList list;
  size_t begin = 0;
  wl_new_spans(L, &list);
  for (size_t from = 0; from < size;) {
    size_t to = size - from < TEXT_STEP ? size : from + TEXT_STEP;
    size_t end = text_after_line(text, size, from, to, simd);
    while (end != 0) {
      add_line(L, &list, line_span(text, begin, end));
      begin = end;
      end = end < to ? text_after_line(text, size, end, to, simd) : 0;
    }
    from = to;
    wl_poll(L);
  }
  if (begin < size) {
    add_line(L, &list, (Span){(uint32_t)begin, (uint32_t)size});
  }
  wl_push_spans(L, &list, 1);
  return 1;
}

static int segment(lua_State *L, bool clauses) {
  Segmenter s = {0};
  SpanList list;
  s.text = (const uint8_t *)wl_check_short_text(L, 1, &s.size);
  s.clauses = clauses;
  s.wrapped = wl_option(L, 2, "wrapped", false);
  wl_new_spans(L, &list);
  s.spans = list.spans;
  s.room = list.room;
  while (segments_run(&s, TEXT_STEP)) {
    list.count = s.count;
    if (s.count == s.room) {
      wl_more_spans(L, &list);
      s.spans = list.spans;
      s.room = list.room;
    }
    wl_poll(L);
  }
  list.count = s.count;
  wl_push_spans(L, &list, 1);
  return 1;
}

/* text.sentences(text [, options]) -> spans */
int wl_text_sentences(lua_State *L) {
  return segment(L, false);
}

/* text.clauses(text [, options]) -> spans */
int wl_text_clauses(lua_State *L) {
  return segment(L, true);
}
