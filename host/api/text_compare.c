/* text.compare, sort_key and sorter: the order of texts, by code point, in every locale the same.
 * Digits by value and full width as half width where the options say so.
 * A key is a string whose bytes have the order that compare gives. */
#include <lauxlib.h>
#include <string.h>

#include "core/charset.h"
#include "core/collate.h"
#include "text.h"
#include "wenlu.h"

enum { UNITS_PER_POLL = 16384, KEY_STEP = 254 };

typedef struct {
  bool natural;
  bool width;
} Order;

static Order check_order(lua_State *L, int arg) {
  return (Order){wl_option(L, arg, "natural", false), wl_option(L, arg, "width", false)};
}

static void poll(void *context) { wl_poll(context); }

static Collate collate_of(lua_State *L, int arg, Order order) {
  Collate c = {.natural = order.natural, .width = order.width, .poll = poll, .context = L};
  c.text = (const uint8_t *)wl_check_text(L, arg, &c.size);
  return c;
}

static int compare_bytes(const Collate *a, const Collate *b) {
  int difference = memcmp(a->text, b->text, a->size < b->size ? a->size : b->size);
  if (difference == 0) {
    return (a->size > b->size) - (a->size < b->size);
  }
  return difference < 0 ? -1 : 1;
}

/* Equal texts whose numbers have leading zeros: the fewer come first. */
static int compare_units(lua_State *L, Collate *a, Collate *b) {
  int by_zeros = 0;
  for (size_t count = 1;; count++) {
    CollateUnit x = collate_next(a);
    CollateUnit y = collate_next(b);
    int difference = collate_compare(a, &x, b, &y);
    if (difference != 0 || x.point == COLLATE_END) {
      return difference != 0 ? difference : by_zeros;
    }
    if (by_zeros == 0) {
      by_zeros = (x.zeros > y.zeros) - (x.zeros < y.zeros);
    }
    if (count % UNITS_PER_POLL == 0) {
      wl_poll(L);
    }
  }
}

static int compare(lua_State *L, Order order) {
  Collate a = collate_of(L, 1, order);
  Collate b = collate_of(L, 2, order);
  return order.natural || order.width ? compare_units(L, &a, &b) : compare_bytes(&a, &b);
}

/* text.compare(a, b [, options]) -> -1, 0 or 1 */
int wl_text_compare(lua_State *L) {
  lua_pushinteger(L, compare(L, check_order(L, 3)));
  return 1;
}

/* The function that sorter makes: (a, b) -> true when a comes first. */
static int comes_first(lua_State *L) {
  Order order = {lua_toboolean(L, lua_upvalueindex(1)), lua_toboolean(L, lua_upvalueindex(2))};
  lua_pushboolean(L, compare(L, order) < 0);
  return 1;
}

/* text.sorter([options]) -> function for table.sort */
int wl_text_sorter(lua_State *L) {
  Order order = check_order(L, 1);
  lua_pushboolean(L, order.natural);
  lua_pushboolean(L, order.width);
  lua_pushcclosure(L, comes_first, 2);
  return 1;
}

/* A count as bytes from 1 on, a greater count as greater bytes. */
static void add_count(luaL_Buffer *buffer, size_t count) {
  for (; count >= KEY_STEP - 1; count -= KEY_STEP - 1) {
    luaL_addchar(buffer, (char)0xFF);
  }
  luaL_addchar(buffer, (char)(count + 1));
}

static void add_digits(luaL_Buffer *buffer, const Collate *c, const CollateUnit *unit) {
  size_t at = unit->begin;
  luaL_addchar(buffer, '0');
  add_count(buffer, unit->digits);
  for (size_t left = unit->digits; left > 0; left--) {
    luaL_addchar(buffer, (char)collate_digit(c, &at, left));
  }
}

/* NUL is two bytes, so that the end of a text comes before it. */
static void add_unit(luaL_Buffer *buffer, const Collate *c, const CollateUnit *unit) {
  uint8_t bytes[4];
  if (unit->digits > 0) {
    add_digits(buffer, c, unit);
  } else if (unit->point == 0) {
    luaL_addlstring(buffer, "\0\xFF", 2);
  } else if (unit->point >= COLLATE_BYTE) {
    luaL_addchar(buffer, (char)0xF8);
    luaL_addchar(buffer, (char)(unit->point - COLLATE_BYTE));
  } else {
    luaL_addlstring(buffer, (const char *)bytes, utf8_put(bytes, unit->point));
  }
}

/* The numbers of leading zeros, after all else, when there are any. */
static void add_zeros(lua_State *L, luaL_Buffer *buffer, Collate c) {
  luaL_addlstring(buffer, "\0\1", 2);
  c.at = 0;
  size_t count = 1;
  for (CollateUnit unit = collate_next(&c); unit.point != COLLATE_END; unit = collate_next(&c)) {
    if (unit.digits > 0) {
      add_count(buffer, unit.zeros);
    }
    if (count++ % UNITS_PER_POLL == 0) {
      wl_poll(L);
    }
  }
}

/* text.sort_key(text [, options]) -> string */
int wl_text_sort_key(lua_State *L) {
  Order order = check_order(L, 2);
  Collate c = collate_of(L, 1, order);
  luaL_Buffer buffer;
  bool zeros = false;
  size_t count = 1;
  luaL_buffinit(L, &buffer);
  if (!order.natural && !order.width) {
    luaL_addlstring(&buffer, (const char *)c.text, c.size);
    luaL_pushresult(&buffer);
    return 1;
  }
  for (CollateUnit unit = collate_next(&c); unit.point != COLLATE_END; unit = collate_next(&c)) {
    add_unit(&buffer, &c, &unit);
    zeros = zeros || unit.zeros > 0;
    if (count++ % UNITS_PER_POLL == 0) {
      wl_poll(L);
    }
  }
  if (zeros) {
    add_zeros(L, &buffer, c);
  }
  luaL_pushresult(&buffer);
  return 1;
}
