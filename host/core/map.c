/* Looks up, composes, packs and unpacks maps from a text to its source (see map.h). Packed: a
   version, the number of runs, then for each run the number of characters, the two sizes and the
   distance from where the run before ended, all as variable-length integers. */

#include "core/map.h"

#define PACKED_VERSION 1

static uint32_t run_source_end(const map_run *run, uint32_t text_end) {
  return run->source + (text_end - run->text) / run->text_size * run->source_size;
}

/* ---- looking up ---- */

/* The run that holds a text offset, or the last one; the map has runs. */
static size_t find_run(const map_view *map, uint32_t offset) {
  size_t low = 0;
  size_t high = map->count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (map->runs[middle].text <= offset) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

static uint32_t run_end(const map_view *map, size_t index) {
  return index + 1 < map->count ? map->runs[index + 1].text : map->text_size;
}

/* The source of the one character at a text offset; an empty range at the end of the text. */
static map_range source_of(const map_view *map, uint32_t offset) {
  if (map->count == 0) {
    return (map_range){0, 0};
  }
  const map_run *run = &map->runs[find_run(map, offset)];
  uint32_t start = run_source_end(run, offset);
  return (map_range){start, offset < map->text_size ? start + run->source_size : start};
}

map_range map_source(const map_view *map, uint32_t first, uint32_t end) {
  if (map->identity) {
    return (map_range){first, end};
  }
  map_range head = source_of(map, first);
  if (end <= first) {
    return (map_range){head.first, head.first};
  }
  map_range tail = source_of(map, end - 1);
  return (map_range){
    head.first < tail.first ? head.first : tail.first,
    head.end > tail.end ? head.end : tail.end,
  };
}

/* ---- composing ---- */

typedef struct composer {
  const map_view *inner;
  map_run *runs;
  size_t count;
  map_run last;
} composer;

/* A stretch copied byte for byte: cut where the inner runs end. */
static void compose_copy(composer *to, const map_run *outer, uint32_t end) {
  const map_view *inner = to->inner;
  uint32_t text = outer->text;
  uint32_t middle = outer->source;
  size_t index = inner->count == 0 ? 0 : find_run(inner, middle);
  while (text < end && index < inner->count) {
    const map_run *run = &inner->runs[index];
    uint32_t room = run_end(inner, index) - middle;
    uint32_t part = end - text < room ? end - text : room;
    map_add(to->runs, &to->count, &to->last,
            (map_run){text, run_source_end(run, middle), run->text_size, run->source_size});
    text += part;
    middle += part;
    index++;
  }
}

/* Characters made from several bytes, or from none: each is led through by itself. */
static void compose_each(composer *to, const map_run *outer, uint32_t end) {
  uint32_t middle = outer->source;
  for (uint32_t text = outer->text; text < end; text += outer->text_size) {
    map_range range = map_source(to->inner, middle, middle + outer->source_size);
    map_add(to->runs, &to->count, &to->last,
            (map_run){text, range.first, outer->text_size, range.end - range.first});
    middle += outer->source_size;
  }
}

size_t map_compose(const map_view *outer, const map_view *inner, map_run *runs) {
  composer to = {.inner = inner, .runs = runs};
  for (size_t i = 0; i < outer->count; i++) {
    const map_run *run = &outer->runs[i];
    if (run->text_size == 1 && run->source_size == 1) {
      compose_copy(&to, run, run_end(outer, i));
    } else {
      compose_each(&to, run, run_end(outer, i));
    }
  }
  return to.count;
}

/* ---- packing ---- */

static size_t put_varint(uint8_t *out, uint64_t value) {
  size_t size = 0;
  while (value >= 0x80) {
    out[size++] = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  out[size++] = (uint8_t)value;
  return size;
}

static bool get_varint(const uint8_t *bytes, size_t size, size_t *at, uint64_t *value) {
  *value = 0;
  for (unsigned shift = 0; shift < 63 && *at < size; shift += 7) {
    uint8_t byte = bytes[(*at)++];
    *value |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) {
      return true;
    }
  }
  return false;
}

size_t map_pack_head(const map_view *map, uint8_t out[MAP_PACKED_HEAD]) {
  out[0] = PACKED_VERSION;
  return 1 + put_varint(out + 1, map->count);
}

/* Distances may be negative: a page can show its parts in another order. */
static uint64_t zigzag(int64_t value) {
  return value < 0 ? ((uint64_t)-value << 1) - 1 : (uint64_t)value << 1;
}

static int64_t unzigzag(uint64_t value) {
  return value & 1 ? -(int64_t)((value + 1) >> 1) : (int64_t)(value >> 1);
}

size_t map_pack_run(const map_view *map, size_t index, uint8_t out[MAP_PACKED_RUN]) {
  const map_run *run = &map->runs[index];
  int64_t expected = index == 0 ? 0 : run_source_end(run - 1, run->text);
  size_t size = put_varint(out, (run_end(map, index) - run->text) / run->text_size);
  size += put_varint(out + size, run->text_size);
  size += put_varint(out + size, run->source_size);
  return size + put_varint(out + size, zigzag((int64_t)run->source - expected));
}

bool map_unpack_head(const uint8_t *bytes, size_t size, size_t *count, size_t *at) {
  uint64_t stated;
  *at = 1;
  if (size < 2 || bytes[0] != PACKED_VERSION || !get_varint(bytes, size, at, &stated) ||
      stated > (size - *at) / 4) {
    return false;
  }
  *count = (size_t)stated;
  return true;
}

/* Reads one run that begins where the text and the source have come to, and moves both on. */
static bool unpack_run(const uint8_t *bytes, size_t size, size_t *at, map_run *run, uint64_t *text,
                       int64_t *source) {
  uint64_t characters;
  uint64_t text_size;
  uint64_t source_size;
  uint64_t distance;
  if (!get_varint(bytes, size, at, &characters) || !get_varint(bytes, size, at, &text_size) ||
      !get_varint(bytes, size, at, &source_size) || !get_varint(bytes, size, at, &distance)) {
    return false;
  }
  if (characters == 0 || characters > UINT32_MAX || text_size == 0 || text_size > UINT32_MAX ||
      source_size > UINT32_MAX || distance > (uint64_t)2 * UINT32_MAX) {
    return false;
  }
  int64_t start = *source + unzigzag(distance);
  if (start < 0 || start > UINT32_MAX || characters > (UINT32_MAX - *text) / text_size ||
      (source_size > 0 && characters > ((uint64_t)UINT32_MAX - (uint64_t)start) / source_size)) {
    return false;
  }
  *run = (map_run){(uint32_t)*text, (uint32_t)start, (uint32_t)text_size, (uint32_t)source_size};
  *text += characters * text_size;
  *source = start + (int64_t)(characters * source_size);
  return true;
}

bool map_unpack_runs(const uint8_t *bytes, size_t size, size_t at, map_run *runs, map_view *map) {
  uint64_t text = 0;
  int64_t source = 0;
  for (size_t i = 0; i < map->count; i++) {
    if (!unpack_run(bytes, size, &at, &runs[i], &text, &source)) {
      return false;
    }
  }
  map->runs = runs;
  map->text_size = (uint32_t)text;
  return at == size;
}
