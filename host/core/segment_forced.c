/* Words that are one token whatever stands around them: forced by the user, or with characters that
** jieba cuts at. Found by the longest match, left to right.
** Positions are bytes from 0, ends exclusive. */

#include "segment.h"

static bool is_special(const Cutter *c, const UserNode *node) {
  unsigned wanted = WORD_FORCED | WORD_ODD | (c->options.posseg ? WORD_ODD_TAGS : 0u);
  return node != NULL && (node->flags & wanted) != 0 && node->weight != 0;
}

static uint32_t code_at(const Cutter *c, size_t at, size_t end, size_t *size) {
  uint32_t code = segment_decode(c->text + at, c->text + end, size);
  return c->options.simplify ? segment_simplified(c->segmenter->image, code) : code;
}

/* A word does not begin or end inside a number or a Latin word. */
static bool is_inside(const Cutter *c, size_t at, size_t begin, size_t end) {
  return at > begin && at < end && segment_is_alnum(c->text[at - 1]) &&
         segment_is_alnum(c->text[at]);
}

static size_t longest(const Cutter *c, size_t at, size_t begin, size_t end, Token *found) {
  const UserWords *user = c->segmenter->user;
  uint32_t node = 0;
  size_t best = 0;
  for (size_t p = at; p < end;) {
    size_t size;
    node = user_words_child(user, node, code_at(c, p, end, &size));
    if (node == 0) {
      break;
    }
    p += size;
    const UserNode *entry = user_entry(user, node, c->options.simplify);
    if (is_special(c, entry) && !is_inside(c, p, begin, end)) {
      best = p - at;
      found->tag = entry->tag;
      found->mark = (entry->flags & WORD_TERM) != 0 ? MARK_TERM : MARK_WORD;
    }
  }
  return best;
}

bool segment_forced(const Cutter *c, size_t begin, size_t stop, size_t end, Token *found) {
  const UserWords *user = c->segmenter->user;
  for (size_t at = begin, size = 1; at < stop; at += size) {
    uint32_t code = code_at(c, at, end, &size);
    if (user_bit(user->starts, code) && !is_inside(c, at, begin, end)) {
      size_t length = longest(c, at, begin, end, found);
      if (length > 0) {
        found->first = (uint32_t)at;
        found->end = (uint32_t)(at + length);
        return true;
      }
    }
  }
  return false;
}

unsigned segment_spell(const uint8_t *p, size_t size, uint32_t *codes, size_t *count) {
  unsigned flags = 0;
  size_t n = 0;
  size_t step;
  *count = 0;
  for (const uint8_t *end = p + size; p < end; p += step) {
    uint32_t code = segment_decode(p, end, &step);
    if (code > 0x10FFFF || n == SEGMENT_LONGEST) {
      return 0;
    }
    flags |= !segment_in_block(p, end, false) ? WORD_ODD : 0u;
    flags |= !segment_in_block(p, end, true) ? WORD_ODD_TAGS : 0u;
    codes[n++] = code;
  }
  *count = n;
  return flags;
}
