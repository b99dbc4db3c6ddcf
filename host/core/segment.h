/* Chinese word segmentation after jieba: the mapped dictionary, user words, tokens and counts.
** Positions are byte offsets from 0, ends exclusive; lengths of words are in characters.
** The image belongs to the caller and is read only; all scratch is the caller's. */

#ifndef WENLU_CORE_SEGMENT_H
#define WENLU_CORE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the image: one file, made by tools/segment_tables.c, mapped at run time ---- */

#define SEGMENT_MAGIC "wenlu\x1a" "sg"

enum {
  SEGMENT_VERSION = 1,
  SEGMENT_HAN_FIRST = 0x4E00, /* what jieba takes for hanzi */
  SEGMENT_HAN_LAST = 0x9FD5,
  SEGMENT_HAN = SEGMENT_HAN_LAST - SEGMENT_HAN_FIRST + 1,
  SEGMENT_TAG_SIZE = 8,       /* bytes of the name of a tag, NUL included */
  SEGMENT_TAGS = 256,
  SEGMENT_STATES = 256        /* at most, of the model that tags */
};

typedef enum {
  SECTION_META,       /* SegmentMeta */
  SECTION_IDS,        /* uint16_t[65536]: code point to id, 0: in no table */
  SECTION_SIMPLE,     /* uint16_t[SEGMENT_HAN]: the simplified form of a hanzi */
  SECTION_CELLS,      /* uint64_t[]: the trie of words, see cell_* */
  SECTION_LOGS,       /* double[]: the logarithm of each weight; number 0 is none */
  SECTION_WEIGHTS,    /* uint64_t[]: the weights themselves */
  SECTION_TAGS,       /* char[][SEGMENT_TAG_SIZE] */
  SECTION_EMIT,       /* double[ids][4]: B E M S; absent without the model, like all that follows */
  SECTION_POS_START,  /* double[states] */
  SECTION_POS_TRANS,  /* double[states][states], by the state before */
  SECTION_POS_NEXT,   /* uint64_t[states][4]: which states may follow */
  SECTION_POS_NAMES,  /* uint8_t[states][2]: letter, tag; sorted by letter and tag name */
  SECTION_POS_FIRST,  /* uint32_t[ids + 1]: where the emissions of a character begin */
  SECTION_POS_STATES, /* uint16_t[]: state, and SEGMENT_KNOWN when the character is known in it */
  SECTION_POS_EMIT,   /* double[] */
  SECTION_IDF_CELLS,  /* uint64_t[]: the trie of words with inverse document frequency */
  SECTION_IDF,        /* double[]: the distinct values */
  SEGMENT_SECTIONS
} SegmentSection;

enum { SEGMENT_KNOWN = 0x8000 };

typedef struct {
  uint64_t offset, size, checksum;
} SegmentPart;

typedef struct {
  char magic[8];
  uint32_t version, sections;
  uint64_t size;
  SegmentPart parts[SEGMENT_SECTIONS];
  uint64_t checksum; /* of all before it */
} SegmentHeader;

typedef struct {
  uint64_t total; /* sum of the weights, as jieba adds them */
  uint32_t words, idf_words, ids, states;
  double idf_median, start[4], transitions[4][4]; /* B E M S */
  char source[64];
} SegmentMeta;

/* A cell of a double array: where the children begin (0: none), the character that leads here, the
** number of the weight (0: no word), the number of the tag. Bases are unique, so the character
** tells whether a cell is a child. */
static inline uint32_t cell_base(uint64_t cell) { return (uint32_t)(cell & 0xFFFFFF); }
static inline uint32_t cell_char(uint64_t cell) { return (uint32_t)(cell >> 24) & 0xFFFF; }
static inline uint32_t cell_weight(uint64_t cell) { return (uint32_t)(cell >> 40) & 0xFFFF; }
static inline uint32_t cell_tag(uint64_t cell) { return (uint32_t)(cell >> 56); }

typedef struct {
  const SegmentMeta *meta;
  const uint16_t *ids, *simple;
  const uint64_t *cells, *weights, *idf_cells, *pos_next;
  const double *logs, *emit, *pos_start, *pos_trans, *pos_emit, *idf;
  const char (*tags)[SEGMENT_TAG_SIZE];
  const uint8_t (*pos_names)[2];
  const uint32_t *pos_first;
  const uint16_t *pos_states;
  const SegmentPart *parts;
  size_t cell_count, idf_cell_count, idf_count, weight_count, tag_count, size;
  bool idf_checked; /* for segment_check_idf */
} SegmentImage;

uint64_t segment_checksum(const void *data, size_t size); /* size: a multiple of 8 */

/* Looks whether bytes (aligned to 8) are an image; NULL when they are, else the reason. */
const char *segment_attach(SegmentImage *image, const void *data, size_t size);

/* Looks once whether the tables of segment_idf add up; NULL when they do, else the reason. */
const char *segment_check_idf(SegmentImage *image);

/* The child of the node whose children begin at base; 0 when there is none. */
static inline uint64_t segment_child(const uint64_t *cells, size_t count, uint32_t base,
                                     uint32_t id) {
  uint32_t at = base + id;
  uint64_t cell = at < count ? cells[at] : 0;
  return cell_char(cell) == id ? cell : 0;
}

/* ---- user words: a trie of code points in one block of the caller's ---- */

enum {
  WORD_IS = 1,      /* an entry at all, not only the beginning of one */
  WORD_FORCED = 2,  /* always one token */
  WORD_ODD = 4,     /* has a character that jieba cuts at in any case */
  WORD_ODD_TAGS = 8, /* has % or -, where posseg cuts */
  WORD_TAG = 16,    /* has a tag of its own */
  WORD_TERM = 32,   /* tokens are marked as terms */
  WORD_REMOVED = 64,
  WORD_SIMPLE = 128, /* the simplified form of an entry: counts when text is simplified */
  SEGMENT_LONGEST = 255 /* characters of a word */
};

typedef struct {
  uint32_t parent, code; /* code 0: empty */
  uint64_t weight;
  double log; /* of the weight; of 1 where there is none */
  uint8_t flags, tag, unused[6];
} UserNode;

typedef struct {
  uint32_t capacity, count; /* nodes, a power of two; the number of a node is its place + 1 */
  uint32_t words, special;  /* entries; those of them that are looked for before all else */
  uint64_t pairs[1024];     /* which first two characters some entry of several has */
  uint64_t singles[1024];   /* which characters are entries (low 16 bits) */
  uint64_t starts[1024];    /* with which characters an entry that is looked for begins */
  UserNode nodes[];
} UserWords;

size_t user_words_size(uint32_t capacity);
void user_words_init(UserWords *user, uint32_t capacity);
void user_words_copy(UserWords *to, const UserWords *from); /* to: initialised, roomier */
bool user_words_room(const UserWords *user, size_t characters);
/* NULL: a simplified form that is an entry of its own already. */
UserNode *user_words_put(UserWords *user, const uint32_t *codes, size_t count, unsigned flags);
uint32_t user_words_child(const UserWords *user, uint32_t parent, uint32_t code); /* 0: none */

/* What the user says of the word that ends at a node; NULL: nothing. */
static inline const UserNode *user_entry(const UserWords *user, uint32_t node, bool simplify) {
  const UserNode *entry = node != 0 ? &user->nodes[node - 1] : NULL;
  bool counts = entry != NULL && (entry->flags & WORD_IS) != 0;
  return counts && (simplify || (entry->flags & WORD_SIMPLE) == 0) ? entry : NULL;
}

static inline uint32_t user_pair(uint32_t a, uint32_t b) {
  return ((a * 0x9E3779B1u) ^ (b * 0x85EBCA6Bu)) >> 16;
}

static inline bool user_bit(const uint64_t *bits, uint32_t i) {
  return (bits[(i & 0xFFFF) >> 6] >> (i & 63)) & 1;
}

/* The form under which a hanzi is looked up when text is simplified. */
static inline uint32_t segment_simplified(const SegmentImage *image, uint32_t code) {
  return code - SEGMENT_HAN_FIRST < SEGMENT_HAN ? image->simple[code - SEGMENT_HAN_FIRST] : code;
}

/* ---- a segmenter: image, user words, and the weights under its own total ---- */

typedef struct {
  const SegmentImage *image;
  const UserWords *user; /* NULL: none */
  const double *costs;   /* of each weight of the image: its logarithm less that of the total */
  uint64_t total;
  double log_total;
} Segmenter;

typedef struct {
  uint64_t weight;
  uint8_t tag, flags; /* flags of the user's entry */
  bool known;         /* at least some word begins with it */
} SegmentWord;

/* What is known of a word: weight 0 when it is none (jieba's FREQ.get). */
SegmentWord segment_word(const Segmenter *s, const uint8_t *word, size_t size, bool simplify);
/* After segment_check_idf; < 0: none. */
double segment_idf(const SegmentImage *image, const uint8_t *word, size_t size);

/* ---- cutting ---- */

typedef enum { SEGMENT_DEFAULT, SEGMENT_FULL, SEGMENT_SEARCH } SegmentMode;

enum { MARK_WORD, MARK_TERM, MARK_SPAN };

typedef struct {
  uint32_t first, end;
  uint8_t tag, mark;
  uint16_t unused;
} Token;

/* Where tokens go. full makes room or empties it, poll is called at least every millisecond; either
** may leave by longjmp. */
typedef struct Sink {
  Token *tokens;
  size_t count, capacity;
  void (*full)(struct Sink *sink);
  void (*poll)(struct Sink *sink);
  void *context;
} Sink;

typedef struct {
  SegmentMode mode;
  bool hmm, posseg, tags, simplify;
} SegmentOptions;

enum { SEGMENT_RUN = 4096 }; /* characters that the tagging model takes at once */

/* Scratch for blocks of up to `room` characters. */
typedef struct {
  size_t room;
  uint16_t *ids;      /* room + 4 */
  uint16_t *codes;    /* room + 4: the characters themselves, simplified when asked */
  uint32_t *offsets;  /* room + 4: bytes from the begin of the block */
  uint8_t *lengths;   /* room + 4: of the best word from here */
  uint8_t *marks;     /* room + 4: mark of that word, later the model's decisions */
  uint64_t *second;   /* room + 4: the cell of this and the next character */
  uint8_t *pos_back;  /* SEGMENT_RUN * SEGMENT_STATES, or NULL */
} Scratch;

size_t segment_scratch_size(size_t room, bool posseg);
void segment_scratch_init(Scratch *scratch, void *memory, size_t room, bool posseg);

typedef struct {
  const Segmenter *segmenter;
  SegmentOptions options;
  const uint8_t *text;
  Scratch *scratch;
  Sink *sink;
  double route[256]; /* of the last places, a ring */
} Cutter;

/* Cuts text[begin, end) until the end or a block too large for the scratch; returns where it
** stopped and sets *need to the characters of that block. */
size_t segment_cut(Cutter *c, size_t begin, size_t end, size_t *need);

/* The next word in text[begin, end) that is one token whatever stands around it; looks at places
** before `stop` only. Returns whether there is one. */
bool segment_forced(const Cutter *c, size_t begin, size_t stop, size_t end, Token *found);

/* What is special about a word: WORD_ODD and WORD_ODD_TAGS. Writes its characters, at most
** SEGMENT_LONGEST of them; *count is 0 where there are more, or the bytes are no UTF-8. */
unsigned segment_spell(const uint8_t *word, size_t size, uint32_t *codes, size_t *count);
bool segment_in_block(const uint8_t *p, const uint8_t *end, bool posseg);

/* ---- between the files of the segmenter ---- */

/* Characters are numbered from the begin of the block, which lies at the byte `base`. */
typedef struct {
  uint32_t length; /* characters */
  uint8_t mark;
  double cost;
} Candidate;

bool segment_has_user_words(const Cutter *c, size_t at);
size_t segment_walk_both(const Cutter *c, size_t at, size_t count, Candidate *found);
size_t segment_walk(const Cutter *c, size_t at, size_t count, Candidate *found);
void segment_full_block(Cutter *c, size_t base, size_t count);
void segment_viterbi(Cutter *c, size_t base, size_t from, size_t to);  /* new words of a run */
void segment_tag_run(Cutter *c, size_t base, size_t from, size_t to);  /* the same as posseg */
unsigned segment_tag_word(Cutter *c, size_t from, size_t to); /* of a word that is in no table */
SegmentWord segment_lookup(const Cutter *c, size_t from, size_t to);
void segment_grams(Cutter *c, size_t first, size_t end, unsigned mark);

static inline void segment_push(Sink *sink, size_t first, size_t end, unsigned tag, unsigned mark) {
  if (sink->count == sink->capacity) {
    sink->full(sink);
  }
  Token *t = &sink->tokens[sink->count++];
  *t = (Token){(uint32_t)first, (uint32_t)end, (uint8_t)tag, (uint8_t)mark, 0};
}

static inline void segment_emit(Cutter *c, size_t first, size_t end, unsigned tag, unsigned mark) {
  if (c->options.mode == SEGMENT_SEARCH) {
    segment_grams(c, first, end, mark);
  }
  segment_push(c->sink, first, end, tag, mark);
}

enum { TAG_X, TAG_M, TAG_ENG }; /* the tags that every image has */

static inline bool segment_is_alnum(uint32_t c) {
  return c - '0' < 10 || (c | 32) - 'a' < 26;
}

/* The next code point of valid UTF-8; a byte that begins none counts as itself, above Unicode. */
uint32_t segment_decode(const uint8_t *p, const uint8_t *end, size_t *size);

/* ---- counts of tokens ---- */

typedef struct {
  uint64_t hash, count;
  uint64_t offset; /* of the word in the bytes */
  uint32_t size, tag;
} CountEntry;

typedef struct {
  CountEntry *entries;
  uint32_t capacity, count; /* capacity: a power of two */
  uint8_t *bytes;
  size_t used, room;
  uint64_t total;
} Counts;

/* Counts tokens of a text; returns how many were taken: fewer than count when room is missing. */
size_t counts_add(Counts *counts, const uint8_t *text, const Token *tokens, size_t count,
                  bool tags);
/* The same for one word; false when room is missing. times: at least 1. */
bool counts_put(Counts *counts, const uint8_t *word, size_t size, unsigned tag, uint64_t times);
void counts_rehash(Counts *to, const Counts *from); /* to: larger, zeroed entries */
uint64_t counts_hash(const uint8_t *word, size_t size, unsigned tag);
CountEntry *counts_find(const Counts *counts, const uint8_t *word, size_t size, unsigned tag);

#endif
