/* The FTS5 function spans(TABLE, 'UNITS...'): where the phrases of a query stand in the row, as
 * "phrase first last " for each place, from 1, both ends included, in bytes of the column's text.
 * UNITS are the ideographs, words and signs of each phrase. SQLite owns what it allocates. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "api/fts_api.h"
#include "core/tokens.h"

enum { PHRASES = 256 };

typedef struct Hit {
  int phrase;
  int from; /* places, from 0 */
  int to;
} Hit;

typedef struct Span {
  int first; /* bytes, from 0 */
  int end;
} Span;

typedef struct Hits {
  Hit *hits;
  int count;
  int places; /* behind the last one of any hit */
} Hits;

/* Reads '3 1 2'; what is not said is 1. */
static void read_units(const char *text, int *units) {
  for (int i = 0; i < PHRASES; i++) {
    char *end = NULL;
    long number = text == NULL ? 0 : strtol(text, &end, 10);
    units[i] = number >= 1 && number < 1 << 20 ? (int)number : 1;
    text = end == text ? NULL : end;
  }
}

static int find_hits(const Fts5ExtensionApi *api, Fts5Context *row, const int *units, Hits *found) {
  int count = 0;
  int result = api->xInstCount(row, &count);
  found->hits = result == SQLITE_OK ? sqlite3_malloc64((size_t)count * sizeof(Hit) + 1) : NULL;
  if (found->hits == NULL) {
    return result == SQLITE_OK ? SQLITE_NOMEM : result;
  }
  for (int i = 0; i < count && result == SQLITE_OK; i++) {
    int phrase = 0;
    int column = 0;
    int place = 0;
    result = api->xInst(row, i, &phrase, &column, &place);
    if (result == SQLITE_OK && column == 0 && phrase < PHRASES) {
      Hit hit = {phrase, place, place + units[phrase]};
      found->hits[found->count++] = hit;
      found->places = hit.to > found->places ? hit.to : found->places;
    }
  }
  return result;
}

/* The bytes of the first places of a text; returns how many there are. */
static int measure(const char *text, int size, Span *spans, int places) {
  TokenScan scan = {.text = (const uint8_t *)text, .size = (size_t)size};
  Token token;
  int count = 0;
  while (count < places && tokens_next(&scan, &token)) {
    spans[count++] = (Span){(int)token.first, (int)token.end};
  }
  return count;
}

static void answer(sqlite3_context *context, const Hits *found, const Span *spans, int places) {
  sqlite3_str *text = sqlite3_str_new(NULL);
  for (int i = 0; i < found->count; i++) {
    Hit hit = found->hits[i];
    if (hit.to <= places) { /* else the text is not the one that was indexed */
      sqlite3_str_appendf(text, "%d %d %d ", hit.phrase + 1, spans[hit.from].first + 1,
                          spans[hit.to - 1].end);
    }
  }
  int size = sqlite3_str_length(text);
  char *bytes = sqlite3_str_finish(text);
  sqlite3_result_text(context, bytes == NULL ? "" : bytes, size, SQLITE_TRANSIENT);
  sqlite3_free(bytes);
}

static void spans(const Fts5ExtensionApi *api, Fts5Context *row, sqlite3_context *context,
                  int count, sqlite3_value **values) {
  int units[PHRASES];
  Hits found = {0};
  const char *text = NULL;
  int size = 0;
  read_units(count > 0 ? (const char *)sqlite3_value_text(values[0]) : NULL, units);
  int result = find_hits(api, row, units, &found);
  if (result == SQLITE_OK) {
    result = api->xColumnText(row, 0, &text, &size);
  }
  Span *places = sqlite3_malloc64((size_t)found.places * sizeof(Span) + 1);
  if (result == SQLITE_OK && places != NULL) {
    answer(context, &found, places, measure(text, size, places, found.places));
  } else {
    sqlite3_result_error_code(context, result == SQLITE_OK ? SQLITE_NOMEM : result);
  }
  sqlite3_free(places);
  sqlite3_free(found.hits);
}

int wl_attach_fts_spans(fts5_api *api) {
  return api->xCreateFunction(api, "spans", NULL, spans, NULL);
}
