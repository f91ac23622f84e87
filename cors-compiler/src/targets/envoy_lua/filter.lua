local OWNED = {
  "access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-methods",
  "access-control-allow-headers", "access-control-max-age", "access-control-expose-headers",
  "access-control-allow-private-network",
}
local PREFLIGHT_VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
local SAFELISTED = { GET = true, HEAD = true, POST = true }
-- What an answer in gRPC's words has, and ours has not.
local IN_GRPC = { "grpc-status", "grpc-message", "content-type" }

-- A header's value, its lines joined by commas; nil: it has none, or a sole empty line. What is joined is in no set.
local function value(headers, name)
  local text = headers:get(name)
  if text ~= "" then return text end
end

-- An element of a list without the blanks around it; nil: there is nothing else. Not by one pattern from end to end: that reads
-- what is in blanks once for each of them.
local function trimmed(element)
  local first = find(element, "[^ \t]")
  return first and match(element, "^.*[^ \t]", first)
end

local function is_token(text)
  return text ~= "" and not find(text, "[^A-Za-z0-9!#$%%&'*+.^_`|~-]")
end

local function allows_method(rules, method)
  return is_token(method) and (SAFELISTED[method] or rules.any_method or rules.methods[method])
end

local function allows_header(rules, name)
  if rules.any_header then return rules.authorization or lower(name) ~= "authorization" end
  return rules.headers[lower(name)]
end

local function allows_headers(rules, list)
  if #list > rules.longest_list then return false end
  for element in gmatch(list, "[^,]+") do
    local name = trimmed(element)
    if name and not (is_token(name) and allows_header(rules, name)) then return false end
  end
  return true
end

-- Whether a browser says that the request comes from a page of this very server.
local function is_own_page(headers, origin)
  local site = value(headers, "sec-fetch-site")
  if site then return site == "same-origin" or site == "none" end
  local host = match(origin, "^https?://(.+)$")
  return host ~= nil and host == headers:get(":authority")
end

-- The verdict in a word. `asked`: the method that a preflight asks for.
local function judge(rules, headers, origin, asked)
  if not origin then return "not-cors" end
  if not (rules.any_origin or is_in(rules.origins, origin)) then
    return rules.rejects and is_own_page(headers, origin) and "not-cors" or "origin-denied"
  end
  if not asked then return "allowed" end
  if not allows_method(rules, asked) then return "method-denied" end
  return allows_headers(rules, headers:get("access-control-request-headers") or "") and "allowed" or "headers-denied"
end

-- The CORS headers of a response. `origin`: as which the request's is allowed.
local function cors_headers(rules, origin, is_preflight)
  local all = { ["access-control-allow-origin"] = origin }
  if rules.credentials then all["access-control-allow-credentials"] = "true" end
  if is_preflight then
    all["access-control-allow-methods"] = rules.allow_methods
    all["access-control-allow-headers"] = rules.allow_headers
    all["access-control-max-age"] = rules.max_age
  else
    all["access-control-expose-headers"] = rules.expose_headers
  end
  return all
end

-- The effect on a response that is left as it is: of a path that nothing claims.
local NONE = "none"

local function remember(handle, verdict, effect)
  local metadata = handle:streamInfo():dynamicMetadata()
  metadata:set(NAME, "verdict", verdict)
  metadata:set(NAME, "effect", effect)
end

-- The effect on a response of our own is its status, once more.
local function respond(handle, verdict, status, headers)
  remember(handle, verdict, { status = status })
  headers[":status"] = status
  handle:respond(headers)
end

local function refuse(handle, verdict, vary)
  respond(handle, verdict, "403", { ["cache-control"] = "no-store", ["vary"] = vary })
end

-- Where no rules hold.
local function pass_over(handle, headers, origin, found)
  if found == "unclaimed" then return remember(handle, "no-policy", NONE) end
  if found == "denied" then return remember(handle, "no-policy", { strips = true }) end
  -- Else an ambiguous spelling would be the way around `reject`.
  if REJECTS and origin and not is_own_page(headers, origin) then return refuse(handle, "ambiguous-path", "Origin") end
  remember(handle, "ambiguous-path", { strips = true, varies = REJECTS })
end

-- An error in here would let the request through as if there were no policy, and Envoy has no switch for it. So nothing in here
-- can fail, whatever the request holds.
function envoy_on_request(handle)
  local headers = handle:headers()
  local origin = value(headers, "origin")
  local found = route(match(headers:get(":path") or "", "^[^?]*"))
  local rules = RULES[found]
  if not rules then return pass_over(handle, headers, origin, found) end

  local asked = origin and headers:get(":method") == "OPTIONS" and value(headers, "access-control-request-method") or nil
  local verdict = judge(rules, headers, origin, asked)
  local is_cors = verdict ~= "not-cors"
  local is_preflight = is_cors and asked ~= nil
  local own_vary = not rules.any_origin and "Origin" or nil
  if rules.rejects and is_cors and verdict ~= "allowed" then
    return refuse(handle, verdict, is_preflight and PREFLIGHT_VARY or own_vary)
  end

  local allowed = is_cors and verdict ~= "origin-denied" and origin or nil
  if rules.any_origin then allowed = "*" end
  if is_preflight and rules.status then
    local answer = allowed and cors_headers(rules, allowed, true) or {}
    answer["vary"] = PREFLIGHT_VARY
    return respond(handle, verdict, rules.status, answer)
  end
  -- Even where no origin was sent: a cache that stored this answer would otherwise replay it to one.
  local varies = own_vary ~= nil
  remember(handle, verdict, { strips = true, varies = varies, rules = found, origin = allowed, is_preflight = is_preflight })
end

local function names_origin(vary)
  -- Not at blanks too: `Accept Origin` names neither.
  for element in gmatch(lower(vary), "[^,]+") do
    local name = trimmed(element)
    if name == "origin" or name == "*" then return true end
  end
  return false
end

-- What asks in gRPC Envoy answers 200 in gRPC's words, whatever status a filter says, and no filter can keep it from that: only the
-- answer can still be changed.
local function without_grpc(headers, status)
  if not headers:get("grpc-status") then return end
  headers:replace(":status", status)
  for _, name in ipairs(IN_GRPC) do headers:remove(name) end
end

function envoy_on_response(handle)
  local remembered = handle:streamInfo():dynamicMetadata():get(NAME)
  local effect = remembered and remembered.effect
  -- A response to what never was a request.
  if type(effect) ~= "table" then return end
  local headers = handle:headers()
  if effect.status then return without_grpc(headers, effect.status) end
  for _, name in ipairs(OWNED) do headers:remove(name) end
  if effect.varies and not names_origin(headers:get("vary") or "") then headers:add("vary", "Origin") end
  local rules = effect.rules and RULES[effect.rules]
  if not (rules and effect.origin) then return end
  for name, text in pairs(cors_headers(rules, effect.origin, effect.is_preflight)) do headers:add(name, text) end
end
