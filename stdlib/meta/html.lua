---@meta wenlu.html

--- The visible text of web pages.
---
---     local page, page_map = assert(charset.decode(bytes, name))
---     local text, text_map, title = assert(html.text(page))
---     local map = page_map:compose(text_map)  -- from the text to the bytes of the file
local html = {}

---@class wenlu.html.Heading
---@field first integer 1-based byte offset in the text
---@field last integer inclusive
---@field level integer 1 to 6

--- The visible text of a page, in the order of the page, in linear time whatever the nesting.
---
--- Block elements (p, div, h1, li, tr, br ...) part lines, cells of one table row are parted by tabs;
--- in pre, line ends part lines. White space, a no-break space too, is folded to one space and trimmed;
--- U+3000 stays, but a line of nothing else is dropped as empty. Not shown: title, script, style,
--- template, noscript, iframe, comments. Character references are decoded (all names of the HTML
--- standard). The text ends with one "\n", or is "".
---
---     html.text "<title>公告</title><p>整改率&nbsp;<b>98.2</b>&#37;<p>完"
---     --> "整改率 98.2%\n完\n", map, "公告", {}
---
--- The map leads to offsets of the page: a decoded reference to the whole reference, a folded space to
--- its white space up to the next tag, a new line or tab to an empty range.
---@param page string UTF-8
---@return string? text
---@return wenlu.charset.Map|string map or the message
---@return string? title white space folded, nil when there is none; or the code: "bad-utf8" (the message
--- says at which byte), "too-big" (1 GB)
---@return wenlu.html.Heading[] headings
function html.text(page) end

return html
