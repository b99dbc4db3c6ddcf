--- Turns a language into the words that the renderers themselves say.

local M = {}

local WORDS = {
  zh = {
    lang = "zh-CN", contents = "目录", table = "表", figure = "图", evidence = "证据", note = "注",
    documents = "文献", sentence = "句子", source = "出处", total = "合计", row = "第 %d 行",
    total_row = "合计", uncounted = "（%d 处未计）", inexact = "（含 %d 处非确数）", back = "回到引用处", text_bytes = "文本字节",
    file_bytes = "文件字节", rule = "规则", rows = "%d 行", no_rows = "无数据", more = "另 %d 处",
    left_out = "… 另有 %d 行未列出", evidence_left_out = "… 另有 %d 条证据未列出", input = "输入",
    script = "脚本", version = "版本", number = "编号", title = "题名", issuer = "发文单位",
    place = "地点", date = "日期", file = "文件", cited = "引用", unit = "单位", stop = "。", sep = "：",
    not_zero = "纵轴不从 0 起", line = "折线图", bar = "柱形图", lowest = "最小", highest = "最大",
    series = "%d 个系列", worth_a_look = "值得一看", sha256 = "SHA-256", count = "行数", places = "%d 处：",
    tones = { good = "正常", warn = "注意", bad = "有误", muted = "从略" },
  },
  en = {
    lang = "en", contents = "Contents", table = "Table", figure = "Figure", evidence = "Evidence",
    note = "Note", documents = "Documents", sentence = "Sentence", source = "Source",
    total = "Total", row = "row %d", total_row = "total", uncounted = " (%d not counted)", inexact = " (%d inexact)",
    back = "Back to", text_bytes = "text bytes", file_bytes = "file bytes", rule = "rule",
    rows = "%d rows", no_rows = "no data", more = "%d more", left_out = "… %d more rows left out",
    evidence_left_out = "… %d more evidence items left out", input = "input", script = "script",
    version = "version", number = "No.", title = "Title", issuer = "Issuer", place = "Place",
    date = "Date", file = "File", cited = "Cited", unit = "unit", stop = ".", sep = ": ",
    not_zero = "axis does not start at 0", line = "Line chart", bar = "Bar chart",
    lowest = "lowest", highest = "highest", series = "%d series", worth_a_look = "Worth a look",
    sha256 = "SHA-256", count = "rows", places = "%d:",
    tones = { good = "fine", warn = "note", bad = "wrong", muted = "unused" },
  },
}

--- The words of a language; Chinese for any other.
---@param language? string "zh" or "en", also "zh-CN", "en-GB"
---@return table<string, any>
function M.of(language)
  return WORDS[(language or "zh"):lower():match("^%a+")] or WORDS.zh
end

return M
