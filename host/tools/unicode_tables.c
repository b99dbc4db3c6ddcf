/* Prints tables of Unicode properties as a C header: unicode_tables properties|case >
   build/unicode_properties.h. Categories, widths, grapheme classes and case folding come from this
   machine's libutf8proc; scripts, ambiguous width, the other case mappings (utf8proc has an opinion
   of its own on U+00DF) and derived properties from the Unicode Character Database that Debian's
   unicode-data installs. */

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "two_stage.h"

#define DATA "/usr/share/unicode/"

enum { LINE = 4096, RECORDS = 8192, NAME = 64, SCRIPTS = 256, LONGEST = 16 };

static void die(const char *what, const char *name) {
  fprintf(stderr, "unicode_tables: %s: %s\n", what, name);
  exit(1);
}

/* ---- reading ---- */

static FILE *open_data(const char *name) {
  char path[256];
  snprintf(path, sizeof path, DATA "%s", name);
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    die("cannot read (Debian: unicode-data)", path);
  }
  return file;
}

/* Reads "0041..005A ; Name # ..." lines and hands each to `take`. */
static void read_ranges(const char *name, void (*take)(uint32_t, uint32_t, const char *)) {
  FILE *file = open_data(name);
  char line[LINE];
  while (fgets(line, sizeof line, file) != NULL) {
    unsigned first;
    unsigned last;
    char value[NAME];
    if (sscanf(line, "%x..%x ; %63[A-Za-z_0-9]", &first, &last, value) == 3) {
      take(first, last, value);
    } else if (sscanf(line, "%x ; %63[A-Za-z_0-9]", &first, value) == 2) {
      take(first, first, value);
    }
  }
  fclose(file);
}

/* ---- properties ---- */

/* The order of the bits is that of enum UnicodeFlag in host/core/unicode.h. */
static const char *const flag_names[] = {
  "Alphabetic", "Lowercase", "Uppercase", "Cased", "Case_Ignorable",
  "Default_Ignorable_Code_Point", "White_Space",
};

enum { FLAGS = sizeof flag_names / sizeof *flag_names, IGNORABLE = 1 << 5 };

static uint32_t flags[POINTS];
static uint32_t scripts[POINTS];
static bool ambiguous[POINTS];
static bool wide[POINTS];
static char script_names[SCRIPTS][NAME] = {"Unknown"};
static uint32_t script_count = 1;

static void take_flag(uint32_t first, uint32_t last, const char *name) {
  for (uint32_t bit = 0; bit < FLAGS; bit++) {
    for (uint32_t point = first; strcmp(name, flag_names[bit]) == 0 && point <= last; point++) {
      flags[point] |= 1u << bit;
    }
  }
}

static void take_script(uint32_t first, uint32_t last, const char *name) {
  uint32_t script = 1;
  while (script < script_count && strcmp(script_names[script], name) != 0) {
    script++;
  }
  if (script == SCRIPTS) {
    die("too many scripts", name);
  }
  if (script == script_count) {
    snprintf(script_names[script_count++], NAME, "%s", name);
  }
  for (uint32_t point = first; point <= last; point++) {
    scripts[point] = script;
  }
}

static void take_width(uint32_t first, uint32_t last, const char *name) {
  for (uint32_t point = first; point <= last; point++) {
    ambiguous[point] = strcmp(name, "A") == 0;
    wide[point] = strcmp(name, "W") == 0 || strcmp(name, "F") == 0;
  }
}

static const utf8proc_property_t *about(uint32_t point) {
  return utf8proc_get_property((int32_t)point);
}

static bool is_zero_width(uint32_t point) {
  const utf8proc_property_t *p = about(point);
  switch (p->category) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    case UTF8PROC_CATEGORY_CF: return point != 0xAD;
    case UTF8PROC_CATEGORY_CN: return (flags[point] & IGNORABLE) != 0;
    default:
      return p->boundclass == UTF8PROC_BOUNDCLASS_V || p->boundclass == UTF8PROC_BOUNDCLASS_T;
  }
}

/* 0, 1 or 2 columns; 3 for 1 or 2. The planes of hanzi are wide where nothing is assigned yet. */
static uint32_t width_of(uint32_t point) {
  if (is_zero_width(point)) {
    return 0;
  }
  if (utf8proc_charwidth((int32_t)point) == 2 || wide[point]) {
    return 2;
  }
  return ambiguous[point] && point != 0xAD ? 3 : 1;
}

/* Fifteen classes in four bits: utf8proc's numbers, but for the last. */
static uint32_t grapheme_class(uint32_t point) {
  uint32_t class = about(point)->boundclass;
  if (class == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC) {
    return 15;
  }
  return class == 0 || class > 14 ? UTF8PROC_BOUNDCLASS_OTHER : class;
}

/* What must be shown by name: it acts on its neighbours or on the terminal, or is not seen. */
static bool is_hidden(uint32_t point) {
  bool selects = (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
  switch (about(point)->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default:
      return ((flags[point] & IGNORABLE) != 0 && !selects) || (point & 0xFFFE) == 0xFFFE ||
             (point >= 0xFDD0 && point <= 0xFDEF);
  }
}

static void print_display(void) {
  static uint32_t values[POINTS];
  for (uint32_t point = 0; point < POINTS; point++) {
    values[point] =
        width_of(point) | grapheme_class(point) << 2 | (uint32_t)is_hidden(point) << 6;
  }
  print_two_stage("uint8_t", "unicode_display", values);
}

static void print_records(void) {
  static uint32_t values[POINTS];
  static uint32_t records[RECORDS];
  uint32_t count = 0;
  for (uint32_t point = 0; point < POINTS; point++) {
    uint32_t one = (uint32_t)about(point)->category | scripts[point] << 8 | flags[point] << 16;
    uint32_t at = 0;
    while (at < count && records[at] != one) {
      at++;
    }
    if (at == RECORDS) {
      die("too many records", "properties");
    }
    records[at] = one;
    count += at == count;
    values[point] = at;
  }
  print_two_stage("uint16_t", "unicode_property", values);
  print_numbers("uint32_t", "unicode_records", records, count);
}

static void print_properties(void) {
  read_ranges("DerivedCoreProperties.txt", take_flag);
  read_ranges("PropList.txt", take_flag);
  read_ranges("Scripts.txt", take_script);
  read_ranges("EastAsianWidth.txt", take_width);
  print_display();
  print_records();
  printf("static const char *const unicode_script_names[%u] = {\n", (unsigned)script_count);
  for (uint32_t i = 0; i < script_count; i++) {
    printf("  \"%s\",\n", script_names[i]);
  }
  printf("};\n\n#define UNICODE_VERSION \"%s\"\n", utf8proc_unicode_version());
}

/* ---- case ---- */

/* Steps from a code point to its simple mappings, and where its full ones are: in the order of
   enum UnicodeMapping in host/core/unicode.h. */
enum { LOWER, UPPER, TITLE, FOLD, MAPPINGS };

typedef struct case_record {
  int32_t step[MAPPINGS];
  uint32_t full[MAPPINGS];
} case_record;

static case_record cases[POINTS];
static uint8_t pool[1 << 14]; /* length, then UTF-8; offset 0 is none */
static uint32_t pool_size = 1;

static uint32_t pooled(const int32_t *points, long count) {
  uint32_t begin = pool_size++;
  for (long i = 0; i < count; i++) {
    pool_size += (uint32_t)utf8proc_encode_char(points[i], pool + pool_size);
  }
  pool[begin] = (uint8_t)(pool_size - begin - 1);
  if (pool_size > sizeof pool - 64) {
    die("too many mappings", "case");
  }
  return begin;
}

/* Reads hexadecimal numbers up to a semicolon; returns what follows it. */
static char *read_points(char *text, int32_t *points, long *count) {
  *count = 0;
  while (*text != ';' && *text != '\0') {
    char *end;
    int32_t point = (int32_t)strtol(text, &end, 16);
    if (end == text) {
      text++;
    } else {
      points[(*count)++ % LONGEST] = point;
      text = end;
    }
  }
  return *text == ';' ? text + 1 : text;
}

/* "00DF; 00DF; 0053 0073; 0053 0053; # ..." is lower, title and upper case; a field more is a
   condition, of a language or of the place in a word. */
static void read_special_casing(void) {
  static const int order[] = {LOWER, TITLE, UPPER};
  FILE *file = open_data("SpecialCasing.txt");
  char line[LINE];
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "#\n")] = '\0';
    int32_t point[LONGEST] = {0};
    int32_t mapped[3][LONGEST];
    long count;
    long counts[3] = {0};
    char *rest = read_points(line, point, &count);
    for (int i = 0; i < 3 && count == 1; i++) {
      rest = read_points(rest, mapped[i], &counts[i]);
    }
    bool is_conditional = strspn(rest, " \t") != strlen(rest);
    for (int i = 0; i < 3 && count == 1 && !is_conditional; i++) {
      if (counts[i] > 1) {
        cases[point[0]].full[order[i]] = pooled(mapped[i], counts[i]);
      }
    }
  }
  fclose(file);
}

/* The fields of UnicodeData.txt from the thirteenth on are upper, lower and title case. */
static void read_simple_casing(void) {
  static const int order[] = {UPPER, LOWER, TITLE};
  FILE *file = open_data("UnicodeData.txt");
  char line[LINE];
  while (fgets(line, sizeof line, file) != NULL) {
    int32_t point = (int32_t)strtol(line, NULL, 16);
    char *rest = line;
    for (int i = 0; i < 12; i++) {
      rest = strchr(rest, ';') + 1;
    }
    for (int i = 0; i < 3; i++) {
      int32_t mapped[LONGEST];
      long count;
      rest = read_points(rest, mapped, &count);
      cases[point].step[order[i]] = count == 1 ? mapped[0] - point : 0;
    }
  }
  fclose(file);
}

static long fold(int32_t point, int32_t *out) {
  int last = 0;
  return utf8proc_decompose_char(point, out, LONGEST, UTF8PROC_CASEFOLD, &last);
}

/* A character that folds to several folds simply to its lower case, if that folds to the same. */
static void read_folding(int32_t point) {
  case_record *one = &cases[point];
  int32_t folded[LONGEST];
  int32_t of_lower[LONGEST];
  long count = fold(point, folded);
  if (count == 1) {
    one->step[FOLD] = folded[0] - point;
    return;
  }
  one->full[FOLD] = pooled(folded, count);
  if (fold(point + one->step[LOWER], of_lower) == count &&
      memcmp(folded, of_lower, (size_t)count * sizeof *folded) == 0) {
    one->step[FOLD] = one->step[LOWER];
  }
}

static void print_case_records(void) {
  static uint32_t values[POINTS];
  static const case_record none;
  uint32_t count = 1;
  printf("static const UnicodeCase unicode_cases[] = {\n{{0, 0, 0, 0}, {0, 0, 0, 0}},\n");
  for (uint32_t point = 0; point < POINTS; point++) {
    const case_record *one = &cases[point];
    if (memcmp(one, &none, sizeof none) == 0) {
      continue;
    }
    uint32_t same = 0;
    while (same < point && (values[same] == 0 || memcmp(&cases[same], one, sizeof *one) != 0)) {
      same++;
    }
    values[point] = same < point ? values[same] : count++;
    if (same == point) {
      printf("{{%d, %d, %d, %d}, {%u, %u, %u, %u}},\n", one->step[0], one->step[1], one->step[2],
             one->step[3], (unsigned)one->full[0], (unsigned)one->full[1],
             (unsigned)one->full[2], (unsigned)one->full[3]);
    }
  }
  printf("};\n\n");
  print_two_stage("uint16_t", "unicode_case", values);
}

/* The block of half-width and full-width forms: what each is a form of, 0 for nothing. A line of
   UnicodeData.txt is "FF01;FULLWIDTH EXCLAMATION MARK;Po;0;ON;<wide> 0021;..." */
static void print_forms(void) {
  uint32_t plain[0xF0] = {0};
  uint32_t is_wide[0xF0] = {0};
  FILE *file = open_data("UnicodeData.txt");
  char line[LINE];
  while (fgets(line, sizeof line, file) != NULL) {
    unsigned point;
    unsigned of;
    char kind[NAME];
    if (sscanf(line, "%x;%*[^;];%*[^;];%*[^;];%*[^;];<%63[a-z]> %x", &point, kind, &of) == 3 &&
        point >= 0xFF00 && point < 0xFFF0) {
      plain[point - 0xFF00] = of;
      is_wide[point - 0xFF00] = strcmp(kind, "wide") == 0;
    }
  }
  fclose(file);
  print_numbers("uint16_t", "unicode_form_plain", plain, 0xF0);
  print_numbers("uint8_t", "unicode_form_is_wide", is_wide, 0xF0);
}

static void print_case(void) {
  static uint32_t bytes[sizeof pool];
  read_simple_casing();
  read_special_casing();
  for (int32_t point = 0; point < POINTS; point++) {
    read_folding(point);
  }
  print_case_records();
  for (uint32_t i = 0; i < pool_size; i++) {
    bytes[i] = pool[i];
  }
  print_numbers("uint8_t", "unicode_case_text", bytes, pool_size);
  print_forms();
}

int main(int argc, char **argv) {
  const char *what = argc == 2 ? argv[1] : "";
  printf("/* Made by host/tools/unicode_tables.c. */\n\n#include <stdint.h>\n\n");
  if (strcmp(what, "properties") == 0) {
    print_properties();
  } else if (strcmp(what, "case") == 0) {
    print_case();
  } else {
    fprintf(stderr, "usage: unicode_tables properties|case\n");
    return 64;
  }
  return 0;
}
