/* Writes the dictionary of wenlu.segment from an installed jieba: segment_tables FOLDER VARIANTS.
** FOLDER has dict.txt, analyse/idf.txt, finalseg/prob_*.py, posseg; where it is missing, the
** file holds the table of simplified forms alone. The image goes to standard output. */

#include "segment_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- characters: the more often the smaller the number ---- */

static double char_weight[65536];
static uint16_t ids[65536];
static uint32_t id_count = 1; /* 0 stands for all others */

static int by_weight(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a;
  uint32_t y = *(const uint32_t *)b;
  if (char_weight[x] != char_weight[y]) {
    return char_weight[x] > char_weight[y] ? -1 : 1;
  }
  return x < y ? -1 : 1;
}

static void number_characters(void) {
  static uint32_t codes[65536];
  uint32_t count = 0;
  for (uint32_t c = 1; c < 65536; c++) {
    if (char_weight[c] > 0) {
      codes[count++] = c;
    }
  }
  qsort(codes, count, sizeof codes[0], by_weight);
  for (uint32_t i = 0; i < count; i++) {
    ids[codes[i]] = (uint16_t)id_count++;
  }
}

/* ---- lists of words with a value and a tag ---- */

typedef struct {
  const char *word;
  uint32_t size, line;
  double value;
  uint32_t tag;
} Row;

typedef struct {
  Row *rows;
  size_t count;
} List;

static char tags[SEGMENT_TAGS][SEGMENT_TAG_SIZE] = {"x", "m", "eng"};
static uint32_t tag_count = 3;

uint32_t tag_number(const char *name, size_t size) {
  if (size >= SEGMENT_TAG_SIZE || tag_count == SEGMENT_TAGS) {
    die("too many tags, or one too long", name);
  }
  for (uint32_t i = 0; i < tag_count; i++) {
    if (strlen(tags[i]) == size && memcmp(tags[i], name, size) == 0) {
      return i;
    }
  }
  memcpy(tags[tag_count], name, size);
  return tag_count++;
}

const char *tag_name(uint32_t tag) { return tags[tag]; }

uint32_t read_code(const char **p) {
  const uint8_t *s = (const uint8_t *)*p;
  size_t size = s[0] < 0x80 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
  uint32_t code = size == 1 ? s[0] : s[0] & (0x7Fu >> size);
  for (size_t i = 1; i < size; i++) {
    code = code << 6 | (s[i] & 0x3Fu);
  }
  *p += size;
  return code;
}

/* Lines of "word value[ tag]". */
static List read_list(char *text, const char *name) {
  List list = {NULL, 0};
  size_t room = 0;
  for (char *line = text; *line != '\0';) {
    char *end = line + strcspn(line, "\n");
    char *space = memchr(line, ' ', (size_t)(end - line));
    if (space == NULL) {
      die("no value in", name);
    }
    if (list.count == room) {
      room = room == 0 ? 1024 : room * 2;
      list.rows = grow(list.rows, room * sizeof(Row));
    }
    char *rest = NULL;
    Row row = {line, (uint32_t)(space - line), (uint32_t)list.count, strtod(space, &rest), 0};
    rest += strspn(rest, " ");
    size_t size = strcspn(rest, " \r\n");
    row.tag = size > 0 ? tag_number(rest, size) : 0;
    list.rows[list.count++] = row;
    line = *end == '\n' ? end + 1 : end;
  }
  return list;
}

static void weigh_characters(const List *list, double most) {
  for (size_t i = 0; i < list->count; i++) {
    const char *p = list->rows[i].word;
    for (const char *end = p + list->rows[i].size; p < end;) {
      uint32_t code = read_code(&p);
      if (code > 0xFFFF) {
        die("a character beyond the first plane in", list->rows[i].word);
      }
      char_weight[code] += list->rows[i].value < most ? list->rows[i].value + 1 : most;
    }
  }
}

void weigh_character(uint32_t code) {
  if (code <= 0xFFFF && code != 0) {
    char_weight[code] += 1e-3;
  }
}

uint32_t character_id(uint32_t code) { return code <= 0xFFFF ? ids[code] : 0; }
uint32_t character_ids(void) { return id_count; }

/* ---- the double array ---- */

typedef struct {
  uint64_t *cells;
  uint8_t *based; /* which bases are taken */
  size_t room, used;
} Trie;

typedef struct {
  uint32_t *codes; /* ids of the characters */
  uint32_t count, weight, tag, line;
} Entry;

static int by_codes(const void *a, const void *b) {
  const Entry *x = a;
  const Entry *y = b;
  for (uint32_t i = 0; i < x->count && i < y->count; i++) {
    if (x->codes[i] != y->codes[i]) {
      return x->codes[i] < y->codes[i] ? -1 : 1;
    }
  }
  if (x->count != y->count) {
    return x->count < y->count ? -1 : 1;
  }
  return x->line < y->line ? -1 : 1; /* the last of the same word counts */
}

static int fits(const Trie *t, uint32_t base, const uint32_t *labels, size_t count) {
  if (t->based[base]) {
    return 0;
  }
  for (size_t i = 0; i < count; i++) {
    if (t->cells[base + labels[i]] != 0) {
      return 0;
    }
  }
  return 1;
}

/* Where a search for so many children begins: what lies before is as good as full. */
static uint32_t hints[18];

static uint32_t find_base(Trie *t, const uint32_t *labels, size_t count) {
  size_t kind = 0;
  while (count >> kind > 1) {
    kind++;
  }
  uint32_t start = hints[kind] > labels[0] ? hints[kind] : labels[0] + 1;
  for (uint32_t at = start;; at++) {
    if (at + 65536 >= t->room) {
      die("the trie is too large", "");
    }
    if (t->cells[at] == 0 && fits(t, at - labels[0], labels, count)) {
      hints[kind] = at - start > 2048 ? at - 1024 : hints[kind];
      return at - labels[0];
    }
  }
}

typedef struct {
  const Entry *begin, *end;
  uint32_t depth, cell;
} Range;

/* Puts the children of a node; returns how many ranges it wrote. */
static size_t put_children(Trie *t, Range node, Range *children) {
  static uint32_t labels[65536];
  size_t count = 0;
  const Entry *e = node.begin;
  while (e < node.end && e->count <= node.depth) {
    e++;
  }
  for (; e < node.end; e++) {
    uint32_t label = e->codes[node.depth];
    if (count == 0 || labels[count - 1] != label) {
      labels[count] = label;
      children[count++] = (Range){e, e, node.depth + 1, 0};
    }
    children[count - 1].end = e + 1;
  }
  if (count == 0) {
    return 0;
  }
  uint32_t base = node.depth == 0 ? 0 : find_base(t, labels, count);
  t->based[base] = 1;
  if (node.depth > 0) {
    t->cells[node.cell] |= base;
  }
  for (size_t i = 0; i < count; i++) {
    uint64_t cell = (uint64_t)labels[i] << 24;
    for (e = children[i].begin; e < children[i].end && e->count == node.depth + 1; e++) {
      cell = (cell & 0xFFFFFFFFFF) | (uint64_t)e->weight << 40 | (uint64_t)e->tag << 56;
    }
    children[i].cell = base + labels[i];
    t->cells[children[i].cell] = cell;
    t->used = base + labels[i] + 1 > t->used ? base + labels[i] + 1 : t->used;
  }
  return count;
}

static Trie build_trie(const Entry *entries, size_t count, size_t nodes) {
  Trie t = {NULL, NULL, (size_t)1 << 24, id_count};
  for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
    hints[i] = id_count;
  }
  t.cells = zeroed(t.room * sizeof(uint64_t));
  t.based = zeroed(t.room);
  Range *queue = zeroed((nodes + 2) * sizeof(Range));
  size_t put = 1;
  queue[0] = (Range){entries, entries + count, 0, 0};
  for (size_t got = 0; got < put; got++) {
    put += put_children(&t, queue[got], queue + put);
  }
  free(queue);
  return t;
}

/* ---- words to entries ---- */

static double *values; /* the distinct ones, from number 1 on */
static size_t value_count;

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

static void collect_values(const List *list) {
  values = zeroed((list->count + 2) * sizeof(double));
  for (size_t i = 0; i < list->count; i++) {
    values[i] = list->rows[i].value;
  }
  qsort(values, list->count, sizeof(double), by_value);
  value_count = 0;
  for (size_t i = 0; i < list->count; i++) {
    if (value_count == 0 || values[value_count - 1] != values[i]) {
      values[value_count++] = values[i];
    }
  }
  memmove(values + 1, values, value_count++ * sizeof(double));
  values[0] = 0;
  if (value_count > 65535) {
    die("too many distinct values", "");
  }
}

static uint32_t value_number(double value) {
  double *found = bsearch(&value, values + 1, value_count - 1, sizeof(double), by_value);
  return (uint32_t)(found - values);
}

static Trie trie_of(const List *list, uint32_t *words) {
  size_t nodes = 0;
  Entry *entries = zeroed((list->count + 1) * sizeof(Entry));
  collect_values(list);
  for (size_t i = 0; i < list->count; i++) {
    const Row *row = &list->rows[i];
    Entry *e = &entries[i];
    e->codes = zeroed(row->size * sizeof(uint32_t));
    for (const char *p = row->word; p < row->word + row->size;) {
      e->codes[e->count++] = ids[read_code(&p)];
    }
    e->weight = value_number(row->value);
    e->tag = row->tag;
    e->line = row->line;
    nodes += e->count;
  }
  qsort(entries, list->count, sizeof(Entry), by_codes);
  *words = 0;
  for (size_t i = 0; i < list->count; i++) {
    Entry here = entries[i];
    here.line = 0;
    *words += i + 1 == list->count || entries[i + 1].count != here.count ||
              memcmp(here.codes, entries[i + 1].codes, here.count * sizeof(uint32_t)) != 0;
  }
  return build_trie(entries, list->count, nodes);
}

static double middle(const List *list) {
  double *all = zeroed((list->count + 1) * sizeof(double));
  for (size_t i = 0; i < list->count; i++) {
    all[i] = list->rows[i].value;
  }
  qsort(all, list->count, sizeof(double), by_value);
  return list->count == 0 ? 0 : all[list->count / 2];
}

/* ---- the whole ---- */

static SegmentMeta meta;

static void put_words(const List *words) {
  Trie trie = trie_of(words, &meta.words);
  double *logs = zeroed(value_count * sizeof(double));
  uint64_t *weights = zeroed(value_count * sizeof(uint64_t));
  for (size_t i = 0; i < words->count; i++) {
    meta.total += (uint64_t)words->rows[i].value;
  }
  for (size_t i = 1; i < value_count; i++) {
    weights[i] = (uint64_t)values[i];
    logs[i] = natural_log(values[i]);
  }
  put_section(SECTION_CELLS, trie.cells, (trie.used + id_count) * sizeof(uint64_t));
  put_section(SECTION_LOGS, logs, value_count * sizeof(double));
  put_section(SECTION_WEIGHTS, weights, value_count * sizeof(uint64_t));
}

static void put_idf(const List *idf) {
  Trie trie = trie_of(idf, &meta.idf_words);
  meta.idf_median = middle(idf);
  put_section(SECTION_IDF_CELLS, trie.cells, (trie.used + id_count) * sizeof(uint64_t));
  put_section(SECTION_IDF, values, value_count * sizeof(double));
}

static void put_simple(const char *path) {
  static uint16_t simple[SEGMENT_HAN];
  for (uint32_t i = 0; i < SEGMENT_HAN; i++) {
    simple[i] = (uint16_t)(SEGMENT_HAN_FIRST + i);
  }
  char *text = read_file(path);
  for (const char *p = text; p != NULL && *p != '\0'; p += *p == '\n') {
    if (*p != '#' && *p != '\n') {
      uint32_t from = read_code(&p);
      p += strspn(p, " \t");
      uint32_t to = read_code(&p);
      if (from - SEGMENT_HAN_FIRST < SEGMENT_HAN && to - SEGMENT_HAN_FIRST < SEGMENT_HAN) {
        simple[from - SEGMENT_HAN_FIRST] = (uint16_t)to;
      }
    }
    p += strcspn(p, "\n");
  }
  put_section(SECTION_SIMPLE, simple, sizeof simple);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    die("use: segment_tables FOLDER VARIANTS", "");
  }
  char *dictionary = read_file(in_folder(argv[1], "dict.txt"));
  strcpy(meta.source, dictionary == NULL ? "data alone" : "jieba");
  if (dictionary != NULL) {
    List words = read_list(dictionary, "dict.txt");
    List idf = read_list(read_file_must(in_folder(argv[1], "analyse/idf.txt")), "idf.txt");
    weigh_characters(&words, 1e12);
    weigh_characters(&idf, 0);
    model_read(argv[1]);
    number_characters();
    put_words(&words);
    put_idf(&idf);
    model_put(&meta);
  } else {
    List none = {NULL, 0};
    put_words(&none);
  }
  meta.ids = id_count;
  put_simple(argv[2]);
  put_section(SECTION_IDS, ids, sizeof ids);
  put_section(SECTION_TAGS, tags, tag_count * sizeof tags[0]);
  put_section(SECTION_META, &meta, sizeof meta);
  return write_image(stdout);
}
