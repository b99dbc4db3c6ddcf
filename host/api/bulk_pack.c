/* bulk.pack: turns what Lua knows of a document into packed rows, table by table.
 * Positions are 1-based bytes of the document's text, ranges inclusive.
 * The bytes grow in a userdata that is used again; texts are copied from their strings. */
#include <assert.h>
#include <lauxlib.h>
#include <string.h>

#include "bulk_api.h"
#include "scan_api.h"
#include "wenlu.h"

enum { MENTION_COLUMNS = 11, EVIDENCE_COLUMNS = 5, CELL_HEAD = 2 };
enum { MENTION_MOST = MENTION_COLUMNS * 24 }; /* beside its unit and its noun */
enum { POLLED = 1024, KEPT = 64, SCRATCH_MOST = 1 << 20 };

/* A unit or word that was looked up: mentions share few of them. */
typedef struct {
  uint32_t term; /* 0: none is kept here */
  const char *text;
  size_t size;
} Name;

/* The bytes so far, and the section under way. */
typedef struct {
  lua_State *L;
  int slot; /* of the stack: the userdata that holds the bytes */
  uint8_t *bytes;
  size_t size, capacity;
  Section section;
  size_t head; /* where its head stands */
  Name units[KEPT], words[KEPT];
} Packer;

/* ---- cells ---- */

static void grow(Packer *p, size_t most) {
  size_t capacity = (p->capacity + most) * 2 + 4096;
  uint8_t *grown = lua_newuserdatauv(p->L, capacity, 0);
  if (p->size > 0) {
    memcpy(grown, p->bytes, p->size);
  }
  lua_replace(p->L, p->slot);
  p->bytes = grown;
  p->capacity = capacity;
}

static uint8_t *room(Packer *p, size_t most) {
  if (p->capacity - p->size < most) {
    grow(p, most);
  }
  return p->bytes + p->size;
}

static void put_null(Packer *p) {
  uint8_t *at = room(p, CELL_MOST);
  p->size += rows_put_null(at);
}

static void put_integer(Packer *p, lua_Integer value) {
  uint8_t *at = room(p, CELL_MOST);
  p->size += rows_put_integer(at, value);
}

static void put_number(Packer *p, double value) {
  if (wl_is_whole(value)) {
    put_integer(p, (lua_Integer)value);
  } else {
    uint8_t *at = room(p, CELL_MOST);
    p->size += rows_put_real(at, value);
  }
}

static void put_bytes(Packer *p, CellType type, const char *bytes, size_t size) {
  uint8_t *at = room(p, CELL_MOST + size);
  p->size += rows_put_bytes(at, type, bytes, size);
}

static void put_row(Packer *p, unsigned table, lua_Integer row) {
  uint8_t *at = room(p, CELL_MOST);
  p->size += rows_put_row(at, table, row);
}

/* ---- sections ---- */

static void begin_section(Packer *p, unsigned table, unsigned columns) {
  p->head = p->size;
  p->section = (Section){.table = table, .columns = columns};
  room(p, ROWS_SECTION_HEAD);
  p->size += ROWS_SECTION_HEAD;
}

static void end_section(Packer *p) {
  p->section.size = p->size - p->head - ROWS_SECTION_HEAD;
  if (p->section.size > UINT32_MAX) {
    luaL_error(p->L, "more than 4 GB of rows");
  }
  rows_put_head(p->bytes + p->head, &p->section);
}

/* ---- mentions ---- */

/* A cell that holds a name, ready to be copied; all names are shorter than this. */
typedef struct {
  uint8_t size, bytes[23];
} NameCell;

enum { KINDS = KIND_NONE + 1, MARKS = MARK_VAGUE + 1, STATUSES = STATUS_TARGET + 1 };

typedef struct {
  NameCell kinds[KINDS], classes[CLASS_COUNT_OF_CLASSES], marks[MARKS], statuses[STATUSES];
} NameCells;

static void make_name_cells(NameCell *cells, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t size = strlen(names[i]);
    assert(CELL_HEAD + size <= sizeof cells[i].bytes);
    cells[i].size = (uint8_t)rows_put_bytes(cells[i].bytes, CELL_TEXT, names[i], size);
  }
}

static void make_names(NameCells *names) {
  make_name_cells(names->kinds, scan_kind_names, KINDS);
  make_name_cells(names->classes, scan_class_names, CLASS_COUNT_OF_CLASSES);
  make_name_cells(names->marks, scan_mark_names, MARKS);
  make_name_cells(names->statuses, scan_status_names, STATUSES);
}

static uint8_t *put_name(uint8_t *at, const NameCell *name) {
  memcpy(at, name->bytes, sizeof name->bytes);
  return at + name->size;
}

/* A bound of a value, NULL where it is open. */
static uint8_t *put_bound(uint8_t *at, const Mention *x, double value, int open) {
  if (x->open & open) {
    return at + rows_put_null(at);
  }
  if (wl_is_whole(value)) {
    return at + rows_put_integer(at, (int64_t)value);
  }
  return at + rows_put_real(at, value);
}

static uint8_t *put_text(uint8_t *at, const char *text, size_t size) {
  return at + (text == NULL ? rows_put_null(at) : rows_put_bytes(at, CELL_TEXT, text, size));
}

/* The unit or the word of a mention, which a table of the scanner keeps alive. */
static const Name *term_of(Packer *p, int arg, const Mention *x, Name *kept,
                           void (*push)(lua_State *, int, const Mention *)) {
  Name *name = &kept[x->term % KEPT];
  if (name->term != x->term || x->term == 0) {
    push(p->L, arg, x);
    name->term = x->term;
    name->text = lua_tolstring(p->L, -1, &name->size);
    lua_pop(p->L, 1);
  }
  return name;
}

/* low, high, mark, unit, counted and status of a quantity. */
static uint8_t *put_quantity(uint8_t *at, const NameCells *names, const Name *unit,
                             const Mentions *m, const Mention *x) {
  const char *counted = x->counted_end > 0 ? m->text + x->counted_begin : NULL;
  at = put_bound(at, x, x->low, OPEN_LOW);
  at = put_bound(at, x, x->high, OPEN_HIGH);
  at = put_name(at, &names->marks[x->mark]);
  at = put_text(at, unit->text, unit->size);
  at = put_text(at, counted, x->counted_end - x->counted_begin);
  return put_name(at, &names->statuses[x->status]);
}

/* The same columns of another mention: an initiative has one, the word that says what it is. */
static uint8_t *put_other(uint8_t *at, const Name *word) {
  memset(at, CELL_NULL, 4);
  at = put_text(at + 4, word->text, word->size);
  return at + rows_put_null(at);
}

static void put_mention(Packer *p, const NameCells *names, int arg, const Mentions *m,
                        const Mention *x) {
  static const Name none = {0};
  int measured = scan_is_measured(x);
  const Name *term = &none;
  if (measured) {
    term = term_of(p, arg, x, p->units, wl_push_unit);
  } else if (x->kind == KIND_INITIATIVE && x->term != 0) {
    term = term_of(p, arg, x, p->words, wl_push_term_name);
  }
  uint8_t *begin = room(p, MENTION_MOST + term->size + (x->counted_end - x->counted_begin));
  uint8_t *at = begin + rows_put_row(begin, p->section.table, ++p->section.rows);
  at = put_name(at, &names->kinds[x->kind]);
  at = put_name(at, &names->classes[x->cls]);
  at += rows_put_integer(at, (int64_t)wl_mention_offset(m, x->begin) + 1);
  at += rows_put_integer(at, (int64_t)wl_mention_offset(m, x->end - 1) + 1);
  at = measured ? put_quantity(at, names, term, m, x) : put_other(at, term);
  p->size += (size_t)(at - begin);
}

/* Cue words and quotations that name nothing are not stored. */
static int is_stored(const Mention *x) { return x->kind < KIND_CUE; }

static void put_mentions(Packer *p, unsigned table, int arg) {
  const Mentions *m = wl_check_mentions(p->L, arg);
  NameCells names;
  make_names(&names);
  begin_section(p, table, MENTION_COLUMNS);
  for (size_t i = 0; i < m->count; i++) {
    if (is_stored(&m->mentions[i])) {
      put_mention(p, &names, arg, m, &m->mentions[i]);
    }
    if (i % POLLED == POLLED - 1) {
      wl_poll(p->L);
    }
  }
  end_section(p);
}

int wl_bulk_stored(lua_State *L) {
  const Mentions *m = wl_check_mentions(L, 1);
  lua_Integer stored = 0;
  for (size_t i = 0; i < m->count; i++) {
    stored += is_stored(&m->mentions[i]);
  }
  lua_pushinteger(L, stored);
  return 1;
}

/* ---- rows of Lua tables; they are read raw, so that no Lua code runs in between ---- */

static int raw_field(lua_State *L, int table, const char *name) {
  luaL_checktype(L, table, LUA_TTABLE);
  table = lua_absindex(L, table);
  lua_pushstring(L, name);
  return lua_rawget(L, table);
}

static void put_value(Packer *p, int value, CellType text_type) {
  lua_State *L = p->L;
  size_t size = 0;
  const char *text = NULL;
  switch (lua_type(L, value)) {
    case LUA_TNIL:
      put_null(p);
      break;
    case LUA_TNUMBER:
      if (lua_isinteger(L, value)) {
        put_integer(p, lua_tointeger(L, value));
      } else {
        put_number(p, lua_tonumber(L, value));
      }
      break;
    case LUA_TSTRING:
      text = lua_tolstring(L, value, &size);
      put_bytes(p, text_type, text, size);
      break;
    default:
      luaL_error(L, "a %s is no value of a cell", luaL_typename(L, value));
  }
}

/* The number of a row, at `number`, whose table is at `table`; nil refers to none. */
static void put_reference(Packer *p, int number, int table) {
  lua_State *L = p->L;
  int whole = 0;
  lua_Integer of = lua_tointeger(L, table);
  luaL_argcheck(L, of >= 1 && of <= ROWS_TABLES, 1, "no such table");
  if (lua_isnil(L, number)) {
    put_null(p);
    return;
  }
  lua_Integer row = lua_tointegerx(L, number, &whole);
  luaL_argcheck(L, whole, 2, "a reference is the number of a row");
  put_row(p, (unsigned)of, row);
}

/* One cell of the row at `row` whose column is at `column`: "field", {field, "blob"},
 * {field, table} or {number, table}, where number 0 is this very row. */
static void put_cell(Packer *p, int row, int column) {
  lua_State *L = p->L;
  int top = lua_gettop(L);
  if (lua_type(L, column) == LUA_TSTRING) {
    lua_pushvalue(L, column);
    lua_rawget(L, row);
    put_value(p, top + 1, CELL_TEXT);
    lua_settop(L, top);
    return;
  }
  luaL_checktype(L, column, LUA_TTABLE);
  lua_rawgeti(L, column, 2);
  if (lua_rawgeti(L, column, 1) == LUA_TSTRING) {
    lua_rawget(L, row);
  } else if (lua_tointeger(L, -1) == 0) {
    lua_pushinteger(L, p->section.rows);
  }
  if (lua_type(L, top + 1) == LUA_TNUMBER) {
    put_reference(p, lua_gettop(L), top + 1);
  } else {
    put_value(p, lua_gettop(L), CELL_BLOB);
  }
  lua_settop(L, top);
}

/* The rows in the array at `rows`, with the columns in the array at `columns`. */
static void put_rows(Packer *p, unsigned table, int columns, int rows) {
  lua_State *L = p->L;
  int width = (int)lua_rawlen(L, columns);
  lua_Integer count = (lua_Integer)lua_rawlen(L, rows);
  luaL_argcheck(L, width >= 1 && width <= ROWS_COLUMNS, 1, "a table has 1 to 64 columns");
  luaL_checkstack(L, width + 8, "columns");
  int first = lua_gettop(L) + 1;
  for (int k = 0; k < width; k++) {
    lua_rawgeti(L, columns, k + 1);
  }
  begin_section(p, table, (unsigned)width);
  for (lua_Integer i = 1; i <= count; i++) {
    p->section.rows++;
    lua_rawgeti(L, rows, i);
    luaL_checktype(L, -1, LUA_TTABLE);
    for (int k = 0; k < width; k++) {
      put_cell(p, first + width, first + k);
    }
    lua_pop(L, 1);
  }
  end_section(p);
}

/* ---- evidence ---- */

static size_t field_offset(lua_State *L, int table, const char *name, const Mentions *m) {
  raw_field(L, table, name);
  lua_Integer offset = lua_tointeger(L, -1);
  luaL_argcheck(L, offset >= 1 && (size_t)offset <= m->size, 2, "evidence outside the text");
  lua_pop(L, 1);
  return wl_mention_offset(m, (size_t)offset - 1) + 1;
}

/* The item {slot, token = {first, last}} at the top: fact, slot, document, first, last. */
static void put_item(Packer *p, const Mentions *m, lua_Integer fact) {
  lua_State *L = p->L;
  int item = lua_gettop(L);
  luaL_checktype(L, item, LUA_TTABLE);
  raw_field(L, item, "slot");
  raw_field(L, item, "token");
  luaL_checktype(L, item + 2, LUA_TTABLE);
  p->section.rows++;
  put_row(p, p->section.table - 1, fact);
  put_value(p, item + 1, CELL_TEXT);
  put_row(p, 1, 1);
  put_integer(p, (lua_Integer)field_offset(L, item + 2, "first", m));
  put_integer(p, (lua_Integer)field_offset(L, item + 2, "last", m));
  lua_settop(L, item - 1);
}

/* The evidence of the facts in the array at `facts`, which are the rows of the table before. */
static void put_evidence(Packer *p, unsigned table, int facts, int mentions) {
  lua_State *L = p->L;
  const Mentions *m = wl_check_mentions(L, mentions);
  begin_section(p, table, EVIDENCE_COLUMNS);
  lua_Integer count = (lua_Integer)lua_rawlen(L, facts);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, facts, i);
    luaL_checktype(L, -1, LUA_TTABLE);
    raw_field(L, -1, "evidence");
    luaL_checktype(L, -1, LUA_TTABLE);
    lua_Integer items = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer k = 1; k <= items; k++) {
      lua_rawgeti(L, -1, k);
      put_item(p, m, i);
    }
    lua_pop(L, 2);
  }
  end_section(p);
}

/* ---- a document ---- */

static void put_table(Packer *p, unsigned table, int columns, int values) {
  lua_State *L = p->L;
  if (lua_type(L, values) == LUA_TUSERDATA) {
    put_mentions(p, table, values);
  } else if (lua_type(L, values) == LUA_TNIL) {
    return;
  } else if (raw_field(L, values, "facts") != LUA_TNIL) {
    raw_field(L, values, "mentions");
    put_evidence(p, table, values + 1, values + 2);
  } else {
    put_rows(p, table, columns, values);
  }
}

/* pack(layout, values) -> string. Upvalue: the scratch that the last call left. */
static int bulk_pack(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_Unsigned tables = lua_rawlen(L, 1);
  luaL_argcheck(L, tables <= ROWS_TABLES, 1, "more than 64 tables");
  lua_settop(L, 2);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushnil(L);
  lua_replace(L, lua_upvalueindex(1)); /* a finalizer may call us too */
  Packer p = {.L = L, .slot = 3, .bytes = lua_touserdata(L, 3), .capacity = lua_rawlen(L, 3)};
  for (unsigned table = 1; table <= tables; table++) {
    lua_rawgeti(L, 1, table);
    lua_rawgeti(L, 2, table);
    put_table(&p, table, 4, 5);
    lua_settop(L, 3);
  }
  lua_pushlstring(L, (const char *)p.bytes, p.size);
  if (p.capacity <= SCRATCH_MOST) {
    lua_pushvalue(L, 3);
    lua_replace(L, lua_upvalueindex(1));
  }
  return 1;
}

void wl_push_bulk_pack(lua_State *L) {
  lua_pushnil(L);
  lua_pushcclosure(L, bulk_pack, 1);
}
