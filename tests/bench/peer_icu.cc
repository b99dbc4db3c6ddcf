// link: -licuuc
// ICU: peer_icu nfc|nfkc|fold|grapheme_count FILE does it once, and once more for the clock.

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/utext.h>

#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

static void normalise(bool compatible, const std::string &text, UErrorCode &status) {
  const icu::Normalizer2 *form = compatible ? icu::Normalizer2::getNFKCInstance(status)
                                            : icu::Normalizer2::getNFCInstance(status);
  std::string out;
  out.reserve(text.size());
  icu::StringByteSink<std::string> sink(&out);
  form->normalizeUTF8(0, text, sink, nullptr, status);
}

static void fold(const std::string &text, UErrorCode &status) {
  std::string out;
  out.reserve(text.size());
  icu::StringByteSink<std::string> sink(&out);
  icu::CaseMap::utf8Fold(0, text, sink, nullptr, status);
}

static long count(const std::string &text, UErrorCode &status) {
  std::unique_ptr<icu::BreakIterator> clusters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  UText *bytes = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status);
  long found = 0;
  clusters->setText(bytes, status);
  while (clusters->next() != icu::BreakIterator::DONE) {
    found++;
  }
  utext_close(bytes);
  return found;
}

static void work(const std::string &task, const std::string &text, UErrorCode &status) {
  if (task == "fold") {
    fold(text, status);
  } else if (task == "grapheme_count") {
    count(text, status);
  } else {
    normalise(task == "nfkc", text, status);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) {
    std::cerr << "usage: peer_icu nfc|nfkc|fold|grapheme_count FILE\n";
    return 64;
  }
  std::ifstream file(argv[2], std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  UErrorCode status = U_ZERO_ERROR;
  work(argv[1], text, status);
  std::clock_t from = std::clock();
  work(argv[1], text, status);
  std::cout << static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC << "\n";
  return U_SUCCESS(status) ? 0 : 1;
}
