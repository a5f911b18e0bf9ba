-- code.lua: listings, and in a walkthrough the way from the stub to the solution.

local source = require "source"

local code = {}

local function lines_of(text)
  local lines = {}
  for line in (text:gsub("\n$", "") .. "\n"):gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  return lines
end

-- What docs/literate.awk prints; its own message says what is wrong.
local function literate(where, file, mode, name)
  local arguments = { "-f", "docs/literate.awk", "-v", "mode=" .. mode }
  if name then table.insert(arguments, "-v") table.insert(arguments, "name=" .. name) end
  table.insert(arguments, file)
  if not source.need(file) then
    source.error(where, "quotes " .. file .. ", which is not there")
    return nil
  end
  local ran, output = pcall(pandoc.pipe, "awk", arguments, "")
  if ran then return output end
  source.error(where,
    mode == "region" and "no region '" .. name .. "' in " .. file or "cannot read " .. file)
end

-- The line that a region begins with, in its own file.
local function first_line(file, region)
  local n, id = 0, region:match("^solution%-(.*)")
  local mark = id and "^%s*//>%s*solution%s+(%S+)%s*$" or "^%s*//>%s*region%s+(%S+)%s*$"
  for line in (source.slurp(file) .. "\n"):gmatch("([^\n]*)\n") do
    n = n + 1
    if line:match(mark) == (id or region) then return n + 1 end
  end
end

-- Fills an empty block that quotes a region.
function code.quote(block, file, region)
  local where = 'region="' .. (region or "") .. '"'
  if not region then
    source.error('quote="' .. file .. '"', "a quote needs region=\"name\"")
    return
  end
  if block.text ~= "" then
    source.error(where, "a quoted listing must be empty; it is filled from " .. file)
  end
  local text = literate(where, file, "region", region)
  if not text then return end
  block.text = text:gsub("%s+$", "")
  block.classes:insert("numberLines")
  block.attributes.startFrom = tostring(first_line(file, region) or 1)
end

-- A block of code as HTML: pandoc's colors, line numbers by CSS, room to scroll.
function code.html(block, label)
  local numbered = block.classes:includes("numberLines")
  local start = tonumber(block.attributes.startFrom) or 1
  local language = block.classes[1] or "text"
  local plain = pandoc.CodeBlock(block.text, pandoc.Attr("", { language, "numberLines" }))
  local html = pandoc.write(pandoc.Pandoc { plain }, "html")
  local inner = html:match("<code[^>]*>(.*)</code>")
  inner = inner:gsub('<span\n?%s*id="cb1%-%d+"><a\n?%s*href="#cb1%-%d+"[^>]*></a>', "<span>")
  if not html:find("sourceCode", 1, true) then
    inner = inner:gsub("[^\n]+", "<span>%0</span>")
  end
  local style = numbered and (' style="--first:%d"'):format(start - 1) or ""
  return ('<pre class="code%s" tabindex="0" role="group" aria-label="%s"%s><code>%s</code></pre>')
    :format(numbered and " numbered" or "", source.escape(label or "Code"), style, inner)
end

local function raw(html) return pandoc.RawBlock("html", html) end

-- The stub's line TODO("3.2"); and what takes its place, with three lines around it.
local function difference(exercise, stub, clean, solution)
  local todo, at = '^%s*TODO%("' .. exercise:gsub("%p", "%%%0") .. '"%);', nil
  local i, j = 1, 1
  local rows = {}
  local function row(kind, old, new, text)
    table.insert(rows, { kind = kind, old = old and i or "", new = new and j or "", text = text })
    if old then i = i + 1 end
    if new then j = j + 1 end
  end
  local k = {}
  for id, lines in pairs(solution) do k[id] = #lines end
  while i <= #stub do
    local id = stub[i]:match('^%s*TODO%("([^"]+)"%);')
    if id and solution[id] then
      if stub[i]:match(todo) then at = #rows + 1 end
      row("del", true, false, stub[i])
      local left = k[id]
      while left > 0 and clean[j] do
        if clean[j]:match("%S") then left = left - 1 end
        row("ins", false, true, clean[j])
      end
      if stub[i - 1]:match(todo) then at = { at, #rows } end
    elseif stub[i] == clean[j] then row("same", true, true, stub[i])
    elseif (clean[j] or ""):match("^%s*$") and clean[j] then j = j + 1
    elseif stub[i]:match("^%s*$") then i = i + 1
    else return nil end
  end
  if not at then return nil end
  local html = {}
  for n = math.max(1, at[1] - 3), math.min(#rows, at[2] + 3) do
    local r = rows[n]
    local ours = n >= at[1] and n <= at[2]
    local sign = ({ del = "-", ins = "+", same = " " })[r.kind]
    if ours or r.kind ~= "ins" then
      local kind = ours and r.kind or "same"
      local tag = kind ~= "same" and kind or "span"
      table.insert(html, ('<%s data-lines="%4s %4s  ">%s\n</%s>'):format(tag, r.old, r.new,
        source.escape((ours and sign or " ") .. r.text), tag))
    end
  end
  return ('<details class="diff"><summary>Exercise %s, from the stub to the solution</summary>\n'
    .. '<pre class="code difference" tabindex="0" role="group" '
    .. 'aria-label="Difference for exercise %s"><code>%s</code></pre></details>')
    :format(exercise, exercise, table.concat(html))
end

-- A walkthrough: joins neighboring pieces of code, and puts each exercise's difference after it.
function code.walkthrough(doc)
  local solution, out, run = {}, pandoc.List {}, nil
  for _, block in ipairs(doc.blocks) do
    local id = block.t == "CodeBlock" and block.attributes.exercise
    if id then
      solution[id] = solution[id] or {}
      for _, line in ipairs(lines_of(block.text)) do
        if line:match("%S") then table.insert(solution[id], line) end
      end
    end
  end
  local stub = lines_of(literate(nil, source.source, "stub") or "")
  local clean = lines_of(literate(nil, source.source, "clean") or "")
  local function close()
    if not run then return end
    out:insert(raw('<div class="run">' .. table.concat(run.html, "\n") .. "</div>"))
    for _, id in ipairs(run.exercises) do
      local html = difference(id, stub, clean, solution)
      if html then
        out:insert(raw(html))
      else
        source.error("solution " .. id, "cannot line up stub and solution of exercise " .. id)
      end
    end
    run = nil
  end
  local done = {}
  for _, block in ipairs(doc.blocks) do
    if block.t == "CodeBlock" then
      run = run or { html = {}, exercises = {} }
      local id = block.attributes.exercise
      local html = code.html(block, id and "Solution of exercise " .. id or "Code")
      if id then
        html = ('<div class="solution"%s>%s</div>')
          :format(done[id] and "" or ' id="solution-' .. id .. '"', html)
        if not done[id] then table.insert(run.exercises, id) end
        done[id] = true
      end
      table.insert(run.html, html)
    else
      close()
      out:insert(block)
    end
  end
  close()
  doc.blocks = out
  return doc
end

return code
