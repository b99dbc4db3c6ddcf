/* Finds stdlib, scripts and tables: built into the program, or below --root DIR on disk.
** Names are "stdlib/X.lua", "scripts/X.lua", "data/X.tsv" and "data/lexicon/X.txt", whichever place
** they come from.
** What is read belongs to Lua; the built-in bytes are constant. */

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wenlu.h"

#define ENVIRONMENT "wenlu.environment"

/* The --root option, kept alive by the registry; NULL when there is none. */
static const char *root_of(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, WENLU_ROOT);
  const char *root = lua_tostring(L, -1);
  lua_pop(L, 1);
  return root;
}

static bool starts_with(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool ends_with(const char *text, const char *suffix) {
  size_t length = strlen(text);
  size_t wanted = strlen(suffix);
  return length >= wanted && strcmp(text + length - wanted, suffix) == 0;
}

/* The same rule as tools/embed.c, so that a name means the same file in both places. */
static bool is_our_name(const char *name) {
  if (strstr(name, "..") != NULL) {
    return false;
  }
  if (starts_with(name, "stdlib/") && !starts_with(name, "stdlib/meta/")) {
    return ends_with(name, ".lua");
  }
  if (starts_with(name, "scripts/")) {
    return strchr(name + 8, '/') == NULL && ends_with(name, ".lua");
  }
  if (starts_with(name, "data/lexicon/")) {
    return strchr(name + 13, '/') == NULL && ends_with(name, ".txt");
  }
  return starts_with(name, "data/") && strchr(name + 5, '/') == NULL && ends_with(name, ".tsv");
}

static const EmbeddedFile *find_built_in(const char *name) {
  size_t low = 0;
  size_t high = wl_embedded_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(name, wl_embedded_files[middle].name);
    if (order == 0) {
      return &wl_embedded_files[middle];
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return NULL;
}

/* Reads up to size bytes; nothing raises between open and close. Returns -1 when it cannot. */
static ssize_t read_file(const char *path, char *bytes, size_t size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return -1;
  }
  size_t total = 0;
  ssize_t got = 1;
  while (total < size && got > 0) {
    got = read(fd, bytes + total, size - total);
    total += got > 0 ? (size_t)got : 0;
  }
  close(fd);
  return got < 0 ? -1 : (ssize_t)total;
}

/* Pushes the bytes of root/name, or nothing. */
static bool push_disk_file(lua_State *L, const char *root, const char *name) {
  int top = lua_gettop(L);
  const char *path = lua_pushfstring(L, "%s/%s", root, name);
  struct stat status;
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
    lua_settop(L, top);
    return false;
  }
  char *bytes = lua_newuserdatauv(L, (size_t)status.st_size + 1, 0);
  ssize_t size = read_file(path, bytes, (size_t)status.st_size);
  if (size < 0) {
    lua_settop(L, top);
    return false;
  }
  lua_pushlstring(L, bytes, (size_t)size);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
  return true;
}

bool wl_embed_exists(lua_State *L, const char *name) {
  const char *root = root_of(L);
  if (!is_our_name(name)) {
    return false;
  }
  if (root == NULL) {
    return find_built_in(name) != NULL;
  }
  bool found = access(lua_pushfstring(L, "%s/%s", root, name), F_OK) == 0;
  lua_pop(L, 1);
  return found;
}

bool wl_embed_read(lua_State *L, const char *name) {
  const char *root = root_of(L);
  if (!is_our_name(name)) {
    return false;
  }
  if (root != NULL) {
    return push_disk_file(L, root, name);
  }
  const EmbeddedFile *file = find_built_in(name);
  if (file == NULL) {
    return false;
  }
  lua_pushlstring(L, (const char *)file->data, file->size);
  return true;
}

/* Gives the chunk on top the strict globals as its _ENV. */
static void make_strict(lua_State *L) {
  wl_embed_environment(L);
  lua_setupvalue(L, -2, 1);
}

/* The chunk's name is a path, so that a traceback leads to the line: @stdlib/X.lua. */
int wl_embed_load(lua_State *L, const char *name) {
  const char *root = root_of(L);
  const EmbeddedFile *file = NULL;
  int status = LUA_ERRFILE;
  if (root == NULL && is_our_name(name)) {
    file = find_built_in(name);
  }
  if (file != NULL) {
    const char *chunk_name = lua_pushfstring(L, "@%s", name);
    status = luaL_loadbufferx(L, (const char *)file->data, file->size, chunk_name, "t");
    lua_remove(L, -2);
  } else if (root != NULL && is_our_name(name)) {
    status = luaL_loadfilex(L, lua_pushfstring(L, "%s/%s", root, name), "t");
    lua_remove(L, -2);
  } else {
    lua_pushfstring(L, "cannot open '%s': it is not built in", name);
  }
  if (status == LUA_OK) {
    make_strict(L);
  }
  return status;
}

/* Adds a name to the sorted array on top. */
static void add_sorted(lua_State *L, const char *name) {
  lua_Integer at = luaL_len(L, -1) + 1;
  while (at > 1) {
    lua_geti(L, -1, at - 1);
    if (strcmp(lua_tostring(L, -1), name) < 0) {
      lua_pop(L, 1);
      break;
    }
    lua_seti(L, -2, at);
    at--;
  }
  lua_pushstring(L, name);
  lua_seti(L, -2, at);
}

/* close(handle): the directory being listed, closed also when Lua raises in between. */
static int close_directory(lua_State *L) {
  DIR **directory = lua_touserdata(L, 1);
  if (*directory != NULL) {
    closedir(*directory);
    *directory = NULL;
  }
  return 0;
}

static DIR **open_directory(lua_State *L, const char *path) {
  DIR **directory = lua_newuserdatauv(L, sizeof *directory, 0);
  *directory = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, close_directory);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  *directory = opendir(path);
  return directory;
}

/* Adds our names below root/folder to the array at this index; folders of stdlib are walked too. */
static void add_disk_files(lua_State *L, int names, const char *root, const char *folder) {
  int top = lua_gettop(L);
  luaL_checkstack(L, 8, "folders nested too deeply");
  DIR **directory = open_directory(L, lua_pushfstring(L, "%s/%s", root, folder));
  struct dirent *entry = *directory != NULL ? readdir(*directory) : NULL;
  for (; entry != NULL; entry = readdir(*directory)) {
    const char *name = lua_pushfstring(L, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] != '.' && is_our_name(name)) {
      lua_pushvalue(L, names);
      add_sorted(L, name);
      lua_pop(L, 1);
    } else if (entry->d_name[0] != '.' && starts_with(name, "stdlib/")) {
      add_disk_files(L, names, root, name);
    }
    lua_settop(L, top + 2);
  }
  lua_pushcfunction(L, close_directory);
  lua_pushvalue(L, top + 2);
  lua_call(L, 1, 0);
  lua_settop(L, top);
}

/* Leaves only the names that begin with the prefix. */
static void push_filtered(lua_State *L, const char *prefix) {
  lua_Integer kept = 0;
  lua_newtable(L);
  lua_Integer count = luaL_len(L, -2);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, -2, i);
    if (starts_with(lua_tostring(L, -1), prefix)) {
      lua_seti(L, -2, ++kept);
    } else {
      lua_pop(L, 1);
    }
  }
}

void wl_embed_list(lua_State *L, const char *prefix) {
  const char *root = root_of(L);
  lua_newtable(L);
  if (root == NULL) {
    for (size_t i = 0; i < wl_embedded_count; i++) {
      lua_pushstring(L, wl_embedded_files[i].name);
      lua_seti(L, -2, (lua_Integer)i + 1);
    }
  } else {
    int names = lua_gettop(L);
    add_disk_files(L, names, root, "stdlib");
    add_disk_files(L, names, root, "scripts");
    add_disk_files(L, names, root, "data");
    add_disk_files(L, names, root, "data/lexicon");
  }
  push_filtered(L, prefix);
  lua_remove(L, -2);
}

/* __index(environment, name): a name that is neither standard nor local is a slip of the pen. */
static int read_undefined(lua_State *L) {
  return luaL_error(L, "undefined global '%s'", luaL_tolstring(L, 2, NULL));
}

/* __newindex(environment, name, value) */
static int write_undefined(lua_State *L) {
  return luaL_error(L, "assignment to global '%s'", luaL_tolstring(L, 2, NULL));
}

/* Copies the names that hold now, before any script has run: Lua's own. */
static void copy_globals(lua_State *L) {
  lua_pushglobaltable(L);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_settable(L, -5);
  }
  lua_pop(L, 1);
}

void wl_embed_environment(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, ENVIRONMENT) == LUA_TTABLE) {
    return;
  }
  static const luaL_Reg strict[] = {
    {"__index", read_undefined}, {"__newindex", write_undefined}, {NULL, NULL}};
  lua_pop(L, 1);
  lua_createtable(L, 0, 32);
  copy_globals(L);
  luaL_newlib(L, strict);
  lua_pushliteral(L, "strict globals");
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, ENVIRONMENT);
}
