"""Cuts each line of standard input with jieba, in one mode: what wenlu.segment is compared with.

Use: jieba_lines.py MODE <LINES. Lines end with a newline and are UTF-8. Prints a line for each:
tokens, and tags behind them, each ended by U+0001 (which the input must not hold).
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


def main(mode):
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = tempfile.mkdtemp()
    cut = MODES[mode]
    lines = sys.stdin.buffer.read().decode("utf-8").split("\n")
    out = []
    for line in lines[:-1]:
        # In full mode jieba yields empty strings between blanks: they are no tokens.
        out.append("".join(token + "\x01" for token in cut(line) if token) + "\n")
    sys.stdout.buffer.write("".join(out).encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1])
