/* A map from offsets of a text to offsets of the bytes it was made from, as runs of equal
   characters. Offsets are 0-based bytes here and ends are exclusive; the Lua side is 1-based and
   inclusive. All memory is the caller's. */

#ifndef WENLU_CORE_MAP_H
#define WENLU_CORE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters of text_size bytes each, made from source_size bytes each, from text and source on,
   up to the text offset of the next run. A stretch copied byte for byte has text_size =
   source_size = 1, whatever its characters; an inserted character has source_size = 0. */
typedef struct map_run {
  uint32_t text;
  uint32_t source;
  uint32_t text_size;
  uint32_t source_size;
} map_run;

/* Identity when `identity` is set (then there are no runs and text_size is not known). */
typedef struct map_view {
  const map_run *runs;
  size_t count;
  uint32_t text_size;
  bool identity;
} map_view;

typedef struct map_range {
  uint32_t first;
  uint32_t end;
} map_range;

#define MAP_PACKED_HEAD 11 /* the most bytes that map_pack_head and map_pack_run write */
#define MAP_PACKED_RUN 20

/* Whether a run begins where the last one has come to, with characters of the same sizes. */
static inline bool map_continues(const map_run *last, const map_run *run) {
  uint64_t text = (uint64_t)run->text - last->text;
  uint64_t source = (uint64_t)run->source - last->source;
  return last->text_size == run->text_size && last->source_size == run->source_size &&
         text * last->source_size == source * last->text_size;
}

/* Adds characters that begin at run.text, joining the last run when they continue it; runs may be
   NULL to count only. `last` holds the last run and must survive between calls. */
static inline void map_add(map_run *runs, size_t *count, map_run *last, map_run run) {
  if (*count > 0 && map_continues(last, &run)) {
    return;
  }
  if (runs != NULL) {
    runs[*count] = run;
  }
  *last = run;
  ++*count;
}

/* The source bytes of the text bytes first..end; whole characters. */
map_range map_source(const map_view *map, uint32_t first, uint32_t end);

/* Leads `outer` (text to middle) through `inner` (middle to source); returns the number of runs,
   which are written when runs is not NULL. Neither map may be an identity. */
size_t map_compose(const map_view *outer, const map_view *inner, map_run *runs);

size_t map_pack_head(const map_view *map, uint8_t out[MAP_PACKED_HEAD]);
size_t map_pack_run(const map_view *map, size_t index, uint8_t out[MAP_PACKED_RUN]);

/* Reads the head; false if it cannot be that of a map of `size` packed bytes. */
bool map_unpack_head(const uint8_t *bytes, size_t size, size_t *count, size_t *at);

/* Reads `count` runs from bytes[at] to the very end; false if anything is out of shape. */
bool map_unpack_runs(const uint8_t *bytes, size_t size, size_t at, map_run *runs, map_view *map);

#endif
