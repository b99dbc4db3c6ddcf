/* What is no text: formats by the bytes they begin with, and control bytes. A format known by a
   few letters alone must have its next bytes too, since plain text may begin with those letters.
   The strings live for ever. */

#include <string.h>

#include "core/charset.h"
#include "core/charset_write.h"

typedef struct magic_entry {
  const char *bytes;
  size_t size;
  size_t offset;
  const char *why;
} magic_entry;

#define MAGIC(bytes, offset, why) {bytes, sizeof bytes - 1, offset, why}

static const magic_entry magics[] = {
  MAGIC("\x89PNG\r\n\x1A\n", 0, "PNG image"),
  MAGIC("\xFF\xD8\xFF", 0, "JPEG image"),
  MAGIC("GIF87a", 0, "GIF image"),
  MAGIC("GIF89a", 0, "GIF image"),
  MAGIC("II*\0", 0, "TIFF image"),
  MAGIC("MM\0*", 0, "TIFF image"),
  MAGIC("\0\0\1\0", 0, "icon image"),
  MAGIC("8BPS\0\1", 0, "Photoshop image"),
  MAGIC("%PDF-", 0, "PDF document"),
  MAGIC("%!PS-Adobe", 0, "PostScript document"),
  MAGIC("{\\rtf", 0, "RTF document"),
  MAGIC("PK\3\4", 0, "ZIP archive or Office document"),
  MAGIC("PK\5\6", 0, "ZIP archive"),
  MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, "OLE document, such as DOC or XLS"),
  MAGIC("\x1F\x8B\x08", 0, "gzip archive"),
  MAGIC("\xFD" "7zXZ\0", 0, "xz archive"),
  MAGIC("\x28\xB5\x2F\xFD", 0, "Zstandard archive"),
  MAGIC("7z\xBC\xAF\x27\x1C", 0, "7z archive"),
  MAGIC("Rar!\x1A\x07", 0, "RAR archive"),
  MAGIC("ustar\0", 257, "tar archive"),
  MAGIC("ustar  ", 257, "tar archive"),
  MAGIC("\x7F" "ELF", 0, "ELF program"),
  MAGIC("MZ\x90\0", 0, "Windows program"),
  MAGIC("\xCA\xFE\xBA\xBE", 0, "Java class"),
  MAGIC("SQLite format 3\0", 0, "SQLite database"),
  MAGIC("OggS", 0, "Ogg media"),
  MAGIC("\0\1\0\0\0", 0, "TrueType font"),
  MAGIC("\x1BLua", 0, "Lua bytecode"),
};

static bool has_bytes(const uint8_t *bytes, size_t size, size_t offset, const char *wanted) {
  size_t length = strlen(wanted);
  return size >= offset + length && memcmp(bytes + offset, wanted, length) == 0;
}

/* Formats whose letters say too little without the bytes near them. */
static const char *find_container(const uint8_t *bytes, size_t size) {
  if (has_bytes(bytes, size, 0, "RIFF")) {
    bool image = has_bytes(bytes, size, 8, "WEBP");
    bool media = has_bytes(bytes, size, 8, "WAVE") || has_bytes(bytes, size, 8, "AVI ");
    return image ? "WebP image" : media ? "RIFF media" : NULL;
  }
  if (has_bytes(bytes, size, 0, "BZh") && size > 3 && bytes[3] >= '1' && bytes[3] <= '9' &&
      has_bytes(bytes, size, 4, "1AY&SY")) {
    return "bzip2 archive";
  }
  if (has_bytes(bytes, size, 0, "ID3") && size > 3 && bytes[3] < 0x10 && bytes[3] != '\t' &&
      bytes[3] != '\n' && bytes[3] != '\r') {
    return "MP3 sound";
  }
  if (has_bytes(bytes, size, 4, "ftyp") && bytes[0] == 0 && bytes[1] == 0) {
    return "MP4 media";
  }
  return NULL;
}

const char *charset_binary(const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
    const magic_entry *magic = &magics[i];
    if (size >= magic->offset + magic->size &&
        memcmp(bytes + magic->offset, magic->bytes, magic->size) == 0) {
      return magic->why;
    }
  }
  return find_container(bytes, size);
}

/* Control bytes that text does not have; tab, line ends, form feed, Ctrl-Z and escape are no
   such. */
static size_t is_control(uint8_t byte) {
  static const uint32_t controls = ~(UINT32_C(0x1F) << 0x09 | UINT32_C(3) << 0x1A);
  return (byte < 0x20) & (controls >> (byte & 0x1F));
}

/* Eight bytes at a time; only where one of them is below 20 each is looked at. */
size_t charset_controls(const uint8_t *bytes, size_t size) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  size_t count = 0;
  size_t at = 0;
  while (size - at >= 8) {
    uint64_t word = charset_load(bytes + at);
    size_t end = at + 8;
    if (((word - ones * 0x20) & ~word & ones * 0x80) != 0) {
      for (size_t i = at; i < end; i++) {
        count += is_control(bytes[i]);
      }
    }
    at = end;
  }
  for (; at < size; at++) {
    count += is_control(bytes[at]);
  }
  return count;
}
