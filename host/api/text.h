/* What the files api/text*.c share: the text of an argument, packed spans, the module's functions.
 * Positions seen from Lua are 1-based bytes, ranges inclusive; spans inside are 0-based, half-open.
 * Spans, views and indexes are userdata; each keeps its text alive (user value 1). */
#ifndef WENLU_TEXT_H
#define WENLU_TEXT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/search.h"
#include "core/segments.h"

enum { TEXT_STEP = 256 * 1024 }; /* bytes between two questions whether Ctrl-C came */

/* The bytes of a string or a view; raises for anything else. */
const char *wl_check_text(lua_State *L, int arg, size_t *size);

/* The same for an object that packs offsets into 32 bits: text too long for them raises. */
const char *wl_check_short_text(lua_State *L, int arg, size_t *size);

/* A field of the table of options at `arg`, or `otherwise` where there is none. */
bool wl_option(lua_State *L, int arg, const char *name, bool otherwise);

/* `simd = false` in the options forces the plain code. */
bool wl_wants_simd(lua_State *L, int arg);

/* Spans that grow: in a userdata at `slot` of the stack until wl_push_spans makes an object of
 * them. wl_new_spans pushes that userdata. */
typedef struct {
  Span *spans;
  size_t count;
  size_t room;
  int slot;
} SpanList;

void wl_new_spans(lua_State *L, SpanList *list);
void wl_more_spans(lua_State *L, SpanList *list); /* at least doubles the room */
void wl_push_spans(lua_State *L, const SpanList *list, int text);

/* Pushes a view of the bytes from `begin` to `end` of the string or view at `text`. */
void wl_push_view(lua_State *L, int text, size_t begin, size_t end);

/* string.sub's rule: 1-based, negative from the end, clipped; gives 0-based, half-open. */
void wl_range(lua_State *L, int arg, size_t size, size_t *begin, size_t *end);

/* The first occurrence that begins at `from` or later, or SEARCH_NONE; asks for Ctrl-C. */
size_t wl_search_next(lua_State *L, Search *search, size_t from);

int wl_text_index(lua_State *L);
int wl_text_lines(lua_State *L);
int wl_text_sentences(lua_State *L);
int wl_text_clauses(lua_State *L);
int wl_text_find_all(lua_State *L);
int wl_text_fields(lua_State *L);
int wl_text_split(lua_State *L);
int wl_text_replace(lua_State *L);
int wl_text_distance(lua_State *L);
int wl_text_simhash(lua_State *L);
int wl_text_minhash(lua_State *L);
int wl_text_hamming(lua_State *L);
int wl_text_resemblance(lua_State *L);
int wl_text_compare(lua_State *L);
int wl_text_sort_key(lua_State *L);
int wl_text_sorter(lua_State *L);
int wl_text_number(lua_State *L);
int wl_text_numeral(lua_State *L);

/* Make the metatables of the objects; of views also the function slice, in the table on the top. */
void wl_open_text_index(lua_State *L);
void wl_open_text_spans(lua_State *L);
void wl_open_text_view(lua_State *L);

#endif
