/* User words of a segmenter: a trie of code points in one open-addressing table of the caller's.
** The number of a node is its place + 1; 0 is the root. Bit sets tell quickly where no word begins.
** Lengths are in characters. */

#include <string.h>

#include "segment.h"

size_t user_words_size(uint32_t capacity) {
  return sizeof(UserWords) + (size_t)capacity * sizeof(UserNode);
}

void user_words_init(UserWords *user, uint32_t capacity) {
  memset(user, 0, user_words_size(capacity));
  user->capacity = capacity;
}

bool user_words_room(const UserWords *user, size_t characters) {
  return (user->count + characters) * 2 <= user->capacity;
}

static uint32_t slot_of(const UserWords *user, uint32_t parent, uint32_t code) {
  uint32_t mask = user->capacity - 1;
  uint32_t i = (parent * 0x9E3779B1u ^ code * 0x85EBCA6Bu) * 0xC2B2AE35u;
  i = (i ^ i >> 15) & mask;
  while (user->nodes[i].code != 0 &&
         (user->nodes[i].code != code + 1 || user->nodes[i].parent != parent)) {
    i = (i + 1) & mask;
  }
  return i;
}

uint32_t user_words_child(const UserWords *user, uint32_t parent, uint32_t code) {
  uint32_t i = slot_of(user, parent, code);
  return user->nodes[i].code != 0 ? i + 1 : 0;
}

static void set_bit(uint64_t *bits, uint32_t i) {
  bits[(i & 0xFFFF) >> 6] |= (uint64_t)1 << (i & 63);
}

static uint32_t add_child(UserWords *user, uint32_t parent, uint32_t code) {
  uint32_t i = slot_of(user, parent, code);
  if (user->nodes[i].code == 0) {
    user->nodes[i] = (UserNode){.parent = parent, .code = code + 1};
    user->count++;
  }
  return i + 1;
}

UserNode *user_words_put(UserWords *user, const uint32_t *codes, size_t count, unsigned flags) {
  uint32_t node = 0;
  for (size_t i = 0; i < count; i++) {
    node = add_child(user, node, codes[i]);
  }
  if (count == 1) {
    set_bit(user->singles, codes[0]);
  } else {
    set_bit(user->pairs, user_pair(codes[0], codes[1]));
  }
  if ((flags & (WORD_FORCED | WORD_ODD | WORD_ODD_TAGS)) != 0) {
    set_bit(user->starts, codes[0]);
    user->special++;
  }
  UserNode *entry = &user->nodes[node - 1];
  if ((flags & WORD_SIMPLE) != 0 && (entry->flags & (WORD_IS | WORD_SIMPLE)) == WORD_IS) {
    return NULL;
  }
  user->words += (entry->flags & WORD_IS) == 0;
  entry->flags = (uint8_t)(flags | WORD_IS);
  return entry;
}

/* Nodes are moved by their paths: the parent of each is placed before it. */
static uint32_t move(UserWords *to, const UserWords *from, uint32_t node, uint32_t *depth) {
  uint32_t path[SEGMENT_LONGEST + 1];
  uint32_t count = 0;
  for (uint32_t n = node; n != 0; n = from->nodes[n - 1].parent) {
    path[count++] = n;
  }
  uint32_t placed = 0;
  for (uint32_t i = count; i-- > 0;) {
    placed = add_child(to, placed, from->nodes[path[i] - 1].code - 1);
  }
  *depth = count;
  return placed;
}

void user_words_copy(UserWords *to, const UserWords *from) {
  for (uint32_t i = 0; i < from->capacity; i++) {
    const UserNode *entry = &from->nodes[i];
    uint32_t depth = 0;
    if (entry->code != 0 && (entry->flags & WORD_IS) != 0) {
      UserNode *placed = &to->nodes[move(to, from, i + 1, &depth) - 1];
      uint32_t parent = placed->parent;
      uint32_t code = placed->code;
      *placed = *entry;
      placed->parent = parent;
      placed->code = code;
    }
  }
  to->words = from->words;
  to->special = from->special;
  memcpy(to->pairs, from->pairs, sizeof to->pairs);
  memcpy(to->singles, from->singles, sizeof to->singles);
  memcpy(to->starts, from->starts, sizeof to->starts);
}
