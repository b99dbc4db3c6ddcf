# CPython's unicodedata: peer_unicodedata.py nfc|nfkc|fold FILE; decoding is not counted.
import sys
import time
import unicodedata

task, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    text = file.read()


def work():
    return text.casefold() if task == "fold" else unicodedata.normalize(task.upper(), text)


work()
begin = time.process_time()
work()
print(time.process_time() - begin)
