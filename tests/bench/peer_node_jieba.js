// peer_node_jieba.js TASK FILE: cut, cut-plain, cut-search, cut-tags, count-words or ready, by npm's @node-rs/jieba.
// NODE_PATH names the folder of node modules that holds @node-rs/jieba.
'use strict'
const fs = require('fs')
const { performance } = require('perf_hooks')
const { Jieba } = require('@node-rs/jieba')
const { dict } = require('@node-rs/jieba/dict')

const tasks = {
  cut: (jieba, line) => jieba.cut(line, true),
  'cut-plain': (jieba, line) => jieba.cut(line, false),
  'cut-search': (jieba, line) => jieba.cutForSearch(line, true),
  'cut-full': (jieba, line) => jieba.cutAll(line),
  'cut-tags': (jieba, line) => jieba.tag(line, true),
}

function count (jieba, lines) {
  const counts = new Map()
  for (const line of lines) {
    for (const word of jieba.cut(line, true)) {
      counts.set(word, (counts.get(word) || 0) + 1)
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 100)
}

function run (task, jieba, lines) {
  if (task === 'count-words') {
    return count(jieba, lines)
  }
  for (const line of lines) {
    tasks[task](jieba, line)
  }
}

const [task, path] = process.argv.slice(2)
const lines = fs.readFileSync(path, 'utf8').split(/(?<=\n)/)
let started = performance.now()
const jieba = Jieba.withDict(dict)
if (task !== 'ready') {
  run(task, jieba, lines.slice(0, 1000))
  started = performance.now()
  run(task, jieba, lines)
}
console.log((performance.now() - started) / 1000)
