/* The dictionary of wenlu.segment: found, mapped and looked at once for each path.
** It is read only; its pages are shared with the other processes that map the file.
** The mapping belongs to a userdata that unmaps it when nobody holds it. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "segment_api.h"

typedef struct {
  SegmentImage image;
  void *map;
  size_t size;
} Mapped;

static const char NAME[] = "wenlu.dict";

static int image_gc(lua_State *L) {
  Mapped *m = luaL_checkudata(L, 1, SEGMENT_IMAGE);
  if (m->map != NULL) {
    munmap(m->map, m->size);
    m->map = NULL;
  }
  return 0;
}

/* Pushes "FOLDER of the program" .. rest. */
static void push_beside(lua_State *L, const char *rest) {
  char path[4096];
  ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  while (size > 0 && path[size - 1] != '/') {
    size--;
  }
  lua_pushlstring(L, path, size > 0 ? (size_t)size : 0);
  lua_pushstring(L, rest);
  lua_concat(L, 2);
}

/* Pushes where the dictionary is, or where it should be. */
static void push_path(lua_State *L) {
  static const char *const places[] = {"wenlu.dict", "../share/wenlu/wenlu.dict", "../wenlu.dict"};
  const char *given = getenv("WENLU_DICTIONARY");
  if (given != NULL && *given != '\0') {
    lua_pushstring(L, given);
    return;
  }
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
    push_beside(L, places[i]);
    if (access(lua_tostring(L, -1), R_OK) == 0) {
      return;
    }
    lua_pop(L, 1);
  }
  push_beside(L, NAME);
}

static int map_file(Mapped *m, const char *path) {
  struct stat st;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe does not wait */
  if (file < 0) {
    return errno;
  }
  int error = fstat(file, &st) != 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
  error = error == 0 && !S_ISREG(st.st_mode) ? EINVAL : error;
  if (error == 0 && st.st_size > 0) {
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, file, 0);
    error = map == MAP_FAILED ? errno : 0;
    m->map = error == 0 ? map : NULL;
    m->size = error == 0 ? (size_t)st.st_size : 0;
  }
  close(file);
  return error;
}

SegmentImage *wl_segment_image(lua_State *L, const char *path) {
  if (path != NULL) {
    lua_pushstring(L, path);
  } else {
    push_path(L);
  }
  luaL_getsubtable(L, LUA_REGISTRYINDEX, SEGMENT_IMAGE ".all");
  lua_pushvalue(L, -2);
  if (lua_rawget(L, -2) == LUA_TUSERDATA) {
    lua_replace(L, -3);
    lua_pop(L, 1);
    return &((Mapped *)lua_touserdata(L, -1))->image;
  }
  lua_pop(L, 1);
  Mapped *m = lua_newuserdatauv(L, sizeof *m, 0);
  memset(m, 0, sizeof *m);
  luaL_setmetatable(L, SEGMENT_IMAGE);
  const char *name = lua_tostring(L, -3);
  int error = map_file(m, name);
  if (error != 0) {
    wl_fail_errno(L, name, error);
    return NULL;
  }
  const char *wrong = segment_attach(&m->image, m->map, m->size);
  if (wrong != NULL) {
    wl_fail(L, "bad-dictionary", "%s: %s", name, wrong);
    return NULL;
  }
  lua_pushvalue(L, -3);
  lua_pushvalue(L, -2);
  lua_rawset(L, -4);
  lua_replace(L, -3);
  lua_pop(L, 1);
  return &m->image;
}

static void set_integer(lua_State *L, const char *name, uint64_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

/* segment.info([dictionary]) -> {path=, source=, words=, total=, idf_words=, idf_median=, model=,
** bytes=}, or nil, "path: reason", code */
int wl_segment_info(lua_State *L) {
  const char *path = luaL_optstring(L, 1, NULL);
  SegmentImage *image = wl_segment_image(L, path);
  if (image == NULL) {
    return 3;
  }
  if (path != NULL) {
    lua_pushstring(L, path);
  } else {
    push_path(L);
  }
  const char *wrong = segment_check_idf(image);
  if (wrong != NULL) {
    return wl_fail(L, "bad-dictionary", "%s: %s", lua_tostring(L, -1), wrong);
  }
  lua_newtable(L);
  lua_insert(L, -2);
  lua_setfield(L, -2, "path");
  lua_pushstring(L, image->meta->source);
  lua_setfield(L, -2, "source");
  set_integer(L, "words", image->meta->words);
  set_integer(L, "total", image->meta->total);
  set_integer(L, "idf_words", image->meta->idf_words);
  set_integer(L, "bytes", image->size);
  lua_pushnumber(L, image->meta->idf_median);
  lua_setfield(L, -2, "idf_median");
  lua_pushboolean(L, image->emit != NULL);
  lua_setfield(L, -2, "model");
  return 1;
}

void wl_segment_image_class(lua_State *L) {
  luaL_newmetatable(L, SEGMENT_IMAGE);
  lua_pushcfunction(L, image_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}
