/* Properties of code points, from tables that host/tools/unicode_tables.c makes. Every number is
   allowed; beyond U+10FFFF stands what stands for an unassigned one. */

#include "core/unicode.h"

#include "core/unicode_display.h"
#include "core/unicode_utf8.h"
#include "unicode_properties.h"

static uint32_t record_of(uint32_t point) {
  point = point < UNICODE_POINTS ? point : UNICODE_POINTS - 1;
  return unicode_records[unicode_property_values[unicode_property_blocks[point >> 7] << 7 |
                                                 (point & 127)]];
}

uint8_t unicode_display(uint32_t point) {
  point = point < UNICODE_POINTS ? point : UNICODE_POINTS - 1;
  return unicode_display_values[unicode_display_blocks[point >> 7] << 7 | (point & 127)];
}

const char *unicode_version(void) {
  return UNICODE_VERSION;
}

UnicodeCategory unicode_category(uint32_t point) {
  return (UnicodeCategory)(record_of(point) & 0xFF);
}

const char *unicode_category_name(UnicodeCategory category) {
  static const char names[][3] = {
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
  };
  return names[category];
}

unsigned unicode_script(uint32_t point) {
  return record_of(point) >> 8 & 0xFF;
}

const char *unicode_script_name(unsigned script) {
  return unicode_script_names[script];
}

unsigned unicode_flags(uint32_t point) {
  return record_of(point) >> 16;
}

unsigned unicode_width(uint32_t point, unsigned ambiguous) {
  unsigned width = unicode_display(point) & DISPLAY_WIDTH;
  return width == DISPLAY_AMBIGUOUS ? ambiguous : width;
}

bool unicode_is_hidden(uint32_t point) {
  return (unicode_display(point) & DISPLAY_HIDDEN) != 0;
}

/* ---- classes ---- */

static bool has_category(uint32_t point, uint32_t set) {
  return (set >> unicode_category(point) & 1) != 0;
}

#define BIT(category) (1u << UNICODE_##category)
#define RANGE(first, last) ((BIT(last) << 1) - BIT(first))

bool unicode_is_alpha(uint32_t point) {
  return (unicode_flags(point) & UNICODE_ALPHABETIC) != 0;
}

bool unicode_is_lower(uint32_t point) {
  return (unicode_flags(point) & UNICODE_LOWERCASE) != 0;
}

bool unicode_is_upper(uint32_t point) {
  return (unicode_flags(point) & UNICODE_UPPERCASE) != 0;
}

bool unicode_is_title(uint32_t point) {
  return has_category(point, BIT(LT));
}

bool unicode_is_digit(uint32_t point) {
  return has_category(point, BIT(ND));
}

bool unicode_is_alnum(uint32_t point) {
  return unicode_is_alpha(point) || unicode_is_digit(point);
}

bool unicode_is_space(uint32_t point) {
  return (unicode_flags(point) & UNICODE_WHITE_SPACE) != 0;
}

bool unicode_is_punct(uint32_t point) {
  return has_category(point, RANGE(PC, SO));
}

bool unicode_is_cntrl(uint32_t point) {
  return has_category(point, BIT(CC));
}

bool unicode_is_graph(uint32_t point) {
  return !unicode_is_space(point) && !has_category(point, BIT(CN) | BIT(CC) | BIT(CS));
}

bool unicode_is_print(uint32_t point) {
  return unicode_is_graph(point) || has_category(point, BIT(ZS));
}

bool unicode_is_xdigit(uint32_t point) {
  return point - '0' < 10 || (point | 0x20) - 'a' < 6;
}
