-- What Pandoc's own Typst writer does not make of the book's HTML.
local function typ(blocks) return (pandoc.write(pandoc.Pandoc(blocks), "typst"):gsub("%s*$", "")) end
local function raw(text) return pandoc.RawBlock("typst", text) end
local function quoted(text) return '"' .. text:gsub('[\\"]', "\\%0"):gsub("%s+", " ") .. '"' end
local function label(div) return div.identifier ~= "" and " <" .. div.identifier .. ">" or "" end

function Image(image)
  local alt = quoted(pandoc.utils.stringify(image.caption))
  return pandoc.RawInline("typst", '#chart("' .. image.src .. '", ' .. alt .. ")")
end

-- A formula's TeX is its text for those who cannot see it, without what only spaces or sets upright.
function Math(math)
  local words = math.text:gsub("\\text[a-z]*(%b{})", "%1"):gsub("\\mathrm(%b{})", "%1"):gsub("\\[,;:!]", " ")
  return pandoc.RawInline("typst", "#spoken(" .. quoted(words) .. ", " .. typ({pandoc.Plain({math})}) .. ")")
end

local function formulas_of(div)
  local found = {}
  div:walk({RawInline = function(x) if x.text:match("^#spoken") then table.insert(found, x.text:sub(2)) end end})
  return found
end

function Link(link)
  if link.classes:includes("number") then
    return pandoc.RawInline("typst", "#quoted(<" .. link.target:sub(2) .. ">)[" .. typ({pandoc.Plain(link.content)}) .. "]")
  elseif pandoc.utils.stringify(link.content):match("^%u%l+%.? [%u%d.]+$") then -- no line ends within Fig. 1.1
    link.content = {pandoc.Str((pandoc.utils.stringify(link.content):gsub(" ", "\u{a0}")))}
    return link
  end
end

function Span(span)
  if span.classes:includes("row-number") then
    return pandoc.RawInline("typst", "#row-number[" .. typ({pandoc.Plain(span.content)}) .. "]")
  elseif span.classes:includes("caption-note") then
    return pandoc.RawInline("typst", "#caption-note[" .. typ({pandoc.Plain(span.content)}) .. "]")
  end
end

-- Links to a figure or a table lead to its caption: it may stand elsewhere than it was called for.
local function anchored(float)
  local first = float.caption.long[1]
  if float.identifier ~= "" and first then
    first.content:insert(1, pandoc.RawInline("typst", "#anchor(" .. quoted(float.identifier) .. ")"))
    float.identifier = ""
  end
  return float
end

function Figure(figure) return anchored(figure) end

-- A short table stays on one page; a long one stands where it is called for and may run on.
function Table(tbl)
  local rows = 0
  for _, body in ipairs(tbl.bodies) do rows = rows + #body.body end
  tbl = anchored(tbl)
  if rows > 9 then return {raw("#long-table["), tbl, raw("]")} end
  return tbl
end

function Div(div)
  if div.classes:includes("admonition") then
    local title = table.remove(div.content, 1)
    return raw("#admonition([" .. typ({pandoc.Plain(title.content)}) .. "], [" .. typ(div.content) .. "])")
  elseif div.attributes.number then
    return raw("#numbered([" .. div.attributes.number .. "], " .. formulas_of(div)[1] .. ")" .. label(div))
  elseif div.classes:includes("finding") then
    return raw("#finding[" .. typ(div.content) .. "]")
  elseif div.classes:includes("formulas") then
    return raw("#formulas(" .. table.concat(formulas_of(div), ", ") .. ")")
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
  elseif div.classes:includes("at-foot") then
    return raw("#at-foot[" .. typ(div.content) .. "]")
  elseif div.classes:includes("appendices") then
    return raw("#set figure(placement: none)") -- tables for looking things up stand in their order
  elseif div.classes:includes("contents") then
    return raw("#contents")
  elseif div.identifier == "" then
    return div.content
  end
end
