/* Tags of an HTML page: their names, their ends, and the elements whose content is no text.
   Follows the tokenizer of the HTML standard as far as it decides what is visible. */

#include <string.h>

#include "core/html.h"

typedef struct tag_role {
  char name[12];
  html_role role;
} tag_role;

/* Sorted by name. Elements that are not here are inline. */
static const tag_role roles[] = {
  {"address", HTML_BLOCK},   {"article", HTML_BLOCK},    {"aside", HTML_BLOCK},
  {"blockquote", HTML_BLOCK}, {"body", HTML_BLOCK},      {"br", HTML_BLOCK},
  {"caption", HTML_BLOCK},   {"center", HTML_BLOCK},     {"dd", HTML_BLOCK},
  {"details", HTML_BLOCK},   {"dialog", HTML_BLOCK},     {"dir", HTML_BLOCK},
  {"div", HTML_BLOCK},       {"dl", HTML_BLOCK},         {"dt", HTML_BLOCK},
  {"fieldset", HTML_BLOCK},  {"figcaption", HTML_BLOCK}, {"figure", HTML_BLOCK},
  {"footer", HTML_BLOCK},    {"form", HTML_BLOCK},       {"h1", HTML_HEADING},
  {"h2", HTML_HEADING},      {"h3", HTML_HEADING},       {"h4", HTML_HEADING},
  {"h5", HTML_HEADING},      {"h6", HTML_HEADING},       {"head", HTML_BLOCK},
  {"header", HTML_BLOCK},    {"hgroup", HTML_BLOCK},     {"hr", HTML_BLOCK},
  {"html", HTML_BLOCK},      {"iframe", HTML_SKIP},      {"legend", HTML_BLOCK},
  {"li", HTML_BLOCK},        {"listing", HTML_PRE},      {"main", HTML_BLOCK},
  {"menu", HTML_BLOCK},      {"nav", HTML_BLOCK},        {"noembed", HTML_SKIP},
  {"noframes", HTML_SKIP},   {"noscript", HTML_SKIP},    {"ol", HTML_BLOCK},
  {"optgroup", HTML_BLOCK},  {"option", HTML_BLOCK},     {"p", HTML_BLOCK},
  {"pre", HTML_PRE},         {"script", HTML_SKIP},      {"search", HTML_BLOCK},
  {"section", HTML_BLOCK},   {"select", HTML_BLOCK},     {"style", HTML_SKIP},
  {"summary", HTML_BLOCK},   {"table", HTML_TABLE},      {"tbody", HTML_BLOCK},
  {"td", HTML_CELL},         {"template", HTML_SKIP},    {"tfoot", HTML_BLOCK},
  {"th", HTML_CELL},         {"thead", HTML_BLOCK},      {"title", HTML_TITLE},
  {"tr", HTML_ROW},          {"ul", HTML_BLOCK},
};

static uint8_t lower(uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
}

static bool is_space(uint8_t byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

/* Orders a name of the page against a name of the list, ignoring the case of the former. */
static int compare_name(const uint8_t *name, size_t size, const char *known) {
  for (size_t i = 0; i < size; i++) {
    int difference = lower(name[i]) - (uint8_t)known[i];
    if (difference != 0) {
      return difference;
    }
  }
  return known[size] == '\0' ? 0 : -1;
}

static html_role find_role(const uint8_t *name, size_t size) {
  size_t low = 0;
  size_t high = sizeof roles / sizeof *roles;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_name(name, size, roles[middle].name);
    if (order == 0) {
      return roles[middle].role;
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return HTML_INLINE;
}

static size_t skip_spaces(const uint8_t *bytes, size_t size, size_t at) {
  while (at < size && is_space(bytes[at])) {
    at++;
  }
  return at;
}

/* Just behind one attribute value, which may be quoted. */
static size_t skip_value(const uint8_t *bytes, size_t size, size_t at) {
  at = skip_spaces(bytes, size, at);
  if (at < size && (bytes[at] == '"' || bytes[at] == '\'')) {
    const uint8_t *quote = memchr(bytes + at + 1, bytes[at], size - at - 1);
    return quote == NULL ? size : (size_t)(quote - bytes) + 1;
  }
  while (at < size && !is_space(bytes[at]) && bytes[at] != '>') {
    at++;
  }
  return at;
}

/* Just behind the '>' of a tag: one inside a quoted value does not count. */
static size_t skip_attributes(const uint8_t *bytes, size_t size, size_t at) {
  bool named = false;
  while (at < size && bytes[at] != '>') {
    if (bytes[at] == '=' && named) {
      at = skip_value(bytes, size, at + 1);
      named = false;
    } else {
      named = bytes[at] == '/' ? false : is_space(bytes[at]) ? named : true;
      at++;
    }
  }
  return at < size ? at + 1 : size;
}

html_tag html_parse_tag(const uint8_t *bytes, size_t size, size_t at) {
  html_tag tag = {.end = bytes[at + 1] == '/'};
  tag.name = at + 1 + tag.end;
  at = tag.name;
  while (at < size && !is_space(bytes[at]) && bytes[at] != '/' && bytes[at] != '>') {
    at++;
  }
  tag.name_end = at;
  tag.role = find_role(bytes + tag.name, at - tag.name);
  if (tag.role == HTML_HEADING) {
    tag.level = bytes[tag.name + 1] - '0';
  }
  tag.after = skip_attributes(bytes, size, at);
  return tag;
}

/* Whether bytes[at], a '<', begins the end tag of this name. */
static bool is_end_of(const uint8_t *bytes, size_t size, size_t at, const html_tag *tag) {
  size_t length = tag->name_end - tag->name;
  if (size - at < length + 3 || bytes[at + 1] != '/') {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    if (lower(bytes[at + 2 + i]) != lower(bytes[tag->name + i])) {
      return false;
    }
  }
  uint8_t next = bytes[at + 2 + length];
  return is_space(next) || next == '/' || next == '>';
}

size_t html_skip_element(const uint8_t *bytes, size_t size, const html_tag *tag,
                         size_t *content_end) {
  size_t at = tag->after;
  while (at < size) {
    const uint8_t *found = memchr(bytes + at, '<', size - at);
    if (found == NULL) {
      break;
    }
    at = (size_t)(found - bytes);
    if (is_end_of(bytes, size, at, tag)) {
      *content_end = at;
      return skip_attributes(bytes, size, at + 2 + (tag->name_end - tag->name));
    }
    at++;
  }
  *content_end = size;
  return size;
}
