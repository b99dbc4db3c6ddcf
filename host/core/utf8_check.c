/* The scalar half of utf8_check.h, the classes of suspects, and the choice between the halves.
   Whole blocks go to the vector half; the rest, and what is wrong with a block, is looked at one
   character at a time. */

#include "core/utf8_check.h"

#include "core/charset_write.h"

/* Suspect are, by lead byte: CA CC-CE, D0-DF, E0, E1, EA, EC-EE, F0-FF; within E2: U+2000-2001,
   20D0-20FF, 2110-213F, 2310-233F, 2ADC and its like; within E3: U+3029-302F, 3099-309F; within
   EF: U+F900-FB7F and FE20-FE2F. That holds all characters that are no whole starters or not in NFC
   by Unicode 15 (the specs compare), and nothing that is frequent in Chinese. */
const utf8_nibbles utf8_suspects = {
  .lead_high = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x02, 0xFD, 0x02},
  .lead_low = {0x03, 0x03, 0x36, 0x42, 0x02, 0x02, 0x02, 0x02,
               0x02, 0x02, 0x03, 0x02, 0x03, 0x03, 0x03, 0x8A},
  .second_high = {0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03,
                  0x57, 0x03, 0xA3, 0x2B, 0x03, 0x03, 0x03, 0x03},
  .second_low = {0x47, 0x03, 0x43, 0x33, 0x93, 0xA3, 0x83, 0xA3,
                 0x8B, 0x83, 0x83, 0xA3, 0x93, 0x83, 0x03, 0x03},
  .third_high = {0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03, 0x03,
                 0xA7, 0xF3, 0xFB, 0xB3, 0x03, 0x03, 0x03, 0x03},
  .third_low = {0xBF, 0xBF, 0xBB, 0xBB, 0xBB, 0xBB, 0xBB, 0xBB,
                0xBB, 0xFB, 0xFB, 0xFB, 0xFB, 0xFB, 0xFB, 0xFB},
};

bool utf8_nfc_suspect(const uint8_t *bytes, size_t character) {
  const utf8_nibbles *classes = &utf8_suspects;
  uint8_t second = character > 1 ? bytes[1] : 0;
  uint8_t third = character > 2 ? bytes[2] : 0;
  return (classes->lead_high[bytes[0] >> 4] & classes->lead_low[bytes[0] & 15] &
          classes->second_high[second >> 4] & classes->second_low[second & 15] &
          classes->third_high[third >> 4] & classes->third_low[third & 15]) != 0;
}

/* ---- one character after the other ---- */

typedef struct walk {
  size_t at;
  size_t newlines;
  bool suspect;
} walk;

/* Eight ASCII bytes at once. */
static void skip_ascii(walk *state, const uint8_t *bytes, size_t size) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  while (size - state->at >= 8) {
    uint64_t word = charset_load(bytes + state->at);
    if ((word & ones << 7) != 0) {
      break;
    }
    uint64_t differs = word ^ ones * '\n';
    differs = (differs + ones * 0x7F) | differs; /* bit 7 of each byte that is no newline */
    state->newlines += 8 - (size_t)__builtin_popcountll(differs & ones << 7);
    state->at += 8;
  }
  while (state->at < size && bytes[state->at] < 0x80) {
    state->newlines += bytes[state->at++] == '\n';
  }
}

/* By the low half of a lead byte E0 to EF: which second and third bytes, taken as one number, make
   a character that is surely fine. That is all of U+4000-9FFF and the usual punctuation. */
typedef struct fine_range {
  uint16_t first;
  uint16_t span;
} fine_range;

static const fine_range fine[16] = {
  [0] = {0xFFFF, 0},      [1] = {0xFFFF, 0},      [2] = {0x8090, 0x2F},   [3] = {0x8080, 0x18},
  [4] = {0x8080, 0x3F3F}, [5] = {0x8080, 0x3F3F}, [6] = {0x8080, 0x3F3F}, [7] = {0x8080, 0x3F3F},
  [8] = {0x8080, 0x3F3F}, [9] = {0x8080, 0x3F3F}, [10] = {0xFFFF, 0},     [11] = {0xFFFF, 0},
  [12] = {0xFFFF, 0},     [13] = {0xFFFF, 0},     [14] = {0xFFFF, 0},     [15] = {0xBC80, 0x13F},
};

/* 1 for such a character; its trail bytes are known to be some. */
static inline unsigned is_fine(uint32_t lead, uint32_t second, uint32_t third) {
  const fine_range *range = &fine[lead & 15];
  return (uint16_t)((second << 8 | third) - range->first) <= range->span;
}

/* Goes over such characters, two at a time, without a branch for each. */
static void skip_fine(walk *state, const uint8_t *bytes, size_t size) {
  while (size - state->at >= 8) {
    const uint8_t *at = bytes + state->at;
    uint64_t word = charset_load(at);
    unsigned first = (word & 0xC0C0F0) == 0x8080E0 && is_fine(at[0], at[1], at[2]);
    if ((word & UINT64_C(0xC0C0F0000000)) != UINT64_C(0x8080E0000000) ||
        (first & is_fine(at[3], at[4], at[5])) == 0) {
      state->at += 3 * first;
      return;
    }
    state->at += 6;
  }
}

/* Goes on from the start of a character to a fault, a suspect if asked, or the end. */
static void walk_on(walk *state, const uint8_t *bytes, size_t size, bool stop_at_suspect) {
  while (state->at < size) {
    if (bytes[state->at] < 0x80) {
      skip_ascii(state, bytes, size);
      continue;
    }
    skip_fine(state, bytes, size);
    if (state->at == size || bytes[state->at] < 0x80) {
      continue;
    }
    charset_char character = utf8_next(bytes + state->at, size - state->at);
    if (character.point == CHARSET_FAULT) {
      return;
    }
    if (utf8_nfc_suspect(bytes + state->at, character.size)) {
      if (stop_at_suspect) {
        return;
      }
      state->suspect = true;
    }
    state->at += character.size;
  }
}

utf8_summary utf8_check_scalar(const uint8_t *bytes, size_t size) {
  walk state = {0};
  walk_on(&state, bytes, size, false);
  return (utf8_summary){state.at, state.newlines, !state.suspect};
}

size_t utf8_sure_nfc_scalar(const uint8_t *bytes, size_t size) {
  walk state = {0};
  walk_on(&state, bytes, size, true);
  return state.at;
}

/* ---- with vectors ---- */

/* The start of the character that holds the byte before `at`, or `at` when that one is ASCII. */
static size_t step_back(const uint8_t *bytes, size_t at) {
  for (size_t back = 1; back <= 3 && back <= at; back++) {
    if (bytes[at - back] >= 0xC0) {
      return at - back;
    }
    if (bytes[at - back] < 0x80) {
      break;
    }
  }
  return at;
}

/* What blocks found, and then character by character from the one that their end may cut. */
static walk check_blocks(const uint8_t *bytes, size_t size, bool stop_at_suspect) {
  utf8_marks marks = {0};
  size_t end = utf8_mark_blocks(bytes, size, stop_at_suspect, &marks);
  walk state = {step_back(bytes, end), marks.newlines, marks.suspect};
  walk_on(&state, bytes, size, stop_at_suspect);
  return state;
}

utf8_summary utf8_check(const uint8_t *bytes, size_t size) {
  if (size < UTF8_BLOCK || !utf8_has_vectors()) {
    return utf8_check_scalar(bytes, size);
  }
  walk state = check_blocks(bytes, size, false);
  return (utf8_summary){state.at, state.newlines, !state.suspect};
}

size_t utf8_sure_nfc(const uint8_t *bytes, size_t size) {
  if (size < UTF8_BLOCK || !utf8_has_vectors()) {
    return utf8_sure_nfc_scalar(bytes, size);
  }
  return check_blocks(bytes, size, true).at;
}
