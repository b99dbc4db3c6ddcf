/* The file format of matchers (matcher_image.h): a head with checksums, then parts aligned to 64.
 * Sizes are bytes; the checksums find accidents, not malice, so readers bound every index as well.
 * The caller owns the image. */
#include "core/matcher_image.h"

#include <string.h>

static const char MAGIC[8] = {'w', 'l', 'm', 'a', 't', 'c', 'h', '\n'};

enum {
  ORDER = 0x01020304,
  ALIGN = 64,
  LEAST_EDGE_BITS = 6,
  MOST_EDGE_BITS = 36,
  LEAST_FILTER_BITS = 12,
  MOST_FILTER_BITS = 22
};

enum { PART_FILTER, PART_EDGES, PART_ENDS, PART_NUMBERS, PART_BYTES, PARTS };

typedef struct {
  char magic[8];
  uint32_t version;
  uint32_t order;
  uint64_t size;
  uint64_t at[PARTS];
  uint64_t sizes[PARTS];
  uint64_t body_sum;
  uint64_t head_sum; /* of this structure, with 0 here */
  MatcherHead head;
} Image;

static uint64_t mix(uint64_t sum, uint64_t word) {
  sum = (sum ^ word) * 0x9E3779B97F4A7C15u;
  return sum ^ sum >> 29;
}

/* Four sums side by side, so that the multiplications overlap. */
static uint64_t checksum(const uint8_t *p, size_t size) {
  uint64_t sums[4] = {size, 1, 2, 3};
  size_t at = 0;
  for (; size - at >= 32; at += 32) {
    uint64_t words[4];
    memcpy(words, p + at, sizeof words);
    for (int i = 0; i < 4; i++) {
      sums[i] = mix(sums[i], words[i]);
    }
  }
  for (; at < size; at++) {
    sums[at & 3] = mix(sums[at & 3], p[at]);
  }
  return mix(mix(mix(sums[0], sums[1]), sums[2]), sums[3]);
}

static uint64_t head_sum(const Image *image) {
  Image copy = *image;
  copy.head_sum = 0;
  return checksum((const uint8_t *)&copy, sizeof copy);
}

/* Where each part lies, from the head and the sizes of ends, numbers and bytes. */
static void lay_out(Image *image) {
  uint64_t at = (sizeof *image + ALIGN - 1) / ALIGN * ALIGN;
  image->sizes[PART_FILTER] = matcher_filter_size(&image->head);
  image->sizes[PART_EDGES] = matcher_edges_size(&image->head);
  image->sizes[PART_ENDS] = ((uint64_t)image->head.terms + 1) * sizeof(uint32_t);
  for (int i = 0; i < PARTS; i++) {
    image->at[i] = at;
    at = (at + image->sizes[i] + ALIGN - 1) / ALIGN * ALIGN;
  }
  image->size = at;
}

static void describe(Image *image, const Matcher *m, int numbers) {
  memset(image, 0, sizeof *image);
  memcpy(image->magic, MAGIC, sizeof MAGIC);
  image->version = MATCHER_IMAGE_VERSION;
  image->order = ORDER;
  image->head = *m->head;
  image->sizes[PART_NUMBERS] = numbers ? ((uint64_t)m->head->terms + 1) * sizeof(int64_t) : 0;
  image->sizes[PART_BYTES] = m->bytes_size;
  lay_out(image);
}

size_t matcher_image_size(const Matcher *m, int numbers) {
  Image image;
  describe(&image, m, numbers);
  return (size_t)image.size;
}

static const uint8_t *body_of(const Image *image, const uint8_t *bytes, size_t *size) {
  *size = (size_t)(image->size - sizeof *image);
  return bytes + sizeof *image;
}

void matcher_image_write(const Matcher *m, const int64_t *numbers, uint8_t *out) {
  Image image;
  describe(&image, m, numbers != NULL);
  const void *parts[PARTS] = {m->filter, m->edges, m->ends, numbers, m->bytes};
  memset(out, 0, (size_t)image.size);
  for (int i = 0; i < PARTS; i++) {
    if (parts[i] != NULL && image.sizes[i] > 0) {
      memcpy(out + image.at[i], parts[i], (size_t)image.sizes[i]);
    }
  }
  size_t size;
  const uint8_t *body = body_of(&image, out, &size);
  image.body_sum = checksum(body, size);
  image.head_sum = head_sum(&image);
  memcpy(out, &image, sizeof image);
}

/* What the head says is what its own counts lead to. */
static int is_sound(const Image *image) {
  const MatcherHead *head = &image->head;
  if (head->edge_bits < LEAST_EDGE_BITS || head->edge_bits > MOST_EDGE_BITS ||
      head->filter_bits < LEAST_FILTER_BITS || head->filter_bits > MOST_FILTER_BITS ||
      image->sizes[PART_BYTES] > UINT32_MAX) {
    return 0;
  }
  uint64_t numbers = ((uint64_t)head->terms + 1) * sizeof(int64_t);
  Image again = *image;
  lay_out(&again);
  return (image->sizes[PART_NUMBERS] == 0 || image->sizes[PART_NUMBERS] == numbers) &&
         again.size == image->size && memcmp(again.at, image->at, sizeof again.at) == 0 &&
         memcmp(again.sizes, image->sizes, sizeof again.sizes) == 0;
}

MatcherImageState matcher_image_read(const uint8_t *bytes, size_t size, Matcher *m,
                                     const int64_t **numbers) {
  const Image *image = (const Image *)(const void *)bytes;
  if (size < sizeof MAGIC || memcmp(bytes, MAGIC, sizeof MAGIC) != 0) {
    return MATCHER_IMAGE_FOREIGN;
  }
  if (size < sizeof *image) {
    return MATCHER_IMAGE_TRUNCATED;
  }
  if (image->version != MATCHER_IMAGE_VERSION || image->order != ORDER) {
    return MATCHER_IMAGE_VERSION_OTHER;
  }
  if (image->head_sum != head_sum(image) || !is_sound(image)) {
    return MATCHER_IMAGE_DAMAGED;
  }
  if (image->size != size) {
    return size < image->size ? MATCHER_IMAGE_TRUNCATED : MATCHER_IMAGE_DAMAGED;
  }
  m->head = (MatcherHead *)(uintptr_t)&image->head;
  m->filter = (uint64_t *)(uintptr_t)(bytes + image->at[PART_FILTER]);
  m->edges = (MatcherEdge *)(uintptr_t)(bytes + image->at[PART_EDGES]);
  m->ends = (uint32_t *)(uintptr_t)(bytes + image->at[PART_ENDS]);
  m->bytes = (uint8_t *)(uintptr_t)(bytes + image->at[PART_BYTES]);
  m->bytes_size = (size_t)image->sizes[PART_BYTES];
  *numbers = image->sizes[PART_NUMBERS] == 0
               ? NULL
               : (const int64_t *)(uintptr_t)(bytes + image->at[PART_NUMBERS]);
  return MATCHER_IMAGE_FINE;
}

int matcher_image_is_whole(const uint8_t *bytes) {
  const Image *image = (const Image *)(const void *)bytes;
  size_t size;
  const uint8_t *body = body_of(image, bytes, &size);
  return checksum(body, size) == image->body_sum;
}
