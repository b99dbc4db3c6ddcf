/* The segmenter's dictionary: looks whether bytes are one, and finds its tables in them.
** Sizes are bytes. Nothing is copied: the tables lie in the caller's bytes. */

#include <string.h>

#include "segment.h"

/* Four sums of products, so that the additions do not wait for one another. */
uint64_t segment_checksum(const void *data, size_t size) {
  const uint8_t *p = data;
  uint64_t sums[4] = {1, 2, 3, 4};
  uint64_t words[4];
  size_t i = 0;
  for (; i + 32 <= size; i += 32) {
    memcpy(words, p + i, 32);
    for (int k = 0; k < 4; k++) {
      sums[k] = (sums[k] ^ words[k]) * 0x9E3779B97F4A7C15u;
    }
  }
  for (; i + 8 <= size; i += 8) {
    memcpy(words, p + i, 8);
    sums[0] = (sums[0] ^ words[0]) * 0x9E3779B97F4A7C15u;
  }
  uint64_t sum = size;
  for (int k = 0; k < 4; k++) {
    sum = (sum ^ sums[k] ^ sums[k] >> 29) * 0xBF58476D1CE4E5B9u;
  }
  return sum ^ sum >> 32;
}

static const char *check_header(const SegmentHeader *h, size_t size) {
  if (size < sizeof *h) {
    return "too short for a dictionary";
  }
  if (memcmp(h->magic, SEGMENT_MAGIC, sizeof h->magic) != 0) {
    return "no dictionary of wenlu";
  }
  if (h->version != SEGMENT_VERSION || h->sections != SEGMENT_SECTIONS) {
    return "a dictionary of another version";
  }
  if (h->checksum != segment_checksum(h, offsetof(SegmentHeader, checksum))) {
    return "damaged: its first bytes do not add up";
  }
  return h->size > size ? "truncated" : h->size < size ? "longer than it says" : NULL;
}

/* The tables of every use are added up at once, those of segment_idf by segment_check_idf. */
static bool is_checked_at_once(int section) {
  return section != SECTION_IDF_CELLS && section != SECTION_IDF;
}

static bool adds_up(const SegmentPart *part, const void *table) {
  return segment_checksum(table, part->size) == part->checksum;
}

static const char *check_parts(const SegmentHeader *h, const uint8_t *data) {
  for (int i = 0; i < SEGMENT_SECTIONS; i++) {
    const SegmentPart *p = &h->parts[i];
    if (p->offset % 64 != 0 || p->size % 8 != 0 || p->offset > h->size ||
        p->size > h->size - p->offset) {
      return "damaged: a table lies outside";
    }
    if (is_checked_at_once(i) && !adds_up(p, data + p->offset)) {
      return "damaged: a table does not add up";
    }
  }
  return NULL;
}

static const char *check_sizes(const SegmentHeader *h) {
  if (h->parts[SECTION_META].size < sizeof(SegmentMeta) ||
      h->parts[SECTION_IDS].size != 65536 * sizeof(uint16_t) ||
      h->parts[SECTION_SIMPLE].size < SEGMENT_HAN * sizeof(uint16_t) ||
      h->parts[SECTION_LOGS].size != h->parts[SECTION_WEIGHTS].size ||
      h->parts[SECTION_TAGS].size < 3 * SEGMENT_TAG_SIZE) {
    return "damaged: a table is missing";
  }
  return NULL;
}

const char *segment_attach(SegmentImage *image, const void *data, size_t size) {
  const SegmentHeader *h = data;
  const uint8_t *bytes = data;
  const char *wrong = check_header(h, size);
  wrong = wrong != NULL ? wrong : check_parts(h, bytes);
  wrong = wrong != NULL ? wrong : check_sizes(h);
  if (wrong != NULL) {
    return wrong;
  }
  const SegmentPart *p = h->parts;
#define TABLE(section) ((const void *)(bytes + p[section].offset))
  *image = (SegmentImage){
      .meta = TABLE(SECTION_META), .ids = TABLE(SECTION_IDS), .simple = TABLE(SECTION_SIMPLE),
      .cells = TABLE(SECTION_CELLS), .logs = TABLE(SECTION_LOGS),
      .weights = TABLE(SECTION_WEIGHTS), .tags = TABLE(SECTION_TAGS),
      .pos_start = TABLE(SECTION_POS_START), .pos_trans = TABLE(SECTION_POS_TRANS),
      .pos_next = TABLE(SECTION_POS_NEXT), .pos_names = TABLE(SECTION_POS_NAMES),
      .pos_first = TABLE(SECTION_POS_FIRST), .pos_states = TABLE(SECTION_POS_STATES),
      .pos_emit = TABLE(SECTION_POS_EMIT), .idf_cells = TABLE(SECTION_IDF_CELLS),
      .idf = TABLE(SECTION_IDF), .parts = p, .size = size};
  image->emit = p[SECTION_EMIT].size > 0 ? TABLE(SECTION_EMIT) : NULL;
#undef TABLE
  image->cell_count = p[SECTION_CELLS].size / sizeof(uint64_t);
  image->idf_cell_count = p[SECTION_IDF_CELLS].size / sizeof(uint64_t);
  image->idf_count = p[SECTION_IDF].size / sizeof(double);
  image->weight_count = p[SECTION_LOGS].size / sizeof(double);
  image->tag_count = p[SECTION_TAGS].size / SEGMENT_TAG_SIZE;
  return NULL;
}

const char *segment_check_idf(SegmentImage *image) {
  image->idf_checked =
      image->idf_checked || (adds_up(&image->parts[SECTION_IDF_CELLS], image->idf_cells) &&
                             adds_up(&image->parts[SECTION_IDF], image->idf));
  return image->idf_checked ? NULL : "damaged: a table does not add up";
}
