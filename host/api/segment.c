/* wenlu.segment: Chinese word segmentation as jieba 0.42.1 does it, with user words of one's own.
** Positions are 1-based bytes, ranges inclusive; weights are jieba's frequencies.
** A segmenter holds the mapped dictionary, its user words and scratch in user values. */

#include <math.h>
#include <string.h>

#include "segment_api.h"

int luaopen_wenlu_segment(lua_State *L);

SegmenterHandle *wl_check_segmenter(lua_State *L, int arg) {
  return luaL_checkudata(L, arg, SEGMENT_SEGMENTER);
}

/* Brings the costs to the present total. */
void wl_segment_fresh(SegmenterHandle *s) {
  if (!s->stale) {
    return;
  }
  double *costs = (double *)(uintptr_t)s->core.costs;
  s->core.log_total = log(s->core.total > 0 ? (double)s->core.total : 1);
  for (size_t i = 0; i < s->image.weight_count; i++) {
    costs[i] = s->image.logs[i] - s->core.log_total;
  }
  s->stale = false;
}

/* segment.new([{dictionary=}]) -> segmenter, or nil, "path: reason", code */
static int segment_new(lua_State *L) {
  const char *path = NULL;
  if (!lua_isnoneornil(L, 1)) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_getfield(L, 1, "dictionary");
    path = luaL_optstring(L, -1, NULL);
  }
  const SegmentImage *image = wl_segment_image(L, path);
  if (image == NULL) {
    return 3;
  }
  SegmenterHandle *s = lua_newuserdatauv(L, sizeof *s, UV_SEGMENTER_COUNT);
  memset(s, 0, sizeof *s);
  s->image = *image;
  lua_insert(L, -2);
  lua_setiuservalue(L, -2, UV_IMAGE);
  s->core.costs = lua_newuserdatauv(L, (image->weight_count + 1) * sizeof(double), 0);
  lua_setiuservalue(L, -2, UV_COSTS);
  lua_newtable(L);
  lua_setiuservalue(L, -2, UV_TAGS);
  s->core.image = &s->image;
  s->core.total = image->meta->total;
  s->stale = true;
  wl_segment_fresh(s);
  luaL_setmetatable(L, SEGMENT_SEGMENTER);
  return 1;
}

/* ---- tags ---- */

void wl_push_tag(lua_State *L, int segmenter, unsigned tag) {
  const SegmenterHandle *s = lua_touserdata(L, segmenter);
  if (tag < s->image.tag_count) {
    lua_pushstring(L, s->image.tags[tag]);
  } else {
    lua_getiuservalue(L, segmenter, UV_TAGS);
    lua_rawgeti(L, -1, (lua_Integer)(tag - s->image.tag_count) + 1);
    lua_remove(L, -2);
  }
}

unsigned wl_segment_tag(lua_State *L, int segmenter, const char *name, size_t size) {
  const SegmenterHandle *s = lua_touserdata(L, segmenter);
  unsigned count = (unsigned)s->image.tag_count;
  for (unsigned i = 0; i < count; i++) {
    if (strlen(s->image.tags[i]) == size && memcmp(s->image.tags[i], name, size) == 0) {
      return i;
    }
  }
  lua_getiuservalue(L, segmenter, UV_TAGS);
  lua_pushlstring(L, name, size);
  lua_Integer more = (lua_Integer)lua_rawlen(L, -2);
  for (lua_Integer i = 1; i <= more; i++) {
    lua_rawgeti(L, -2, i);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
    if (same) {
      lua_pop(L, 2);
      return count + (unsigned)i - 1;
    }
  }
  luaL_argcheck(L, count + (unsigned)more < SEGMENT_TAGS, 1, "more than 256 tags");
  lua_rawseti(L, -2, more + 1);
  lua_pop(L, 1);
  return count + (unsigned)more;
}

static const luaL_Reg functions[] = {
    {"new", segment_new}, {"info", wl_segment_info}, {"counter", wl_segment_counter}, {NULL, NULL}};

int luaopen_wenlu_segment(lua_State *L) {
  wl_segment_image_class(L);
  wl_segment_tokens_class(L);
  wl_segment_counter_class(L);
  luaL_newmetatable(L, SEGMENT_SEGMENTER);
  lua_newtable(L);
  luaL_setfuncs(L, segment_cut_methods, 0);
  luaL_setfuncs(L, segment_words_methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
