/* wenlu.files: reads, writes, lists and describes files; paths and contents are bytes. Sizes are
   bytes, times are seconds since 1970 (UTC). Only regular files are ever opened for reading, so
   nothing here blocks. Descriptors live in userdata, so that a raise cannot leak one. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>

#include "wenlu.h"

#define DESCRIPTOR "wenlu.files.descriptor"
#define DIRECTORY "wenlu.files.directory"

int luaopen_wenlu_files(lua_State *L);

static const char *check_path(lua_State *L, int arg) {
  size_t size;
  const char *path = luaL_checklstring(L, arg, &size);
  luaL_argcheck(L, strlen(path) == size, arg, "a path cannot contain NUL");
  return path;
}

/* ---- failures ---- */

static int fail(lua_State *L, const char *path, int number) {
  if (number == EISDIR) {
    return wl_fail(L, "is-directory", "%s: is a directory", path);
  }
  if (number == ENXIO) {
    return wl_fail(L, "not-a-file", "%s: not a regular file", path);
  }
  return wl_fail_errno(L, path, number);
}

static const char *kind_name(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG: return "file";
    case S_IFDIR: return "directory";
    case S_IFLNK: return "link";
    case S_IFIFO: return "fifo";
    case S_IFSOCK: return "socket";
    default: return "device";
  }
}

static int fail_kind(lua_State *L, const char *path, mode_t mode) {
  if (S_ISDIR(mode)) {
    return fail(L, path, EISDIR);
  }
  return wl_fail(L, "not-a-file", "%s: not a regular file but a %s", path, kind_name(mode));
}

static int fail_size(lua_State *L, const char *path, lua_Integer size, lua_Integer limit) {
  return wl_fail(L, "too-big", "%s: %I bytes, more than the limit of %I", path,
                 (LUAI_UACINT)size, (LUAI_UACINT)limit);
}

/* ---- descriptors that close themselves ---- */

static void descriptor_close(int *descriptor) {
  if (*descriptor >= 0) {
    close(*descriptor);
    *descriptor = -1;
  }
}

static int descriptor_gc(lua_State *L) {
  descriptor_close(luaL_checkudata(L, 1, DESCRIPTOR));
  return 0;
}

static int *new_descriptor(lua_State *L) {
  int *descriptor = lua_newuserdatauv(L, sizeof *descriptor, 0);
  *descriptor = -1;
  luaL_setmetatable(L, DESCRIPTOR);
  return descriptor;
}

static void directory_close(DIR **directory) {
  if (*directory != NULL) {
    closedir(*directory);
    *directory = NULL;
  }
}

static int directory_gc(lua_State *L) {
  directory_close(luaL_checkudata(L, 1, DIRECTORY));
  return 0;
}

/* ---- reading ---- */

/* Appends one piece of at most `room` bytes; returns its size, 0 at the end, -1 with errno. */
static ssize_t read_piece(int descriptor, luaL_Buffer *buffer, size_t room) {
  char *piece = luaL_prepbuffsize(buffer, room);
  ssize_t got;
  do {
    got = read(descriptor, piece, room);
  } while (got < 0 && errno == EINTR);
  if (got > 0) {
    luaL_addsize(buffer, (size_t)got);
  }
  return got;
}

/* Reads to the end of an open file of about `size` bytes and pushes the bytes, or fails. */
static int read_all(lua_State *L, int *descriptor, const char *path, size_t size, size_t limit) {
  luaL_Buffer buffer;
  size_t total = 0;
  ssize_t got;
  luaL_buffinit(L, &buffer);
  while ((got = read_piece(*descriptor, &buffer, total < size ? size - total + 1 : 65536)) > 0) {
    total += (size_t)got;
    if (total > limit) {
      descriptor_close(descriptor);
      return fail_size(L, path, (lua_Integer)total, (lua_Integer)limit);
    }
  }
  int number = errno;
  descriptor_close(descriptor);
  if (got < 0) {
    return fail(L, path, number);
  }
  luaL_pushresult(&buffer);
  return 1;
}

/* read(path[, limit]) -> bytes | nil, message, code */
static int files_read(lua_State *L) {
  const char *path = check_path(L, 1);
  lua_Integer limit = luaL_optinteger(L, 2, LUA_MAXINTEGER);
  luaL_argcheck(L, limit >= 0, 2, "a limit cannot be negative");
  struct stat status;
  if (stat(path, &status) != 0) {
    return fail(L, path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return fail_kind(L, path, status.st_mode);
  }
  int *descriptor = new_descriptor(L);
  *descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (*descriptor < 0 || fstat(*descriptor, &status) != 0) {
    return fail(L, path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return fail_kind(L, path, status.st_mode);
  }
  if (status.st_size > limit) {
    return fail_size(L, path, (lua_Integer)status.st_size, limit);
  }
  return read_all(L, descriptor, path, (size_t)status.st_size, (size_t)limit);
}

/* ---- describing and listing ---- */

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

/* stat(path[, follow=true]) -> {kind, size, mtime, device, inode} | nil, message, code */
static int files_stat(lua_State *L) {
  const char *path = check_path(L, 1);
  bool follow = lua_isnoneornil(L, 2) || lua_toboolean(L, 2);
  struct stat status;
  if ((follow ? stat(path, &status) : lstat(path, &status)) != 0) {
    return fail(L, path, errno);
  }
  lua_createtable(L, 0, 5);
  lua_pushstring(L, kind_name(status.st_mode));
  lua_setfield(L, -2, "kind");
  set_integer(L, "size", (lua_Integer)status.st_size);
  set_integer(L, "mtime", (lua_Integer)status.st_mtime);
  set_integer(L, "device", (lua_Integer)status.st_dev);
  set_integer(L, "inode", (lua_Integer)status.st_ino);
  return 1;
}

static bool is_dots(const char *name) {
  return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts the array of strings on the top of the stack by bytes, whatever the locale collates. */
static void sort_names(lua_State *L, size_t count) {
  int names = lua_gettop(L);
  const char **sorted = lua_newuserdatauv(L, (count + 1) * sizeof *sorted, 0);
  lua_createtable(L, (int)(count < INT_MAX ? count : INT_MAX), 0);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, names, (lua_Integer)i + 1);
    sorted[i] = lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  qsort(sorted, count, sizeof *sorted, compare_names);
  for (size_t i = 0; i < count; i++) {
    lua_pushstring(L, sorted[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/* list(dir) -> names | nil, message, code */
static int files_list(lua_State *L) {
  const char *path = check_path(L, 1);
  DIR **directory = lua_newuserdatauv(L, sizeof *directory, 0);
  *directory = NULL;
  luaL_setmetatable(L, DIRECTORY);
  *directory = opendir(path);
  if (*directory == NULL) {
    return fail(L, path, errno);
  }
  size_t count = 0;
  lua_newtable(L);
  struct dirent *entry;
  while (errno = 0, (entry = readdir(*directory)) != NULL) {
    if (!is_dots(entry->d_name)) {
      lua_pushstring(L, entry->d_name);
      lua_rawseti(L, -2, (lua_Integer)++count);
    }
  }
  int number = errno;
  directory_close(directory);
  if (number != 0) {
    return fail(L, path, number);
  }
  sort_names(L, count);
  return 1;
}

/* real(path) -> absolute path without links | nil, message, code */
static int files_real(lua_State *L) {
  const char *path = check_path(L, 1);
  char resolved[PATH_MAX];
  if (realpath(path, resolved) == NULL) {
    return fail(L, path, errno);
  }
  lua_pushstring(L, resolved);
  return 1;
}

/* ---- writing ---- */

/* Makes one directory unless it is there; returns 0 or an errno. */
static int make_directory(const char *path) {
  struct stat status;
  if (mkdir(path, 0777) == 0) {
    return 0;
  }
  int number = errno;
  if (stat(path, &status) == 0) {
    return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
  }
  return number;
}

/* mkdir(path) -> true | nil, message, code */
static int files_mkdir(lua_State *L) {
  const char *path = check_path(L, 1);
  size_t size = strlen(path);
  char *parent = lua_newuserdatauv(L, size + 1, 0);
  memcpy(parent, path, size + 1);
  for (size_t i = 1; i < size; i++) {
    if (parent[i] == '/') {
      parent[i] = '\0';
      int number = make_directory(parent);
      if (number != 0) {
        return fail(L, parent, number);
      }
      parent[i] = '/';
    }
  }
  int number = make_directory(path);
  if (number != 0) {
    return fail(L, path, number);
  }
  lua_pushboolean(L, true);
  return 1;
}

static int write_all(int descriptor, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t put = write(descriptor, bytes, size);
    if (put < 0 && errno == EINTR) {
      continue;
    }
    if (put < 0) {
      return errno;
    }
    bytes += put;
    size -= (size_t)put;
  }
  return 0;
}

/* Opens a new file beside `target` and leaves its name on the stack; returns the descriptor or
   -1. */
static int open_beside(lua_State *L, const char *target, const char **name) {
  for (int attempt = 0; attempt < 1000; attempt++) {
    *name = lua_pushfstring(L, "%s.%d-%d.tmp", target, (int)getpid(), attempt);
    int descriptor = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) {
      return descriptor;
    }
    lua_pop(L, 1);
  }
  errno = EEXIST;
  return -1;
}

/* Makes the rename itself durable; a file system that cannot sync a directory is no failure. */
static void sync_parent(char *target) {
  char *slash = strrchr(target, '/');
  const char *parent = slash == NULL ? "." : slash == target ? "/" : target;
  if (slash != NULL && slash != target) {
    *slash = '\0';
  }
  int descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    fsync(descriptor);
    close(descriptor);
  }
}

/* Writes, syncs and closes; then gives the file its final name. Returns 0 or an errno. */
static int replace_file(int descriptor, const char *temporary, const char *target,
                        const char *bytes, size_t size) {
  int number = write_all(descriptor, bytes, size);
  if (number == 0 && fsync(descriptor) != 0) {
    number = errno;
  }
  if (close(descriptor) != 0 && number == 0) {
    number = errno;
  }
  if (number == 0 && rename(temporary, target) != 0) {
    number = errno;
  }
  if (number != 0) {
    unlink(temporary);
  }
  return number;
}

/* Finds the file that a path leads to: links are followed, so that a link stays a link, but
   never into /dev and /proc, where the same name may be a pipe now and somebody's log file then.
   The status stays zero when there is no such file yet. Returns 0 or an errno. */
static int find_target(const char *path, char target[PATH_MAX], struct stat *status) {
  if (strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0) {
    return ENXIO;
  }
  if (lstat(path, status) == 0) {
    return realpath(path, target) == NULL || stat(target, status) != 0 ? errno : 0;
  }
  status->st_mode = 0;
  if (strlen(path) >= PATH_MAX) {
    return ENAMETOOLONG;
  }
  strcpy(target, path);
  return 0;
}

/* write(path, bytes) -> true | nil, message, code */
static int files_write(lua_State *L) {
  const char *path = check_path(L, 1);
  size_t size;
  const char *bytes = luaL_checklstring(L, 2, &size);
  char target[PATH_MAX];
  struct stat status = {0};
  int number = find_target(path, target, &status);
  bool exists = status.st_mode != 0;
  if (number != 0) {
    return fail(L, path, number);
  }
  if (exists && !S_ISREG(status.st_mode)) {
    return fail_kind(L, path, status.st_mode);
  }
  const char *temporary;
  int descriptor = open_beside(L, target, &temporary);
  if (descriptor < 0) {
    return fail(L, path, errno);
  }
  if (exists) {
    (void)!fchmod(descriptor, status.st_mode & 07777);
  }
  number = replace_file(descriptor, temporary, target, bytes, size);
  if (number != 0) {
    return fail(L, path, number);
  }
  sync_parent(target);
  lua_pushboolean(L, true);
  return 1;
}

/* ---- terminal ---- */

/* is_terminal([descriptor=1]) -> boolean */
static int files_is_terminal(lua_State *L) {
  lua_pushboolean(L, isatty((int)luaL_optinteger(L, 1, STDOUT_FILENO)));
  return 1;
}

/* terminal_width([descriptor=1]) -> columns | nil when it is no terminal */
static int files_terminal_width(lua_State *L) {
  struct winsize window;
  int descriptor = (int)luaL_optinteger(L, 1, STDOUT_FILENO);
  if (ioctl(descriptor, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) {
    return 0;
  }
  lua_pushinteger(L, window.ws_col);
  return 1;
}

static const luaL_Reg functions[] = {
  {"is_terminal", files_is_terminal},
  {"list", files_list},
  {"mkdir", files_mkdir},
  {"read", files_read},
  {"real", files_real},
  {"stat", files_stat},
  {"terminal_width", files_terminal_width},
  {"write", files_write},
  {NULL, NULL},
};

static void new_handle(lua_State *L, const char *name, lua_CFunction close_handle) {
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, close_handle);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}

int luaopen_wenlu_files(lua_State *L) {
  new_handle(L, DESCRIPTOR, descriptor_gc);
  new_handle(L, DIRECTORY, directory_gc);
  luaL_newlib(L, functions);
  return 1;
}
