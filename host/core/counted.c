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

/* Whether a word that cannot be inside a noun phrase begins at `p`, behind a unit. */
static int stops_after(const uint8_t *p, const uint8_t *end, uint32_t cp) {
  switch (cp) {
    case u'的': case u'被': case u'获': case u'入': case u'参': case u'全': case u'均': case u'都':
    case u'已': case u'在': case u'为': case u'和': case u'与': case u'及': case u'等': case u'从':
    case u'由': case u'向': case u'对': case u'给': case u'到': case u'比': case u'中':
      return 1;
    case u'通': return SCAN_AT(p, end, "通过");
    case u'完': return SCAN_AT(p, end, "完成");
    case u'进': return SCAN_AT(p, end, "进行");
    case u'开': return SCAN_AT(p, end, "开展");
    case u'实': return SCAN_AT(p, end, "实现");
    case u'提': return SCAN_AT(p, end, "提出");
    case u'接': return SCAN_AT(p, end, "接受");
    case u'成': return SCAN_AT(p, end, "成立");
    case u'作': return SCAN_AT(p, end, "作出");
    default: return 0;
  }
}

#define SIZE_AT(p, end, literal) (SCAN_AT(p, end, literal) ? sizeof(literal) - 1 : 0)

/* The size of the word at `p` behind which the noun before a number begins; 0: none. */
static size_t stop_before(const uint8_t *p, const uint8_t *end, uint32_t cp) {
  switch (cp) {
    case u'共': case u'了': case u'达': case u'为': case u'有': case u'于': case u'到': case u'成':
    case u'是': case u'计': case u'约': case u'出': case u'过': case u'均': case u'各':
      return 3;
    case u'已': return SCAN_AT(p, end, "已经") ? 6 : 3;
    case u'其': return SIZE_AT(p, end, "其中");
    case u'累': return SIZE_AT(p, end, "累计");
    case u'举': return SIZE_AT(p, end, "举办");
    case u'开': return SIZE_AT(p, end, "开展");
    case u'完': return SIZE_AT(p, end, "完成");
    case u'实': return SCAN_AT(p, end, "实施") ? 6 : SIZE_AT(p, end, "实现");
    case u'下': return SIZE_AT(p, end, "下发");
    case u'提': return SIZE_AT(p, end, "提供");
    case u'形': return SIZE_AT(p, end, "形成");
    case u'解': return SIZE_AT(p, end, "解决");
    case u'新': return SIZE_AT(p, end, "新增");
    case u'建': return SIZE_AT(p, end, "建成");
    case u'打': return SIZE_AT(p, end, "打造");
    case u'组': return SIZE_AT(p, end, "组织");
    case u'选': return SIZE_AT(p, end, "选树");
    case u'培': return SCAN_AT(p, end, "培育") ? 6 : SIZE_AT(p, end, "培训");
    case u'征': return SIZE_AT(p, end, "征集");
    case u'受': return SIZE_AT(p, end, "受理");
    case u'整': return SIZE_AT(p, end, "整改");
    case u'走': return SIZE_AT(p, end, "走访");
    case u'办': return SIZE_AT(p, end, "办结");
    case u'答': return SIZE_AT(p, end, "答复");
    case u'排': return SIZE_AT(p, end, "排查");
    case u'梳': return SIZE_AT(p, end, "梳理");
    case u'化': return SIZE_AT(p, end, "化解");
    case u'发': return SCAN_AT(p, end, "发放") ? 6 : SIZE_AT(p, end, "发布");
    case u'收': return SCAN_AT(p, end, "收集") ? 6 : SIZE_AT(p, end, "收到");
    default: return 0;
  }
}

static const uint8_t *phrase_after(const uint8_t *p, const uint8_t *end) {
  const uint8_t *q = p;
  while (q < end && q - p < COUNTED_LONGEST) {
    Utf8Char c = utf8_at(q, end);
    if (!in_phrase(c.cp) || is_close_quote(c.cp) || stops_after(q, end, c.cp)) {
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
    size_t stop = stop_before(start, end, c.cp);
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
