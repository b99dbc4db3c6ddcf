"""Turns a folder of documents into quantities and word counts in SQLite: peer_re.py with jieba.

Use: peer_jieba.py FOLDER DATABASE. Prints the documents and the seconds they took, without the
seconds that jieba takes to load its dictionary.
"""

import logging
import sqlite3
import sys
import time
from collections import Counter

import jieba

import peer_re


def main(folder, database):
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    started = time.perf_counter()
    counts = Counter()
    documents = peer_re.store(database, folder, lambda text: counts.update(jieba.cut(text)))
    with sqlite3.connect(database) as connection:
        connection.execute("create table word (word text primary key, count integer)")
        connection.executemany("insert into word values (?, ?)", counts.items())
    connection.close()
    print(documents, time.perf_counter() - started)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
