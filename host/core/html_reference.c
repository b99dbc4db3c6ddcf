/* Character references of an HTML page: &#8220; &#x4E00; &ldquo; and the other 2,231 names. The
   frequent names are listed here; for any other the reference alone, a few bytes, is given to
   gumbo, which knows them all. Gumbo's own memory is freed before this returns. */

#include <gumbo.h>
#include <string.h>

#include "core/html.h"

#define LONGEST_NAME 40 /* bytes, '&' and ';' counted; the standard's longest has 33 */

typedef struct frequent_name {
  char name[9];
  char text[4];
} frequent_name;

static const frequent_name frequent[] = {
  {"&nbsp;", "\xC2\xA0"},       {"&amp;", "&"},               {"&lt;", "<"},
  {"&gt;", ">"},                {"&quot;", "\""},             {"&ldquo;", "\xE2\x80\x9C"},
  {"&rdquo;", "\xE2\x80\x9D"},  {"&lsquo;", "\xE2\x80\x98"},  {"&rsquo;", "\xE2\x80\x99"},
  {"&middot;", "\xC2\xB7"},     {"&mdash;", "\xE2\x80\x94"},  {"&ndash;", "\xE2\x80\x93"},
  {"&hellip;", "\xE2\x80\xA6"}, {"&emsp;", "\xE2\x80\x83"},   {"&ensp;", "\xE2\x80\x82"},
  {"&times;", "\xC3\x97"},      {"&copy;", "\xC2\xA9"},       {"&permil;", "\xE2\x80\xB0"},
};

/* ---- numbers ---- */

/* What browsers read into the numbers 128 to 159: the characters of windows-1252. */
static uint32_t repair_point(uint32_t point) {
  if (point >= 0x80 && point < 0xA0) {
    uint8_t byte = (uint8_t)point;
    return charset_reader(CHARSET_WINDOWS1252)(&byte, 1).point;
  }
  bool scalar = point > 0 && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  return scalar ? point : 0xFFFD;
}

static uint32_t digit_value(uint8_t byte) {
  if (byte >= '0' && byte <= '9') {
    return byte - '0';
  }
  byte |= 0x20;
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10u : 16;
}

static size_t number_reference(const uint8_t *bytes, size_t size, size_t at, uint8_t out[8],
                               size_t *out_size) {
  size_t digit = at + 2;
  uint32_t base = 10;
  if (digit < size && (bytes[digit] | 0x20) == 'x') {
    base = 16;
    digit++;
  }
  size_t first = digit;
  uint32_t point = 0;
  while (digit < size && digit_value(bytes[digit]) < base) {
    point = point > 0x10FFFF ? point : point * base + digit_value(bytes[digit]);
    digit++;
  }
  if (digit == first) {
    return 0;
  }
  *out_size = utf8_put(out, repair_point(point));
  return digit + (digit < size && bytes[digit] == ';') - at;
}

/* ---- names ---- */

static size_t frequent_reference(const uint8_t *bytes, size_t left, uint8_t out[8],
                                 size_t *out_size) {
  for (size_t i = 0; i < sizeof frequent / sizeof *frequent; i++) {
    size_t size = strlen(frequent[i].name);
    if (left >= size && memcmp(bytes, frequent[i].name, size) == 0) {
      *out_size = strlen(frequent[i].text);
      memcpy(out, frequent[i].text, *out_size);
      return size;
    }
  }
  return 0;
}

static const GumboNode *only_text(const GumboNode *node) {
  while (node->type == GUMBO_NODE_ELEMENT && node->v.element.children.length > 0) {
    const GumboVector *children = &node->v.element.children;
    node = children->data[children->length - 1];
  }
  return node->type == GUMBO_NODE_TEXT ? node : NULL;
}

/* Compares the name with what became of it: the bytes that both end with were no part of it. */
static size_t split_result(const char *name, size_t size, const char *text, uint8_t out[8],
                           size_t *out_size) {
  size_t length = strlen(text);
  size_t rest = 0;
  while (rest + 1 < length && name[size - 1 - rest] == text[length - 1 - rest]) {
    rest++;
  }
  size_t decoded = length - rest;
  bool same = length == size && memcmp(name, text, size) == 0;
  if (same || decoded > 8) {
    return 0;
  }
  memcpy(out, text, decoded);
  *out_size = decoded;
  return size - rest;
}

static size_t rare_reference(const uint8_t *bytes, size_t size, uint8_t out[8],
                             size_t *out_size) {
  char name[LONGEST_NAME + 1];
  size_t taken = 0;
  memcpy(name, bytes, size);
  name[size] = '\0';
  GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, name, size);
  const GumboNode *node = only_text(output->root);
  if (node != NULL) {
    taken = split_result(name, size, node->v.text.text, out, out_size);
  }
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return taken;
}

static bool is_name_byte(uint8_t byte) {
  return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

size_t html_reference(const uint8_t *bytes, size_t size, size_t at, uint8_t out[8],
                      size_t *out_size) {
  size_t left = size - at;
  if (left > 1 && bytes[at + 1] == '#') {
    return number_reference(bytes, size, at, out, out_size);
  }
  size_t taken = frequent_reference(bytes + at, left, out, out_size);
  if (taken > 0) {
    return taken;
  }
  size_t name = 1;
  while (name < left && name < LONGEST_NAME - 1 && is_name_byte(bytes[at + name])) {
    name++;
  }
  name += name < left && bytes[at + name] == ';';
  return name < 3 ? 0 : rare_reference(bytes + at, name, out, out_size);
}
