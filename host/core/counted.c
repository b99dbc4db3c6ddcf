/* The noun that a quantity counts: after its unit (389个书记项目), else before it (品牌76个).
 * Offsets are bytes from 0, half-open, in the scanned text; 0, 0 when there is none.
 * A noun ends at punctuation, a digit or a word that cannot be inside a noun phrase. */
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

static const char *const STOPS_AFTER[] = {"的", "被", "获", "入", "参", "全", "均", "都", "已", "通过",
                                          "完成", "进行", "在", "为", "和", "与", "及", "等", "从", "由",
                                          "向", "对", "给", "到", "比", "开展", "实现", "提出", "接受",
                                          "成立", "中", "减轻", "短期", "脱颖", "作出"};
static const char *const STOPS_BEFORE[] = {"已", "共", "了", "达", "为", "有", "于", "到", "成", "是",
                                           "计", "约", "出", "过", "均", "各", "其中", "累计", "举办",
                                           "开展", "发放", "完成", "实现", "收集", "下发", "提供",
                                           "形成", "解决", "新增", "培育", "建成", "打造", "组织",
                                           "选树", "培训", "发布", "征集", "受理", "整改", "走访"};

static size_t stop_at(const uint8_t *p, const uint8_t *end, const char *const *stops, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t size = __builtin_strlen(stops[i]);
    if (scan_matches(p, end, stops[i], size)) {
      return size;
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
      return start + stop;
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
