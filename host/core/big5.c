/* Big5 as the web decodes it: with the Hong Kong supplement and the ETEN extensions. All codes
   have two bytes and come from a table made at build time; four of them are a letter with a
   combining mark. */

#include "big5_table.h"
#include "core/decoders.h"
#include "core/doublebyte.h"

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
