-- What Pandoc's own Typst writer does not make of the book's HTML.
local function typ(blocks) return (pandoc.write(pandoc.Pandoc(blocks), "typst"):gsub("%s*$", "")) end
local function raw(text) return pandoc.RawBlock("typst", text) end
local function label(div) return div.identifier ~= "" and " <" .. div.identifier .. ">" or "" end

function Image(image)
  local alt = pandoc.utils.stringify(image.caption):gsub('[\\"]', "\\%0")
  return pandoc.RawInline("typst", '#image("' .. image.src .. '", alt: "' .. alt .. '")')
end

function Link(link)
  if link.classes:includes("number") then
    return pandoc.RawInline("typst", "#quoted(<" .. link.target:sub(2) .. ">)[" .. typ({pandoc.Plain(link.content)}) .. "]")
  end
end

function Span(span)
  if span.classes:includes("row-number") then
    return pandoc.RawInline("typst", "#row-number[" .. typ({pandoc.Plain(span.content)}) .. "]")
  end
end

-- A short table stays on one page; a long one may run on.
function Table(tbl)
  local rows = 0
  for _, body in ipairs(tbl.bodies) do rows = rows + #body.body end
  if rows > 14 then return {raw("#long-table["), tbl, raw("]")} end
end

function Div(div)
  if div.classes:includes("admonition") then
    local title = table.remove(div.content, 1)
    return raw("#admonition([" .. typ({pandoc.Plain(title.content)}) .. "], [" .. typ(div.content) .. "])")
  elseif div.attributes.number then
    local math = pandoc.utils.blocks_to_inlines(div.content):filter(function(x) return x.t == "Math" end)[1]
    return raw("#numbered([" .. div.attributes.number .. "], " .. typ({pandoc.Plain({math})}) .. ")" .. label(div))
  elseif div.classes:includes("finding") then
    return raw("#finding[" .. typ(div.content) .. "]")
  elseif div.classes:includes("formulas") then
    local found = {}
    div:walk({Math = function(math) table.insert(found, typ({pandoc.Plain({math})})) end})
    return raw("#formulas(" .. table.concat(found, ", ") .. ")")
  elseif div.classes:includes("card-head") then
    return raw("#card-head[" .. typ(div.content) .. "]")
  elseif div.attributes.role == "doc-biblioentry" or div.classes:includes("citation") then
    return raw("#reference[" .. typ(div.content) .. "]" .. label(div))
  elseif div.classes:includes("figure-unit") then
    return raw("#figure-unit[" .. typ(div.content) .. "]")
  elseif div.classes:includes("figure-source") then
    return raw("#figure-source[" .. typ(div.content) .. "]")
  elseif div.classes:includes("in-place") then
    return raw("#in-place[" .. typ(div.content) .. "]")
  elseif div.identifier == "" then
    return div.content
  end
end
