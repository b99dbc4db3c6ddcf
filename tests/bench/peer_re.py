"""Turns a folder of documents into quantities in SQLite, as a plain Python script would: re and sqlite3.

Use: peer_re.py FOLDER DATABASE. A peer of `wenlu ingest` for speed only; it knows no places, periods or facts.
"""

import os
import re
import sqlite3
import sys

BATCH = 1000
FACTORS = {"": 1, "万": 10_000, "亿": 100_000_000}
UNITS = """
人次 户次 场次 件次 批次 班次 架次 人 名 位 户 家 个百分点 百分点 个月 个工作日 个小时 个 项 件 条 份 场 次 期 篇 处 起 宗 例 批 所 座
支 台 辆 套 间 栋 株 门 类 种 张 本 册 部 轮 笔 组 只 头 吨 公斤 公里 千米 米 平方米 平方公里 立方米 亩 公顷 千瓦时 元 美元 小时 分钟
天 周 倍 成 分 学时 % ％ ‰ ㎡
""".split()
# The mark in front is looked at when there is a number: beginning with a digit keeps the search fast.
QUANTITY = re.compile(
    r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)[多余]?([万亿]?)[多余]?("
    + "|".join(sorted(UNITS, key=len, reverse=True))
    + ")(?:以上|以下|以内|左右)?"
)
MARKS = frozenset("近超约逾")

SCHEMA = """
create table document (id integer primary key, path text);
create table quantity (document integer, first integer, last integer, surface text, value real, unit text);
"""
INSERT = "insert into quantity values (?, ?, ?, ?, ?, ?)"


def decode(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def paths(folder):
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(parent, name)


def documents(folder):
    """The number, path and text of each document."""
    for number, path in enumerate(paths(folder), 1):
        with open(path, "rb") as file:
            yield number, path, decode(file.read())


def quantities(number, text):
    rows = []
    for match in QUANTITY.finditer(text):
        first, last = match.span()
        digits, factor, unit = match.groups()
        if first and text[first - 1] in MARKS:
            first -= 1
        value = float(digits.replace(",", "")) * FACTORS[factor]
        rows.append((number, first + 1, last, text[first:last], value, unit))
    return rows


def store(database, folder, each=None):
    """Stores the documents of the folder; calls each(text) for every one. Returns how many there are."""
    connection = sqlite3.connect(database)
    connection.executescript(SCHEMA)
    number, names, rows = 0, [], []

    def flush():
        with connection:
            connection.executemany("insert into document values (?, ?)", names)
            connection.executemany(INSERT, rows)
        names.clear()
        rows.clear()

    for number, path, text in documents(folder):
        names.append((number, path))
        rows += quantities(number, text)
        if each:
            each(text)
        if len(names) == BATCH:
            flush()
    flush()
    connection.close()
    return number


if __name__ == "__main__":
    print(store(sys.argv[2], sys.argv[1]))
