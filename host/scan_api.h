/* What other files of api/ may know of the mentions that wenlu.scan hands to Lua.
 * The arrays belong to the userdata (its user values) and live as long as it does.
 * Offsets inside are bytes from 0 of the scanned reading; wl_mention_offset leads to the text. */
#ifndef WENLU_SCAN_API_H
#define WENLU_SCAN_API_H

#include <lauxlib.h>
#include <lua.h>
#include <stddef.h>

#include "core/scan.h"

typedef struct {
  size_t reading, text; /* from this offset of the reading on, the text lies here */
} Segment;

typedef struct {
  const char *text;
  size_t size;
  const Tables *tables;
  Mention *mentions;
  size_t count;
  const Sentence *sentences;
  size_t sentence_count;
  const Segment *segments; /* NULL: the reading is the text */
  size_t segment_count;
  const uint32_t *by_kind;           /* indexes of the mentions, kind after kind; made when asked */
  size_t kind_begin[KIND_NONE + 2];  /* where those of a kind begin in it, and the next ones */
} Mentions;

enum { MENTIONS_KINDS = 6 }; /* the user value for by_kind, behind those of api/scan.c */

#define SCAN_TABLES "wenlu.scan.tables"
#define SCAN_MENTIONS "wenlu.scan.mentions"

extern const char *const scan_kind_names[];
extern const char *const scan_class_names[];
extern const char *const scan_mark_names[];
extern const char *const scan_status_names[];

/* api/scan_find.c: methods of the mentions besides those of api/scan.c */
extern const luaL_Reg scan_find_methods[];

/* scan.compile{units=, terms=} -> tables */
int wl_scan_compile(lua_State *L);

/* True for a value that is stored and handed out as an integer. */
static inline int wl_is_whole(double value) {
  return value >= -9e15 && value <= 9e15 && value == (double)(lua_Integer)value;
}

Mentions *wl_check_mentions(lua_State *L, int arg);
size_t wl_mention_offset(const Mentions *m, size_t offset);
void wl_push_rows(lua_State *L, int handle); /* the array of term rows */
void wl_push_unit(lua_State *L, int handle, const Mention *mention);
void wl_push_value(lua_State *L, double value, int open); /* nil when open */

void wl_push_term_name(lua_State *L, int handle, const Mention *mention);

#endif
