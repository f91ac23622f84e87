//! What is said of the place under the cursor.

use lsp_types::{HoverContents, request::HoverRequest};
use serde_json::json;

use crate::client::{Editor, URI, marked, place};

/// What is said where `§` stands.
fn said(text: &str) -> Option<String> {
    let (text, position) = marked(text);
    let mut editor = Editor::opened(&text);
    let hover = editor.request::<HoverRequest>(place(position))?;
    let HoverContents::Markup(markup) = hover.contents else { panic!("{hover:?}") };
    Some(markup.value)
}

fn assert_said(text: &str, parts: &[&str]) {
    let said = said(text).unwrap_or_else(|| panic!("nothing is said at {text}"));
    for part in parts {
        assert!(said.contains(part), "{part} is not said at {text}:\n{said}");
    }
}

#[test]
fn patterns_say_what_they_match_and_what_not() {
    for around in [
        "allow_origins: [P]\n",
        "allow_origins:\n  - \"P\"\n",
        "{\"allow_origins\": [\"P\"]}",
        "origin_sets: {s: [P]}\n",
        "profiles: {dev: {s: [P]}}\n",
        "routes:\n  - path: /x\n    allow_origins:\n    - P\n",
        "allow_origins: [P\nmax_a",
    ] {
        assert_said(
            &around.replace('P', "https://§*.example.com"),
            &[
                "`https://*.example.com` allows every subdomain of `example.com`, at any depth, but not that host itself, over `https`",
                "It matches\n\n- `https://a.example.com`\n- `https://a.b.example.com`: deeper\n",
                "It does not match\n\n- `https://example.com`: the host itself\n",
                "- `https://a.example.com.evil.example`: somebody else's host that begins so\n",
                "- `http://a.example.com`: another scheme",
            ],
        );
    }
    for (pattern, said) in [
        ("https://§app.example.com", "the host `app.example.com`, over `https`, on port 443, which browsers leave out"),
        (
            "https://§pr-*.example.com:8443",
            "every host `pr-*.example.com`, where `*` is one or more of `a-z 0-9 - _`, over `https`, on port 8443",
        ),
        ("http://§localhost:*", "the host `localhost`, over `http`, on any port"),
        ("capacitor://§localhost", "the host `localhost`, over `capacitor`, without a port"),
    ] {
        let said = format!("`{}` allows {said}.\n\nIt matches\n\n- ", pattern.replace('§', ""));
        assert_said(&format!("allow_origins: [\"{pattern}\"]\n"), &[&said, "\n\nIt does not match\n\n- "]);
    }
    assert_said(
        "allow_origins: [\"nu§ll\"]",
        &["sandboxed frames", "**`null-origin`**, risk", "Any site can make a sandboxed frame"],
    );
}

#[test]
fn keys_and_words_are_explained_in_the_words_of_the_schema() {
    let schema = cors_compiler::schema::schema();
    let text = |key: &str| schema["definitions"][key]["markdownDescription"].as_str().unwrap().to_owned();
    assert_said("allow_cre§dentials: true\n", &["**`allow_credentials`**", &text("allow_credentials")]);
    assert_said("allow_credentials: tr§ue\n", &[&text("allow_credentials")]);
    assert_said("routes:\n  - path: /x\n    allow_headers§: [X]\n", &[&text("allow_headers")]);
    assert_said("{\"max§_age\": 5}", &[&text("max_age")]);
    for (age, seconds) in [("90§m", "5400"), ("2§h", "7200"), ("1§d", "86400")] {
        let said = format!("`{}`: `Access-Control-Max-Age: {seconds}`\n\n", age.replace('§', ""));
        assert_said(&format!("allow_origins: \"*\"\nmax_age: {age}\n"), &[&said, &text("max_age")]);
    }
    for age in ["60§0", "2§w", "§h", "99999999§d"] {
        let said = said(&format!("max_age: {age}\n")).unwrap();
        assert!(said.starts_with(&format!("**`max_age`**\n\n{}", text("max_age"))), "{said}");
    }
    assert_said("on_denied: re§ject\n", &["`reject`: It is answered `403`"]);
    assert_said("allow_methods: [PU§T]\n", &[&text("allow_methods")]);
    assert_said(
        "accept_risks:\n- risk: null-§origin\n",
        &["# null-origin", "## Why it matters", "docs/rules.md#null-origin"],
    );
}

#[test]
fn sets_say_what_they_hold_and_who_names_them() {
    let text = "origin_sets:\n  loc§al: [https://a.example]\nprofiles: {dev: {local: []}}\nallow_origins: [$local]\nroutes:\n  - path: [/x, /y/*]\n    allow_origins: [\"$local\"]\n";
    let expected = [
        "**`$local`**: 1 origin\n\n- `https://a.example`\n",
        "With profile `dev`: no origins, so it allows nobody",
        "Named by the document's own policy (line 4), `/x, /y/*` (line 7)",
    ];
    assert_said(text, &expected);
    assert_said(&text.replace('§', "").replacen("[$local", "[$lo§cal", 1), &expected);
    assert_said(&text.replace('§', "").replacen("\"$local", "\"$local§", 1), &expected);
    let origins: Vec<String> = (0..10).map(|n| format!("https://a{n}.example")).collect();
    assert_said(
        &format!("origin_sets: {{man§y: [{}]}}\n", origins.join(", ")),
        &["**`$many`**: 10 origins\n\n- `https://a0.example`\n", "- `https://a7.example`\n- and 2 more\n\nNo policy"],
    );
    assert_said("origin_sets: {\"`x`](http://evil)§\": []}\n", &["`` $`x`](http://evil) ``", "No policy names it"]);
}

#[test]
fn paths_say_what_they_claim() {
    assert_said(
        "routes:\n  - path: /pub§lic/*\n",
        &[
            "`/public` and every path below",
            "- `/public`: claimed",
            "- `/publicx`: not claimed",
            "- `/PUBLIC`: no CORS",
            "- `/public//a`: no CORS",
        ],
    );
    for (path, said) in [
        (
            "§/",
            "the path `/` alone. The most specific route wins, wherever it stands.\n\n- `/`: claimed\n- `/a`: not claimed\n- `/a/b`: not claimed\n- `//a`: no CORS",
        ),
        (
            "§/*",
            "every path. The most specific route wins, wherever it stands.\n\n- `/`: claimed\n- `/a`: claimed\n- `/a/b`: claimed\n- `//a`: no CORS",
        ),
    ] {
        assert_said(&format!("routes:\n  - path: {path}\n"), &[said]);
    }
    assert_said("routes:\n  - path: [/a, /x§]\n", &["- `/x/`: claimed", "- `/x/a`: not claimed"]);
}

#[test]
fn nothing_is_said_of_nothing() {
    for text in [
        "# al§low_origins\nallow_origins: [https://a.example]\n",
        "allow_origins: [https://a.example]\n§",
        "allow_origins:  §  [https://a.example]\n",
    ] {
        assert_eq!(said(text), None, "{text}");
    }
}

#[test]
fn editors_without_markdown_are_told_in_plain_text() {
    let mut editor = Editor::with(json!({"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}));
    editor.open(URI, "max_age: 1h\n");
    let hover = editor.ask("textDocument/hover", place(lsp_types::Position::new(0, 2))).unwrap();
    assert_eq!(hover["contents"]["kind"], "plaintext");
}
