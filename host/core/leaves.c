/* The writer behind leaves.h. A page is a header of four bytes, terms and rows, and an index of
** where terms begin; what does not fit goes on on the next page. Nothing is allocated. */
#include "core/leaves.h"

#include <string.h>

enum { HEADER = 4, ROW_MOST = 20, MAIN_INDEX = '0' };

size_t leaf_put_long_varint(uint8_t *out, uint64_t value) {
  size_t size = 1;
  for (uint64_t rest = value >> 7; rest != 0; rest >>= 7) {
    size++;
  }
  for (size_t i = size; i-- > 0; value >>= 7) {
    out[i] = (uint8_t)((value & 0x7F) | (i + 1 < size ? 0x80 : 0));
  }
  return size;
}

static void put_number(uint8_t *out, size_t value) {
  out[0] = (uint8_t)(value >> 8);
  out[1] = (uint8_t)value;
}

static void put_varint(LeafWriter *w, uint64_t value) {
  w->size += leaf_put_varint(w->page + w->size, value);
}

static void put_bytes(LeafWriter *w, const uint8_t *bytes, size_t size) {
  memcpy(w->page + w->size, bytes, size);
  w->size += size;
}

static void begin_page(LeafWriter *w) {
  memset(w->page, 0, HEADER);
  w->size = HEADER;
  w->index_size = 0;
  w->term_at = 0;
  w->row_on_page = false;
}

static void end_page(LeafWriter *w) {
  put_number(w->page + 2, w->size);
  bool has_term = w->term_at != 0;
  put_bytes(w, w->index, w->index_size);
  w->failed = w->failed || !w->sink(w->context, w->number, w->page, w->size,
                                    has_term ? w->split : NULL, w->split_size);
  w->number++;
  begin_page(w);
}

static bool is_full(const LeafWriter *w, size_t more) {
  return w->size + w->index_size + more >= LEAF_SIZE;
}

void leaves_begin(LeafWriter *w, LeafSink sink, void *context) {
  w->sink = sink;
  w->context = context;
  w->number = 1;
  w->failed = false;
  w->term_size = 0;
  w->split_size = 0;
  begin_page(w);
}

static uint32_t common_prefix(const LeafWriter *w, const uint8_t *term, uint32_t size) {
  uint32_t most = size < w->term_size ? size : w->term_size;
  uint32_t same = 0;
  while (same < most && w->term[same] == term[same]) {
    same++;
  }
  return same;
}

/* The first term of a page is whole; its shortest part that is behind the term before splits. */
static void put_first_term(LeafWriter *w, const uint8_t *term, uint32_t size, uint32_t same) {
  w->split_size = w->number == 1 ? 0 : same + 1;
  memcpy(w->split, term, w->split_size);
  put_varint(w, size);
  put_bytes(w, term, size);
}

void leaves_term(LeafWriter *w, const uint8_t *bytes, uint32_t bytes_size) {
  uint8_t term[LEAF_TERM + 1] = {MAIN_INDEX};
  uint32_t size = bytes_size + 1;
  memcpy(term + 1, bytes, bytes_size);
  if (is_full(w, size + ROW_MOST) && w->size > HEADER) {
    end_page(w);
  }
  uint32_t same = common_prefix(w, term, size);
  w->index_size += leaf_put_varint(w->index + w->index_size, w->size - w->term_at);
  bool is_first = w->term_at == 0;
  w->term_at = w->size;
  if (is_first) {
    put_first_term(w, term, size, same);
  } else {
    put_varint(w, same);
    put_varint(w, size - same);
    put_bytes(w, term + same, size - same);
  }
  memcpy(w->term, term, size);
  w->term_size = size;
  w->row_on_page = true;
  w->row_of_term = false;
}

/* How many of the bytes fit, at least one number, whole numbers only. */
static size_t fitting(const LeafWriter *w, const uint8_t *places, size_t size) {
  size_t used = w->size + w->index_size;
  size_t room = used < LEAF_SIZE ? LEAF_SIZE - used : 0;
  if (size <= room) {
    return size;
  }
  size_t fit = room;
  while (fit > 0 && (places[fit - 1] & 0x80) != 0) {
    fit--;
  }
  while (fit == 0 || (places[fit - 1] & 0x80) != 0) {
    fit++;
  }
  return fit;
}

void leaves_row(LeafWriter *w, int64_t row, const uint8_t *places, size_t size) {
  if (is_full(w, ROW_MOST)) {
    end_page(w);
  }
  if (!w->row_on_page) {
    put_number(w->page, w->size);
  }
  bool is_whole = !w->row_on_page || !w->row_of_term;
  put_varint(w, (uint64_t)(is_whole ? row : row - w->row));
  put_varint(w, (uint64_t)size * 2);
  w->row = row;
  w->row_on_page = true;
  w->row_of_term = true;
  while (size > 0) {
    size_t part = fitting(w, places, size);
    put_bytes(w, places, part);
    places += part;
    size -= part;
    if (size > 0 || is_full(w, 0)) {
      end_page(w);
    }
  }
}

bool leaves_end(LeafWriter *w, uint32_t *pages) {
  if (w->size > HEADER) {
    end_page(w);
  }
  *pages = w->number - 1;
  return !w->failed;
}
