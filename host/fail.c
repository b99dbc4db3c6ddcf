/* Reports what the world or the data did wrong as nil, "subject: reason", code.
** Codes are short stable words; those of the operating system are errno's names in lower case.
** Everything pushed belongs to Lua. */

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "wenlu.h"

typedef struct ErrnoCode {
  int error;
  const char *code;
} ErrnoCode;

static const ErrnoCode errno_codes[] = {
  {ENOENT, "enoent"},   {EACCES, "eacces"},   {EPERM, "eperm"},   {EISDIR, "eisdir"},
  {ENOTDIR, "enotdir"}, {EEXIST, "eexist"},   {ELOOP, "eloop"},   {ENAMETOOLONG, "enametoolong"},
  {ENOSPC, "enospc"},   {EROFS, "erofs"},     {EMFILE, "emfile"}, {ENFILE, "enfile"},
  {ENOMEM, "enomem"},   {EINTR, "eintr"},     {EPIPE, "epipe"},   {EBUSY, "busy"},
  {EFBIG, "too-big"},   {EINVAL, "einval"},   {EXDEV, "exdev"},   {ENOTEMPTY, "enotempty"},
};

static const char *errno_code(int error) {
  for (size_t i = 0; i < sizeof errno_codes / sizeof errno_codes[0]; i++) {
    if (errno_codes[i].error == error) {
      return errno_codes[i].code;
    }
  }
  return "eio";
}

int wl_fail(lua_State *L, const char *code, const char *format, ...) {
  va_list arguments;
  lua_pushnil(L);
  va_start(arguments, format);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  lua_pushstring(L, code);
  return 3;
}

int wl_fail_errno(lua_State *L, const char *subject, int error) {
  return wl_fail(L, errno_code(error), "%s: %s", subject, strerror(error));
}
