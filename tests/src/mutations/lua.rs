use super::{Change, Mutation};

/// Mistakes in the Lua that asks a set of origins: that of the target `envoy-lua`, and of `envoy` where a set is too long for its
/// matchers.
pub const MATCHING: &[Mutation] = &[
    text("lua-origin-unasked", &[(r"if set\.exact\[origin\] then return true end", "do return true end")]),
    text("lua-origin-in-any-case", &[(r"set\.exact\[origin\]", "set.exact[string.lower(origin)]")]),
    text("lua-exact-forgotten", &[(r"if set\.exact\[origin\] then return true end", "")]),
    text("lua-star-that-is-sent", &[(r#" or find\(origin, "\*", 1, true\)"#, "")]),
    text("lua-suffix-unanchored-at-the-start", &[(r" and is_labels\(sub\(host, 1, dot - 1\)\)", "")]),
    text("lua-wildcard-stands-for-nothing", &[(r#"return text ~= "" and not"#, "return not")]),
    text("lua-filling-unchecked", &[(r" and is_filling\(sub\(label, before \+ 1, last\)\)", "")]),
    text(
        "lua-filling-of-nothing",
        &[("if before < last and", "if before <= last and"), (r#"return text ~= "" and not"#, "return not")],
    ),
    text("lua-filling-crosses-dots", &[(r#"find\(text, "\[\^a-z0-9_-\]"\)"#, r#"find(text, "[^a-z0-9_.~-]")"#)]),
    text("lua-label-without-bound", &[("LONGEST_LABEL = 253, 63", "LONGEST_LABEL = 253, 99")]),
    text("lua-host-without-bound", &[("LONGEST_LABEL = 253, 63", "LONGEST_LABEL = 999, 63")]),
    text("lua-port-of-the-scheme", &[(r" and port ~= ELIDED\[scheme\]", "")]),
    text("lua-port-past-65535", &[(r"tonumber\(port\) <= 65535 and ", "")]),
    text("lua-port-forgotten", &[(r#"has_pattern\(set, scheme, authority, ""\) or "#, "")]),
    text("lua-pattern-forgotten", &[(r#" or has_pattern\(set, scheme, authority, ":\*"\)"#, "")]),
];

/// Mistakes of the target `envoy-lua`, beside those.
pub const LUA: &[Mutation] = &[
    // Origins.
    text("null-allowed", &[(r"exact = \{", r#"exact = { ["null"] = true,"#)]),
    text("lines-of-nothing-count", &[(r#"if text ~= "" then return text end"#, "return text")]),
    // What is answered.
    text("vary-forgotten", &[("local varies = own_vary ~= nil", "local varies = false")]),
    text(
        "vary-only-to-cors",
        &[("local varies = own_vary ~= nil", "local varies = own_vary ~= nil and origin ~= nil")],
    ),
    text("vary-of-preflights-forgotten", &[(r#"answer\["vary"\] = PREFLIGHT_VARY"#, r#"answer["vary"] = own_vary"#)]),
    text(
        "vary-of-the-application-replaced",
        &[(r#"headers:add\("vary", "Origin"\)"#, r#"headers:replace("vary", "Origin")"#)],
    ),
    text("vary-divided-at-blanks", &[(r#"lower\(vary\), "\[\^,\]\+""#, r#"lower(vary), "[^, \t]+""#)]),
    text("answers-in-grpc", &[(r"if effect\.status then return .* end", "if effect.status then return end")]),
    text("application-widens", &[(r"for _, name in ipairs\(OWNED\) do headers:remove\(name\) end", "")]),
    text("application-opens-private-networks", &[(r#"\n *"access-control-allow-private-network","#, "")]),
    text("application-widens-where-cors-is-off", &[(r#""no-policy", \{ strips = true \}"#, r#""no-policy", NONE"#)]),
    text("unclaimed-paths-are-stripped", &[(r#""no-policy", NONE"#, r#""no-policy", { strips = true }"#)]),
    text(
        "star-for-an-origin",
        &[(r#"verdict ~= "origin-denied" and origin or nil"#, r#"verdict ~= "origin-denied" and "*" or nil"#)],
    ),
    text("origin-for-a-star", &[(r#"if rules\.any_origin then allowed = "\*" end"#, "")]),
    text("headers-to-strangers", &[(r#"is_cors and verdict ~= "origin-denied" and origin"#, "is_cors and origin")]),
    text("credentials-to-all", &[("if rules.credentials then", "if true then")]),
    text("exposes-forgotten", &[(r#"all\["access-control-expose-headers"\] ="#, r#"all["x-expose"] ="#)]),
    text("max-age-in-minutes", &[(r#"max_age = "(\d+)""#, r#"max_age = "${1}0""#)]),
    text("preflight-status", &[(r#"status = "204""#, r#"status = "200""#)]),
    text("preflight-goes-on", &[("if is_preflight and rules.status then", "if false then")]),
    text(
        "every-options-is-a-preflight",
        &[(r#"(value\(headers, "access-control-request-method"\)) or nil"#, r#"($1 or "GET") or nil"#)],
    ),
    text("preflights-by-any-method", &[(r#" and headers:get\(":method"\) == "OPTIONS""#, "")]),
    text("response-forgotten", &[("function envoy_on_response", "function envoy_on_answer")]),
    // Refusals.
    text("method-unchecked", &[(r#"if not allows_method\(rules, asked\) then return "method-denied" end"#, "")]),
    text("method-in-any-case", &[(r"rules\.methods\[method\]", "rules.methods[string.upper(method)]")]),
    text("method-that-is-no-token", &[(r"return is_token\(method\) and \(", "return (")]),
    text("header-in-one-case", &[(r"rules\.headers\[lower\(name\)\]", "rules.headers[name]")]),
    text("header-that-is-no-token", &[(r"is_token\(name\) and allows_header", "allows_header")]),
    text("authorization-by-a-star", &[(r#"rules\.authorization or lower\(name\) ~= "authorization""#, "true")]),
    text("list-without-bound", &[(r"if #list > rules\.longest_list then return false end", "")]),
    text("refusal-forgotten", &[(r#"if rules\.rejects and is_cors and verdict ~= "allowed" then"#, "if false then")]),
    text("refusal-is-stored", &[(r#"\["cache-control"\] = "no-store", "#, "")]),
    text("same-site-is-own", &[(r#"site == "same-origin" or"#, r#"site == "same-origin" or site == "same-site" or"#)]),
    text(
        "own-page-by-its-end",
        &[(
            r#"host == headers:get\(":authority"\)"#,
            r#"sub(host, -#headers:get(":authority")) == headers:get(":authority")"#,
        )],
    ),
    text("own-page-of-any-scheme", &[(r#""\^https\?://\(\.\+\)\$""#, r#""^%a+://(.+)$$""#)]),
    text("ambiguous-paths-are-not-rejected", &[("if REJECTS and origin and not", "if false and not")]),
    // Routes.
    text(
        "prefix-without-boundary",
        &[(r"if #path == length or byte\(path, length \+ 1\) == SLASH then", "if true then")],
    ),
    text("path-in-any-case", &[(r#"\(written == path and rules or "ambiguous"\)"#, "rules")]),
    text(
        "path-with-its-query",
        &[(r#"match\(headers:get\(":path"\) or "", "\^\[\^\?\]\*"\)"#, r#"headers:get(":path") or """#)],
    ),
    text("ambiguous-paths-claimed", &[(r#"if is_ambiguous\(path\) then return "ambiguous" end"#, "")]),
    text("cors-false-forgotten", &[(r#"= "denied","#, r#"= "unclaimed","#)]),
    text(
        "shortest-prefix-first",
        &[(
            r"for _, length in ipairs\(PREFIX_LENGTHS\) do",
            "for i = #PREFIX_LENGTHS, 1, -1 do local length = PREFIX_LENGTHS[i]",
        )],
    ),
    text("trailing-slash-counts", &[(r#"if path ~= "/" and byte\(path, -1\) == SLASH then"#, "if false then")]),
];

const fn text(name: &'static str, replacements: &'static [(&'static str, &'static str)]) -> Mutation {
    Mutation { name, change: Change::Text(replacements) }
}
