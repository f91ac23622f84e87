//! Keys as other tools call them: what editors say of each, in place of "not allowed".

use serde_json::{Map, Value, json};

use super::text::any_case;

/// How a key is often called, and what is said.
pub(super) struct Advice {
    expression: String,
    message: String,
}

impl Advice {
    fn new(expression: impl Into<String>, message: impl Into<String>) -> Self {
        Self { expression: format!("^(?:{})$", expression.into()), message: message.into() }
    }

    /// What is written in many ways, as [`spelt`] has it, and is called `key`.
    fn called(words: &str, key: &str) -> Self {
        Self {
            expression: format!("^(?!{key}$){}$", spelt(words)),
            message: format!("it is called {key} (unknown-key)"),
        }
    }
}

/// Of the keys of a document.
pub(super) fn document() -> Vec<Advice> {
    let mut all = policy();
    all.push(Advice::called("origin sets?", "origin_sets"));
    all.push(Advice::called("profile", "profiles"));
    all.push(Advice::called("route", "routes"));
    let route = "it stands in a route, as in routes: [{path: /admin/*, cors: false}] (unknown-key)";
    all.push(Advice::new("cors|deny|paths?", route));
    all
}

/// Of the keys of a route.
pub(super) fn route() -> Vec<Advice> {
    let mut all = policy();
    all.push(Advice::new("paths|prefix|match", "it is called path, and takes one or a list (unknown-key)"));
    all.push(Advice::new("deny|disabled|block", "a path without CORS is cors: false (unknown-key)"));
    all
}

fn policy() -> Vec<Advice> {
    vec![
        Advice::called("(allow|allowed)? origins?", "allow_origins"),
        Advice::called("(allow|allowed)? methods?", "allow_methods"),
        Advice::called("(allow|allowed|request)? headers?", "allow_headers"),
        Advice::called("(expose|exposed) headers?", "expose_headers"),
        Advice::called("(allow|supports)? credentials?", "allow_credentials"),
        Advice::called("max age (seconds)?", "max_age"),
        Advice::called("preflight status", "preflight_status"),
        Advice::called("on denied", "on_denied"),
        Advice::called("accept risks?", "accept_risks"),
        Advice::new(
            spelt("(allow)? private network (access)?"),
            "browsers have withdrawn Private Network Access (private-network-access)",
        ),
    ]
}

/// Words in any letter case, with whatever stands between words of a key, and with the prefix of the headers.
fn spelt(words: &str) -> String {
    let word = |word: &str| {
        let choices = word.strip_prefix('(').and_then(|word| word.split_once(')'));
        let (choices, behind) = choices.unwrap_or((word.trim_end_matches('?'), ""));
        let choices: Vec<String> = choices.split('|').map(any_case).collect();
        match behind {
            "?" => format!("(?:(?:{})[-_ ]?)?", choices.join("|")),
            _ if word.ends_with("s?") => format!("{}?", choices.join("|")),
            _ => format!("(?:{})[-_ ]?", choices.join("|")),
        }
    };
    let prefix = format!("(?:{}[-_ ]?{}[-_ ]?)?", any_case("access"), any_case("control"));
    words.split(' ').fold(prefix, |spelt, next| spelt + &word(next))
}

/// Lets these keys pass, so that nothing but their advice is told of them.
pub(super) fn passed(all: &[Advice]) -> Value {
    let passed: Map<String, Value> = all.iter().map(|advice| (advice.expression.clone(), json!(true))).collect();
    Value::Object(passed)
}

/// Refuses these keys, each with its advice, at the key.
pub(super) fn told(all: &[Advice]) -> impl Iterator<Item = Value> {
    all.iter().map(|advice| {
        let expression = advice.expression.as_str();
        json!({ "patternProperties": { expression: false }, "errorMessage": advice.message })
    })
}
