local byte, lower = string.byte, string.lower
local SLASH = byte("/")

-- The hexadecimal digits of the bytes that a path may hold as a percent-triplet: of no unreserved character, which servers
-- decode, and of none that some server takes for a separator or an end.
local TRIPLETS = {}
for code = 1, 255 do
  if not find(string.char(code), "[A-Za-z0-9._~;/\\-]") then
    local high, low = match(string.format("%02x", code), "(.)(.)")
    for _, first in ipairs({ high, string.upper(high) }) do
      for _, second in ipairs({ low, string.upper(low) }) do TRIPLETS[first .. second] = true end
    end
  end
end

-- Whether two servers could read a path differently. Each pattern goes over the path once, however it is made.
local function is_ambiguous(path)
  if byte(path) ~= SLASH or find(path, "[^A-Za-z0-9._~!$&'()*+,=:@|^/%%%[%]-]") or find(path, "//", 1, true)
    or find(path, "/%.%.?/") or find(path, "/%.%.?$") then return true end
  for triplet in gmatch(path, "%%(%x?%x?)") do
    if not TRIPLETS[triplet] then return true end
  end
  return false
end

-- Whose rules hold by the route that is written as `path`, letter case aside. nil: there is none.
local function claim(routes, spellings, folded, path)
  local written = spellings[folded] or folded
  local rules = routes[written]
  return rules and (written == path and rules or "ambiguous")
end

-- Whose rules hold for a path: an index, `unclaimed`, `denied` or `ambiguous`.
local function route(path)
  if not HAS_ROUTES then return DOCUMENT end
  if path == "" then path = "/" end
  if is_ambiguous(path) then return "ambiguous" end
  if path ~= "/" and byte(path, -1) == SLASH then path = sub(path, 1, -2) end
  local folded = lower(path)
  local found = claim(EXACT, EXACT_SPELLINGS, folded, path)
  if found then return found end
  -- Not from the path's end: a long path would be copied once for each of its segments.
  for _, length in ipairs(PREFIX_LENGTHS) do
    if #path == length or byte(path, length + 1) == SLASH then
      found = claim(PREFIXES, PREFIX_SPELLINGS, sub(folded, 1, length), sub(path, 1, length))
      if found then return found end
    end
  end
  return DOCUMENT
end
