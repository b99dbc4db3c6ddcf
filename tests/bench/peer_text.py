# Does one of the jobs of tests/bench/tasks/text.lua with Python's own means: peer_text.py TASK FILE.
import re
import sys
import time

SENTENCE = re.compile("[^。！？；\n]+(?:[。！？；]+[”’」』）]*)?")


def index(data):
    """Text whose characters can be numbered: decoded, with its line starts."""
    text = data.decode()
    return text, [match.end() for match in re.finditer("\n", text)]


def sentences(data):
    return [match.span() for match in SENTENCE.finditer(data.decode())]


TASKS = {
    "index": index,
    "lines": lambda data: data.splitlines(),
    "sentences": sentences,
    "find_all": lambda data: [match.start() for match in re.finditer("整改率".encode(), data)],
    "find_all_frequent": lambda data: [match.start() for match in re.finditer("的".encode(), data)],
    "replace": lambda data: data.replace("整改率".encode(), "办结率".encode()),
}


def main(task, path):
    with open(path, "rb") as file:
        data = file.read()
    TASKS[task](data)
    begin = time.process_time()
    TASKS[task](data)
    print(time.process_time() - begin)


main(sys.argv[1], sys.argv[2])
