/* text.number and text.numeral: Chinese numerals to numbers and back, exactly.
 * A number of money is in 元. Digits are decimal: "-12300", "3.50".
 * Nothing is kept. */
#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/exact.h"
#include "text.h"
#include "wenlu.h"

static const char *const form_names[] = {"plain", "formal", "amount", "digits", NULL};

/* Pushes an integer where the digits are whole and fit, else a float. */
static void push_number(lua_State *L, const Exact *exact) {
  char digits[EXACT_DIGITS + 1];
  size_t size = exact->size;
  const char *point = memchr(exact->digits, '.', size);
  if (point != NULL) {
    const char *end = exact->digits + size;
    while (end[-1] == '0') {
      end--;
    }
    size = (size_t)(end - exact->digits) - (end - 1 == point);
  }
  memcpy(digits, exact->digits, size);
  digits[size] = '\0';
  lua_stringtonumber(L, digits);
}

/* text.number(numeral) -> number, digits */
int wl_text_number(lua_State *L) {
  Exact exact = {0};
  size_t size = 0;
  const uint8_t *text = (const uint8_t *)wl_check_text(L, 1, &size);
  switch (exact_read(text, size, &exact)) {
    case EXACT_FINE: break;
    case EXACT_TOO_BIG: return wl_fail(L, "too-big", "number: more than 36 digits");
    default:
      return wl_fail(L, "bad-numeral", "number: no numeral at byte %I",
                     (LUAI_UACINT)exact.fault + 1);
  }
  push_number(L, &exact);
  lua_pushlstring(L, exact.digits, exact.size);
  return 2;
}

/* The digits of an integer, a float or a string of digits; a float has 15 significant ones. */
static const char *check_digits(lua_State *L, char *buffer, size_t room, size_t *size) {
  if (lua_isinteger(L, 1)) {
    *size = (size_t)snprintf(buffer, room, LUA_INTEGER_FMT, (LUAI_UACINT)lua_tointeger(L, 1));
    return buffer;
  }
  if (lua_type(L, 1) != LUA_TNUMBER) {
    return luaL_checklstring(L, 1, size);
  }
  lua_Number value = lua_tonumber(L, 1) + 0.0; /* no -0 */
  luaL_argcheck(L, value == value, 1, "not a number");
  luaL_argcheck(L, value > -1e15 && value < 1e15, 1, "a float has no exact digits above 1e15");
  int places = 15 - snprintf(buffer, room, "%.0f", floor(fabs(value)));
  *size = (size_t)snprintf(buffer, room, "%.*f", places > 0 ? places : 0, value);
  while (memchr(buffer, '.', *size) != NULL &&
         (buffer[*size - 1] == '0' || buffer[*size - 1] == '.')) {
    bool point = buffer[--*size] == '.';
    if (point) {
      break;
    }
  }
  return buffer;
}

/* False when 15 digits leave out what an amount would say of a float. */
static bool is_to_the_cent(lua_State *L, const char *digits) {
  bool is_float = lua_type(L, 1) == LUA_TNUMBER && !lua_isinteger(L, 1);
  return !is_float || fabs(strtod(digits, NULL) - lua_tonumber(L, 1)) < 0.005;
}

static ExactForm check_form(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg)) {
    return FORM_PLAIN;
  }
  luaL_checktype(L, arg, LUA_TTABLE);
  lua_getfield(L, arg, "form");
  const char *name = luaL_optstring(L, -1, "plain");
  for (int i = 0; form_names[i] != NULL; i++) {
    if (strcmp(form_names[i], name) == 0) {
      lua_pop(L, 1);
      return (ExactForm)i;
    }
  }
  return (ExactForm)luaL_error(L, "unknown form '%s'", name);
}

/* text.numeral(number [, options]) -> string */
int wl_text_numeral(lua_State *L) {
  char buffer[64];
  uint8_t written[EXACT_WRITTEN];
  ExactParts parts;
  size_t size = 0;
  ExactForm form = check_form(L, 2);
  const char *digits = check_digits(L, buffer, sizeof buffer, &size);
  luaL_argcheck(L, exact_parts(digits, size, &parts), 1, "no decimal number of up to 32 digits");
  luaL_argcheck(L, form != FORM_AMOUNT || is_to_the_cent(L, digits), 1,
                "a float has no exact 分 so far above 0: give digits");
  size_t length = exact_write(&parts, form, written);
  luaL_argcheck(L, length > 0, 1, "an amount has at most two decimals");
  lua_pushlstring(L, (const char *)written, length);
  return 1;
}
