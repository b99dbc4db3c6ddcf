/* The words that soften or bound a figure: 近, 约, 超, 不少于 before it, 以上, 左右 after it.
 * Source: usage in official prose; 不少于 and 不低于 are lower bounds, 以上 includes the figure.
 * Positions are pointers into the caller's text; nothing is allocated. */
#include <string.h>

#include "core/scan.h"
#include "core/utf8.h"

typedef struct {
  const char *word;
  size_t size;
  Mark mark;
  const char *not_after; /* characters that make another word of it: 签约, 附近 */
} MarkWord;

#define WORD(literal) literal, sizeof(literal) - 1

/* Longest first. */
static const MarkWord BEFORE[] = {
    {WORD("不少于"), MARK_AT_LEAST, ""}, {WORD("不低于"), MARK_AT_LEAST, ""},
    {WORD("不下于"), MARK_AT_LEAST, ""}, {WORD("不超过"), MARK_AT_MOST, ""},
    {WORD("不高于"), MARK_AT_MOST, ""}, {WORD("不多于"), MARK_AT_MOST, ""},
    {WORD("不超過"), MARK_AT_MOST, ""}, {WORD("不大于"), MARK_AT_MOST, ""},
    {WORD("不小于"), MARK_AT_LEAST, ""}, {WORD("至少"), MARK_AT_LEAST, "甚"},
    {WORD("最少"), MARK_AT_LEAST, ""}, {WORD("至多"), MARK_AT_MOST, ""},
    {WORD("最多"), MARK_AT_MOST, ""}, {WORD("不足"), MARK_UNDER, ""},
    {WORD("不到"), MARK_UNDER, ""}, {WORD("将近"), MARK_UNDER, ""},
    {WORD("接近"), MARK_UNDER, ""}, {WORD("低于"), MARK_UNDER, "不"},
    {WORD("少于"), MARK_UNDER, "不"}, {WORD("小于"), MARK_UNDER, "不"},
    {WORD("超过"), MARK_OVER, ""}, {WORD("高于"), MARK_OVER, "不"},
    {WORD("多于"), MARK_OVER, "不"}, {WORD("大于"), MARK_OVER, "不"},
    {WORD("大约"), MARK_APPROX, ""}, {WORD("大概"), MARK_APPROX, ""},
    {WORD("近"), MARK_UNDER, "附最临邻贴靠亲就远切抵逼新相"},
    {WORD("超過"), MARK_OVER, ""}, {WORD("將近"), MARK_UNDER, ""},
    {WORD("大約"), MARK_APPROX, ""}, {WORD("超"), MARK_OVER, "赶反高商不趕"},
    {WORD("逾"), MARK_OVER, ""},
    {WORD("约"), MARK_APPROX, "签预节合条邀制履公失违相契特简续换协"},
    {WORD("約"), MARK_APPROX, "簽預節合條邀制履公失違相契特簡續換協"},
};

static const MarkWord AFTER[] = {
    {WORD("及以上"), MARK_AT_LEAST, ""},
    {WORD("及以下"), MARK_AT_MOST, ""},
    {WORD("以上"), MARK_AT_LEAST, "述所"},
    {WORD("以下"), MARK_AT_MOST, "简几统"},
    {WORD("以内"), MARK_AT_MOST, ""},
    {WORD("之内"), MARK_AT_MOST, ""},
    {WORD("左右"), MARK_APPROX, ""},
    {WORD("上下"), MARK_APPROX, "功联游级班课同齐"},
};

static int one_of(uint32_t cp, const char *characters) {
  const uint8_t *p = (const uint8_t *)characters;
  const uint8_t *end = p + strlen(characters);
  while (p < end) {
    Utf8Char c = utf8_at(p, end);
    if (c.cp == cp) {
      return 1;
    }
    p += c.size;
  }
  return 0;
}

static int ends_with(const uint8_t *p, const uint8_t *begin, const char *word, size_t size) {
  return (size_t)(p - begin) >= size && p[-1] == (uint8_t)word[size - 1] &&
         memcmp(p - size, word, size) == 0;
}

static const uint8_t *skip_blanks_back(const uint8_t *p, const uint8_t *begin) {
  while (p > begin && p[-1] == ' ') {
    p--;
  }
  return p;
}

/* 上百, 过万, 成千: only before a scale without a digit. */
static const uint8_t *scale_mark(const uint8_t *p, const uint8_t *begin, Mark *mark) {
  if (ends_with(p, begin, WORD("上"))) {
    *mark = MARK_VAGUE;
    return p - 3;
  }
  if (ends_with(p, begin, WORD("过")) && !ends_with(p, begin, WORD("超过")) &&
      !ends_with(p, begin, WORD("通过"))) {
    *mark = MARK_OVER;
    return p - 3;
  }
  return NULL;
}

/* The characters that end the words of BEFORE: most numerals follow others. */
static int ends_a_mark(uint32_t cp) {
  switch (cp) {
    case u'于': case u'过': case u'過': case u'少': case u'多': case u'足': case u'到': case u'近':
    case u'约': case u'約': case u'概': case u'超': case u'逾':
      return 1;
    default:
      return 0;
  }
}

const uint8_t *mark_before(const uint8_t *p, const uint8_t *begin, int bare_scale, Mark *mark) {
  p = skip_blanks_back(p, begin);
  int may = ends_a_mark(utf8_before(p, begin).cp);
  for (size_t i = 0; may && i < sizeof BEFORE / sizeof *BEFORE; i++) {
    const MarkWord *word = &BEFORE[i];
    if (ends_with(p, begin, word->word, word->size)) {
      const uint8_t *start = p - word->size;
      if (*word->not_after && one_of(utf8_before(start, begin).cp, word->not_after)) {
        return NULL;
      }
      *mark = word->mark;
      return start;
    }
  }
  return bare_scale ? scale_mark(p, begin, mark) : NULL;
}

const uint8_t *mark_after(const uint8_t *p, const uint8_t *end, Mark *mark) {
  for (size_t i = 0; i < sizeof AFTER / sizeof *AFTER; i++) {
    size_t size = AFTER[i].size;
    if (scan_matches(p, end, AFTER[i].word, size)) {
      if (*AFTER[i].not_after && one_of(utf8_at(p + size, end).cp, AFTER[i].not_after)) {
        return NULL;
      }
      *mark = AFTER[i].mark;
      return p + size;
    }
  }
  return NULL;
}
