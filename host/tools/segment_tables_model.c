/* Reads the tables of jieba's hidden Markov models from their Python source, and puts them into the
** sections of the dictionary. The source is dictionaries of strings, tuples of strings and numbers.
** States of the model that tags are numbered in the order of Python's tuples: letter, then tag. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "segment_tables.h"

static const double MISSING = -3.14e100;
static const char LETTERS[] = "BMES";

/* ---- one token of Python after the other ---- */

typedef struct {
  const char *at;
  int braces, tuples;
  char kind; /* 's' string, 'n' number, '(' and '{' and their ends, 0 at the end */
  char text[32];
  uint32_t code; /* of a string of one character */
  double number;
} Lexer;

static void lex_string(Lexer *x) {
  size_t size = strcspn(x->at + 1, "'");
  if (size >= sizeof x->text) {
    die("a string is too long in", "the tables");
  }
  memcpy(x->text, x->at + 1, size);
  x->text[size] = '\0';
  x->at += size + 2;
  const char *p = x->text;
  x->code = strncmp(p, "\\u", 2) == 0 ? (uint32_t)strtoul(p + 2, NULL, 16) : read_code(&p);
  x->kind = 's';
}

static int lex(Lexer *x) {
  x->at += strcspn(x->at, "'(){}-0123456789");
  x->kind = *x->at;
  switch (*x->at) {
    case '\0': return 0;
    case '\'': lex_string(x); return 1;
    case '(': case ')': x->tuples += *x->at++ == '(' ? 1 : -1; return 1;
    case '{': case '}': x->braces += *x->at++ == '{' ? 1 : -1; return 1;
    default: break;
  }
  char *end = NULL;
  x->number = strtod(x->at, &end);
  x->at = end;
  x->kind = 'n';
  return 1;
}

static Lexer open_tables(const char *folder, const char *name) {
  Lexer x = {.at = strstr(read_file_must(in_folder(folder, name)), "P={")};
  if (x.at == NULL) {
    die("no table in", name);
  }
  return x;
}

/* ---- states of the model that tags ---- */

typedef struct {
  char letter, tag[SEGMENT_TAG_SIZE];
} State;

static State states[SEGMENT_STATES];
static uint32_t state_count;

static int by_name(const void *a, const void *b) {
  const State *x = a;
  const State *y = b;
  return x->letter != y->letter ? x->letter - y->letter : strcmp(x->tag, y->tag);
}

static State state_named(char letter, const char *tag) {
  State key = {letter, ""};
  if (strlen(tag) >= sizeof key.tag) {
    die("a tag is too long:", tag);
  }
  strcpy(key.tag, tag);
  return key;
}

static uint32_t state_number(char letter, const char *tag) {
  State key = state_named(letter, tag);
  State *found = bsearch(&key, states, state_count, sizeof(State), by_name);
  if (found == NULL) {
    die("a state without a start:", tag);
  }
  return (uint32_t)(found - states);
}

/* The state whose tuple has just begun. */
static uint32_t lex_state(Lexer *x) {
  char letter = '\0';
  for (int i = 0; i < 2; i++) {
    if (!lex(x) || x->kind != 's') {
      die("a state is no pair of strings", "");
    }
    if (i == 0) {
      letter = x->text[0];
    }
  }
  uint32_t state = state_number(letter, x->text);
  lex(x);
  return state;
}

/* ---- what is read ---- */

static double (*emit)[4];
static double start[4], transitions[4][4];
static double pos_start[SEGMENT_STATES];
static double pos_trans[SEGMENT_STATES * SEGMENT_STATES];
static uint64_t pos_next[SEGMENT_STATES][4];
static double *pos_emit; /* [65536][states], NaN: none */
static uint8_t *pos_known;

static int letter_number(char letter) {
  const char *found = strchr(LETTERS, letter);
  if (found == NULL || letter == '\0') {
    die("an unknown letter of a state", "");
  }
  return (int)(found - LETTERS);
}

static void read_words_model(const char *folder) {
  emit = zeroed(65536 * sizeof emit[0]);
  for (size_t i = 0; i < 65536 * 4; i++) {
    emit[i / 4][i % 4] = MISSING;
  }
  for (int i = 0; i < 16; i++) {
    transitions[i / 4][i % 4] = MISSING;
  }
  Lexer x = open_tables(folder, "finalseg/prob_start.py");
  for (int state = 0; lex(&x);) {
    state = x.kind == 's' ? letter_number(x.text[0]) : state;
    start[state] = x.kind == 'n' ? x.number : start[state];
  }
  x = open_tables(folder, "finalseg/prob_trans.py");
  for (int from = 0, to = 0; lex(&x);) {
    if (x.kind == 's') {
      *(x.braces == 1 ? &from : &to) = letter_number(x.text[0]);
    } else if (x.kind == 'n') {
      transitions[from][to] = x.number;
    }
  }
  x = open_tables(folder, "finalseg/prob_emit.py");
  uint32_t code = 0;
  for (int state = 0; lex(&x);) {
    if (x.kind == 's' && x.braces == 1) {
      state = letter_number(x.text[0]);
    } else if (x.kind == 's') {
      code = x.code;
    } else if (x.kind == 'n') {
      emit[code][state] = x.number;
      weigh_character(code);
    }
  }
}

static void read_states(const char *folder) {
  Lexer x = open_tables(folder, "posseg/prob_start.py");
  for (int pass = 0; pass < 2; pass++, x = open_tables(folder, "posseg/prob_start.py")) {
    uint32_t state = 0;
    char letter = '\0';
    while (lex(&x)) {
      if (x.kind == '(' && pass == 0) {
        lex(&x);
        letter = x.text[0];
        lex(&x);
        if (state_count == SEGMENT_STATES) {
          die("too many states", "");
        }
        states[state_count++] = state_named(letter, x.text);
      } else if (x.kind == '(') {
        state = lex_state(&x);
      } else if (x.kind == 'n' && pass == 1) {
        pos_start[state] = x.number;
      }
    }
    qsort(states, state_count, sizeof(State), by_name);
  }
}

static void read_transitions(const char *folder) {
  for (size_t i = 0; i < SEGMENT_STATES * SEGMENT_STATES; i++) {
    pos_trans[i] = -INFINITY;
  }
  Lexer x = open_tables(folder, "posseg/prob_trans.py");
  for (uint32_t from = 0, to = 0; lex(&x);) {
    if (x.kind == '(') {
      *(x.braces == 1 ? &from : &to) = lex_state(&x);
    } else if (x.kind == 'n') {
      pos_trans[from * state_count + to] = x.number;
      pos_next[from][to / 64] |= (uint64_t)1 << (to % 64);
    }
  }
}

static void read_emissions(const char *folder) {
  size_t all = (size_t)65536 * state_count;
  pos_emit = zeroed(all * sizeof(double));
  pos_known = zeroed(all);
  for (size_t i = 0; i < all; i++) {
    pos_emit[i] = NAN;
  }
  Lexer x = open_tables(folder, "posseg/prob_emit.py");
  uint32_t code = 0;
  for (uint32_t state = 0; lex(&x);) {
    if (x.kind == '(') {
      state = lex_state(&x);
    } else if (x.kind == 's') {
      code = x.code;
    } else if (x.kind == 'n') {
      pos_emit[(size_t)code * state_count + state] = x.number;
      weigh_character(code);
    }
  }
  x = open_tables(folder, "posseg/char_state_tab.py");
  while (lex(&x)) {
    if (x.kind == 's') {
      code = x.code;
      weigh_character(code);
    } else if (x.kind == '(' && x.tuples == 2) {
      pos_known[(size_t)code * state_count + lex_state(&x)] = 1;
    }
  }
}

void model_read(const char *folder) {
  read_words_model(folder);
  read_states(folder);
  read_transitions(folder);
  read_emissions(folder);
}

/* ---- into sections ---- */

static void put_emissions(const uint32_t *codes) {
  size_t room = (size_t)character_ids() * 64 + 65536;
  uint32_t *first = zeroed((character_ids() + 1) * sizeof(uint32_t));
  uint16_t *of = zeroed(room * sizeof(uint16_t));
  double *value = zeroed(room * sizeof(double));
  uint32_t count = 0;
  for (uint32_t id = 0; id < character_ids(); id++) {
    first[id] = count;
    for (uint32_t state = 0; id > 0 && state < state_count && count < room; state++) {
      size_t at = (size_t)codes[id] * state_count + state;
      if (pos_known[at] || !isnan(pos_emit[at])) {
        of[count] = (uint16_t)(state | (pos_known[at] ? SEGMENT_KNOWN : 0));
        value[count++] = isnan(pos_emit[at]) ? MISSING : pos_emit[at];
      }
    }
  }
  first[character_ids()] = count;
  put_section(SECTION_POS_FIRST, first, (character_ids() + 1) * sizeof(uint32_t));
  put_section(SECTION_POS_STATES, of, count * sizeof(uint16_t));
  put_section(SECTION_POS_EMIT, value, count * sizeof(double));
}

void model_put(SegmentMeta *meta) {
  uint32_t *codes = zeroed((size_t)character_ids() * sizeof(uint32_t));
  double (*by_id)[4] = zeroed(character_ids() * sizeof by_id[0]);
  static uint8_t names[SEGMENT_STATES][2];
  for (uint32_t code = 1; code < 65536; code++) {
    codes[character_id(code)] = code;
  }
  codes[0] = 0;
  for (uint32_t id = 0; id < character_ids(); id++) {
    memcpy(by_id[id], emit[codes[id]], sizeof by_id[id]);
  }
  for (uint32_t i = 0; i < state_count; i++) {
    names[i][0] = (uint8_t)states[i].letter;
    names[i][1] = (uint8_t)tag_number(states[i].tag, strlen(states[i].tag));
  }
  memcpy(meta->start, start, sizeof start);
  memcpy(meta->transitions, transitions, sizeof transitions);
  meta->states = state_count;
  put_section(SECTION_EMIT, by_id, character_ids() * sizeof by_id[0]);
  put_section(SECTION_POS_START, pos_start, state_count * sizeof(double));
  put_section(SECTION_POS_TRANS, pos_trans, (size_t)state_count * state_count * sizeof(double));
  put_section(SECTION_POS_NEXT, pos_next, state_count * sizeof pos_next[0]);
  put_section(SECTION_POS_NAMES, names, state_count * sizeof names[0]);
  put_emissions(codes);
}
