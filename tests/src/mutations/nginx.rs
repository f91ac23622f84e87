use super::{Change, Mutation};

/// Mistakes of the target `nginx`. `$1` in a replacement is what the expression's first group matched.
pub const NGINX: &[Mutation] = &[
    // Origins.
    text("origin-unanchored-at-the-end", &[(r#"("~\\A[a-z][^"\n]*)\\z" yes;"#, r#"$1" yes;"#)]),
    text("origin-unanchored-at-the-start", &[(r#""~\\A([a-z][^"\n]*" yes;)"#, r#""~$1"#)]),
    text("origin-dot-unescaped", &[(r#"("~\\A[a-z][^"\n]*?[a-z0-9])\\\.([a-z][^"\n]*" yes;)"#, "$1.$2")]),
    text("origin-in-any-case", &[(r#"\n *"~\[A-Z\]" "";"#, "")]),
    text("origin-reflected", &[(r"(_origins\d+ \{\s+default )no;", "${1}yes;")]),
    text("origin-by-its-host-alone", &[(r#""~\\Ahttps://"#, r#""~\Ahttps?://"#)]),
    Mutation { name: "null-allowed", change: Change::Lines(null_allowed) },
    text(
        "wildcard-crosses-slashes",
        &[(r"\(\?=\[a-z0-9\._-\]\{1,253\}\\z\)\(\?:\[a-z0-9_-\]\{1,63\}\\\.\)\+", r".+\.")],
    ),
    text("wildcard-stands-for-nothing", &[(r"(\(\?:\[a-z0-9_-\]\{1,63\}\\\.\))\+", "$1*")]),
    text("label-crosses-dots", &[(r"\(\?=\[a-z0-9_-\]\{1,63\}\\\.\)([^\[\n]*\[a-z0-9)_-\]", "${1}_.-]")]),
    text("label-without-bound", &[(r"\{1,63\}", "+"), (r"\{1,253\}", "+")]),
    text("port-of-the-scheme-allowed", &[(r"\(\?!443\\z\)", "")]),
    text("port-past-65535", &[(r"65\[0-4\]\[0-9\]\{2\}", "65[0-9]{3}")]),
    text(
        "first-line-of-several-counts",
        &[(r"(_origin \{\s+default )\$http_origin;", r#"${1}$$http_origin; "~\A([^,]+), " $$1;"#)],
    ),
    // What is answered.
    text("star-with-credentials", &[(r#"("(?:p\d+ )?actual yes" )\$http_origin;"#, r#"${1}"*";"#)]),
    text("origin-echoed-where-any-is-allowed", &[(r#"("(?:p\d+ )?actual yes" )"\*";"#, "${1}$$http_origin;")]),
    text("credentials-to-strangers", &[(r#"("(?:p\d+ )?actual )yes" true;"#, "${0} ${1}no\" true;")]),
    text(
        "lists-to-strangers",
        &[(r#"(?s)(_aca[mh] \{[^}]*?)("(?:p\d+ )?preflight )yes" ([^;]*;)"#, r#"$1${2}yes" $3 ${2}no" $3"#)],
    ),
    text("vary-forgotten", &[(r"\n *add_header Vary [^\n]*", "")]),
    text("vary-only-to-cors", &[(r"(?s)(_vary \{\s+default )Origin;", "$1\"\";")]),
    text("vary-of-preflights-forgotten", &[(", Access-Control-Request-Method, Access-Control-Request-Headers", "")]),
    text("errors-without-headers", &[(" always;", ";")]),
    text("exposes-forgotten", &[(r"\n *add_header Access-Control-Expose-Headers [^\n]*", "")]),
    text("max-age-in-minutes", &[(r#"(?s)(_acma \{[^}]*?yes" \d+)"#, "${1}0")]),
    text("application-widens", &[(r"\n *proxy_hide_header Access-Control-Allow-Origin;", "")]),
    text("application-opens-private-networks", &[(r"\n *proxy_hide_header Access-Control-Allow-Private-Network;", "")]),
    text("headers-not-inherited", &[(r"(?s)(\n *location / \{)", "$1 add_header X-Frame-Options DENY;")]),
    text("preflight-goes-on", &[(r"\n *if \(\$\w+_status = 20\d\) [^\n]*", "")]),
    text("every-options-is-a-preflight", &[(r#""~\\nOPTIONS \.""#, r#""~\nOPTIONS ""#)]),
    text("preflight-status", &[("return 204;", "return 200;")]),
    // Refusals.
    text("method-unchecked", &[("default method-denied;", "default allowed;")]),
    text("method-in-any-case", &[(r#""~\\A\(\?:GET\|"#, r#""~*\A(?:GET|"#)]),
    text("method-by-its-beginning", &[(r#"("~\\A\(\?:GET\|[^"\n]*)\\z""#, "$1\"")]),
    text("header-by-its-beginning", &[(r"\)\[ \\x09\]\*\+\(\?:,", r"[^,]*)[ \x09]*+(?:,")]),
    text("header-in-one-case", &[(r#""~\*(\\A\(\?=\.\{0,)"#, "\"~$1")]),
    text("authorization-by-a-star", &[(r"\(\?!authorization[^)]*\)\)", "")]),
    text("list-without-bound", &[(r"\{0,\d+\}\+", "*+")]),
    text("refusal-with-a-page", &[(r"return 403 \$\w+;", "return 403;")]),
    text("refusal-is-stored", &[(r"\n *add_header Cache-Control [^\n]*", "")]),
    text("refusal-forgotten", &[(r"\n *if \(\$\w+_status = 403\) [^\n]*", "")]),
    text("same-site-is-own", &[(r"\(\?:same-origin\|none\)", "(?:same-origin|same-site|none)")]),
    text("own-page-by-its-beginning", &[(r#"\\1\\z" own;"#, r#"\1" own;"#)]),
    // Routes.
    text("prefix-without-boundary", &[(r#"("~\*?\\A/[^"\n]*)\(\?:\[/\?\]\|\\z\)" "#, "$1\" ")]),
    text("path-in-any-case", &[(r#"\n *"~\*\\A/[^\n]* ambiguous;"#, ""), (r#""~\\A/"#, r#""~*\A/"#)]),
    text("path-with-its-query", &[(r"/\?\(\?:\\\?\|\\z\)", r"/?\z")]),
    text("ambiguous-paths-claimed", &[(r#"\n *"~\\A\(\?!\(\?:/[^\n]* ambiguous;"#, "")]),
    text("cors-false-forgotten", &[(r#"(\n *"~\*?\\A/[^\n]*) deny;"#, "$1 none;")]),
    Mutation { name: "shortest-prefix-first", change: Change::Lines(reversed_routes) },
];

const fn text(name: &'static str, replacements: &'static [(&'static str, &'static str)]) -> Mutation {
    Mutation { name, change: Change::Text(replacements) }
}

/// `null` in each set, unless it is in one of them.
fn null_allowed(mut lines: Vec<&str>) -> Vec<&str> {
    if !lines.iter().any(|line| line.contains("null yes;")) {
        let is_set = |line: &&str| line.contains("_origins") && line.trim_end().ends_with('{');
        let sets: Vec<usize> = (0..lines.len()).filter(|at| is_set(&lines[*at])).collect();
        for at in sets.into_iter().rev() {
            lines.insert(at + 1, "null yes;");
        }
    }
    lines
}

/// The lines of the routes, the last first.
fn reversed_routes(mut lines: Vec<&str>) -> Vec<&str> {
    let is_route = |line: &&str| line.trim_start().starts_with("\"~\\A/") && !line.contains(" ambiguous;");
    let places: Vec<usize> = (0..lines.len()).filter(|at| is_route(&lines[*at])).collect();
    let reversed: Vec<&str> = places.iter().rev().map(|at| lines[*at]).collect();
    for (at, line) in places.into_iter().zip(reversed) {
        lines[at] = line;
    }
    lines
}
