-- source.lua: the text that is being read, its errors, the index, the files it depends on.

local source = { errors = {}, read = {}, index = nil }

-- The titles of callouts.
source.callouts = { note = "Note", warning = "Warning", key = "Key result",
  teaching = "Teaching note" }

-- Reads what pandoc was told, and the text that the author edits.
function source.open(meta)
  for _, key in ipairs { "source", "edition", "index", "deps", "target", "pass", "form",
    "hints" } do
    source[key] = meta[key] and pandoc.utils.stringify(meta[key]) or nil
  end
  source.edition = source.edition or "full"
  if not (source.edition == "full" or source.edition == "student"
          or source.edition == "instructor") then
    source.error(nil,
      "unknown edition '" .. source.edition .. "'; want full, student or instructor")
  end
  source.folder = source.source:match("^chapters/([^/]+)/")
    or source.source:match("^solutions/([^/]+)/")
  source.walkthrough = source.source:match("^solutions/") ~= nil
  source.number = source.folder and source.number_of(source.folder)
  source.page = source.target and source.target:match("([^/]+)$")
  source.book = source.form == "latex" or source.form == "epub" -- one document of all pages
  source.root = source.form == "slides" and "../" or "" -- from the page to build/docs
  source.lines = {}
  for line in (source.slurp(source.source) or ""):gmatch("([^\n]*)\n?") do
    source.lines[#source.lines + 1] = line
  end
end

-- 03_forward_pass -> 3, A_speed -> A
function source.number_of(folder)
  return (folder:match("^([^_]+)"):gsub("^0+", ""))
end

function source.slurp(name)
  local file = io.open(name, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

-- The same, and the page depends on that file from now on.
function source.need(name)
  source.read[name] = true
  return source.slurp(name)
end

-- Notes an error. `where` is a piece of the author's text; the first line with it is named.
function source.error(where, what)
  local place = source.source or "notes"
  where = where and where:match("[^\n]+")
  for n, line in ipairs(where and source.lines or {}) do
    if line:find(where, 1, true) then
      place = place .. ":" .. n
      break
    end
  end
  local message = place .. ": " .. what
  if not source.errors[message] then
    source.errors[message] = true
    table.insert(source.errors, message)
  end
end

function source.stop_on_errors()
  if #source.errors == 0 then return end
  io.stderr:write(table.concat(source.errors, "\n"), "\n")
  os.exit(2)
end

-- The index, a table with one row a line (see labels.table_of).
function source.read_index()
  local index = { chapters = {}, by_folder = {}, pages = {}, labels = {}, terms = {} }
  for line in (source.slurp(source.index) or ""):gmatch("[^\n]+") do
    local f = {}
    for field in (line .. "\t"):gmatch("([^\t]*)\t") do f[#f + 1] = field end
    if f[1] == "chapter" then
      local chapter = { folder = f[2], number = source.number_of(f[2]), title = f[3],
        subtitle = f[4],
                        minutes = f[5], requires = f[6], exercises = 0, sections = {}, goals = {} }
      table.insert(index.chapters, chapter)
      index.by_folder[f[2]] = chapter
    elseif f[1] == "page" then
      table.insert(index.pages, { file = f[2] .. ".html", title = f[3] })
    elseif f[1] == "section" then
      table.insert(index.by_folder[f[2]].sections, { id = f[3], title = f[4] })
    elseif f[1] == "goal" then
      table.insert(index.by_folder[f[2]].goals, f[3])
    elseif f[1] == "walkthrough" and index.by_folder[f[2]] then
      index.by_folder[f[2]].walkthrough = f[2] .. "-solution.html"
    elseif f[1] == "term" then
      table.insert(index.terms, { id = f[2], forms = f[3] })
    elseif f[1] == "label" then
      index.labels[f[3]] = { folder = f[2], number = f[4], title = f[5] }
      if f[3]:match("^ex:") then
        index.by_folder[f[2]].exercises = index.by_folder[f[2]].exercises + 1
      end
    end
  end
  if source.edition == "student" then
    for _, chapter in ipairs(index.chapters) do chapter.walkthrough = nil end
  end
  source.index = index
end

-- The files that the page was made from, as make reads them.
function source.write_deps()
  if not source.deps then return end
  local names = {}
  for name in pairs(source.read) do names[#names + 1] = name end
  table.sort(names)
  local file = assert(io.open(source.deps, "w"))
  file:write(source.target, ":")
  for _, name in ipairs(names) do file:write(" ", name) end
  file:write("\n")
  for _, name in ipairs(names) do file:write(name, ":\n") end
  file:close()
end

function source.write(name, text)
  local file = assert(io.open(name, "w"))
  file:write(text)
  file:close()
end

-- A string as JSON; "</" is written so that it ends no script.
function source.json(text)
  text = text:gsub('[%c"\\]', function(c)
    return c == "\n" and "\\n" or c:match("%p") and "\\" .. c or ("\\u%04x"):format(c:byte())
  end)
  return '"' .. text:gsub("</", "<\\/") .. '"'
end

-- "Chapter 3", "Appendix A"
function source.chapter_name(number)
  return (number:match("^%d") and "Chapter " or "Appendix ") .. number
end

function source.escape(text)
  return (text:gsub("[&<>\"]",
    { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

return source
