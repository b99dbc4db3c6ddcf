/* What a line is: heading, paragraph, by-line, caption, page number or chrome, and how it ends.
 * Lines are byte ranges without the blanks around them; nothing is kept.
 * The words that decide stand first. */
#include "core/layout.h"

enum {
  LONGEST_HEADING = 45 * 3, /* bytes: a longer line is prose */
  LONGEST_BYLINE = 119,
  LONGEST_CHROME = 399,
  LONGEST_PAGE = 23,
  LONGEST_LABEL = 18, /* bytes before its colon */
  DATELINE = 18       /* bytes behind the first character in which 讯 stands */
};

/* Lines of the site, the imprint or the editors, not of the text: beginnings that are enough,
 * whole lines, and labels that need a colon. */
static const Word CHROME[] = {
    WORD("无障碍"), WORD("长者模"), WORD("长者版"), WORD("退出长"), WORD("版权所"), WORD("主办单"), WORD("承办单"),
    WORD("技术支"), WORD("网站标"), WORD("网站地"), WORD("网站支"), WORD("建议使"), WORD("推荐使"), WORD("扫码关"),
    WORD("扫一扫"), WORD("分享到"), WORD("打印本"), WORD("关闭窗"), WORD("上一篇"), WORD("下一篇"), WORD("上一条"),
    WORD("下一条"), WORD("【打印"), WORD("【关闭"), WORD("【字体"), WORD("【大　"), WORD("共印份"), WORD("版權所"),
    WORD("字体大"), WORD("您当前"), WORD("您现在"), WORD("当前位"), WORD("首页＞"), WORD("您的位"), WORD("維護單"),
    WORD("网站首"), WORD("信息公"), WORD("浏览次"), WORD("访问量"), WORD("点击数"), WORD("投诉电")};
static const Word CHROME_LINES[] = {WORD("[打印")};
static const Word LABELS[] = {
    WORD("来源"), WORD("發布"), WORD("发布"), WORD("信息"), WORD("责编"), WORD("責编"), WORD("责任"), WORD("編輯"),
    WORD("编辑"), WORD("本版"), WORD("新闻"), WORD("热线"), WORD("投稿"), WORD("邮编"), WORD("邮箱"), WORD("电话"),
    WORD("電話"), WORD("传真"), WORD("发稿"), WORD("抄送"), WORD("抄报"), WORD("主送"), WORD("联系"), WORD("聯繫"),
    WORD("地址"), WORD("編辑"), WORD("字号"), WORD("字體"), WORD("字体"), WORD("浏览"), WORD("阅读"), WORD("点击"),
    WORD("日期"), WORD("时间"), WORD("作者"), WORD("更新"), WORD("打印"), WORD("电子"), WORD("公众"), WORD("邮政"),
    WORD("投诉"), WORD("举报"), WORD("主办"), WORD("承办")};
static const Word SHORT_LABELS[] = {WORD("报"), WORD("送"), WORD("发")};

/* How by-lines begin, and columns of a paper that are none. */
static const Word BYLINE[] = {WORD("本"), WORD("记"), WORD("通"), WORD("见"), WORD("作"), WORD("实"),
                              WORD("特"), WORD("撰"), WORD("供"), WORD("記"), WORD("文"), WORD("□"),
                              WORD("■"), WORD("（"), WORD("首"), WORD("全"), WORD("(")};
static const Word COLUMNS[] = {WORD("记者手记"), WORD("记者观察"), WORD("记者调查"), WORD("记者走访"),
                               WORD("记者探访"), WORD("记者视角"), WORD("记者点评")};

/* What a line may hold, wherever in it. */
enum {
  HAS_WRITER = 1, HAS_DATELINE = 2, HAS_FULL_STOP = 4, HAS_SEMICOLON = 8, HAS_COMMA = 16,
  HAS_DASH = 32, HAS_LICENCE = 64, HAS_PICTURE = 128, HAS_ABOUT_PICTURE = 256, HAS_DIGIT = 512
};

static const struct {
  Word word;
  unsigned what;
} INSIDE[] = {
    {WORD("记者"), HAS_WRITER},    {WORD("通讯员"), HAS_WRITER}, {WORD("作者"), HAS_WRITER},
    {WORD("撰稿"), HAS_WRITER},    {WORD("撰文"), HAS_WRITER},   {WORD("供稿"), HAS_WRITER},
    {WORD("文/"), HAS_WRITER},     {WORD("記者"), HAS_WRITER},   {WORD("通訊員"), HAS_WRITER},
    {WORD("讯（"), HAS_DATELINE},  {WORD("讯("), HAS_DATELINE},  {WORD("。"), HAS_FULL_STOP},
    {WORD("；"), HAS_SEMICOLON},   {WORD("，"), HAS_COMMA},      {WORD("——"), HAS_DASH},
    {WORD("ICP备"), HAS_LICENCE},  {WORD("公网安备"), HAS_LICENCE}, {WORD("图"), HAS_PICTURE},
    {WORD("（资料图"), HAS_ABOUT_PICTURE}, {WORD("（图片"), HAS_ABOUT_PICTURE},
    {WORD("图片说明"), HAS_ABOUT_PICTURE}};

static const Word NUMERALS[] = {WORD("一"), WORD("二"), WORD("三"), WORD("四"), WORD("五"),
                                WORD("六"), WORD("七"), WORD("八"), WORD("九"), WORD("十")};
static const Word CHAPTERS[] = {WORD("章"), WORD("节"), WORD("条"), WORD("部")};

static const Word STOPS[] = {WORD("。"), WORD("！"), WORD("？"), WORD("；"), WORD("…"), WORD("．")};
static const Word CLOSERS[] = {WORD("”"), WORD("’"), WORD("」"), WORD("』"), WORD("）"), WORD("》"),
                               WORD("】")};

_Static_assert(sizeof INSIDE / sizeof *INSIDE <= 32, "one bit each in LineWords");

/* ---- what a line holds ---- */

typedef struct {
  const uint8_t *begin, *end;
  unsigned holds; /* HAS_... */
  unsigned commas;
} Line;

/* Six bits that tell most characters apart: the last ones of a character of three bytes. */
static unsigned key_of(const uint8_t *p) { return p[*p < 0x80 ? 0 : 2] & 63; }

static void add_openings(LineWords *words, const Word *table, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t *p = (const uint8_t *)table[i].text;
    words->openings[p[2] & 63] |= (uint64_t)1 << (p[1] & 63);
  }
}

void line_words(LineWords *words) {
  memset(words, 0, sizeof *words);
  for (size_t i = 0; i < sizeof INSIDE / sizeof *INSIDE; i++) {
    words->inside[key_of((const uint8_t *)INSIDE[i].word.text)] |= (uint32_t)1 << i;
  }
  add_openings(words, WORDS(CHROME));
  add_openings(words, WORDS(CHROME_LINES));
  add_openings(words, WORDS(LABELS));
  add_openings(words, WORDS(SHORT_LABELS));
}

/* `which`: the words that may begin at p. */
static void look_inside(Line *line, const uint8_t *p, uint32_t which) {
  for (size_t i = 0; which != 0; i++, which >>= 1) {
    if ((which & 1) && word_at(p, line->end, INSIDE[i].word.text, INSIDE[i].word.size)) {
      line->holds |= INSIDE[i].what;
      line->commas += INSIDE[i].what == HAS_COMMA;
    }
  }
}

/* One pass over a line. */
static Line look_at(const LineWords *words, const uint8_t *begin, const uint8_t *end) {
  Line line = {begin, end, 0, 0};
  for (const uint8_t *p = begin; p < end;) {
    size_t size = *p < 0x80 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;
    if (layout_is_digit(*p)) {
      line.holds |= HAS_DIGIT;
    } else if (size == 1 || (size == 3 && end - p >= 3)) {
      uint32_t which = words->inside[key_of(p)];
      if (which != 0) {
        look_inside(&line, p, which);
      }
    }
    p += size;
  }
  return line;
}

static size_t size_of(const Line *line) { return (size_t)(line->end - line->begin); }

/* The offset of a word in a line from `from` on, its size when it does not stand there. */
static size_t offset_of(const Line *line, size_t from, const char *word, size_t size) {
  for (const uint8_t *p = line->begin + from; p < line->end; p++) {
    if (word_at(p, line->end, word, size)) {
      return (size_t)(p - line->begin);
    }
  }
  return size_of(line);
}

static bool holds(const Line *line, unsigned what) { return (line->holds & what) != 0; }

/* ---- kinds ---- */

static bool is_space(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static const uint8_t *skip_digits(const uint8_t *p, const uint8_t *end) {
  while (p < end && layout_is_digit(*p)) {
    p++;
  }
  return p;
}

static const uint8_t *skip_spaces(const uint8_t *p, const uint8_t *end) {
  while (p < end && is_space(*p)) {
    p++;
  }
  return p;
}

/* 来源：…, 发布日期: …: a label and a colon not far behind. */
static bool is_labelled(const Line *line) {
  if (any_word_at(line->begin, line->end, WORDS(LABELS))) {
    size_t colon = offset_of(line, 6, "：", 3);
    colon = colon < size_of(line) ? colon : offset_of(line, 6, ":", 1);
    return colon < size_of(line) && colon <= LONGEST_LABEL;
  }
  return any_word_at(line->begin, line->end, WORDS(SHORT_LABELS)) &&
         (WORD_AT(line->begin + 3, line->end, "：") || WORD_AT(line->begin + 3, line->end, ":"));
}

/* 首页 > … */
static bool is_path(const Line *line) {
  if (!WORD_AT(line->begin, line->end, "首页")) {
    return false;
  }
  const uint8_t *p = skip_spaces(line->begin + 6, line->end);
  return p < line->end && *p == '>';
}

static bool is_chrome(const LineWords *words, const Line *line) {
  const uint8_t *p = line->begin;
  if (holds(line, HAS_LICENCE)) {
    return true;
  }
  if (size_of(line) < 3 || !(words->openings[p[2] & 63] >> (p[1] & 63) & 1)) {
    return false;
  }
  return any_word_at(p, line->end, WORDS(CHROME)) || is_path(line) || is_labelled(line) ||
         (size_of(line) == CHROME_LINES[0].size && any_word_at(p, line->end, WORDS(CHROME_LINES)));
}

static bool is_byline(const Line *line) {
  return holds(line, HAS_WRITER) && !holds(line, HAS_DATELINE | HAS_FULL_STOP) &&
         size_of(line) <= LONGEST_BYLINE && any_word_at(line->begin, line->end, WORDS(BYLINE)) &&
         !any_word_at(line->begin, line->end, WORDS(COLUMNS));
}

/* - 12 -, — 12 —: a number between blanks and dashes (any byte of “—” and “–” is one here). */
static bool is_number_in_dashes(const Line *line, bool wide) {
  const uint8_t *p = line->begin;
  while (p < line->end && (is_space(*p) || (wide ? *p == 0xE2 || *p == 0x80 || *p == 0x93 ||
                                            *p == 0x94 : *p == '-'))) {
    p++;
  }
  const uint8_t *digits = p;
  p = skip_digits(p, line->end);
  if (p == digits) {
    return false;
  }
  while (p < line->end && (is_space(*p) || (wide ? *p == 0xE2 || *p == 0x80 || *p == 0x94
                                                 : *p == '-'))) {
    p++;
  }
  return p == line->end;
}

static bool is_page_number(const Line *line) {
  if (size_of(line) > LONGEST_PAGE || !holds(line, HAS_DIGIT)) {
    return false;
  }
  if (WORD_AT(line->begin, line->end, "第")) {
    const uint8_t *digits = skip_spaces(line->begin + 3, line->end);
    const uint8_t *p = skip_digits(digits, line->end);
    return p > digits && WORD_AT(skip_spaces(p, line->end), line->end, "页");
  }
  return is_number_in_dashes(line, false) || is_number_in_dashes(line, true);
}

/* 图为…, 图3：…, …（图3）, （资料图…, …摄 */
static bool is_caption(const Line *line) {
  const uint8_t *end = line->end;
  if (size_of(line) >= 3 && (memcmp(end - 3, "摄", 3) == 0 || memcmp(end - 3, "攝", 3) == 0)) {
    return true;
  }
  if (!holds(line, HAS_PICTURE)) {
    return false;
  }
  if (holds(line, HAS_ABOUT_PICTURE) || WORD_AT(line->begin, end, "图为")) {
    return true;
  }
  if (WORD_AT(line->begin, end, "图") && WORD_AT(skip_digits(line->begin + 3, end), end, "：")) {
    return true;
  }
  if (size_of(line) < 9 || memcmp(end - 3, "）", 3) != 0) {
    return false;
  }
  const uint8_t *p = end - 3;
  while (p > line->begin && layout_is_digit(p[-1])) {
    p--;
  }
  return p - line->begin >= 6 && memcmp(p - 6, "（图", 6) == 0;
}

/* A piece of running text: with a stop inside, or several commas and figures between them. */
static bool is_prose(const Line *line) {
  return holds(line, HAS_FULL_STOP | HAS_SEMICOLON) || line->commas > 2 ||
         (line->commas == 2 && holds(line, HAS_DIGIT));
}

static BlockKind kind_of_short(const LineWords *words, const Line *line, Ending ending) {
  const uint8_t *p = line->begin;
  if (ending == ENDS_STOP && !holds(line, HAS_DASH)) {
    return BLOCK_PARAGRAPH;
  }
  if (*p == '#' || WORD_AT(p, line->end, "**")) {
    return BLOCK_HEADING;
  }
  if (is_page_number(line)) {
    return BLOCK_PAGE;
  }
  if (is_byline(line)) {
    return BLOCK_BYLINE;
  }
  if (is_chrome(words, line)) {
    return BLOCK_CHROME;
  }
  if (is_caption(line)) {
    return BLOCK_CAPTION;
  }
  return is_prose(line) ? BLOCK_PARAGRAPH : BLOCK_HEADING;
}

BlockKind line_kind(const LineWords *words, const uint8_t *line, const uint8_t *end,
                    Ending ending) {
  size_t size = (size_t)(end - line);
  if (size > LONGEST_CHROME || (size > LONGEST_HEADING && ending == ENDS_STOP)) {
    return BLOCK_PARAGRAPH;
  }
  Line seen = look_at(words, line, end);
  if (size <= LONGEST_HEADING) {
    return kind_of_short(words, &seen, ending);
  }
  if (is_chrome(words, &seen)) {
    return BLOCK_CHROME;
  }
  return is_caption(&seen) ? BLOCK_CAPTION : BLOCK_PARAGRAPH;
}

/* ---- endings ---- */

static Ending ending_of_ascii(uint8_t c) {
  switch (c) {
    case '.': case '!': case '?': case ';': return ENDS_STOP;
    case '"': case ')': case '*': case ':': return ENDS_CLOSED;
    case ',': return ENDS_OPEN;
    default: return ENDS_WORD;
  }
}

Ending line_ending(const uint8_t *text, const uint8_t *end) {
  if (end[-1] < 0x80) {
    return ending_of_ascii(end[-1]);
  }
  if (end - text < 3) {
    return ENDS_WORD;
  }
  const uint8_t *tail = end - 3;
  if (any_word_at(tail, end, WORDS(STOPS))) {
    return ENDS_STOP;
  }
  if (any_word_at(tail, end, WORDS(CLOSERS))) {
    bool ends_twice = tail - text >= 3 && (any_word_at(tail - 3, tail, WORDS(STOPS)) ||
                                           any_word_at(tail - 3, tail, WORDS(CLOSERS)));
    return ends_twice ? ENDS_STOP : ENDS_CLOSED;
  }
  if (WORD_AT(tail, end, "，") || WORD_AT(tail, end, "、")) {
    return ENDS_OPEN;
  }
  return WORD_AT(tail, end, "：") ? ENDS_CLOSED : ENDS_WORD;
}

/* ---- sections ---- */

/* 1. 12、 3． and no third digit; 1.2 opens nothing. */
static bool opens_item(const uint8_t *p, const uint8_t *end) {
  const uint8_t *q = skip_digits(p, end);
  if (q == p || q - p > 2) {
    return false;
  }
  return WORD_AT(q, end, "、") || WORD_AT(q, end, "．") ||
         (end - q >= 2 && *q == '.' && !layout_is_digit(q[1]));
}

/* (12) or （12） */
static bool opens_bracketed(const uint8_t *digits, const uint8_t *end, const char *closing) {
  const uint8_t *p = skip_digits(digits, end);
  return p > digits && word_at(p, end, closing, strlen(closing));
}

bool line_opens_section(const uint8_t *p, const uint8_t *end) {
  if (p == end) {
    return false;
  }
  if (*p < 0x80) {
    return layout_is_digit(*p) ? opens_item(p, end)
                               : *p == '#' || WORD_AT(p, end, "**") ||
                                     (*p == '(' && opens_bracketed(p + 1, end, ")"));
  }
  if (end - p < 3) {
    return false;
  }
  if (any_word_at(p, end, WORDS(NUMERALS))) { /* 一、 十一、 一是 一要 */
    return WORD_AT(p + 3, end, "、") || (end - p >= 9 && memcmp(p + 6, "、", 3) == 0) ||
           WORD_AT(p + 3, end, "是") || WORD_AT(p + 3, end, "要");
  }
  if (WORD_AT(p, end, "（")) {
    return any_word_at(p + 3, end, WORDS(NUMERALS)) || opens_bracketed(p + 3, end, "）");
  }
  if (WORD_AT(p, end, "第")) {
    return any_word_at(p + 3, end, WORDS(NUMERALS)) && end - p >= 9 &&
           any_word_at(p + 6, end, WORDS(CHAPTERS));
  }
  return WORD_AT(p, end, "【") ||
         (p[0] == 0xE2 && p[1] == 0x91 && p[2] >= 0xA0 && p[2] <= 0xB3) || /* ① to ⑳ */
         (p[0] == 0xE2 && p[1] == 0x96 && p[2] >= 0xA0 && p[2] <= 0xBF);   /* ■ ▲ … */
}

/* A hanzi between these, whether a numeral or not. */
static bool is_marked(const uint8_t *p, const uint8_t *end, const char *closing) {
  return end - p >= 6 && p[0] >= 0xE4 && p[0] <= 0xE9 && (p[1] & 0xC0) == 0x80 &&
         (p[2] & 0xC0) == 0x80 && memcmp(p + 3, closing, 3) == 0;
}

uint8_t line_numbered(const uint8_t *p, const uint8_t *end) {
  if (*p == '#' || is_marked(p, end, "、")) {
    return 1;
  }
  return WORD_AT(p, end, "（") && is_marked(p + 3, end, "）") ? 2 : 0;
}

bool line_may_be_dateline(const uint8_t *p, const uint8_t *end) {
  if (WORD_AT(p, end, "(") || WORD_AT(p, end, "（") || WORD_AT(p, end, "本")) {
    return true;
  }
  const uint8_t *last = end - p > 3 + DATELINE ? p + 3 + DATELINE : end;
  for (const uint8_t *q = end - p > 3 ? p + 3 : end; q < last; q++) {
    if (WORD_AT(q, last, "讯")) {
      return true;
    }
  }
  return false;
}
