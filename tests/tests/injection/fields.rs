//! Every place of a policy where its author may write text, with a document around it.

use serde_json::{Value, json};

/// A place where text is put.
#[derive(Clone, Copy)]
pub(crate) enum Field {
    /// A value, at this JSON pointer; what is put there is the pattern with `{}` replaced.
    Value(&'static str, &'static str),
    /// A key of the map at this JSON pointer, with this value.
    Key(&'static str, &'static str),
}

use Field::{Key, Value as At};

/// All of them.
pub(crate) const ALL: &[Field] = &[
    At("/$schema", "{}"),
    At("/version", "{}"),
    At("/name", "{}"),
    At("/origin_sets/first/0", "{}"),
    At("/profiles/dev/first/0", "{}"),
    At("/allow_origins/0", "{}"),
    At("/allow_origins/0", "${}"),
    At("/allow_origins/0", "{}://a.example"),
    At("/allow_origins/0", "https://{}"),
    At("/allow_origins/0", "https://a{}.example"),
    At("/allow_origins/0", "https://*{}.a.example"),
    At("/allow_origins/0", "https://a.example:{}"),
    At("/allow_origins/0", "https://a.example{}"),
    At("/allow_methods/0", "{}"),
    At("/allow_headers/0", "{}"),
    At("/expose_headers/0", "{}"),
    At("/allow_credentials", "{}"),
    At("/max_age", "{}"),
    At("/on_denied", "{}"),
    At("/preflight", "{}"),
    At("/preflight_status", "{}"),
    At("/accept_risks/0/risk", "{}"),
    At("/accept_risks/0/origin", "{}"),
    At("/accept_risks/0/reason", "{}"),
    At("/accept_risks/0/until", "{}"),
    At("/routes/0/path", "{}"),
    At("/routes/0/path", "/{}"),
    At("/routes/0/path", "/{}/*"),
    At("/routes/0/cors", "{}"),
    Key("", "x"),
    Key("/origin_sets", "x"),
    Key("/profiles", "x"),
    Key("/profiles/dev", "x"),
    Key("/routes/0", "x"),
    Key("/accept_risks/0", "x"),
];

impl Field {
    /// A harmless text of as many characters. In a path letters would have lines of their own, for their case; in a list of names a
    /// number would, since Envoy's reader of YAML takes one for a number. Lists are sorted: what stands in front of letters there stays
    /// in front of the methods that each policy has.
    pub(crate) fn tame(self, text: &str) -> String {
        let is_name = matches!(self, At(pointer, _) if pointer.contains("methods") || pointer.contains("headers"));
        let tame = |c: char| match c {
            _ if c.is_ascii_alphanumeric() => c,
            _ if !is_name => '0',
            ..'A' => 'A',
            _ => 'z',
        };
        text.chars().map(tame).collect()
    }

    /// Whether this text at this place is no text, but stands for others.
    pub(crate) fn is_wildcard(self, text: &str) -> bool {
        match self {
            At("/routes/0/path", _) => text.ends_with('*'),
            // A dot makes another wildcard of it.
            At(_, pattern) if pattern.contains("://*") => text.contains(['.', '*']),
            At(pointer, _) => (pointer.contains("origin") || pointer.ends_with("first/0")) && text.contains('*'),
            Key(..) => false,
        }
    }

    /// The document with this text at this place, as JSON: so that each character of it stands there.
    pub(crate) fn document(self, text: &str) -> String {
        let mut document = json!({
            "name": "shop",
            "origin_sets": {"first": ["https://first.example"]},
            "profiles": {"dev": {"first": ["http://localhost:*"]}},
            "allow_origins": ["null"],
            "accept_risks": [{"risk": "null-origin", "origin": "null", "reason": "a test", "until": "2999-01-01"}],
            "routes": [{"path": "/route", "allow_origins": ["$first"]}],
        });
        match self {
            At(pointer, pattern) => put(&mut document, pointer, json!(pattern.replace("{}", text))),
            Key(pointer, value) => {
                put(&mut document, &format!("{pointer}/{}", text.replace('~', "~0").replace('/', "~1")), json!(value))
            }
        }
        document.to_string()
    }
}

/// Puts a value at a pointer: into a list of one where there is none, else in place of what is there.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
    match document.pointer_mut(parent) {
        Some(Value::Array(list)) => list[0] = value,
        Some(map) => map[last.replace("~1", "/").replace("~0", "~")] = value,
        None => document[parent.trim_start_matches('/')] = json!([value]),
    }
}
