use std::collections::HashMap;

use crate::{
    Spanned,
    distance::distance,
    edits::content,
    rules,
    rules::unknown_key::Nearest,
    yaml::{Kind, Node},
};

use super::Reader;

/// The keys that stand wherever a policy may.
pub(super) const POLICY_KEYS: [&str; 10] = [
    "allow_origins",
    "allow_methods",
    "allow_headers",
    "expose_headers",
    "allow_credentials",
    "max_age",
    "preflight",
    "preflight_status",
    "on_denied",
    "accept_risks",
];

/// Where a mapping stands, and so which keys it may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Document,
    Route,
    Acceptance,
}

/// The entries of a mapping.
pub(super) struct Entries<'n> {
    pub(super) known: Vec<(Spanned<&'static str>, &'n Node)>,
    /// Whether there were others, or no mapping at all.
    pub(super) has_unknown: bool,
}

impl Place {
    const fn own_keys(self) -> &'static [&'static str] {
        match self {
            Self::Document => &["version", "name", "origin_sets", "profiles", "routes", "$schema"],
            Self::Route => &["path", "cors"],
            Self::Acceptance => &["risk", "origin", "reason", "until"],
        }
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::Document => "a document",
            Self::Route => "a route",
            Self::Acceptance => "an acceptance",
        }
    }

    fn keys(self) -> impl Iterator<Item = &'static str> {
        let policy_keys: &[&str] = if self == Self::Acceptance { &[] } else { &POLICY_KEYS };
        self.own_keys().iter().chain(policy_keys).copied()
    }
}

impl Reader<'_> {
    /// The entries of a mapping whose keys the language has, each once.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, place: Place) -> Entries<'n> {
        let mut entries = Entries { known: Vec::new(), has_unknown: has_unread(node) };
        let mut unknown = Vec::new();
        for (key, value) in self.named_entries(node, place.in_words()) {
            match place.keys().find(|known| *known == key.value) {
                Some(name) => entries.known.push((Spanned::new(name, key.span), value)),
                None => unknown.push((key, normalised(key.value))),
            }
        }
        let meant = if unknown.is_empty() { HashMap::new() } else { meant(node) };
        entries.has_unknown |= !unknown.is_empty();
        for (key, normal) in unknown {
            // Where several keys mean the same, which of them counts is for their author to say.
            let is_certain = meant.get(&normal) == Some(&1);
            self.unknown_key(key, &normal, is_certain, place);
        }
        entries
    }

    /// The entries of a mapping, each key once, whatever it is called.
    pub(super) fn named_entries<'n>(&mut self, node: &'n Node, wanted: &str) -> Vec<(Spanned<&'n str>, &'n Node)> {
        let Kind::Mapping(entries) = &node.kind else {
            self.wrong_type::<()>(node, &format!("{wanted}, a mapping of keys to values"));
            return Vec::new();
        };
        let mut first = HashMap::new();
        let mut unique = Vec::new();
        for (key, value) in entries {
            let name = match &key.kind {
                Kind::Scalar { value, plain: true, .. } if value == "<<" => {
                    self.refuse(rules::merge_key::at(key.span));
                    continue;
                }
                Kind::Scalar { value, .. } => value.as_str(),
                Kind::List(_) | Kind::Mapping(_) => {
                    self.refuse(rules::non_scalar_key::at(key.span));
                    continue;
                }
                Kind::Refused => continue,
            };
            match first.get(name) {
                Some(span) => self.refuse(rules::duplicate_key::repeated(key.span, name, *span)),
                None => {
                    first.insert(name, key.span);
                    unique.push((Spanned::new(name, key.span), value));
                }
            }
        }
        unique
    }

    fn unknown_key(&mut self, key: Spanned<&str>, normal: &str, is_certain: bool, place: Place) {
        if normal == "allow_private_network" {
            self.refuse(rules::private_network_access::at(key.span, key.value));
            return;
        }
        let same = |known| Nearest::Same(known, content(self.source, key.span, key.value).filter(|_| is_certain));
        let nearest = match (place, normal) {
            (Place::Route, "deny" | "disabled" | "block") => {
                Some(Nearest::Advice("a path without CORS is `cors: false`"))
            }
            (Place::Document, "deny" | "cors" | "path" | "paths") => {
                Some(Nearest::Advice("it stands in a route: `routes: [{path: /admin/*, cors: false}]`"))
            }
            (Place::Route, "paths" | "prefix" | "match") => {
                Some(Nearest::Advice("it is called `path`, and takes one or a list"))
            }
            _ => place.keys().find(|known| *known == normal).map(same).or_else(|| like(normal, place)),
        };
        self.refuse(rules::unknown_key::at(key.span, key.value, place.in_words(), nearest));
    }
}

/// Whether there is a key that was refused, and that nobody knows therefore; or no mapping.
fn has_unread(node: &Node) -> bool {
    match &node.kind {
        Kind::Mapping(entries) => entries.iter().any(|(key, _)| matches!(key.kind, Kind::Refused)),
        _ => true,
    }
}

/// How many keys of a mapping mean each key, those that stand twice included.
fn meant(node: &Node) -> HashMap<String, usize> {
    let mut meant = HashMap::new();
    let Kind::Mapping(entries) = &node.kind else { return meant };
    for (key, _) in entries {
        if let Kind::Scalar { value, .. } = &key.kind {
            *meant.entry(normalised(value)).or_default() += 1;
        }
    }
    meant
}

/// `allowOrigins`, `Access-Control-Allow-Origin`, `allow-origins`: all `allow_origins`.
fn normalised(key: &str) -> String {
    let mut snake = String::new();
    for c in key.chars() {
        match c {
            '-' | ' ' => snake.push('_'),
            _ if c.is_ascii_uppercase() => {
                if !snake.is_empty() && !snake.ends_with('_') && !key.contains(['-', '_']) {
                    snake.push('_');
                }
                snake.push(c.to_ascii_lowercase());
            }
            _ => snake.push(c),
        }
    }
    let name = snake.strip_prefix("access_control_").unwrap_or(&snake);
    match name {
        "allow_origin" | "allowed_origins" | "allowed_origin" | "origins" | "origin" => "allow_origins",
        "allow_method" | "allowed_methods" | "methods" => "allow_methods",
        "allow_header" | "allowed_headers" | "headers" | "request_headers" => "allow_headers",
        "expose_header" | "exposed_headers" => "expose_headers",
        "credentials" | "allow_credential" | "supports_credentials" => "allow_credentials",
        "maxage" | "max_age_seconds" => "max_age",
        "route" => "routes",
        "private_network" | "allow_private_network_access" => "allow_private_network",
        name => name,
    }
    .to_owned()
}

fn like(normal: &str, place: Place) -> Option<Nearest<'static>> {
    // Longer than any key by more than could be a slip of the hand: the distance need not be computed.
    if normal.len() > 24 {
        return None;
    }
    let near = place.keys().map(|known| (distance(normal, known), known)).min()?;
    (near.0 <= 2 && near.0 < normal.len()).then_some(Nearest::Like(near.1))
}
