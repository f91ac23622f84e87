use cors_browser::Outcome;
use cors_compiler::{Origins, PolicyBlock};

use crate::{Judged, Question, Sentence, cause::Cause, policy_part::Place};

use super::written::{Written, quoted};

/// A change of a policy, before it is known how its text looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) what: What,
    /// The rules that it changes, as an index; `None`: there are none yet.
    pub(crate) rules: Option<usize>,
    /// The path of the call.
    pub(crate) path: String,
}

/// What is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// An origin joins the list.
    Origin(String),
    /// An origin comes in the place of `*`, with credentials.
    OriginForAny(String),
    /// Credentials are allowed.
    Credentials,
    /// A method joins the list.
    Method(String),
    /// Headers join the list.
    Headers(Vec<String>),
    /// The path gets a route of its own, for an origin.
    Route(String),
    /// A route that says `cors: false` allows an origin.
    Undenied(String),
}

impl Change {
    /// What would mend a cause; `None`: nothing in a policy would.
    pub(crate) fn of(question: &Question<'_>, outcome: &Outcome, cause: &Cause) -> Option<Self> {
        let place = Place::of(question, outcome)?;
        let origin = || question.call.page.origin.to_string();
        let what = match cause {
            Cause::Unclaimed => What::Route(origin()),
            Cause::Denied => What::Undenied(origin()),
            Cause::Origin(origin) => What::Origin(origin.clone()),
            Cause::AnyOrigin(origin) => What::OriginForAny(origin.clone()),
            Cause::Credentials => What::Credentials,
            // It is the page that is to be changed.
            Cause::Method(method) if is_misspelt(place.rules, method) => return None,
            Cause::Method(method) => What::Method(method.clone()),
            Cause::Headers(names) if names.is_empty() => return None,
            Cause::Headers(names) => What::Headers(names.clone()),
            Cause::Ambiguous | Cause::Elsewhere => return None,
        };
        let path = outcome.exchanges.last().map(|exchange| exchange.request.url.path().to_owned())?;
        Some(Self { what, rules: place.rules.map(|rules| rules.index), path })
    }

    /// What is done, in words.
    pub(crate) fn words(&self) -> Sentence {
        match &self.what {
            What::Origin(origin) => Sentence::of("add {} to {}", &[origin, "allow_origins"]),
            What::OriginForAny(origin) => Sentence::of("name {} in place of {}, and allow credentials", &[origin, "*"]),
            What::Credentials => Sentence::of("allow credentials", &[]),
            What::Method(method) => Sentence::of("add {} to {}", &[method, "allow_methods"]),
            What::Headers(names) => Sentence::of("add {} to {}", &[&names.join(", "), "allow_headers"]),
            What::Route(_) => Sentence::of("add a route for {}", &[&self.path]),
            What::Undenied(origin) => Sentence::of("let the route allow {}", &[origin]),
        }
    }

    /// The texts that may do it, the best first. Not each of them is a policy.
    pub(crate) fn texts(&self, judged: &Judged) -> Vec<String> {
        let written = Written { source: &judged.source };
        let rules = self.rules.and_then(|index| judged.program.rules.get(index));
        let block = rules.and_then(|rules| judged.block(rules));
        match (&self.what, block) {
            (What::Route(origin), _) => route(&written, judged, &self.path, origin),
            (What::Undenied(origin), _) => undenied(&written, judged, &self.path, origin),
            (_, None) => Vec::new(),
            (What::Origin(origin), Some(block)) => match block.allow_origins.as_ref().map(|origins| &origins.value) {
                Some(Origins::List(items)) => {
                    items.last().map_or_else(Vec::new, |last| written.append(last.span, &[origin.as_str()]))
                }
                Some(Origins::Any) | None => Vec::new(),
            },
            (What::OriginForAny(origin), Some(block)) => named(&written, block, origin),
            (What::Credentials, Some(block)) => match block.allow_credentials {
                Some(own) => vec![written.replace(own.span, "true")],
                None => written.key(block, "allow_credentials", &["true"], false),
            },
            (What::Method(method), Some(block)) => {
                names(&written, block, &block.allow_methods, "allow_methods", &[method.as_str()])
            }
            (What::Headers(list), Some(block)) => {
                let list: Vec<&str> = list.iter().map(String::as_str).collect();
                names(&written, block, &block.allow_headers, "allow_headers", &list)
            }
        }
    }
}

fn names(
    written: &Written<'_>,
    block: &PolicyBlock,
    own: &Option<cors_compiler::Spanned<cors_compiler::Names>>,
    key: &str,
    new: &[&str],
) -> Vec<String> {
    let Some(own) = own else { return written.key(block, key, new, true) };
    // `Authorization` beside a `*` that does not cover it.
    if own.value.any && own.value.names.is_empty() {
        let list: Vec<String> = new.iter().map(|name| quoted(name)).collect();
        return vec![written.replace(own.span, &format!("[\"*\", {}]", list.join(", ")))];
    }
    own.value.names.last().map_or_else(Vec::new, |last| written.append(last.span, new))
}

/// An origin in place of `*`, with credentials.
fn named(written: &Written<'_>, block: &PolicyBlock, origin: &str) -> Vec<String> {
    let Some(any) = &block.allow_origins else { return Vec::new() };
    let list = format!("[{}]", quoted(origin));
    if let Some(credentials) = block.allow_credentials {
        return vec![written.replace_two((any.span, &list), (credentials.span, "true"))];
    }
    written.key_and(block, "allow_credentials", "true", (any.span, &list))
}

/// A route before the others.
fn route(written: &Written<'_>, judged: &Judged, path: &str, origin: &str) -> Vec<String> {
    let Some(first) = judged.routes().next() else { return Vec::new() };
    written.item_before(first.span, &[("path", quoted(path)), ("allow_origins", format!("[{}]", quoted(origin)))])
}

fn undenied(written: &Written<'_>, judged: &Judged, path: &str, origin: &str) -> Vec<String> {
    let claims = |pattern: &str| cors_core::path::Pattern::new(pattern).claims(path.as_bytes());
    let Some(route) = judged.program.routes.iter().find(|route| claims(&route.path)) else { return Vec::new() };
    let Some(span) = judged.route(&route.path).and_then(|route| route.cors_false) else { return Vec::new() };
    written.entry("cors", span, &format!("allow_origins: [{}]", quoted(origin)))
}

/// Whether a method is allowed, but in upper case.
fn is_misspelt(rules: Option<&cors_compiler::ProgramRules>, method: &str) -> bool {
    let upper = method.to_ascii_uppercase();
    upper != method && rules.is_some_and(|rules| rules.methods.allow(upper.as_bytes()))
}
