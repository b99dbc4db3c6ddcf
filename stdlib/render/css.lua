--- Turns nothing into the style of an HTML report: type for Chinese, light and dark, paper.

local chart = require "wenlu.chart"

local M = {}

local COLOURS = [[
:root{color-scheme:light dark;
--sans:"Noto Sans CJK SC","Source Han Sans SC","Noto Sans SC","PingFang SC","Hiragino Sans GB","Microsoft YaHei",
"WenQuanYi Micro Hei",system-ui,sans-serif;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"Noto Sans Mono CJK SC","Liberation Mono",monospace;
--paper:#fcfbf8;--card:#fff;--ink:#1e2226;--soft:#5a6169;--rule:#dedad2;--head:#f3f0e9;--seal:#9d2a20;
--link:#0a569c;--mark:#ffe28a;--good:#156238;--warn:#824d00;--bad:#ad211b;--muted:#5f666e;
--bad-bg:#fbeceb;--warn-bg:#fbf3e2;--aim:#e4effb}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#15171a;--card:#1b1e22;--ink:#e7e4dd;--soft:#a4abb3;--rule:#363b41;--head:#22262b;--seal:#f08a7c;
--link:#8dbdf5;--mark:#6a5608;--good:#72d194;--warn:#efb45e;--bad:#ff958d;--muted:#a4abb3;
--bad-bg:#3a2020;--warn-bg:#362b16;--aim:#20344b}}
]]

local TYPE = [[
*{box-sizing:border-box}
html{font:16px/1.75 var(--sans);-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font-variant-numeric:tabular-nums;
overflow-wrap:anywhere;line-break:strict;text-autospace:normal;text-spacing-trim:trim-start}
main,nav{padding:0 1.25rem}
main{max-width:66rem;margin:0 auto}
h1,h2{line-height:1.35;text-wrap:balance;font-weight:700}
h1{font-size:1.9rem;margin:2.5rem 0 .75rem;padding-bottom:.75rem;border-bottom:3px solid var(--seal)}
h2{font-size:1.3rem;margin:2.75rem 0 .75rem}
p{margin:.75rem 0;max-width:44em;text-align:justify}
.about{color:var(--soft);font-size:1.05rem}
a{color:var(--link);text-decoration:underline dotted 1px;text-underline-offset:.25em}
a:hover{text-decoration-style:solid}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
.note{border-left:3px solid var(--seal);padding:.25rem 0 .25rem 1rem;color:var(--soft);font-size:.94rem}
.note b{color:var(--seal);margin-right:.75em}
.hid{font:.8em var(--mono);border:1px solid currentColor;border-radius:3px;padding:0 .25em;margin:0 .1em;
unicode-bidi:isolate}
nav{font-size:.92rem;max-width:66rem;margin:1.5rem auto 0}
nav h2{font-size:.85rem;margin:0 0 .25rem;color:var(--soft);letter-spacing:.2em}
nav ol{list-style:none;margin:0;padding:0}
nav>ol{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.5rem 1.5rem}
nav li{margin:.2rem 0;line-height:1.5}
nav .in{padding-left:1em}nav>ol>li>a{font-weight:700}nav a{text-decoration:none}
@media (min-width:75rem){body{display:grid;grid-template-columns:16rem minmax(0,1fr)}
nav{position:sticky;top:0;max-height:100vh;overflow-y:auto;margin:0;padding:3rem 0 2rem 1.5rem}
nav>ol{display:block}nav>ol>li{margin-bottom:1rem}
main{margin:0;padding:0 2.5rem}}
]]

local TABLES = [[
figure{margin:1.75rem 0}
figcaption{font-weight:700;margin-bottom:.5rem;line-height:1.5}
figcaption b{color:var(--seal);margin-right:.6em}
figcaption span{color:var(--soft);font-weight:400;font-size:.85rem;margin-left:.75em;white-space:nowrap}
.wide{overflow-x:auto;border:1px solid var(--rule);border-radius:6px;background:var(--card)}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.92rem;line-height:1.5}
th,td{padding:.42rem .8rem;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--rule);
overflow-wrap:normal;max-width:28em}
td bdi,th bdi{overflow-wrap:anywhere}
thead th{background:var(--head);font-weight:700;white-space:nowrap;border-bottom:1px solid var(--soft)}
thead .n{text-align:right}tbody th{font-weight:500;position:sticky;left:0;background:var(--card);min-width:5em}
td.t{min-width:5.5em}.n{text-align:right;white-space:nowrap}
tbody tr:last-child>*{border-bottom:0}
tbody tr:hover>*{background:var(--head)}
tfoot th,tfoot td{border-top:1px solid var(--soft);border-bottom:0;font-weight:700}
td.bad,th.bad{background:var(--bad-bg)}td.warn,th.warn{background:var(--warn-bg)}
.good>*,.good>a{color:var(--good)}.warn>*{color:var(--warn)}.bad>*{color:var(--bad)}.muted>*{color:var(--muted)}
td.good,td.warn,td.bad,td.muted{min-width:7.2em}
.bad>*,.bad>a{font-weight:600}
.sign{margin-right:.35em}
sup{font-size:.7em;line-height:1;margin-left:.2em}
.look{list-style:none;font-size:.9rem;margin:.25rem 0 .7rem;padding:0}
.look a{margin-right:1em}.look i{color:var(--soft);font-style:normal}
.pic{padding:.9rem}.pic svg{width:100%;min-width:40rem;max-width:56rem;height:auto;margin:0 auto}
.empty{color:var(--soft);padding:0 1rem}
]]

local EVIDENCE = [[
.ev{list-style:none;margin:0;padding:0}
.ev>li{position:relative;padding:.8rem 1rem .8rem 3.6rem;border-top:1px solid var(--rule)}
.ev .no{position:absolute;left:.25rem;width:2.6rem;text-align:right;color:var(--seal);font-weight:700;
text-decoration:none}
.ev p{margin:0;max-width:48em}
.ev .src,.ev .loc,.ev .back{font-size:.85rem;color:var(--soft);text-align:left;margin-top:.3rem;max-width:none}
.ev .loc span{display:inline-block}
.ev .loc{font-size:.78rem;margin-top:.1rem;line-height:1.6}
.ev .src span+span::before,.ev .src cite+span::before,.loc span+span::before{content:"·";margin:0 .2em}
cite{font-style:normal;color:var(--ink)}
code{font:.95em var(--mono);overflow-wrap:anywhere}
mark{background:var(--mark);color:inherit;padding:.05em .15em;border-radius:2px;font-weight:700}
.back span{margin-right:1em}.back a{margin-left:.4em}
:target{background:var(--aim)!important;box-shadow:inset 3px 0 var(--link)}
a:target{box-shadow:none;outline:2px solid var(--link)}
.docs code{font-size:.78rem}.docs td:nth-child(4),.docs td:nth-child(5){white-space:nowrap}
.foot{margin:3rem 0 2rem;padding-top:.8rem;border-top:1px solid var(--rule);color:var(--soft);font-size:.8rem}
.foot dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem;margin:0}.foot dd{margin:0}
]]

local PAPER = [[
@media (max-width:40rem){html{font-size:15px}main,nav{padding:0 .9rem}h1{font-size:1.5rem;margin-top:1.5rem}
th,td{padding:.4rem .55rem}.ev>li{padding:.7rem 0 .7rem 2.6rem}.ev .no{width:1.9rem;left:0}p{text-align:left}}
@media print{@page{margin:18mm 15mm}html{font-size:10.5pt}body{background:none;display:block}
nav{padding:0}main{max-width:none;padding:0}.wide{overflow:visible;border-radius:0}
.pic svg{min-width:0}a{color:inherit;text-decoration:none}
td a[data-n]::after{content:"[" attr(data-n) "]";font-size:.65em;vertical-align:super;margin-left:.15em}
tr,li,.pic,figcaption,.look{break-inside:avoid}figcaption,h2{break-after:avoid}thead{display:table-header-group}
tbody th{position:static}.back{display:none}table{font-size:.8rem}th,td{padding:.25rem .4rem}}
]]

--- The whole style sheet.
---@return string
function M.text()
  return COLOURS .. TYPE .. TABLES .. EVIDENCE .. PAPER .. chart.css
end

return M
