/* wenlu.matcher: a set as a string of bytes, and over a file that is mapped into memory.
 * Sizes are bytes. The mapping belongs to the set and ends with it, or when the set is altered.
 * What the file's head promises is checked when it is mapped; other bytes are bounded when used. */
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/matcher_image.h"
#include "matcher_api.h"
#include "wenlu.h"

enum { ALWAYS_VERIFIED = 1 << 18 };

void wl_unmap_matcher(MatcherSet *set) {
  if (set->mapping != NULL) {
    munmap(set->mapping, set->mapping_size);
    set->mapping = NULL;
  }
}

static int is_mapped(const MatcherSet *set) { return set->mapping != NULL; }

/* Integer payloads for each term up to the last, or NULL; pushes a copy when some are missing. */
static const int64_t *push_numbers(lua_State *L, const MatcherSet *set) {
  size_t terms = (size_t)set->parts.head->terms + 1;
  if (set->numbers == NULL || is_mapped(set) || set->numbers_room >= terms) {
    return set->numbers;
  }
  int64_t *numbers = lua_newuserdatauv(L, terms * sizeof *numbers, 0);
  memcpy(numbers, set->numbers, set->numbers_room * sizeof *numbers);
  for (size_t i = set->numbers_room; i < terms; i++) {
    numbers[i] = MATCHER_NO_NUMBER;
  }
  return numbers;
}

/* Raises for a payload that is no integer. */
static void check_payloads(lua_State *L, const MatcherSet *set) {
  for (uint32_t id = 1; id <= set->parts.head->terms; id++) {
    wl_push_payload(L, 1, id);
    luaL_argcheck(L, lua_isnil(L, -1) || (lua_isinteger(L, -1) &&
                  lua_tointeger(L, -1) != MATCHER_NO_NUMBER), 1, "a payload is no integer");
    lua_pop(L, 1);
  }
}

/* matcher:pack() -> bytes */
int wl_matcher_pack(lua_State *L) {
  const MatcherSet *set = wl_check_matcher(L, 1);
  check_payloads(L, set);
  const int64_t *numbers = push_numbers(L, set);
  size_t size = matcher_image_size(&set->parts, numbers != NULL);
  luaL_Buffer buffer;
  uint8_t *image = (uint8_t *)luaL_buffinitsize(L, &buffer, size);
  matcher_image_write(&set->parts, numbers, image);
  luaL_pushresultsize(&buffer, size);
  return 1;
}

/* Maps a file for reading. NULL: an errno in *error, or 0 for an empty file. */
static void *map_file(const char *path, size_t *size, int *error) {
  struct stat status;
  void *mapping = NULL;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  *error = descriptor < 0 || fstat(descriptor, &status) != 0 ? errno : 0;
  if (*error == 0 && !S_ISREG(status.st_mode)) {
    *error = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
  }
  if (*error == 0 && status.st_size > 0) {
    *size = (size_t)status.st_size;
    mapping = mmap(NULL, *size, PROT_READ, MAP_SHARED, descriptor, 0);
    *error = mapping == MAP_FAILED ? errno : 0;
  }
  if (descriptor >= 0) {
    close(descriptor);
  }
  return *error == 0 ? mapping : NULL;
}

static int fail_image(lua_State *L, const char *path, MatcherImageState state) {
  switch (state) {
    case MATCHER_IMAGE_VERSION_OTHER:
      return wl_fail(L, "bad-version", "%s: a matcher of another version or machine", path);
    case MATCHER_IMAGE_TRUNCATED:
      return wl_fail(L, "truncated", "%s: the matcher is cut short", path);
    case MATCHER_IMAGE_DAMAGED:
      return wl_fail(L, "damaged", "%s: the matcher is damaged", path);
    default:
      return wl_fail(L, "bad-format", "%s: no matcher", path);
  }
}

/* matcher.map(path[, {verify=}]) -> matcher | nil, message, code */
int wl_matcher_map(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  int verify = 0;
  if (!lua_isnoneornil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_getfield(L, 2, "verify");
    verify = lua_toboolean(L, -1);
  }
  MatcherSet *set = wl_new_matcher(L);
  int error;
  set->mapping = map_file(path, &set->mapping_size, &error);
  if (error != 0) {
    return wl_fail_errno(L, path, error);
  }
  const int64_t *numbers = NULL;
  MatcherImageState state = set->mapping == NULL ? MATCHER_IMAGE_FOREIGN :
    matcher_image_read(set->mapping, set->mapping_size, &set->parts, &numbers);
  if (state == MATCHER_IMAGE_FINE && (verify || set->mapping_size <= ALWAYS_VERIFIED) &&
      !matcher_image_is_whole(set->mapping)) {
    state = MATCHER_IMAGE_DAMAGED;
  }
  if (state != MATCHER_IMAGE_FINE) {
    set->parts.head = &set->own;
    return fail_image(L, path, state);
  }
  set->numbers = (int64_t *)(uintptr_t)numbers;
  return 1;
}
