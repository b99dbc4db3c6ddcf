"""Cuts each line of a file with jieba: what wenlu.segment is compared with.

Use: jieba_lines.py MODE,MODE... FILE. Lines end with a newline and are UTF-8. Prints a line for each,
one mode after the other: tokens, and tags behind them, each ended by U+0001 (which FILE must not hold).
"""

import logging
import sys
import tempfile

sys.path.insert(0, "/usr/lib/python3/dist-packages")
import jieba  # noqa: E402
import jieba.posseg  # noqa: E402

MODES = {
    "default": lambda s: jieba.cut(s),
    "plain": lambda s: jieba.cut(s, HMM=False),
    "full": lambda s: jieba.cut(s, cut_all=True),
    "search": lambda s: jieba.cut_for_search(s),
    "search-plain": lambda s: jieba.cut_for_search(s, HMM=False),
    "posseg": lambda s: tagged(jieba.posseg.cut(s)),
    "posseg-plain": lambda s: tagged(jieba.posseg.cut(s, HMM=False)),
}


def tagged(pairs):
    for pair in pairs:
        yield pair.word
        yield pair.flag


def main(modes, path):
    jieba.setLogLevel(logging.WARNING)
    with open(path, "rb") as file:
        lines = file.read().decode("utf-8").split("\n")
    with tempfile.TemporaryDirectory() as folder:
        jieba.dt.tmp_dir = folder
        jieba.initialize()
    for mode in modes.split(","):
        for line in lines[:-1]:
            # In full mode jieba yields empty strings between blanks: they are no tokens.
            tokens = "".join(token + "\x01" for token in MODES[mode](line) if token)
            sys.stdout.buffer.write(tokens.encode("utf-8") + b"\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
