/* Pieces of JSON text: plain runs of a string, escapes, numbers.
 * Lengths are bytes; results go to the caller's buffer, which is not ended by a NUL.
 * Nothing is allocated and nothing is kept. */
#include "core/json_text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/charset.h"

size_t json_plain_run(const char *text, size_t length) {
  const uint8_t *bytes = (const uint8_t *)text;
  size_t at = 0;
  while (at < length) {
    uint8_t byte = bytes[at];
    size_t step = 1;
    if (byte >= 0x80) {
      charset_char character = utf8_next(bytes + at, length - at);
      step = character.point == CHARSET_FAULT ? 0 : character.size;
    } else if (byte < 0x20 || byte == '"' || byte == '\\') {
      step = 0;
    }
    if (step == 0) {
      break;
    }
    at += step;
  }
  return at;
}

size_t json_escape(char byte, char out[JSON_ESCAPE_SIZE]) {
  static const char named[] = "\"\\\b\f\n\r\t";
  static const char names[] = "\"\\bfnrt";
  const char *found = memchr(named, byte, sizeof named - 1);
  if (found == NULL) {
    return (size_t)snprintf(out, JSON_ESCAPE_SIZE, "\\u%04x", (unsigned char)byte);
  }
  out[0] = '\\';
  out[1] = names[found - named];
  return 2;
}

size_t json_float(double number, char out[JSON_FLOAT_SIZE]) {
  int length = 0;
  for (int digits = 15; digits <= 17; digits++) {
    length = snprintf(out, JSON_FLOAT_SIZE, "%.*g", digits, number);
    if (strtod(out, NULL) == number) {
      break;
    }
  }
  for (int i = 0; i < length; i++) {
    if (strchr("0123456789+-e", out[i]) == NULL) {
      out[i] = '.'; /* the locale's decimal point */
    }
  }
  return (size_t)length;
}
