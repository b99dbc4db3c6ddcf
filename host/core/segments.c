/* The segmenter of segments.h: one pass over the punctuation, with a short stack of open marks.
 * When a paragraph ends with a mark still open, that mark is taken for plain and reading goes on
 * behind it; after SEGMENTS_RETRIES of them the paragraph's marks are passed over: linear time. */
#include "core/segments.h"

#include <string.h>

#include "core/decoders.h"
#include "core/segment_marks.h"

enum { BEFORE_ANYTHING = 0x110000, LONGEST_RUN = 4096 /* of stops, or of white space */ };

typedef struct {
  uint32_t cp;
  size_t size;
} Point;

/* The code point at an offset; a byte that is no UTF-8 is a character of no meaning. */
static Point point_at(const Segmenter *s, size_t at) {
  if (at >= s->size) {
    return (Point){BEFORE_ANYTHING, 0};
  }
  charset_char c = utf8_next(s->text + at, s->size - at);
  return (Point){c.point == CHARSET_FAULT ? 0xFFFD : c.point, c.size};
}

static Point point_before(const Segmenter *s, size_t at) {
  if (at <= s->begin) {
    return (Point){BEFORE_ANYTHING, 0};
  }
  size_t from = at - 1;
  while (from > s->begin && at - from < 4 && (s->text[from] & 0xC0) == 0x80) {
    from--;
  }
  Point point = point_at(s, from);
  return point.size == at - from ? point : (Point){0xFFFD, 1};
}

static bool is_ascii_digit(uint32_t cp) { return cp >= '0' && cp <= '9'; }

static bool is_digit(uint32_t cp) {
  return is_ascii_digit(cp) || (cp >= 0xFF10 && cp <= 0xFF19);
}

static bool is_letter(uint32_t cp) {
  return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

static bool is_word(uint32_t cp) { return is_letter(cp) || is_ascii_digit(cp); }

/* What an address goes on with after . ? ! : or ; and a word too. */
static bool goes_on(uint32_t cp) {
  return is_word(cp) || cp == '/' || cp == '=' || cp == '&' || cp == '#' || cp == '%' ||
         cp == '_' || cp == '-' || cp == '~' || cp == '+' || cp == '@';
}

static bool is_chinese_numeral(uint32_t cp) {
  switch (cp) {
    case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94: /* 一二三四五 */
    case 0x516D: case 0x4E03: case 0x516B: case 0x4E5D: case 0x5341: return true; /* 六七八九十 */
    default: return false;
  }
}

static bool take(const Segmenter *s, size_t *at, uint32_t wanted, uint32_t or_else) {
  Point point = point_at(s, *at);
  bool taken = point.cp == wanted || point.cp == or_else;
  *at += taken ? point.size : 0;
  return taken;
}

/* Passes over one to four digits or Chinese numerals before `end`. */
static bool take_numeral(const Segmenter *s, size_t *at, size_t end) {
  size_t begin = *at;
  for (size_t digits = 0; *at < end && digits < 4; digits++) {
    Point point = point_at(s, *at);
    if (!is_digit(point.cp) && !is_chinese_numeral(point.cp)) {
      break;
    }
    *at += point.size;
  }
  return *at > begin;
}

/* One Latin letter, or a number that is one character: ① ⑴ ⒈. */
static bool take_letter(const Segmenter *s, size_t *at) {
  Point point = point_at(s, *at);
  bool taken = is_letter(point.cp) || (point.cp >= 0xFF21 && point.cp <= 0xFF3A) ||
               (point.cp >= 0x2460 && point.cp <= 0x249B);
  *at += taken ? point.size : 0;
  return taken;
}

/* True when nothing but a number stands between the start of the segment and `at`: 1、 一、 12. */
static bool is_list_number(const Segmenter *s, size_t at) {
  size_t from = s->begin;
  return take_numeral(s, &from, at) && from == at;
}

/* The same with what else lists are numbered by: （一）、 1)、 ①、 A、 第一、 其二、 三是、 */
static bool is_list_mark(const Segmenter *s, size_t at) {
  size_t from = s->begin;
  if (take(s, &from, 0x7B2C, 0x5176)) { /* 第 其 */
    return take_numeral(s, &from, at) && from == at;
  }
  take(s, &from, 0xFF08, '(');
  if (take_numeral(s, &from, at)) {
    take(s, &from, 0x662F, 0x662F); /* 是 */
  } else if (!take_letter(s, &from)) {
    return false;
  }
  take(s, &from, 0xFF09, ')');
  return from == at;
}

/* The ASCII word that ends before `at`, points inside it included: U.S, No, 3. */
static size_t word_before(const Segmenter *s, size_t at) {
  size_t from = at;
  while (from > s->begin && at - from < 24 &&
         (is_word(s->text[from - 1]) || s->text[from - 1] == '.')) {
    from--;
  }
  return from;
}

static bool is_abbreviated(const Segmenter *s, size_t at) {
  size_t from = word_before(s, at);
  size_t size = at - from;
  if (size == 0 || !is_letter(s->text[at - 1])) {
    return false;
  }
  if (size == 1 || s->text[at - 2] == '.') {
    return true; /* J. Smith, U.S., e.g. */
  }
  return segment_is_abbreviation(s->text + from, size);
}

/* 2.完善机制: one or two digits, a point, and no space: a number of a list inside a sentence. */
static bool is_inline_number(const Segmenter *s, size_t at, uint32_t next) {
  size_t from = word_before(s, at);
  return next >= 0x80 && next != BEFORE_ANYTHING && !segment_is_space(next) &&
         segment_mark(next) == MARK_NONE && at - from >= 1 && at - from <= 2 &&
         is_ascii_digit(s->text[from]) && is_ascii_digit(s->text[at - 1]);
}

/* The first code point after white space on the same line. */
static uint32_t after_spaces(const Segmenter *s, size_t at) {
  for (size_t i = 0; i < 8; i++) {
    Point point = point_at(s, at);
    if (!segment_is_space(point.cp) || segment_mark(point.cp) == MARK_LINE) {
      return point.cp;
    }
    at += point.size;
  }
  return BEFORE_ANYTHING;
}

static bool point_ends(const Segmenter *s, Point mark) {
  uint32_t before = point_before(s, s->at).cp;
  uint32_t next = point_at(s, s->at + mark.size).cp;
  if (before == BEFORE_ANYTHING || goes_on(next) || is_digit(next) || next == '.' ||
      before == '.' || next == ',' || segment_mark(next) == MARK_COLON) {
    return false;
  }
  if (is_list_number(s, s->at) || is_abbreviated(s, s->at) ||
      is_inline_number(s, s->at, next)) {
    return false;
  }
  uint32_t later = after_spaces(s, s->at + mark.size);
  return !(later >= 'a' && later <= 'z');
}

/* , and : between digits, and ; ? ! : inside an address, are no marks. */
static bool is_inside_word(const Segmenter *s, Point mark) {
  uint32_t before = point_before(s, s->at).cp;
  uint32_t next = point_at(s, s->at + mark.size).cp;
  return before < 0x80 && (is_word(before) || goes_on(before)) && goes_on(next);
}

static bool is_inside_number(const Segmenter *s, Point mark) {
  return is_digit(point_before(s, s->at).cp) && is_digit(point_at(s, s->at + mark.size).cp);
}

/* Notes where an address begins to be one, behind its ://, and follows it up to this mark. */
static void follow_address(Segmenter *s, SegmentMark kind) {
  size_t at = s->at;
  if (kind == MARK_COLON && s->size - at > 3 && s->text[at + 1] == '/' && s->text[at + 2] == '/') {
    s->address = at + 3;
  }
  if (kind != MARK_COMMA || s->address == 0 || at - s->address > LONGEST_RUN) {
    return;
  }
  while (s->address < at && s->text[s->address] > ' ' && s->text[s->address] < 0x7F) {
    s->address++;
  }
}

static bool is_inside_address(const Segmenter *s, Point mark) {
  return s->address > 0 && s->address == s->at &&
         goes_on(point_at(s, s->at + mark.size).cp);
}

/* True when the mark ends a segment, wherever it stands in quotations. */
static bool ends_here(const Segmenter *s, SegmentMark kind, Point mark) {
  switch (kind) {
    case MARK_STOP: return true;
    case MARK_ASCII_STOP: return !is_inside_word(s, mark);
    case MARK_POINT: return point_ends(s, mark);
    case MARK_PAUSE:
      return s->clauses && !is_list_number(s, s->at) &&
             (mark.cp == 0xFF0C || !is_list_mark(s, s->at));
    case MARK_COMMA:
      return s->clauses && !is_inside_number(s, mark) && !is_inside_address(s, mark);
    case MARK_COLON:
      return s->clauses && !is_inside_number(s, mark) && !is_inside_word(s, mark);
    default: return false;
  }
}

/* True when a ' is open at `end`, of those of the open segment and before. */
static bool is_single_open(const Segmenter *s, size_t end) {
  bool open = s->single;
  const uint8_t *at = s->text + s->begin;
  const uint8_t *stop = s->text + end;
  while (at < stop && (at = memchr(at, '\'', (size_t)(stop - at))) != NULL) {
    size_t place = (size_t)(at++ - s->text);
    bool inside = place > s->begin && is_word(s->text[place - 1]) && at < stop && is_word(*at);
    open = inside ? open : !open;
  }
  return open;
}

static void emit(Segmenter *s, size_t end) {
  size_t begin = s->begin;
  s->single = is_single_open(s, end);
  s->begin = end;
  for (size_t last = end; begin < end; end = last) {
    last = end - 1;
    while (last > begin && (s->text[last] & 0xC0) == 0x80) {
      last--;
    }
    if (!segment_is_space(point_at(s, last).cp)) {
      break;
    }
  }
  if (begin < end) {
    s->spans[s->count++] = (Span){(uint32_t)begin, (uint32_t)end};
  }
}

/* Takes in what belongs to a stop: more stops, closers of nothing, and a ' that closes. */
static size_t after_stops(const Segmenter *s, size_t at) {
  bool closed = s->depth > 0;
  for (size_t i = 0;; i++) {
    Point point = point_at(s, at);
    SegmentMark kind = segment_mark(point.cp);
    bool more = kind == MARK_STOP || (kind == MARK_ASCII_STOP && point.cp != ';') ||
                point.cp == 0x2026 || (kind == MARK_CLOSE && s->depth == 0) ||
                (point.cp == '\'' && !closed && is_single_open(s, at));
    closed = closed || point.cp == '\'';
    if (!more || i == LONGEST_RUN) {
      return at;
    }
    at += point.size;
  }
}

/* True for what goes on after a quotation that ended with a stop: “……。”的要求, “……？”、“……”. */
static bool continues(uint32_t cp) {
  switch (cp) {
    case 0x7684: case 0x7B49: case 0x4E4B: case 0x548C: case 0x4E0E: case 0x662F: /* 的等之和与是 */
    case 0x53CA: case 0x6216: case 0x5730: case 0x2014: case 0x2026: return true; /* 及或地—… */
    default: break;
  }
  SegmentMark kind = segment_mark(cp);
  return kind == MARK_PAUSE || kind == MARK_COMMA || kind == MARK_COLON || kind == MARK_CLOSE ||
         kind == MARK_STOP;
}

static void push_open(Segmenter *s, Point mark, uint32_t closer) {
  if (s->all_closed || s->depth == SEGMENTS_DEPTH) {
    return;
  }
  s->open[s->depth++] =
    (SegmentOpen){(uint32_t)s->at, (uint32_t)(s->at + mark.size), closer};
}

/* Closes down to the opener that this mark belongs to; false when there is none. */
static bool pop_open(Segmenter *s, uint32_t closer) {
  for (unsigned i = s->depth; i-- > 0;) {
    if (s->open[i].closer == closer) {
      s->depth = i;
      return true;
    }
  }
  return false;
}

/* True when a closed mark ends the sentence: it quotes a stop, or holds the whole sentence. */
static bool close_ends(const Segmenter *s, Point mark, const SegmentOpen *opener) {
  uint32_t before = point_before(s, s->at).cp;
  SegmentMark kind = segment_mark(before);
  if (kind != MARK_STOP && before != '!' && before != '?' && before != '.') {
    return false;
  }
  if (continues(point_at(s, s->at + mark.size).cp)) {
    return false;
  }
  return segment_closes_quotation(mark.cp) || s->begin == opener->at;
}

static void take_close(Segmenter *s, Point mark) {
  SegmentOpen bottom = s->open[0];
  bool closed = s->depth > 0 && pop_open(s, mark.cp);
  bool ends = closed && s->depth == 0 && close_ends(s, mark, &bottom);
  s->at += mark.size;
  if (ends) {
    s->at = after_stops(s, s->at);
    emit(s, s->at);
  }
}

static void take_stop(Segmenter *s, SegmentMark kind, Point mark) {
  follow_address(s, kind);
  bool ends = s->depth == 0 && ends_here(s, kind, mark);
  s->at += mark.size;
  if (ends) {
    bool pause = kind == MARK_PAUSE || kind == MARK_COMMA || kind == MARK_COLON;
    s->at = pause ? s->at : after_stops(s, s->at);
    emit(s, s->at);
  }
}

/* Where the next line begins, after the line end at s->at. */
static size_t next_line(const Segmenter *s, Point mark) {
  size_t at = s->at + mark.size;
  return mark.cp == '\r' && at < s->size && s->text[at] == '\n' ? at + 1 : at;
}

static bool is_empty_line(const Segmenter *s, size_t at) {
  for (size_t i = 0;; i++) {
    Point point = point_at(s, at);
    if (point.size == 0 || i == LONGEST_RUN || segment_mark(point.cp) == MARK_LINE) {
      return true;
    }
    if (!segment_is_space(point.cp)) {
      return false;
    }
    at += point.size;
  }
}

/* The end of a paragraph, `next` the start of the one after it. */
static void end_paragraph(Segmenter *s, size_t next) {
  if (s->depth > 0) {
    s->at = s->open[0].after;
    s->depth = 0;
    s->retries++;
    s->all_closed = s->retries > SEGMENTS_RETRIES;
    return;
  }
  emit(s, s->at);
  s->single = false;
  s->begin = next;
  s->at = next;
  s->retries = 0;
  s->all_closed = false;
}

static void take_line(Segmenter *s, Point mark) {
  size_t next = next_line(s, mark);
  if (s->wrapped && !is_empty_line(s, next)) {
    s->begin = s->begin == s->at ? next : s->begin;
    s->at = next;
  } else {
    end_paragraph(s, next);
  }
}

static void take_mark(Segmenter *s) {
  Point mark = point_at(s, s->at);
  SegmentMark kind = segment_mark(mark.cp);
  switch (kind) {
    case MARK_NONE: s->at += mark.size; break;
    case MARK_LINE: take_line(s, mark); break;
    case MARK_OPEN:
      push_open(s, mark, segment_closer(mark.cp));
      s->at += mark.size;
      break;
    case MARK_CLOSE: take_close(s, mark); break;
    case MARK_QUOTE:
      for (unsigned i = 0; i < s->depth; i++) {
        if (s->open[i].closer == '"') {
          take_close(s, mark);
          return;
        }
      }
      push_open(s, mark, '"');
      s->at += mark.size;
      break;
    default: take_stop(s, kind, mark);
  }
}

/* Passes over white space before a segment. */
static size_t skip_spaces(Segmenter *s, size_t most) {
  size_t from = s->at;
  while (s->at < s->size && s->at - from < most) {
    Point point = point_at(s, s->at);
    if (!segment_is_space(point.cp) || segment_mark(point.cp) == MARK_LINE) {
      break;
    }
    s->at += point.size;
  }
  s->begin = s->at;
  return s->at - from;
}

/* Reads to the next mark and takes it, at most about `most` bytes. */
static size_t read_on(Segmenter *s, size_t most) {
  size_t from = s->at;
  size_t stop = s->size - from < most ? s->size : from + most;
  size_t at = from;
  while (at < stop && !segment_begins(s->text[at])) {
    at++;
  }
  s->at = at;
  size_t read = at - from;
  if (s->at < s->size && read < most) {
    take_mark(s);
    read += 4;
  }
  return read;
}

bool segments_run(Segmenter *s, size_t budget) {
  size_t used = 0;
  while (used < budget && s->count < s->room) {
    if (s->at < s->size) {
      used += s->at == s->begin ? skip_spaces(s, budget - used) : 0;
      used += read_on(s, budget - used + 1);
    } else if (s->begin < s->size || s->depth > 0) {
      end_paragraph(s, s->size);
    } else {
      return false;
    }
  }
  return true;
}
