# Does the jobs of tests/bench/tasks/search.lua with the trigram tokenizer of FTS5: peer_fts5.py TASK FILE.
import sqlite3
import sys
import time

DOCUMENT = 8000
QUERIES = ["整改率", "营商环境", "高质量发展", "书记项目", "办结率"]


def database(data, least):
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA page_size = 16384")
    db.execute("CREATE TABLE text (document INTEGER PRIMARY KEY, content TEXT)")
    rows, lines, size = [], [], 0
    for line in data.split(b"\n"):
        if not line:
            continue
        lines.append(line)
        size += len(line)
        if size >= least:
            rows.append((b"\n".join(lines).decode(errors="replace"),))
            lines, size = [], 0
    db.execute("BEGIN")
    db.executemany("INSERT INTO text (content) VALUES (?)", rows)
    db.execute("COMMIT")
    return db


def build(db):
    db.execute("BEGIN")
    db.execute("DROP TABLE IF EXISTS search")
    db.execute("CREATE VIRTUAL TABLE search USING fts5(content, content = 'text', content_rowid = 'document', "
               "tokenize = 'trigram')")
    db.execute("INSERT INTO search (rowid, content) SELECT document, content FROM text")
    db.execute("COMMIT")


def query(db):
    for _ in range(20):
        for text in QUERIES:
            db.execute("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 10", (text,)).fetchall()


def main(task, path):
    with open(path, "rb") as file:
        data = file.read()
    work = build
    db = database(data, DOCUMENT if task == "search_build" else 1)
    if task == "search_query":
        build(db)
        work = query
    work(db)
    begin = time.perf_counter()
    work(db)
    print(time.perf_counter() - begin)


main(sys.argv[1], sys.argv[2])
