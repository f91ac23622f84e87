//! A route that allows less than what holds around it: whoever reaches its resource by another path gets the wider policy.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("route-narrows", "a route that allows less than what holds around it");

/// What holds around a route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    /// Where its `allow_origins` stands.
    pub(crate) origins: Span,
    /// The path of the route that it is; `None`: it is the document.
    pub(crate) route: Option<&'a str>,
}

/// What a route says of its origins, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Narrow {
    /// `cors: false`
    Nobody(Span),
    /// Its `allow_origins` holds fewer.
    Fewer(Span),
}

/// The route's path, what it says, and what holds around it.
pub(crate) fn at(span: Span, path: &str, narrow: Narrow, around: Around<'_>) -> Finding {
    let wider = match around.route {
        Some(route) => format!("`{route}` around it"),
        None => "the document around it".to_owned(),
    };
    let (message, own, label) = match narrow {
        Narrow::Nobody(own) => (format!("`{path}` allows no origin, unlike {wider}"), own, "nobody may read here"),
        Narrow::Fewer(own) => (format!("`{path}` allows fewer origins than {wider}"), own, "these may read here"),
    };
    Finding::new(&RULE, span, message)
        .subject(path)
        .label(own, label)
        .label(around.origins, "these may read around it")
        .help(match around.route {
            Some(_) => "make the wider policy a route of its own, beside this one and not around it",
            None => "make the document's own policy the narrow one, or leave it out, and the wider one a route",
        })
}
