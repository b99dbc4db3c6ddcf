/* Prints the tables of one charset, for decoding and encoding, as a C header: charset_tables
   gb18030|big5 > build/gb18030_table.h. The codes come from this machine's iconv(3); where iconvs
   differ from each other, the values of the Encoding Standard (https://encoding.spec.whatwg.org/)
   are listed here and win. */

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LEADS 126
#define TRAILS 191

typedef struct code_point {
  uint16_t code;
  uint16_t point;
} code_point;

/* The standard moved these from the private use area to real characters in 2005 and 2022, but the
   order of the four-byte codes still counts the private ones. A3A0 is a space in many documents. */
static const code_point gb_moved[] = {
  {0xA6D9, 0xFE10}, {0xA6DA, 0xFE12}, {0xA6DB, 0xFE11}, {0xA6DC, 0xFE13}, {0xA6DD, 0xFE14},
  {0xA6DE, 0xFE15}, {0xA6DF, 0xFE16}, {0xA6EC, 0xFE17}, {0xA6ED, 0xFE18}, {0xA6F3, 0xFE19},
  {0xA8BC, 0x1E3F}, {0xFE59, 0x9FB4}, {0xFE61, 0x9FB5}, {0xFE66, 0x9FB6}, {0xFE67, 0x9FB7},
  {0xFE6D, 0x9FB8}, {0xFE7E, 0x9FB9}, {0xFE90, 0x9FBA}, {0xFEA0, 0x9FBB}, {0xA3A0, 0x3000},
};
static const uint16_t gb_private[] = {
  0xE78D, 0xE78E, 0xE78F, 0xE790, 0xE791, 0xE792, 0xE793, 0xE794, 0xE795, 0xE796,
  0xE7C7, 0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864, 0xE5E5,
};
static const code_point gb_kept[] = {
  {0xFE51, 0xE816}, {0xFE52, 0xE817}, {0xFE53, 0xE818},
  {0xFE6C, 0xE831}, {0xFE76, 0xE83B}, {0xFE91, 0xE855},
};

/* Codes that the Hong Kong supplement leaves empty because they stand for a character that has
   another code, and codes on which the makers of Big5 tables disagree. */
static const code_point big5_listed[] = {
  {0x8E69, 0x7BB8}, {0x8E6F, 0x7C06}, {0x8E7E, 0x7CCE}, {0x8EAB, 0x7DD2}, {0x8EB4, 0x7E1D},
  {0x8ECD, 0x8005}, {0x8ED0, 0x8028}, {0x8F57, 0x83C1}, {0x8F69, 0x84A8}, {0x8F6E, 0x840F},
  {0x8FCB, 0x89A6}, {0x8FCC, 0x89A9}, {0x8FFE, 0x8D77}, {0x906D, 0x90FD}, {0x907A, 0x92B9},
  {0x90DC, 0x975C}, {0x90F1, 0x97FF}, {0x91BF, 0x9F16}, {0x9244, 0x8503}, {0x92AF, 0x5159},
  {0x92B0, 0x515B}, {0x92B1, 0x515D}, {0x92B2, 0x515E}, {0x92C8, 0x936E}, {0x92D1, 0x7479},
  {0x9447, 0x6D67}, {0x94CA, 0x799B}, {0x95D9, 0x9097}, {0x9644, 0x975D}, {0x96ED, 0x701E},
  {0x96FC, 0x5B28}, {0x9B76, 0x7201}, {0x9B78, 0x77D7}, {0x9B7B, 0x7E87}, {0x9BC6, 0x99D6},
  {0x9BDE, 0x91D4}, {0x9BEC, 0x60DE}, {0x9BF6, 0x6FB6}, {0x9C42, 0x8F36}, {0x9C53, 0x4FBB},
  {0x9C62, 0x71DF}, {0x9C68, 0x9104}, {0x9C6B, 0x9DF0}, {0x9C77, 0x83CF}, {0x9CBC, 0x5C10},
  {0x9CBD, 0x79E3}, {0x9CD0, 0x5A67}, {0x9D57, 0x8F0B}, {0x9D5A, 0x7B51}, {0x9DC4, 0x62D0},
  {0x9EA9, 0x6062}, {0x9EEF, 0x75F9}, {0x9EFD, 0x6C4A}, {0x9F60, 0x9B2E}, {0x9F66, 0x9F17},
  {0x9FCB, 0x50ED}, {0x9FD8, 0x5F0C}, {0xA063, 0x880F}, {0xA077, 0x62CE}, {0xA0D5, 0x7468},
  {0xA0DF, 0x7162}, {0xA0E4, 0x7250}, {0xC6CF, 0x5EF4}, {0xC6D3, 0x65E0}, {0xC6D5, 0x7676},
  {0xC6D7, 0x96B6}, {0xC6DE, 0x3003}, {0xC6DF, 0x4EDD}, {0xFA5F, 0x5029}, {0xFA66, 0x507D},
  {0xFABD, 0x5305}, {0xFAC5, 0x5344}, {0xFAD5, 0x537F}, {0xFB48, 0x5605}, {0xFBB8, 0x5A77},
  {0xFBF3, 0x5E75}, {0xFBF9, 0x5ED0}, {0xFC4F, 0x5F58}, {0xFC6C, 0x60A4}, {0xFCB9, 0x6490},
  {0xFCE2, 0x6674}, {0xFCF1, 0x675E}, {0xFDB7, 0x6C9C}, {0xFDB8, 0x6E1D}, {0xFDBB, 0x6E2F},
  {0xFDF1, 0x716E}, {0xFE52, 0x732A}, {0xFE6F, 0x745C}, {0xFEAA, 0x74E9}, {0xFEDD, 0x7809},
};

static uint32_t table[LEADS][TRAILS]; /* code points; a pair of two is base | mark << 8 | 1 << 24 */

static void set_code(uint16_t code, uint32_t point) {
  table[(code >> 8) - 0x81][(code & 0xFF) - 0x40] = point;
}

static void set_codes(const code_point *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    set_code(list[i].code, list[i].point);
  }
}

/* The character, or pair of characters, of one two-byte code; 0 if there is none. */
static uint32_t convert(iconv_t converter, unsigned lead, unsigned trail) {
  char source[2] = {(char)lead, (char)trail};
  uint32_t points[4] = {0};
  char *in = source;
  char *out = (char *)points;
  size_t in_left = sizeof source;
  size_t out_left = sizeof points;
  iconv(converter, NULL, NULL, NULL, NULL);
  if (iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1 || in_left > 0) {
    return 0;
  }
  iconv(converter, NULL, NULL, &out, &out_left);
  return points[1] == 0 ? points[0] : points[0] | points[1] << 8 | 1u << 24;
}

static bool is_private(uint32_t point) {
  return point >= 0xE000 && point <= 0xF8FF;
}

static bool fill(const char *charset, unsigned last_lead, bool keep_private) {
  static const uint16_t endian_probe = 1;
  bool little = *(const uint8_t *)&endian_probe == 1;
  iconv_t converter = iconv_open(little ? "UTF-32LE" : "UTF-32BE", charset);
  if (converter == (iconv_t)-1) {
    fprintf(stderr, "charset_tables: iconv knows no %s\n", charset);
    return false;
  }
  for (unsigned lead = 0x81; lead <= last_lead; lead++) {
    for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
      uint32_t point = trail == 0x7F ? 0 : convert(converter, lead, trail);
      if (point != 0 && (keep_private || !is_private(point))) {
        table[lead - 0x81][trail - 0x40] = point;
      }
    }
  }
  iconv_close(converter);
  return true;
}

/* ---- printing ---- */

static uint32_t entry(uint32_t point) {
  if (point >> 24 != 0) {
    return (point & 0xFFFFFF) | 5u << 24;
  }
  if (point > 0xFFFF) {
    return point | 4u << 24;
  }
  if (point > 0x7FF) {
    return 3u << 24 | (0x80 | (point & 0x3F)) << 16 | (0x80 | (point >> 6 & 0x3F)) << 8 |
           (0xE0 | point >> 12);
  }
  return point == 0 ? 0 : 2u << 24 | (0x80 | (point & 0x3F)) << 8 | (0xC0 | point >> 6);
}

static void print_table(const char *name) {
  printf("/* Made by host/tools/charset_tables.c. */\n\n#include <stdint.h>\n\n");
  printf("static const uint32_t %s_table[0x10000] = {", name);
  for (int i = 0; i < LEADS * TRAILS; i++) {
    if (table[i / TRAILS][i % TRAILS] != 0) {
      int index = (i % TRAILS + 0x40) << 8 | (i / TRAILS + 0x81);
      unsigned value = (unsigned)entry(table[i / TRAILS][i % TRAILS]);
      printf("%s[0x%X] = 0x%X,", i % 6 == 0 ? "\n" : " ", (unsigned)index, value);
    }
  }
  printf("\n};\n");
}

/* Four-byte codes count the characters of the basic plane that have no two-byte code, in order. */
static void print_ranges(void) {
  static bool used[0x10000];
  for (int i = 0; i < LEADS * TRAILS; i++) {
    used[table[i / TRAILS][i % TRAILS]] = true;
  }
  for (size_t i = 0; i < sizeof gb_private / sizeof *gb_private; i++) {
    used[gb_moved[i].point] = gb_moved[i].point == 0x3000;
    used[gb_private[i]] = true;
  }
  printf("\nstatic const struct {\n  uint16_t pointer;\n  uint16_t point;\n} gb18030_ranges[] = {");
  unsigned pointer = 0;
  unsigned count = 0;
  bool open = false;
  for (unsigned point = 0x80; point <= 0xFFFF; point++) {
    bool counted = !used[point] && (point < 0xD800 || point > 0xDFFF);
    if (counted && !open) {
      printf("%s{%u, 0x%X},", count++ % 6 == 0 ? "\n" : " ", pointer, point);
    }
    pointer += counted;
    open = counted;
  }
  printf("\n};\n");
}

/* ---- encoding ---- */

static uint16_t codes[0x110000]; /* code points to codes, lead byte high */

/* Of several codes of a character the first counts, or the last where `last` says so. */
static void invert(unsigned first_lead, bool (*last)(uint32_t point)) {
  for (unsigned lead = first_lead; lead <= 0xFE; lead++) {
    for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
      uint32_t point = table[lead - 0x81][trail - 0x40];
      if (point > 0 && point <= 0x10FFFF && (codes[point] == 0 || last(point))) {
        codes[point] = (uint16_t)(lead << 8 | trail);
      }
    }
  }
}

static bool never(uint32_t point) {
  (void)point;
  return false;
}

/* Box drawing and two numerals, which Big5 has twice. */
static bool big5_last(uint32_t point) {
  return point == 0x2550 || point == 0x255E || point == 0x2561 || point == 0x256A ||
         point == 0x5341 || point == 0x5345;
}

static unsigned swapped(uint16_t code) {
  return (code & 0xFFu) << 8 | code >> 8;
}

static void print_codes(const char *name) {
  printf("\nstatic const uint16_t %s_codes[0x10000] = {", name);
  int count = 0;
  for (unsigned point = 0; point < 0x10000; point++) {
    if (codes[point] != 0) {
      printf("%s[0x%X] = 0x%X,", count++ % 6 == 0 ? "\n" : " ", point, swapped(codes[point]));
    }
  }
  printf("\n};\n");
}

static void print_astral(const char *name) {
  printf("\nstatic const struct {\n  uint32_t point;\n  uint16_t code;\n} %s_astral[] = {", name);
  int count = 0;
  for (unsigned point = 0x10000; point < 0x110000; point++) {
    if (codes[point] != 0) {
      printf("%s{0x%X, 0x%X},", count++ % 5 == 0 ? "\n" : " ", point, swapped(codes[point]));
    }
  }
  printf("\n};\n");
}

/* The private characters whose places were taken keep their codes, but for E7C7, which has one of
   four bytes, and E5E5, which has none. The euro sign has two codes, by who asks. */
static void print_gb18030_codes(void) {
  invert(0x81, never);
  for (size_t i = 0; i < sizeof gb_private / sizeof *gb_private; i++) {
    codes[gb_private[i]] = gb_moved[i].code;
  }
  codes[0xE7C7] = 0;
  codes[0xE5E5] = 0;
  codes[0x20AC] = 0;
  print_codes("gb18030");
}

static int print_gb18030(void) {
  if (!fill("GB18030", 0xFE, true)) {
    return 1;
  }
  set_codes(gb_moved, sizeof gb_moved / sizeof *gb_moved);
  set_codes(gb_kept, sizeof gb_kept / sizeof *gb_kept);
  print_table("gb18030");
  print_ranges();
  print_gb18030_codes();
  return 0;
}

static int print_big5(void) {
  if (!fill("BIG5", 0xFE, false) || !fill("BIG5-HKSCS", 0xFE, false) ||
      !fill("BIG5", 0xA3, false)) {
    return 1;
  }
  for (unsigned control = 0; control < 0x20; control++) {
    set_code((uint16_t)(0xA3C0 + control), 0x2400 + control);
  }
  set_code(0xA3E0, 0x2421);
  set_codes(big5_listed, sizeof big5_listed / sizeof *big5_listed);
  print_table("big5");
  invert(0xA1, big5_last);
  print_codes("big5");
  print_astral("big5");
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "gb18030") == 0) {
    return print_gb18030();
  }
  if (argc == 2 && strcmp(argv[1], "big5") == 0) {
    return print_big5();
  }
  fprintf(stderr, "usage: charset_tables gb18030|big5\n");
  return 64;
}
