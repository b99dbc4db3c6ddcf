/* Text that hides nothing: control, format and ignorable characters as names such as U+202E, bytes
   that are no UTF-8 as two hexadecimal digits. Buffers are the caller's. */

#include <string.h>

#include "core/unicode.h"
#include "core/unicode_utf8.h"

/* Whether the character is shown by name: not one of the ASCII characters that stay. */
static bool is_named(const VisibleRun *run, uint32_t point) {
  if (point < 0x80) {
    bool hidden = point < 0x20 || point == 0x7F;
    return hidden && (run->keep[point >> 6] >> (point & 63) & 1) == 0;
  }
  return point == UNICODE_BAD || unicode_is_hidden(point);
}

/* The next character; ASCII and hanzi, which are never hidden, are passed before it. */
static UnicodeChar next_char(VisibleRun *run, size_t limit) {
  while (run->at < limit) {
    const uint8_t *p = run->text + run->at;
    if (p[0] - 0x20u < 0x5F) {
      run->at++;
    } else if ((uint8_t)(p[0] - 0xE4) < 6 && run->size - run->at >= 3 &&
               unicode_is_trail(p[1]) && unicode_is_trail(p[2])) {
      run->at += 3;
    } else {
      return unicode_next(p, run->size - run->at);
    }
  }
  return (UnicodeChar){0, 0};
}

bool visible_check(VisibleRun *run, size_t limit) {
  while (run->at < limit) {
    UnicodeChar next = next_char(run, limit);
    if (next.size != 0 && is_named(run, next.point)) {
      return true;
    }
    run->at += next.size;
  }
  return false;
}

static void put(VisibleRun *run, const void *bytes, size_t size) {
  memcpy(run->out + run->used, bytes, size);
  run->used += size;
}

static void put_hex(VisibleRun *run, uint32_t number, unsigned least) {
  unsigned digits = least;
  while (digits < 8 && number >> digits * 4 != 0) {
    digits++;
  }
  while (digits > 0) {
    run->out[run->used++] = (uint8_t)"0123456789ABCDEF"[number >> --digits * 4 & 15];
  }
}

/* Names the character at `at`, or its first byte when there is none; returns the bytes named. */
static size_t put_name(VisibleRun *run, UnicodeChar character) {
  put(run, run->open, run->open_size);
  if (character.point == UNICODE_BAD) {
    put_hex(run, run->text[run->at], 2);
    character.size = 1;
  } else {
    put(run, "U+", 2);
    put_hex(run, character.point, 4);
  }
  put(run, run->close, run->close_size);
  return character.size;
}

bool visible_write(VisibleRun *run, size_t limit) {
  size_t name = run->open_size + run->close_size + VISIBLE_NAME;
  while (run->at < limit) {
    size_t room = run->room - run->used;
    if (room < name) {
      return false;
    }
    size_t from = run->at;
    UnicodeChar next = next_char(run, limit - from < room - name ? limit : from + room - name);
    put(run, run->text + from, run->at - from);
    if (next.size != 0 && is_named(run, next.point)) {
      run->at += put_name(run, next);
    } else if (next.size != 0) {
      put(run, run->text + run->at, next.size);
      run->at += next.size;
    } else if (run->at == from) {
      return false;
    }
  }
  return true;
}
