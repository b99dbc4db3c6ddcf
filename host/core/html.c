/* The visible text of an HTML page, with a map (see html.h). Lines are made by block elements,
   cells of a table are parted by tabs, white space is folded, and an ideographic space (U+3000)
   is kept as the character that it is in Chinese typesetting. */

#include "core/html.h"

#include <string.h>

#include "core/charset_write.h"

/* ---- writing ---- */

static void insert(html_reader *reader, char byte, size_t source, uint32_t source_size) {
  charset_text *out = &reader->out;
  charset_run(out, out->size, source, 1, source_size);
  out->text[out->size++] = (uint8_t)byte;
}

static void begin_line(html_reader *reader) {
  const charset_text *out = &reader->out;
  reader->line = (html_line){out->size, out->run_count, out->last, true};
}

/* Takes back a line that holds nothing but ideographic spaces. */
static void drop_line(html_reader *reader) {
  charset_text *out = &reader->out;
  out->size = reader->line.size;
  out->run_count = reader->line.run_count;
  out->last = reader->line.last;
}

static void end_line(html_reader *reader) {
  if (reader->line.blank) {
    drop_line(reader);
  } else {
    insert(reader, '\n', reader->at, 0);
    begin_line(reader);
  }
  reader->newline = false;
  reader->space = false;
}

/* Writes the first of what is pending before a visible character; false when nothing is. */
static bool write_pending(html_reader *reader) {
  if (reader->newline) {
    end_line(reader);
    return true;
  }
  if (reader->tabs > 0) {
    insert(reader, '\t', reader->at, 0);
    reader->tabs--;
    reader->space = false;
    return true;
  }
  if (reader->space && reader->out.size > reader->line.size) {
    insert(reader, ' ', reader->space_at, (uint32_t)reader->space_size);
    reader->space = false;
    return true;
  }
  reader->space = false;
  return false;
}

static void note_visible(html_reader *reader) {
  reader->line.blank = false;
  reader->cell_empty = false;
  if (reader->heading_level > 0 && !reader->heading_begun) {
    reader->heading_begun = true;
    reader->heading.first = reader->out.size;
  }
}

/* Copies visible bytes of the page. */
static void write_bytes(html_reader *reader, size_t size, bool visible) {
  if (visible) {
    note_visible(reader);
  }
  reader->at += charset_copy(&reader->out, reader->bytes, reader->at, size);
}

static void write_reference(html_reader *reader, const uint8_t *text, size_t text_size,
                            size_t source_size) {
  charset_text *out = &reader->out;
  note_visible(reader);
  charset_run(out, out->size, reader->at, (uint32_t)text_size, (uint32_t)source_size);
  memcpy(out->text + out->size, text, text_size);
  out->size += text_size;
  reader->at += source_size;
}

/* ---- what tags mean ---- */

static void want_newline(html_reader *reader) {
  if (!reader->cell_empty) {
    reader->newline = true;
    reader->tabs = 0;
  }
}

static void want_space(html_reader *reader, size_t size) {
  if (!reader->space) {
    reader->space = true;
    reader->space_at = reader->at;
    reader->space_size = 0;
  }
  if (reader->space_at + reader->space_size == reader->at) {
    reader->space_size += size;
  }
  reader->at += size;
}

static bool *row_begun(html_reader *reader) {
  size_t table = reader->tables < HTML_TABLES ? reader->tables : HTML_TABLES - 1;
  return &reader->row_begun[table];
}

/* The empty cell ends if it belongs to one of the tables from `tables` on. */
static void leave_cell(html_reader *reader, size_t tables) {
  if (reader->cell_tables >= tables) {
    reader->cell_empty = false;
  }
}

static void begin_cell(html_reader *reader) {
  bool *begun = row_begun(reader);
  leave_cell(reader, reader->tables);
  if (*begun) {
    reader->newline = false;
    reader->tabs++;
  }
  *begun = true;
  reader->cell_empty = true;
  reader->cell_tables = reader->tables;
}

static void table_tag(html_reader *reader, bool end) {
  if (!end) {
    want_newline(reader);
    reader->tables++;
    *row_begun(reader) = false;
    return;
  }
  leave_cell(reader, reader->tables);
  reader->tables -= reader->tables > 0;
  want_newline(reader);
}

static void row_tag(html_reader *reader) {
  leave_cell(reader, reader->tables);
  want_newline(reader);
  *row_begun(reader) = false;
}

static void close_heading(html_reader *reader) {
  if (reader->heading_begun) {
    reader->heading.end = reader->out.size;
    reader->heading.level = reader->heading_level;
    reader->headings[reader->heading_count++] = reader->heading;
  }
  reader->heading_level = 0;
  reader->heading_begun = false;
}

static void heading_tag(html_reader *reader, const html_tag *tag) {
  close_heading(reader);
  want_newline(reader);
  reader->heading_level = tag->end ? 0 : tag->level;
}

static void pre_tag(html_reader *reader, bool end) {
  want_newline(reader);
  if (!end) {
    reader->preformatted++;
  } else if (reader->preformatted > 0) {
    reader->preformatted--;
  }
}

/* Passes over an element that shows nothing; keeps where the first title is. */
static size_t skip_hidden(html_reader *reader, const html_tag *tag) {
  size_t content_end;
  if (tag->end) {
    return tag->after;
  }
  size_t after = html_skip_element(reader->bytes, reader->size, tag, &content_end);
  if (tag->role == HTML_TITLE && reader->title_end == 0) {
    reader->title_first = tag->after;
    reader->title_end = content_end;
  }
  return after;
}

static void read_tag(html_reader *reader) {
  html_tag tag = html_parse_tag(reader->bytes, reader->size, reader->at);
  size_t after = tag.after;
  switch (tag.role) {
    case HTML_INLINE: break;
    case HTML_BLOCK: want_newline(reader); break;
    case HTML_HEADING: heading_tag(reader, &tag); break;
    case HTML_TABLE: table_tag(reader, tag.end); break;
    case HTML_ROW: row_tag(reader); break;
    case HTML_CELL:
      if (tag.end) {
        leave_cell(reader, reader->tables);
      } else {
        begin_cell(reader);
      }
      break;
    case HTML_PRE: pre_tag(reader, tag.end); break;
    case HTML_TITLE:
    case HTML_SKIP: after = skip_hidden(reader, &tag); break;
  }
  reader->at = after;
}

/* ---- reading ---- */

static bool is_letter(uint8_t byte) {
  return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Just behind a comment or what the standard treats as one; `at` is behind its opening. */
static size_t skip_past(const html_reader *reader, size_t at, const char *end) {
  size_t length = strlen(end);
  const void *found = at < reader->size
                          ? memmem(reader->bytes + at, reader->size - at, end, length)
                          : NULL;
  return found == NULL ? reader->size : (size_t)((const uint8_t *)found - reader->bytes) + length;
}

static size_t skip_comment(const html_reader *reader) {
  const uint8_t *bytes = reader->bytes + reader->at;
  size_t left = reader->size - reader->at;
  if (left < 4 || memcmp(bytes, "<!--", 4) != 0) {
    return skip_past(reader, reader->at + 2, ">");
  }
  if (left > 4 && bytes[4] == '>') {
    return reader->at + 5;
  }
  return skip_past(reader, reader->at + 2, "-->");
}

/* Reads a tag, a comment or a declaration; false when the '<' is a character of the text. */
static bool read_markup(html_reader *reader) {
  const uint8_t *bytes = reader->bytes + reader->at;
  size_t left = reader->size - reader->at;
  if (reader->plain || left < 2) {
    return false;
  }
  if (is_letter(bytes[1]) || (bytes[1] == '/' && left > 2 && is_letter(bytes[2]))) {
    read_tag(reader);
    return true;
  }
  if (bytes[1] == '!' || bytes[1] == '?' || (bytes[1] == '/' && left > 2)) {
    reader->at = skip_comment(reader);
    return true;
  }
  return false;
}

/* The size of the white space character at `at`, or 0. */
static size_t space_size(const html_reader *reader, size_t at) {
  uint8_t byte = reader->bytes[at];
  if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
    return 1;
  }
  bool no_break = byte == 0xC2 && at + 1 < reader->size && reader->bytes[at + 1] == 0xA0;
  return no_break ? 2 : 0;
}

static bool is_ideographic_space(const html_reader *reader, size_t at) {
  return reader->size - at >= 3 && memcmp(reader->bytes + at, "\xE3\x80\x80", 3) == 0;
}

static bool is_special(const html_reader *reader, size_t at) {
  uint8_t byte = reader->bytes[at];
  if (byte > '<' && byte != 0xC2 && byte != 0xE3) {
    return false;
  }
  return byte == '<' || byte == '&' || byte == 0 || space_size(reader, at) > 0 ||
         is_ideographic_space(reader, at);
}

static void read_reference(html_reader *reader) {
  uint8_t text[8];
  size_t text_size;
  size_t taken = html_reference(reader->bytes, reader->size, reader->at, text, &text_size);
  if (taken == 0) {
    text[0] = '&';
    text_size = 1;
    taken = 1;
  }
  if (text_size == 2 && memcmp(text, "\xC2\xA0", 2) == 0) {
    want_space(reader, taken);
  } else if (text_size == 1 && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))) {
    want_space(reader, taken);
  } else if (!write_pending(reader)) {
    write_reference(reader, text, text_size, taken);
  }
}

static void read_characters(html_reader *reader) {
  if (write_pending(reader)) {
    return;
  }
  if (is_ideographic_space(reader, reader->at)) {
    write_bytes(reader, 3, false);
    return;
  }
  size_t end = reader->at + 1;
  while (end < reader->size && !is_special(reader, end)) {
    end++;
  }
  write_bytes(reader, end - reader->at, true);
}

static void read_one(html_reader *reader) {
  uint8_t byte = reader->bytes[reader->at];
  size_t space = space_size(reader, reader->at);
  if (byte == '<' && read_markup(reader)) {
    return;
  }
  if (byte == '&') {
    read_reference(reader);
  } else if (byte == '\n' && reader->preformatted > 0) {
    want_newline(reader);
    reader->at++;
  } else if (space > 0) {
    want_space(reader, space);
  } else if (byte == 0) {
    reader->at++;
  } else {
    read_characters(reader);
  }
}

/* Closes what is open and ends the last line. */
static void finish(html_reader *reader) {
  if (reader->heading_level > 0) {
    close_heading(reader);
  }
  if (reader->line.blank) {
    drop_line(reader);
  } else if (!reader->plain) {
    insert(reader, '\n', reader->size, 0);
  }
}

bool html_read(html_reader *reader) {
  if (reader->at == 0 && reader->out.size == 0) {
    begin_line(reader);
  }
  while (!charset_full(&reader->out) && reader->heading_count < reader->heading_room) {
    if (reader->at == reader->size) {
      finish(reader);
      return true;
    }
    read_one(reader);
  }
  return false;
}
