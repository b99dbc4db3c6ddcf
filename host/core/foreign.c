/* One character at a time through iconv(3) (see foreign.h). A byte that begins no character is one
   fault; so is a character that the end cuts. Nothing is allocated here; what iconv does inside is
   its own matter. */

#include "core/foreign.h"

#include <errno.h>

#include "core/charset_write.h"
#include "core/utf8.h"

#define LONGEST 4 /* bytes of a character */

/* Gives iconv as few bytes as it takes for one character. */
static charset_char foreign_next(iconv_t converter, const uint8_t *bytes, size_t left, bool *cut) {
  size_t most = left < LONGEST ? left : LONGEST;
  for (size_t size = 1; size <= most; size++) {
    char *in = (char *)(uintptr_t)bytes;
    size_t in_left = size;
    uint8_t point[8];
    char *out = (char *)point;
    size_t out_left = sizeof point;
    if (iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1 && out_left == 4) {
      uint32_t value = point[0] | (uint32_t)point[1] << 8 | (uint32_t)point[2] << 16;
      return (charset_char){value, (uint32_t)size};
    }
    iconv(converter, NULL, NULL, NULL, NULL);
    if (errno != EINVAL) {
      return (charset_char){CHARSET_FAULT, 1};
    }
  }
  *cut = most == left;
  return (charset_char){CHARSET_FAULT, *cut ? (uint32_t)left : 1};
}

size_t foreign_decode(iconv_t converter, const uint8_t *bytes, size_t size, size_t at,
                      charset_text *out) {
  while (at < size && !charset_full(out)) {
    charset_char character = {bytes[at], 1};
    if (bytes[at] >= 0x80) {
      character = foreign_next(converter, bytes + at, size - at, &out->cut);
    }
    charset_write(out, at, character);
    at += character.size;
  }
  return at;
}

static size_t foreign_put(iconv_t converter, uint8_t *bytes, uint32_t point) {
  uint8_t source[4] = {(uint8_t)point, (uint8_t)(point >> 8), (uint8_t)(point >> 16), 0};
  char *in = (char *)source;
  size_t in_left = sizeof source;
  char *out = (char *)bytes;
  size_t out_left = CHARSET_BYTES_SPARE;
  if (iconv(converter, &in, &in_left, &out, &out_left) != 0) {
    iconv(converter, NULL, NULL, NULL, NULL);
    return 0;
  }
  return CHARSET_BYTES_SPARE - out_left;
}

size_t foreign_encode(iconv_t converter, const uint8_t *text, size_t size, size_t at,
                      charset_bytes *out) {
  while (at < size && !charset_bytes_full(out)) {
    Utf8Char character = utf8_at(text + at, text + size);
    size_t written = foreign_put(converter, out->bytes + out->size, character.cp);
    if (written == 0) {
      break;
    }
    out->size += written;
    at += character.size;
  }
  return at;
}
