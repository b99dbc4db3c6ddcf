/* Big5 as the web decodes it: with the Hong Kong supplement and the ETEN extensions. All codes
   have two bytes and come from a table made at build time; four of them are a letter with a
   combining mark. Codes of the supplement below A1 are read but not written, as on the web. */

#include "big5_table.h"
#include "core/decoders.h"
#include "core/doublebyte.h"
#include "core/doublebyte_encode.h"

charset_char big5_next(const uint8_t *bytes, size_t left) {
  if (bytes[0] < 0x80) {
    return (charset_char){bytes[0], 1};
  }
  if (bytes[0] == 0x80 || bytes[0] == 0xFF || left < 2) {
    return (charset_char){CHARSET_FAULT, 1};
  }
  return doublebyte_char(doublebyte_entry(big5_table, bytes[0], bytes[1]), bytes[1]);
}

size_t big5_decode(const uint8_t *bytes, size_t size, size_t at, charset_text *out) {
  return doublebyte_decode(big5_table, big5_next, bytes, size, at, out);
}

/* ---- encoding ---- */

static uint16_t astral_code(uint32_t point) {
  size_t low = 0;
  size_t high = sizeof big5_astral / sizeof *big5_astral;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (big5_astral[middle].point < point) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  bool found = low < sizeof big5_astral / sizeof *big5_astral && big5_astral[low].point == point;
  return found ? big5_astral[low].code : 0;
}

static size_t big5_put(uint8_t *out, uint32_t point) {
  if (point < 0x80) {
    out[0] = (uint8_t)point;
    return 1;
  }
  return doublebyte_put(out, point < 0x10000 ? big5_codes[point] : astral_code(point));
}

size_t big5_encode(const uint8_t *text, size_t size, size_t at, charset_bytes *out) {
  return doublebyte_encode(big5_codes, big5_put, text, size, at, out);
}
