/* A matcher as one run of bytes, to be written to a file and mapped from it: a head, then filters,
 * edges, ends, numbers and bytes of the terms, each where the head says, in the byte order of the
 * machine. A file of another order, version or size is told apart. Nothing is allocated. */
#ifndef WENLU_CORE_MATCHER_IMAGE_H
#define WENLU_CORE_MATCHER_IMAGE_H

#include "core/matcher.h"

enum { MATCHER_IMAGE_VERSION = 1 };

typedef enum {
  MATCHER_IMAGE_FINE,
  MATCHER_IMAGE_FOREIGN, /* no matcher at all */
  MATCHER_IMAGE_VERSION_OTHER,
  MATCHER_IMAGE_TRUNCATED,
  MATCHER_IMAGE_DAMAGED
} MatcherImageState;

/* Bytes of the image; with `numbers` there is an int64_t for each term. */
size_t matcher_image_size(const Matcher *matcher, int numbers);

/* Writes it; `numbers` has an element for each term from 1 on ([0] is unused), or is NULL. */
void matcher_image_write(const Matcher *matcher, const int64_t *numbers, uint8_t *image);

/* Sets a matcher up over an image, aligned to 8 bytes, that must stay. Only the head is read: the
 * image of 400,000 terms takes no longer than that of ten. */
MatcherImageState matcher_image_read(const uint8_t *image, size_t size, Matcher *matcher,
                                     const int64_t **numbers);

/* Reads everything behind the head; 0 when a byte was altered. */
int matcher_image_is_whole(const uint8_t *image);

#endif
