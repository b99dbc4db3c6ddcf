# peer_jieba_cut.py TASK FILE: cut, cut-plain, cut-full, cut-search, cut-posseg or count-words, by jieba.
import collections
import logging
import sys
import time

sys.path.insert(0, "/usr/lib/python3/dist-packages")
import jieba  # noqa: E402
import jieba.posseg  # noqa: E402

TASKS = {
    "cut": lambda line: jieba.lcut(line),
    "cut-plain": lambda line: jieba.lcut(line, HMM=False),
    "cut-full": lambda line: jieba.lcut(line, cut_all=True),
    "cut-search": lambda line: jieba.lcut_for_search(line),
    "cut-posseg": lambda line: jieba.posseg.lcut(line),
}


def run(task, lines):
    if task == "count-words":
        counts = collections.Counter()
        for line in lines:
            counts.update(jieba.cut(line))
        return counts.most_common(100)
    for line in lines:
        TASKS[task](line)


def main(task, path):
    jieba.setLogLevel(logging.WARNING)
    with open(path, "rb") as file:
        lines = file.read().decode("utf-8", "replace").splitlines(True)
    if task == "ready":
        started = time.perf_counter()
        jieba.initialize()
    else:
        run(task, lines[:100])
        started = time.perf_counter()
        run(task, lines)
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
