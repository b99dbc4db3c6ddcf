/* The tables of segment_marks.h: stops, pauses, quotation marks, brackets of Chinese and English.
 * Marks are code points.
 * Nothing is allocated. */
#include "core/segment_marks.h"

#include <string.h>

uint32_t segment_closer(uint32_t cp) {
  switch (cp) {
    case '(': return ')';
    case '[': return ']';
    case '{': return '}';
    case 0x2018: return 0x2019; /* ‘ ’ */
    case 0x201C: return 0x201D; /* “ ” */
    case 0xFF08: return 0xFF09; /* （ ） */
    case 0xFF3B: return 0xFF3D; /* ［ ］ */
    case 0xFF5B: return 0xFF5D; /* ｛ ｝ */
    case 0x3008: case 0x300A: case 0x300C: case 0x300E: /* 〈 《 「 『 */
    case 0x3010: case 0x3014: case 0x3016: case 0x3018: /* 【 〔 〖 〘 */
    case 0xFF5F: return cp + 1; /* ｟ */
    default: return 0;
  }
}

bool segment_closes_quotation(uint32_t cp) {
  return cp == 0x201D || cp == 0x2019 || cp == 0x300D || cp == 0x300F || cp == '"';
}

static bool is_closer(uint32_t cp) {
  switch (cp) {
    case ')': case ']': case '}':
    case 0x2019: case 0x201D: case 0xFF09: case 0xFF3D: case 0xFF5D:
    case 0x3009: case 0x300B: case 0x300D: case 0x300F:
    case 0x3011: case 0x3015: case 0x3017: case 0x3019: case 0xFF60: return true;
    default: return false;
  }
}

SegmentMark segment_mark(uint32_t cp) {
  switch (cp) {
    case 0x3002: case 0xFF01: case 0xFF1F: case 0xFF1B: case 0xFF61: /* 。 ！ ？ ； ｡ */
    case 0x203C: case 0x2047: case 0x2048: case 0x2049: return MARK_STOP; /* ‼ ⁇ ⁈ ⁉ */
    case '!': case '?': case ';': return MARK_ASCII_STOP;
    case '.': case 0xFF0E: return MARK_POINT;
    case 0xFF0C: case 0x3001: case 0xFF64: return MARK_PAUSE; /* ， 、 ､ */
    case ',': return MARK_COMMA;
    case ':': case 0xFF1A: return MARK_COLON;
    case '"': return MARK_QUOTE;
    case '\n': case '\r': case 0x2028: case 0x2029: return MARK_LINE;
    default: break;
  }
  if (segment_closer(cp) != 0) {
    return MARK_OPEN;
  }
  return is_closer(cp) ? MARK_CLOSE : MARK_NONE;
}

bool segment_is_space(uint32_t cp) {
  return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x3000 || cp == 0xA0 || cp == 0x2028 ||
         cp == 0x2029 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0xFEFF;
}

bool segment_is_abbreviation(const uint8_t *word, size_t size) {
  static const char known[] =
    " al approx apr art assoc aug ave bros capt cf ch co col corp dec dept dr ed eds est etc ext"
    " feb fig figs gen gov hon inc jan jr jul jun lt ltd mar mr mrs ms mt no nos nov oct op para"
    " ph pp prof rep rev sec sen sep sept sgt sr st tel univ viz vol vols vs ";
  char padded[10] = " ";
  if (size == 0 || size > 6) {
    return false;
  }
  for (size_t i = 0; i < size; i++) {
    padded[i + 1] = (char)(word[i] | 0x20);
  }
  padded[size + 1] = ' ';
  padded[size + 2] = '\0';
  return strstr(known, padded) != NULL;
}
