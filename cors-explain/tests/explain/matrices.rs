//! Who may call what, printed.

use cors_browser::Browser;
use cors_explain::{Asked, Matrix, matrix, matrix_html, matrix_json, matrix_text};

use crate::{asked::judged, shown::without_escapes};

fn made(policy: &str, asked: &Asked) -> Matrix {
    matrix(&judged(policy, None).expect("the policy holds"), asked, Browser::Standard)
}

/// Each kind of pattern has near misses of its own.
const KINDS: &str =
    "allow_origins: [https://pr-*.example.com, http://localhost:3000, tauri://localhost]\nallow_methods: \"*\"\n";

#[test]
fn near_misses_are_derived_of_every_kind_of_pattern() {
    let printed = without_escapes(&matrix_text(&made(KINDS, &Asked::default()), 60));
    let table = "                                                     1   2
https://pr-a.example.com  allowed                    ○  ○p
http://pr-a.example.com  another scheme             ✗!   ✗
https://pr-a.example.com:8443  another port         ✗!   ✗
http://localhost:3000  allowed                       ○  ○p
https://localhost:3000  another scheme              ✗!   ✗
http://localhost:8443  another port                 ✗!   ✗
http://localhost.evil.example:3000  begins like it  ✗!   ✗
http://evillocalhost:3000  ends like it             ✗!   ✗
tauri://localhost  allowed                           ○  ○p
tauri://localhost:8443  another port                ✗!   ✗
tauri://localhost.evil.example  begins like it      ✗!   ✗
tauri://evillocalhost  ends like it                 ✗!   ✗
https://elsewhere.example  anyone else              ✗!   ✗
null  sandboxed, or a file                          ✗!   ✗";
    assert_eq!(printed.split("\n\n").nth(1), Some(table), "{printed}");
    assert!(!printed.contains("own origin"), "no cell has that sign: {printed}");
}

#[test]
fn the_host_that_is_called_is_a_page_of_its_own() {
    let own = Asked { origins: vec!["https://api.invalid".into(), "https://a.example".into()], ..Asked::default() };
    let matrix = made("allow_origins: \"*\"\n", &own);
    let printed = without_escapes(&matrix_text(&matrix, 44));
    let table = "                                     1   2
https://api.invalid  asked for       =   =
https://a.example  asked for         ○   ✗";
    assert_eq!(printed.split("\n\n").nth(1), Some(table), "{printed}");
    assert!(printed.ends_with("\n   =  the page's own origin\n"), "{printed}");
    let json: serde_json::Value = serde_json::from_str(&matrix_json(&matrix).unwrap()).unwrap();
    let outcomes = ["/rows/0/cells/0/outcome", "/rows/1/cells/0/outcome", "/rows/1/cells/1/outcome"];
    let outcomes = outcomes.map(|path| json.pointer(path).and_then(serde_json::Value::as_str).unwrap());
    assert_eq!(outcomes, ["own-origin", "without-credentials", "blocked"]);
}

#[test]
fn many_calls_are_cells_and_few_are_columns() {
    for (calls, open) in [(12, "<div class=\"few calls-12\">\n"), (13, "<div>\n")] {
        let asked = Asked {
            origins: vec!["https://a.example".into()],
            methods: vec!["GET".into()],
            paths: (0..calls).map(|number| format!("/{number}")).collect(),
        };
        let page = matrix_html(&made(KINDS, &asked));
        assert!(page.contains(&format!("{open}<div class=\"of-origin heads\"")), "{calls} calls: {page}");
    }
}
