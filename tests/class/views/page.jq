# A page that needs nothing beside it.

def style: "
:root { color-scheme: light dark; --line: light-dark(#dedad1, #353a42);
  --quiet: light-dark(#5d626b, #a0a4ab);
  --bar: light-dark(#0b62a8, #6fb1ee); --bad: light-dark(#a8233a, #f28b9a);
  --good: light-dark(#1b6d43, #6fc79a);
  --soft: light-dark(#f5f3ee, #1f2227); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem;
  background: light-dark(#fdfcfa, #17191d); color: light-dark(#1c1e22, #dcdad4); }
h1 { font-size: 1.6rem; margin-bottom: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin-bottom: .3rem; }
h2, h3 { display: flow-root; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
td, th { padding: .15rem .9rem .15rem 0; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; }
.points { font-variant-numeric: tabular-nums; font-weight: normal; color: var(--quiet);
  float: right; }
td.points { float: none; text-align: right; }
.total { font-size: 1.2rem; margin-top: .2rem; } .quiet { color: var(--quiet); }
.good { color: var(--good); } .trouble { color: var(--bad); }
.failure { border-left: 3px solid var(--bad); padding-left: .9rem; margin: .8rem 0; }
.failure p { margin: .3rem 0; }
pre { background: var(--soft); padding: .5rem .8rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; font-size: .88rem; }
.bar { display: inline-block; width: min(12rem, 25vw); height: .7rem; background: var(--soft);
  border: 1px solid var(--line); }
.bar i { display: block; height: 100%; background: var(--bar); }
.hist { display: inline-flex; align-items: flex-end; height: 2.2rem; gap: 1px; }
.hist i { width: .9rem; background: var(--bar); min-height: 1px; }
@media (max-width: 40rem) { table { display: block; overflow-x: auto; } td, th {
  padding-right: .55rem; font-size: .9rem; } .hist i { width: .3rem; } }
";

def page($title; $body):
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    + "<title>\($title | @html)</title>\n<style>\(style)</style>\n\($body)</html>\n";

def bar($value; $most):
    (if $most > 0 then 100 * $value / $most | floor else 0 end) as $percent
    | "<span class=\"bar\"><i style=\"width:\($percent)%\"></i></span>";
