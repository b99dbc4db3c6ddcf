/* wenlu.digest: hashes that give documents their identity.
   sha256 takes any bytes and returns 64 lower-case hexadecimal digits.
   No memory is held: nettle hashes into structures on the C stack. */

#include <stddef.h>
#include <stdint.h>

#include <lauxlib.h>
#include <lua.h>
#include <nettle/sha2.h>

#include "wenlu.h"

int luaopen_wenlu_digest(lua_State *L);

/* sha256(bytes) -> string */
static int digest_sha256(lua_State *L) {
  static const char digits[] = "0123456789abcdef";
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  struct sha256_ctx context;
  uint8_t digest[SHA256_DIGEST_SIZE];
  char hex[2 * SHA256_DIGEST_SIZE];
  sha256_init(&context);
  sha256_update(&context, size, (const uint8_t *)bytes);
  sha256_digest(&context, sizeof digest, digest);
  for (size_t i = 0; i < sizeof digest; i++) {
    hex[2 * i] = digits[digest[i] >> 4];
    hex[2 * i + 1] = digits[digest[i] & 15];
  }
  lua_pushlstring(L, hex, sizeof hex);
  return 1;
}

static const luaL_Reg functions[] = {
  {"sha256", digest_sha256},
  {NULL, NULL},
};

int luaopen_wenlu_digest(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
