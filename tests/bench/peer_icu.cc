// link: -licuuc
// ICU: peer_icu nfc|nfkc FILE normalises the UTF-8 of FILE once, and once more for the clock.

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

static void normalise(const icu::Normalizer2 &form, const std::string &text, UErrorCode &status) {
  std::string out;
  out.reserve(text.size());
  icu::StringByteSink<std::string> sink(&out);
  form.normalizeUTF8(0, text, sink, nullptr, status);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    std::cerr << "usage: peer_icu nfc|nfkc FILE\n";
    return 64;
  }
  std::ifstream file(argv[2], std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *form = std::string(argv[1]) == "nfc"
                                     ? icu::Normalizer2::getNFCInstance(status)
                                     : icu::Normalizer2::getNFKCInstance(status);
  normalise(*form, text, status);
  auto from = std::chrono::steady_clock::now();
  normalise(*form, text, status);
  std::chrono::duration<double> taken = std::chrono::steady_clock::now() - from;
  std::cout << taken.count() << "\n";
  return U_SUCCESS(status) ? 0 : 1;
}
