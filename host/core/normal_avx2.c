/* Normal forms at the speed of memory: thirty-two bytes at a time are held against sets of nibbles
   that miss no character which could change (host/tools/normal_tables.c), and against the structure
   of UTF-8. What is suspect goes through the tables; the rest is passed, or copied, unread. */

#include "core/normal_parts.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))

enum { BLOCK = 32, SHORT = NORMAL_SHORT };

typedef struct Classes {
  __m256i sets[6];
  bool reads_third_low;
} Classes;

AVX2 static inline Classes load_classes(NormalForm form) {
  Classes classes = {.reads_third_low = form == NORMAL_NFKC || form == NORMAL_NFKD};
  for (int i = 0; i < 6; i++) {
    const uint8_t *set = normal_classes_of(form)[i];
    classes.sets[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set));
  }
  return classes;
}

AVX2 static inline __m256i load(const uint8_t *p) {
  return _mm256_loadu_si256((const __m256i *)p);
}

AVX2 static inline __m256i high_of(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
}

AVX2 static inline __m256i low_of(__m256i bytes) {
  return _mm256_and_si256(bytes, _mm256_set1_epi8(15));
}

AVX2 static inline __m256i members(__m256i set, __m256i nibbles) {
  return _mm256_shuffle_epi8(set, nibbles);
}

/* Not zero where the third byte of a character that may change stands, or the first byte after one
   of two bytes. Reads two bytes before `p`. */
AVX2 static inline __m256i suspects(const Classes *classes, const uint8_t *p) {
  __m256i lead = load(p - 2);
  __m256i second = load(p - 1);
  __m256i third = load(p);
  const __m256i *sets = classes->sets;
  __m256i found = _mm256_and_si256(members(sets[0], high_of(lead)),
                                   members(sets[1], low_of(lead)));
  found = _mm256_and_si256(found, members(sets[2], high_of(second)));
  found = _mm256_and_si256(found, members(sets[3], low_of(second)));
  found = _mm256_and_si256(found, members(sets[4], high_of(third)));
  if (classes->reads_third_low) {
    found = _mm256_and_si256(found, members(sets[5], low_of(third)));
  }
  return found;
}

/* The high bit is set where a trail byte is missing, is too many, or four-byte characters begin. */
AVX2 static inline __m256i faults(const uint8_t *p) {
  __m256i now = load(p);
  __m256i after_lead = _mm256_subs_epu8(load(p - 1), _mm256_set1_epi8(0x40));
  __m256i after_three = _mm256_subs_epu8(load(p - 2), _mm256_set1_epi8(0x60));
  __m256i wanted = _mm256_or_si256(after_lead, after_three);
  __m256i trails = _mm256_andnot_si256(_mm256_add_epi8(now, now), now);
  __m256i fours = _mm256_subs_epu8(now, _mm256_set1_epi8(0x70));
  return _mm256_or_si256(_mm256_xor_si256(wanted, trails), fours);
}

AVX2 static inline __m256i doubts(const Classes *classes, const uint8_t *p) {
  __m256i broken = _mm256_and_si256(faults(p), _mm256_set1_epi8(-128));
  return _mm256_or_si256(suspects(classes, p), broken);
}

AVX2 NormalStatus normal_check_avx2(NormalRun *run, size_t limit) {
  enum { STEP = 2 * BLOCK };
  const Classes classes = load_classes(run->form);
  size_t floor = run->at;
  size_t at = floor;
  while (at <= limit && limit - at >= STEP) {
    __m256i found = _mm256_or_si256(doubts(&classes, run->text + at),
                                    doubts(&classes, run->text + at + BLOCK));
    if (_mm256_testz_si256(found, found)) {
      at += STEP;
      continue;
    }
    run->at = normal_step_back(run->text, at, floor);
    NormalStatus status = normal_check_chars(run, at + STEP);
    if (status != NORMAL_DONE) {
      return status;
    }
    floor = run->at;
    at = floor;
  }
  if (at > floor) {
    run->at = normal_step_back(run->text, at, floor);
  }
  return normal_check_chars(run, limit);
}

/* A character of three bytes whose structure is sound; any other is read strictly. */
static inline UnicodeChar suspect_at(const NormalRun *run, size_t lead) {
  const uint8_t *p = run->text + lead;
  if ((uint8_t)(p[0] - 0xE1) < 12 || p[0] == 0xEF) {
    return (UnicodeChar){(p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu), 3};
  }
  return unicode_next(p, run->size - lead);
}

/* The printable full-width forms of ASCII, most of what changes in Chinese text. */
static inline bool is_wide_ascii(uint32_t point) {
  return point - 0xFF01 < 94;
}

/* All before `done` is written; `done` stays within the two bytes before a block, or behind the
   last suspect in it. */
AVX2 NormalStatus normal_write_avx2(NormalRun *run, size_t limit) {
  const Classes classes = load_classes(run->form);
  const bool compatible = classes.reads_third_low;
  const uint8_t *text = run->text;
  size_t floor = run->at; /* bytes before this have been read one by one */
  size_t at = run->at;
  size_t done = run->at;
  uint8_t *out = run->out + run->used;
  while (at <= limit && limit - at >= 2 * BLOCK && run->out + run->room - out >= NORMAL_SPARE) {
    __m256i found = _mm256_cmpeq_epi8(suspects(&classes, text + at), _mm256_setzero_si256());
    uint32_t marks = ~(uint32_t)_mm256_movemask_epi8(found);
    bool slow = _mm256_movemask_epi8(faults(text + at)) != 0;
    while (marks != 0 && !slow) {
      size_t lead = at + (unsigned)__builtin_ctz(marks) - 2;
      marks &= marks - 1;
      if (lead < done) {
        continue;
      }
      UnicodeChar next = suspect_at(run, lead);
      _mm256_storeu_si256((__m256i *)out, load(text + done));
      if (compatible && is_wide_ascii(next.point)) {
        out += lead - done;
        run->last_in = lead;
        run->last_used = (size_t)(out - run->out);
        *out++ = (uint8_t)(next.point - 0xFEE0);
        done = floor = lead + 3;
        continue;
      }
      uint32_t size = 0;
      const uint8_t *mapping =
          next.point == UNICODE_BAD ? NULL : normal_alone(run->form, next.point, &size);
      slow = mapping == NULL;
      if (size != 0 && !slow) {
        out += lead - done;
        run->last_in = lead;
        run->last_used = (size_t)(out - run->out);
        memcpy(out, mapping, SHORT);
        out += size;
        done = floor = lead + next.size;
      }
    }
    if (slow) {
      run->at = done;
      run->used = (size_t)(out - run->out);
      NormalStatus status = normal_write_chars(run, floor, at + BLOCK);
      if (status != NORMAL_DONE) {
        return status;
      }
      at = done = floor = run->at;
      out = run->out + run->used;
      continue;
    }
    at += BLOCK;
    if (done < at - 2) {
      _mm256_storeu_si256((__m256i *)out, load(text + done));
      out += at - 2 - done;
      done = at - 2;
    }
  }
  run->at = done;
  run->used = (size_t)(out - run->out);
  return normal_write_chars(run, floor, done);
}

#endif
