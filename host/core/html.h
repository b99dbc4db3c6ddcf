/* Reads the visible text out of an HTML page, in one pass and without building a tree. The page
   is valid UTF-8. Offsets are 0-based bytes; all memory is the caller's, and html_read stops
   when it needs more room, so that the caller can make room and call again. */

#ifndef WENLU_CORE_HTML_H
#define WENLU_CORE_HTML_H

#include "core/charset.h"

#define HTML_TABLES 64 /* tables in tables whose rows are told apart */

typedef struct html_heading {
  size_t first; /* in the text */
  size_t end;
  int level;
} html_heading;

/* The start of a line of the text, to come back to when the line turns out to be blank. */
typedef struct html_line {
  size_t size;
  size_t run_count;
  map_run last;
  bool blank;
} html_line;

typedef struct html_reader {
  const uint8_t *bytes;
  size_t size;
  size_t at;
  bool plain; /* no tags, only character references: the inside of a title */

  charset_text out;
  html_heading *headings;
  size_t heading_count;
  size_t heading_room;

  size_t title_first; /* in the page; empty when there is none */
  size_t title_end;

  /* what will be written before the next visible character */
  bool newline;
  size_t tabs;
  bool space;
  size_t space_at;
  size_t space_size;

  html_line line;
  int heading_level;
  bool heading_begun;
  html_heading heading;
  size_t preformatted;           /* open pre elements */
  size_t tables;                 /* open tables */
  bool row_begun[HTML_TABLES];   /* the row has a cell, for each open table */
  bool cell_empty;               /* in a cell without text so far: no new lines */
  size_t cell_tables;            /* the open tables when that cell began */
} html_reader;

/* Reads on; true when the page is done, false when `out` or `headings` needs more room. */
bool html_read(html_reader *reader);

/* What a start or end tag means to the text. */
typedef enum html_role {
  HTML_INLINE,
  HTML_BLOCK,
  HTML_HEADING,
  HTML_TABLE,
  HTML_ROW,
  HTML_CELL,
  HTML_PRE,
  HTML_TITLE,
  HTML_SKIP
} html_role;

typedef struct html_tag {
  html_role role;
  int level; /* of a heading */
  bool end;  /* an end tag */
  size_t name;
  size_t name_end;
  size_t after; /* just behind the tag */
} html_tag;

/* The tag at bytes[at], which is '<' and a letter, or '</' and a letter. */
html_tag html_parse_tag(const uint8_t *bytes, size_t size, size_t at);

/* Just behind the end tag that closes an element whose content is not read as HTML. */
size_t html_skip_element(const uint8_t *bytes, size_t size, const html_tag *tag,
                         size_t *content_end);

/* The characters of a reference such as &amp; or &#x4E00; at bytes[at] = '&': UTF-8 in `out`,
   how many bytes of it in `out_size`, and how many bytes of the page it takes; 0 if this is no
   reference. */
size_t html_reference(const uint8_t *bytes, size_t size, size_t at, uint8_t out[8],
                      size_t *out_size);

#endif
