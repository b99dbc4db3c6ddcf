/* The noun that a quantity counts: after its unit (389个书记项目), else before it (品牌76个).
 * Offsets are bytes from 0, half-open, in the scanned text; 0, 0 when there is none.
 * A noun ends at punctuation, a digit or a word that cannot be inside a noun phrase. */
#include <string.h>

#include "core/scan.h"
#include "core/utf8.h"

enum { COUNTED_LONGEST = 48 };

static int is_open_quote(uint32_t cp) {
  return cp == 0x201C || cp == 0x2018 || cp == 0x300C || cp == 0x300A;
}

static int is_close_quote(uint32_t cp) {
  return cp == 0x201D || cp == 0x2019 || cp == 0x300D || cp == 0x300B;
}

/* Code points that belong to a noun phrase. */
static int in_phrase(uint32_t cp) {
  return utf8_is_hanzi(cp) || is_open_quote(cp) || is_close_quote(cp) || cp == 0x00B7 ||
         (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

typedef struct {
  const char *word;
  size_t size;
} Stop;

#define STOP(literal) {literal, sizeof(literal) - 1}

static const Stop STOPS_AFTER[] = {
    STOP("的"), STOP("被"), STOP("获"), STOP("入"), STOP("参"), STOP("全"), STOP("均"),
    STOP("都"), STOP("已"), STOP("通过"), STOP("完成"), STOP("进行"), STOP("在"), STOP("为"),
    STOP("和"), STOP("与"), STOP("及"), STOP("等"), STOP("从"), STOP("由"), STOP("向"),
    STOP("对"), STOP("给"), STOP("到"), STOP("比"), STOP("开展"), STOP("实现"), STOP("提出"),
    STOP("接受"), STOP("成立"), STOP("中"),
    STOP("作出")};
static const Stop STOPS_BEFORE[] = {
    STOP("已经"), STOP("已"), STOP("共"), STOP("了"), STOP("达"), STOP("为"), STOP("有"), STOP("于"),
    STOP("到"), STOP("成"), STOP("是"), STOP("计"), STOP("约"), STOP("出"), STOP("过"),
    STOP("均"), STOP("各"), STOP("其中"), STOP("累计"), STOP("举办"), STOP("开展"),
    STOP("发放"), STOP("完成"), STOP("实现"), STOP("收集"), STOP("下发"), STOP("提供"),
    STOP("形成"), STOP("解决"), STOP("新增"), STOP("培育"), STOP("建成"), STOP("打造"),
    STOP("组织"), STOP("选树"), STOP("培训"), STOP("发布"), STOP("征集"), STOP("受理"),
    STOP("整改"), STOP("走访"), STOP("办结"), STOP("答复"), STOP("实施"), STOP("排查"),
    STOP("梳理"), STOP("化解"), STOP("收到")};

static size_t stop_at(const uint8_t *p, const uint8_t *end, const Stop *stops, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (scan_matches(p, end, stops[i].word, stops[i].size)) {
      return stops[i].size;
    }
  }
  return 0;
}

static const uint8_t *phrase_after(const uint8_t *p, const uint8_t *end) {
  const uint8_t *q = p;
  while (q < end && q - p < COUNTED_LONGEST) {
    Utf8Char c = utf8_at(q, end);
    if (!in_phrase(c.cp) || is_close_quote(c.cp) ||
        stop_at(q, end, STOPS_AFTER, sizeof STOPS_AFTER / sizeof *STOPS_AFTER)) {
      break;
    }
    q += c.size;
    while (is_open_quote(c.cp) && q < end && q - p < COUNTED_LONGEST && !is_close_quote(c.cp)) {
      do {
        c = utf8_at(q, end);
        q += c.size;
      } while (q < end && q - p < COUNTED_LONGEST && !is_close_quote(c.cp) && c.cp != '\n');
    }
  }
  return q;
}

/* 各界, 各类, 各级: the word that 各 goes with is no part of the noun. */
static const uint8_t *after_each(const uint8_t *stop, const uint8_t *begin, const uint8_t *end) {
  static const char *const words[] = {"界", "类", "级", "项", "种", "地", "方面"};
  if (SCAN_AT(stop, end, "各")) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
      if (scan_matches(begin, end, words[i], strlen(words[i]))) {
        return begin + strlen(words[i]);
      }
    }
  }
  return begin;
}

static const uint8_t *phrase_before(const uint8_t *p, const uint8_t *begin, const uint8_t *end) {
  const uint8_t *q = p;
  while (q > begin && p - q < COUNTED_LONGEST) {
    Utf8Char c = utf8_before(q, begin);
    if (!in_phrase(c.cp)) {
      break;
    }
    const uint8_t *start = q - c.size;
    size_t stop = stop_at(start, end, STOPS_BEFORE, sizeof STOPS_BEFORE / sizeof *STOPS_BEFORE);
    if (stop > 0 && start + stop <= p) {
      return after_each(start, start + stop, p);
    }
    q = start;
  }
  return q;
}

void counted_find(const Scan *s, Mention *m) {
  const uint8_t *after = scan_skip_blanks(s->text + m->end, s->end);
  const uint8_t *end = phrase_after(after, s->end);
  if (end > after + 3 && m->cls != CLASS_PERCENT) {
    m->counted_begin = (uint32_t)(after - s->text);
    m->counted_end = (uint32_t)(end - s->text);
    return;
  }
  const uint8_t *before = s->text + m->begin;
  const uint8_t *begin = phrase_before(before, s->text, s->end);
  if (before > begin + 3) {
    m->counted_begin = (uint32_t)(begin - s->text);
    m->counted_end = m->begin;
  }
}
