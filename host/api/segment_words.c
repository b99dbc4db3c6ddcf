/* User words of a segmenter: added, removed, forced, read from a file's text; weights suggested.
** A weight is jieba's frequency; a word has 1 to 255 characters of UTF-8.
** They lie in one userdata, replaced by a larger one. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "segment_api.h"

static const lua_Integer HEAVIEST = (lua_Integer)1 << 52; /* what a double holds exactly */

/* ---- room ---- */

static UserWords *room_for(lua_State *L, int segmenter, SegmenterHandle *s, size_t characters) {
  UserWords *user = (UserWords *)(uintptr_t)s->core.user;
  if (user != NULL && user_words_room(user, characters)) {
    return user;
  }
  uint32_t capacity = user == NULL ? 1024 : user->capacity * 2;
  luaL_argcheck(L, characters < 1u << 24, segmenter, "too many words");
  while (capacity < 2 * characters) {
    capacity *= 2;
  }
  luaL_argcheck(L, capacity <= 1u << 26, segmenter, "too many words");
  UserWords *more = lua_newuserdatauv(L, user_words_size(capacity), 0);
  user_words_init(more, capacity);
  if (user != NULL) {
    user_words_copy(more, user);
  }
  s->core.user = more;
  lua_setiuservalue(L, segmenter, UV_USER);
  return more;
}

/* ---- suggesting ---- */

static double share(const SegmenterHandle *s, const char *word, size_t size) {
  SegmentWord known = segment_word(&s->core, (const uint8_t *)word, size, false);
  return (known.known ? (double)known.weight : 1) / (double)s->core.total;
}

/* The least weight that keeps the word together, as jieba suggests it. */
static uint64_t suggest(lua_State *L, int segmenter, const char *word, size_t size) {
  SegmenterHandle *s = lua_touserdata(L, segmenter);
  if (s->core.total == 0) {
    return 1;
  }
  size_t count = 0;
  double product = 1;
  const Token *tokens = wl_segment_plain(L, segmenter, word, size, &count);
  for (size_t i = 0; i < count; i++) {
    product *= share(s, word + tokens[i].first, tokens[i].end - tokens[i].first);
  }
  lua_pop(L, 1);
  uint64_t weight = (uint64_t)(product * (double)s->core.total) + 1;
  SegmentWord known = segment_word(&s->core, (const uint8_t *)word, size, false);
  uint64_t least = known.known ? known.weight : 1;
  return weight > least ? weight : least;
}

/* ---- one word ---- */

static size_t check_word(lua_State *L, int arg, uint32_t *codes, unsigned *flags) {
  size_t size = 0;
  size_t count = 0;
  const char *word = luaL_checklstring(L, arg, &size);
  *flags = segment_spell((const uint8_t *)word, size, codes, &count);
  luaL_argcheck(L, count > 0, arg, "a word has 1 to 255 characters of UTF-8");
  return count;
}

typedef struct {
  const uint32_t *codes;
  size_t count;
  unsigned flags;
  uint64_t weight;
  int tag; /* -1: none of its own */
} NewWord;

static void put_codes(UserWords *user, const NewWord *word, const uint32_t *codes, unsigned more) {
  UserNode *node = user_words_put(user, codes, word->count,
                                  word->flags | more | (word->tag >= 0 ? WORD_TAG : 0u));
  if (node != NULL) {
    node->weight = word->weight;
    node->log = log(word->weight > 0 ? (double)word->weight : 1);
    node->tag = word->tag >= 0 ? (uint8_t)word->tag : 0;
  }
}

/* A word in traditional writing is entered by its simplified form too. */
static void put(lua_State *L, int segmenter, SegmenterHandle *s, const NewWord *word) {
  UserWords *user = room_for(L, segmenter, s, 2 * word->count);
  uint32_t simple[SEGMENT_LONGEST];
  for (size_t i = 0; i < word->count; i++) {
    simple[i] = segment_simplified(&s->image, word->codes[i]);
  }
  put_codes(user, word, word->codes, 0);
  if (memcmp(simple, word->codes, word->count * sizeof *simple) != 0) {
    put_codes(user, word, simple, WORD_SIMPLE);
  }
  s->core.total += word->weight;
  s->stale = s->stale || word->weight > 0;
}

static int check_tag(lua_State *L, int arg) {
  size_t size = 0;
  if (lua_isnoneornil(L, arg)) {
    return -1;
  }
  const char *name = luaL_checklstring(L, arg, &size);
  luaL_argcheck(L, size > 0 && size < 64, arg, "a tag has 1 to 63 bytes");
  return (int)wl_segment_tag(L, 1, name, size);
}

static int add(lua_State *L, unsigned more, int tag_arg, int weight_arg) {
  SegmenterHandle *s = wl_check_segmenter(L, 1);
  uint32_t codes[SEGMENT_LONGEST];
  size_t size = 0;
  NewWord word = {.codes = codes};
  word.count = check_word(L, 2, codes, &word.flags);
  word.flags |= more;
  if (weight_arg != 0 && !lua_isnoneornil(L, weight_arg)) {
    lua_Integer weight = luaL_checkinteger(L, weight_arg);
    luaL_argcheck(L, weight >= 1 && weight <= HEAVIEST, weight_arg, "a weight is 1 or more");
    word.weight = (uint64_t)weight;
  } else {
    const char *text = luaL_checklstring(L, 2, &size);
    word.weight = suggest(L, 1, text, size);
  }
  word.tag = check_tag(L, tag_arg);
  put(L, 1, s, &word);
  lua_pushinteger(L, (lua_Integer)word.weight);
  return 1;
}

/* segmenter:add(word[, weight[, tag]]) -> weight */
static int segmenter_add(lua_State *L) { return add(L, 0, 4, 3); }

/* segmenter:force(word[, tag]) -> weight */
static int segmenter_force(lua_State *L) { return add(L, WORD_FORCED, 3, 0); }

/* segmenter:remove(word) */
static int segmenter_remove(lua_State *L) {
  SegmenterHandle *s = wl_check_segmenter(L, 1);
  uint32_t codes[SEGMENT_LONGEST];
  NewWord word = {.codes = codes, .tag = -1};
  word.count = check_word(L, 2, codes, &word.flags);
  word.flags = WORD_REMOVED;
  put(L, 1, s, &word);
  return 0;
}

/* segmenter:suggest(word or parts) -> weight that keeps the word whole, or lets the parts apart */
static int segmenter_suggest(lua_State *L) {
  SegmenterHandle *s = wl_check_segmenter(L, 1);
  size_t size = 0;
  if (lua_type(L, 2) != LUA_TTABLE) {
    const char *word = luaL_checklstring(L, 2, &size);
    luaL_argcheck(L, size < 4096, 2, "the word is too long");
    lua_pushinteger(L, (lua_Integer)suggest(L, 1, word, size));
    return 1;
  }
  double product = 1;
  luaL_Buffer whole;
  luaL_buffinit(L, &whole);
  for (lua_Integer i = 1, n = luaL_len(L, 2); i <= n; i++) {
    luaL_argcheck(L, lua_geti(L, 2, i) == LUA_TSTRING, 2, "parts are strings");
    const char *part = lua_tolstring(L, -1, &size);
    product *= share(s, part, size);
    luaL_addvalue(&whole);
  }
  luaL_pushresult(&whole);
  const char *word = lua_tolstring(L, -1, &size);
  uint64_t apart = (uint64_t)(product * (double)s->core.total);
  uint64_t now = segment_word(&s->core, (const uint8_t *)word, size, false).weight;
  lua_pushinteger(L, (lua_Integer)(apart < now ? apart : now));
  return 1;
}

/* segmenter:weight(word) -> weight[, tag]; nothing when it is no word */
static int segmenter_weight(lua_State *L) {
  const SegmenterHandle *s = wl_check_segmenter(L, 1);
  size_t size = 0;
  const char *word = luaL_checklstring(L, 2, &size);
  SegmentWord known = segment_word(&s->core, (const uint8_t *)word, size, false);
  if (known.weight == 0) {
    return 0;
  }
  lua_pushinteger(L, (lua_Integer)known.weight);
  wl_push_tag(L, 1, known.tag);
  return 2;
}

/* segmenter:idf(word) -> number; nothing when it is not known; raises when the table is damaged */
static int segmenter_idf(lua_State *L) {
  SegmenterHandle *s = wl_check_segmenter(L, 1);
  size_t size = 0;
  const char *word = luaL_checklstring(L, 2, &size);
  const char *wrong = segment_check_idf(&s->image);
  if (wrong != NULL) {
    return luaL_error(L, "the dictionary is %s", wrong);
  }
  double idf = segment_idf(&s->image, (const uint8_t *)word, size);
  if (idf < 0) {
    return 0;
  }
  lua_pushnumber(L, idf);
  return 1;
}

/* ---- a file's text ---- */

typedef struct {
  const char *word, *tag;
  size_t size, tag_size;
  lua_Integer weight; /* 0: to be suggested */
} Line;

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* The last field of what is left of a line; *end moves before it. NULL when there is only one. */
static const char *last_field(const char *begin, const char **end, size_t *size) {
  const char *p = *end;
  while (p > begin && !is_blank(p[-1])) {
    p--;
  }
  *size = (size_t)(*end - p);
  const char *before = p;
  while (before > begin && is_blank(before[-1])) {
    before--;
  }
  if (before == begin) {
    return NULL;
  }
  *end = before;
  return p;
}

static bool is_all(const char *field, size_t size, char first, char last) {
  for (size_t i = 0; i < size; i++) {
    if (field[i] < first || field[i] > last) {
      return false;
    }
  }
  return size > 0;
}

/* Digits, full-width ones too, with what may stand among them in numbers: 1.5, -0.5, 1e9, ５. */
static bool is_like_number(const char *field, size_t size) {
  bool digits = false;
  for (size_t i = 0; i < size; i++) {
    bool wide = size - i >= 3 && memcmp(field + i, "\xEF\xBC", 2) == 0;
    char c = wide ? (char)(field[i + 2] - 0x60) : field[i]; /* the plain form, from ! to _ */
    if (c == '\0' || strchr(digits && !wide ? "0123456789+-.,eE%" : "0123456789+-.,%", c) == NULL) {
      return false;
    }
    digits = digits || (c >= '0' && c <= '9');
    i += wide ? 2 : 0;
  }
  return digits;
}

/* A word that swallowed its weight: one of its last two fields looks like a number. */
static bool has_odd_weight(const char *begin, const char *end) {
  size_t size = 0;
  for (int i = 0; i < 2; i++) {
    const char *field = last_field(begin, &end, &size);
    if (field == NULL) {
      return false;
    }
    if (is_like_number(field, size)) {
      return true;
    }
  }
  return false;
}

static bool ends_in_comma(const char *begin, const char *end) {
  return end[-1] == ',' || (end - begin >= 3 && memcmp(end - 3, "\xEF\xBC\x8C", 3) == 0);
}

/* word[ weight][ tag]: the word may hold blanks. Returns what is wrong, or NULL. */
static const char *read_line(const char *begin, const char *end, Line *line) {
  const char *stop = end;
  *line = (Line){begin, NULL, 0, 0, 0};
  const char *field = last_field(begin, &stop, &line->tag_size);
  if (field != NULL && is_all(field, line->tag_size, 'a', 'z')) {
    line->tag = field;
    end = stop;
  }
  stop = end;
  size_t size = 0;
  field = last_field(begin, &stop, &size);
  if (field != NULL && size > 1 && field[0] == '-' && is_all(field + 1, size - 1, '0', '9')) {
    return "a negative weight";
  }
  if (field != NULL && is_all(field, size, '0', '9')) {
    if (size > 15) {
      return "a weight that is too large";
    }
    line->weight = (lua_Integer)strtoll(field, NULL, 10);
    if (line->weight == 0) {
      return "a weight of 0: remove the word instead";
    }
    end = stop;
  }
  line->size = (size_t)(end - begin);
  if (line->weight == 0 && has_odd_weight(begin, end)) {
    return "a weight that is no whole number (a word with a number needs one after it)";
  }
  return line->weight != 0 && ends_in_comma(begin, end) ? "a comma after the word" : NULL;
}

typedef struct {
  const char *at, *end; /* of the text */
  lua_Integer number;
} Lines;

/* The next line with a word on it; comments begin with "# ". */
static bool next_line(Lines *lines, const char **begin, const char **end) {
  while (lines->at < lines->end) {
    const char *stop = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
    *begin = lines->at;
    *end = stop != NULL ? stop : lines->end;
    lines->at = stop != NULL ? stop + 1 : lines->end;
    lines->number++;
    if (lines->number == 1 && *end - *begin >= 3 && memcmp(*begin, "\xEF\xBB\xBF", 3) == 0) {
      *begin += 3;
    }
    while (*begin < *end && is_blank(**begin)) {
      (*begin)++;
    }
    while (*begin < *end && is_blank((*end)[-1])) {
      (*end)--;
    }
    if (*begin < *end && !(**begin == '#' && (*end - *begin == 1 || (*begin)[1] == ' '))) {
      return true;
    }
  }
  return false;
}

/* Looks at all lines before any is used: pushes what is wrong and returns true, or returns false.
** Adds up the characters of all words. */
static bool refuse(lua_State *L, Lines lines, const char *name, size_t *count, size_t *all) {
  const char *begin;
  const char *end;
  uint32_t codes[SEGMENT_LONGEST];
  for (*count = 0; next_line(&lines, &begin, &end); (*count)++) {
    Line line;
    size_t characters = 0;
    const char *wrong = read_line(begin, end, &line);
    if (wrong == NULL) {
      segment_spell((const uint8_t *)line.word, line.size, codes, &characters);
      *all += characters;
      wrong = characters > 0 ? NULL : "no word of 1 to 255 characters of UTF-8";
    }
    if (wrong != NULL) {
      wl_fail(L, "bad-dictionary", "%s:%I: %s", name, (LUAI_UACINT)lines.number, wrong);
      return true;
    }
    if (*count % 4096 == 0) {
      wl_poll(L);
    }
  }
  if (*count == 0) {
    wl_fail(L, "empty", "%s: a dictionary without words", name);
  }
  return *count == 0;
}

/* Puts the word of a line; true when the same text gave it before. */
static void put_line(lua_State *L, SegmenterHandle *s, const Line *line, unsigned flags) {
  uint32_t codes[SEGMENT_LONGEST];
  NewWord word = {.codes = codes, .tag = -1};
  word.flags = segment_spell((const uint8_t *)line->word, line->size, codes, &word.count) | flags;
  word.weight = (uint64_t)line->weight;
  if (line->weight == 0) {
    word.weight = suggest(L, 1, line->word, line->size);
  }
  if (line->tag != NULL && line->tag_size < 64) {
    word.tag = (int)wl_segment_tag(L, 1, line->tag, line->tag_size);
  }
  put(L, 1, s, &word);
}

/* Pushes nothing; adds a note to the array at `notes` when the word is in `seen` already. */
static void note_again(lua_State *L, int seen, int notes, const Line *line, lua_Integer number) {
  lua_pushlstring(L, line->word, line->size);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, seen) != LUA_TNIL) {
    lua_pushfstring(L, "line %I: %s was on line %I already, the later one counts",
                    (LUAI_UACINT)number, lua_tostring(L, -2), (LUAI_UACINT)lua_tointeger(L, -1));
    lua_rawseti(L, notes, (lua_Integer)lua_rawlen(L, notes) + 1);
  }
  lua_pop(L, 1);
  lua_pushinteger(L, number);
  lua_rawset(L, seen);
}

/* segmenter:load(text[, {name=, terms=}]) -> words, notes; or nil, "name:line: reason", code */
static int segmenter_load(lua_State *L) {
  SegmenterHandle *s = wl_check_segmenter(L, 1);
  size_t size = 0;
  size_t count = 0;
  const char *text = luaL_checklstring(L, 2, &size);
  const char *name = "dictionary";
  unsigned flags = 0;
  if (!lua_isnoneornil(L, 3)) {
    luaL_checktype(L, 3, LUA_TTABLE);
    lua_getfield(L, 3, "terms");
    flags = lua_toboolean(L, -1) ? WORD_TERM : 0u;
    lua_getfield(L, 3, "name");
    name = luaL_optstring(L, -1, name);
  }
  Lines lines = {text, text + size, 0};
  size_t characters = 0;
  if (refuse(L, lines, name, &count, &characters)) {
    return 3;
  }
  room_for(L, 1, s, 2 * characters);
  lua_createtable(L, 0, (int)count);
  int seen = lua_gettop(L);
  lua_newtable(L);
  const char *begin;
  const char *end;
  for (size_t done = 0; next_line(&lines, &begin, &end); done++) {
    Line line;
    read_line(begin, end, &line);
    note_again(L, seen, seen + 1, &line, lines.number);
    put_line(L, s, &line, flags);
    if (done % 1024 == 0) {
      wl_poll(L);
    }
  }
  lua_pushinteger(L, (lua_Integer)count);
  lua_pushvalue(L, seen + 1);
  return 2;
}

const luaL_Reg segment_words_methods[] = {
    {"add", segmenter_add},         {"force", segmenter_force},   {"remove", segmenter_remove},
    {"suggest", segmenter_suggest}, {"weight", segmenter_weight}, {"idf", segmenter_idf},
    {"load", segmenter_load},       {NULL, NULL}};
