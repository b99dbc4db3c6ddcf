/* What decoders share: writing characters, runs and faults into a charset_text. Nothing here
   checks for room: a decoder's loop asks charset_full before each round, and one round writes at
   most CHARSET_TEXT_SPARE bytes and CHARSET_RUNS_SPARE runs unless it minds the room itself. */

#ifndef WENLU_CORE_CHARSET_WRITE_H
#define WENLU_CORE_CHARSET_WRITE_H

#include <string.h>

#include "core/charset.h"

/* Eight bytes as a number whose low byte comes first, on any machine. */
static inline uint64_t charset_load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

static inline void charset_store(uint8_t *bytes, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  memcpy(bytes, &word, sizeof word);
}

static inline void charset_store_half(uint8_t *bytes, uint32_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap32(word);
#endif
  memcpy(bytes, &word, sizeof word);
}

static inline bool charset_full(const charset_text *out) {
  return out->room - out->size < CHARSET_TEXT_SPARE ||
         out->run_room - out->run_count < CHARSET_RUNS_SPARE;
}

/* Notes that characters of these sizes begin at text offset `text`. */
static inline void charset_run(charset_text *out, size_t text, size_t source, uint32_t text_size,
                               uint32_t source_size) {
  const map_run run = {(uint32_t)text, (uint32_t)source, text_size, source_size};
  map_add(out->runs, &out->run_count, &out->last, run);
}

/* The length of the ASCII prefix. */
static inline size_t ascii_prefix(const uint8_t *bytes, size_t size) {
  size_t at = 0;
  uint64_t word;
  while (size - at >= sizeof word) {
    memcpy(&word, bytes + at, sizeof word);
    if ((word & UINT64_C(0x8080808080808080)) != 0) {
      break;
    }
    at += sizeof word;
  }
  while (at < size && bytes[at] < 0x80) {
    at++;
  }
  return at;
}

/* Copies bytes that are UTF-8 already, as far as there is room; returns how many. */
static inline size_t charset_copy(charset_text *out, const uint8_t *bytes, size_t at, size_t size) {
  size_t room = out->room - out->size;
  size_t part = size < room ? size : room;
  charset_run(out, out->size, at, 1, 1);
  memcpy(out->text + out->size, bytes + at, part);
  out->size += part;
  return part;
}

static inline size_t charset_put(uint8_t *out, uint32_t point) {
  if (point <= 0x10FFFF) {
    return utf8_put(out, point);
  }
  size_t size = utf8_put(out, point & 0xFF);
  return size + utf8_put(out + size, point >> 8 & 0xFFFF);
}

/* Writes one character, or U+FFFD for a fault. */
static inline void charset_write(charset_text *out, size_t at, charset_char character) {
  uint32_t point = character.point;
  if (point == CHARSET_FAULT) {
    if (out->fault_count < CHARSET_FAULTS_KEPT) {
      out->faults[out->fault_count] = at;
    }
    out->fault_count++;
    point = 0xFFFD;
  }
  size_t size = charset_put(out->text + out->size, point);
  charset_run(out, out->size, at, (uint32_t)size, character.size);
  out->size += size;
}

#endif
