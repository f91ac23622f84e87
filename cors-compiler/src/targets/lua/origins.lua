local find, match, gmatch, sub = string.find, string.match, string.gmatch, string.sub
local LONGEST_HOST, LONGEST_LABEL = 253, 63
-- Browsers leave these out.
local ELIDED = { ["http://"] = "80", ["https://"] = "443" }

-- Whether `*` within a label stands for this.
local function is_filling(text)
  return text ~= "" and not find(text, "[^a-z0-9_-]")
end

-- Whether `*.` stands for these and a dot.
local function is_labels(text)
  for label in gmatch(text .. ".", "([^.]*)%.") do
    if #label > LONGEST_LABEL or not is_filling(label) then return false end
  end
  return true
end

-- Whether a pattern holds that has this host, or a `*` for a part of it, and behind it `port`: as its author wrote it.
local function has_pattern(set, scheme, host, port)
  local patterns = set.patterns
  if patterns[scheme .. host .. port] then return true end
  -- Else the port of `a:8x` would be what a `*` stands for.
  if #host > LONGEST_HOST or find(host, ":", 1, true) then return false end
  local dot = find(host, ".", 1, true) or #host + 1
  local label, rest = sub(host, 1, dot - 1), sub(host, dot) .. port
  for i = 1, #set.fillings, 2 do
    local before, after = set.fillings[i], set.fillings[i + 1]
    local last = #label - after
    if before < last and #label <= LONGEST_LABEL and is_filling(sub(label, before + 1, last))
      and patterns[scheme .. sub(label, 1, before) .. "*" .. sub(label, last + 1) .. rest] then return true end
  end
  while dot and dot <= #host do
    if patterns[scheme .. "*" .. sub(host, dot) .. port] and is_labels(sub(host, 1, dot - 1)) then return true end
    dot = find(host, ".", dot + 1, true)
  end
  return false
end

-- Whether an origin is in a set.
local function is_in(set, origin)
  if set.exact[origin] then return true end
  -- A `*` that is sent is none that is written.
  if not set.patterns or find(origin, "*", 1, true) then return false end
  local _, slashes = find(origin, "://", 1, true)
  -- What is looked up begins with the scheme each time: of one that no pattern has, no more is read.
  if not slashes or slashes > set.longest_scheme then return false end
  local scheme, authority = sub(origin, 1, slashes), sub(origin, slashes + 1)
  local host, port = match(authority, "^(.*):([1-9]%d?%d?%d?%d?)$")
  if not host then return has_pattern(set, scheme, authority, "") or has_pattern(set, scheme, authority, ":*") end
  if has_pattern(set, scheme, host, ":" .. port) then return true end
  return tonumber(port) <= 65535 and port ~= ELIDED[scheme] and has_pattern(set, scheme, host, ":*")
end
