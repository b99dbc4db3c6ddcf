/* wenlu.html: the visible text of a page, the map back to the page, its title and its headings.
   Takes valid UTF-8, so charset.decode comes first; charset_map:compose(html_map) leads to the
   file. Offsets handed to Lua are 1-based bytes of the text. Memory is userdata on the Lua
   stack. */

#include <lauxlib.h>
#include <lua.h>

#include "charset_map.h"
#include "charset_room.h"
#include "core/html.h"
#include "wenlu.h"

#define LARGEST_PAGE 0x40000000u

int luaopen_wenlu_html(lua_State *L);

/* Reads to the end; the buffers lie in the first three free stack slots. */
static void read_all(lua_State *L, html_reader *reader) {
  int slot = lua_gettop(L) + 1;
  wl_room_open(L, slot, &reader->out, reader->size);
  lua_pushnil(L);
  reader->heading_room = 16;
  do {
    wl_room_grow(L, slot, &reader->out);
    if (reader->heading_count + 8 > reader->heading_room) {
      reader->heading_room *= 2;
    }
    const size_t one = sizeof *reader->headings;
    reader->headings =
        wl_room_replace(L, slot + 2, reader->heading_count * one, reader->heading_room * one);
  } while (!html_read(reader));
}

/* Pushes the text between the tags of the title, or nil if there is none. */
static void push_title(lua_State *L, const html_reader *page) {
  if (page->title_end == 0) {
    lua_pushnil(L);
    return;
  }
  html_reader title = {
    .bytes = page->bytes + page->title_first,
    .size = page->title_end - page->title_first,
    .plain = true,
  };
  int top = lua_gettop(L);
  read_all(L, &title);
  lua_pushlstring(L, (const char *)title.out.text, title.out.size);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
}

static void set_integer(lua_State *L, const char *name, size_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

static void push_headings(lua_State *L, const html_reader *page) {
  lua_createtable(L, (int)page->heading_count, 0);
  for (size_t i = 0; i < page->heading_count; i++) {
    lua_createtable(L, 0, 3);
    set_integer(L, "first", page->headings[i].first + 1);
    set_integer(L, "last", page->headings[i].end);
    set_integer(L, "level", (size_t)page->headings[i].level);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/* text(page) -> text, map, title, headings | nil, message, code */
static int html_text(lua_State *L) {
  html_reader page = {0};
  page.bytes = (const uint8_t *)luaL_checklstring(L, 1, &page.size);
  size_t valid = utf8_valid(page.bytes, page.size);
  if (valid < page.size) {
    return wl_fail(L, "bad-utf8", "page: not UTF-8 at byte %I", (LUAI_UACINT)valid + 1);
  }
  if (page.size > LARGEST_PAGE) {
    return wl_fail(L, "too-big", "page: %I bytes, more than the limit of %I",
                   (LUAI_UACINT)page.size, (LUAI_UACINT)LARGEST_PAGE);
  }
  read_all(L, &page);
  lua_pushlstring(L, (const char *)page.out.text, page.out.size);
  wl_push_map(L, &(map_view){page.out.runs, page.out.run_count, (uint32_t)page.out.size, false});
  push_title(L, &page);
  push_headings(L, &page);
  return 4;
}

static const luaL_Reg functions[] = {
  {"text", html_text},
  {NULL, NULL},
};

int luaopen_wenlu_html(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
