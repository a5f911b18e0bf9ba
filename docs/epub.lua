-- epub.lua: puts the pieces of the e-book one behind the other: -M pieces="FILE FILE ..." (JSON).

function Pandoc(doc)
  for file in pandoc.utils.stringify(doc.meta.pieces):gmatch("%S+") do
    local handle = assert(io.open(file, "rb"))
    doc.blocks:extend(pandoc.read(handle:read("a"), "json").blocks)
    handle:close()
  end
  doc.meta.pieces = nil
  return doc
end
