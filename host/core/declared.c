/* The charset that a document itself declares: a meta element of HTML, an XML declaration, also in
   UTF-16. Only the beginning is read, and only as far as ASCII tells. What no label of ours or of
   iconv(3) is counts as no declaration. */

#include <string.h>

#include "core/charset.h"

#define HEAD 4096 /* bytes searched for a declaration */

static const charset_choice nothing = {CHARSET_NONE, NULL};

static bool starts_with(const uint8_t *bytes, size_t size, const char *lower_case) {
  size_t length = strlen(lower_case);
  if (size < length) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    uint8_t byte = bytes[i];
    if (byte >= 'A' && byte <= 'Z') {
      byte = (uint8_t)(byte + 32);
    }
    if (byte != (uint8_t)lower_case[i]) {
      return false;
    }
  }
  return true;
}

/* The offset of a lower-case ASCII string, any case, or `size`. */
static size_t find(const uint8_t *bytes, size_t size, const char *lower_case) {
  size_t at = 0;
  while (at < size && !starts_with(bytes + at, size - at, lower_case)) {
    at++;
  }
  return at;
}

static bool is_space(uint8_t byte) {
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static size_t skip_spaces(const uint8_t *bytes, size_t size, size_t at) {
  while (at < size && is_space(bytes[at])) {
    at++;
  }
  return at;
}

static bool is_label_byte(uint8_t byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= 'a' && byte <= 'z') || strchr("-_.:", byte) != NULL;
}

/* The charset in `name = "label"` within one tag. */
static charset_choice find_label(const uint8_t *tag, size_t size, const char *name) {
  size_t at = find(tag, size, name);
  if (at == size) {
    return nothing;
  }
  at = skip_spaces(tag, size, at + strlen(name));
  if (at == size || tag[at] != '=') {
    return nothing;
  }
  at = skip_spaces(tag, size, at + 1);
  if (at < size && (tag[at] == '"' || tag[at] == '\'')) {
    at = skip_spaces(tag, size, at + 1);
  }
  size_t end = at;
  while (end < size && tag[end] != 0 && is_label_byte(tag[end])) {
    end++;
  }
  return charset_chosen((const char *)tag + at, end - at);
}

/* A document whose declaration can be read as ASCII is not in UTF-16, whatever it says. */
static charset_choice ascii_based(charset_choice found) {
  bool wide = found.id >= CHARSET_UTF16LE && found.id <= CHARSET_UTF32BE;
  return wide ? (charset_choice){CHARSET_UTF8, NULL} : found;
}

static charset_choice find_meta(const uint8_t *bytes, size_t size) {
  size_t at = 0;
  while (at < size) {
    if (starts_with(bytes + at, size - at, "<!--")) {
      at += find(bytes + at, size - at, "-->");
    } else if (starts_with(bytes + at, size - at, "<meta")) {
      size_t length = find(bytes + at, size - at, ">");
      charset_choice found = find_label(bytes + at, length, "charset");
      if (charset_is_chosen(found)) {
        return ascii_based(found);
      }
      at += length;
    } else {
      at++;
    }
  }
  return nothing;
}

/* The declaration of an XML document in UTF-16 without a mark. */
static charset find_wide_xml(const uint8_t *bytes, size_t size) {
  if (size >= 6 && memcmp(bytes, "<\0?\0x\0", 6) == 0) {
    return CHARSET_UTF16LE;
  }
  return size >= 6 && memcmp(bytes, "\0<\0?\0x", 6) == 0 ? CHARSET_UTF16BE : CHARSET_NONE;
}

static charset_choice find_xml(const uint8_t *bytes, size_t size) {
  if (!starts_with(bytes, size, "<?xml")) {
    return nothing;
  }
  return ascii_based(find_label(bytes, find(bytes, size, "?>"), "encoding"));
}

/* A meta element comes before the XML declaration, as where the web reads pages. */
charset_choice charset_declared(const uint8_t *bytes, size_t size) {
  size = size < HEAD ? size : HEAD;
  charset wide = find_wide_xml(bytes, size);
  if (wide != CHARSET_NONE) {
    return (charset_choice){wide, NULL};
  }
  size_t mark = charset_mark_size(CHARSET_UTF8, bytes, size);
  size_t at = skip_spaces(bytes, size, mark);
  if (at == size || bytes[at] != '<') {
    return nothing;
  }
  charset_choice meta = find_meta(bytes + at, size - at);
  return charset_is_chosen(meta) ? meta : find_xml(bytes + at, size - at);
}
