use std::sync::Arc;

use cors_core::{OnDenied, Policy, Route, Rules, Terms, method, path};

use crate::{Span, origin_set::OriginSet};

/// A policy with every default explicit and every set minimal: what emitters print, and what can be asked without being printed.
///
/// It knows nothing of YAML and cannot be wrong: whatever could be refused was refused before. The
/// default allows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// What variables, filters and log fields of targets are called; `None` if neither the author nor the file's stem says.
    pub name: Option<Arc<str>>,
    /// The profile that was selected.
    pub profile: Option<Arc<str>>,
    /// The rules of the document, if it has any, then those of each route that has any, in the author's order.
    pub rules: Vec<ProgramRules>,
    /// The rules of every path that no route claims, as an index into `rules`. `None`: such a path takes no part in CORS.
    pub document: Option<usize>,
    /// Every path of every route: exact before prefix, longer before shorter, then by their bytes.
    pub routes: Vec<ProgramRoute>,
}

/// A path that a route claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramRoute {
    /// As its author wrote it: `/exact` or `/prefix/*`.
    pub path: Arc<str>,
    /// Its rules, as an index into [`Program::rules`]. `None`: `cors: false`.
    pub rules: Option<usize>,
    /// Where the path stands.
    pub span: Span,
}

/// The rules of the document or of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramRules {
    /// Its place in [`Program::rules`].
    pub index: usize,
    /// Where its `allow_origins` stands.
    pub span: Span,
    /// Where `preflight: forward` stands, if it does; for targets that cannot hold it.
    pub preflight_span: Option<Span>,
    /// What does not depend on the request. `request_list_limit` is in bytes.
    pub terms: Terms<Arc<str>>,
    /// The origins; empty where [`Terms::any_origin`].
    pub origins: OriginSet,
    /// The methods, safelisted ones excepted.
    pub methods: Methods,
    /// The request-headers.
    pub headers: Headers,
}

/// The methods that some rules allow beside the safelisted ones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Methods {
    /// `*`
    Any,
    /// These: sorted, none of them safelisted.
    Listed(Vec<Arc<str>>),
}

/// The request-headers that some rules allow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Headers {
    /// `*`: every name but `Authorization`, which counts only if it is listed too.
    Any {
        /// Whether it is.
        authorization: bool,
    },
    /// These: lower case, sorted.
    Listed(Vec<Arc<str>>),
}

impl Program {
    /// Whether any rules say `on_denied: reject`.
    pub fn rejects(&self) -> bool {
        self.rules.iter().any(|rules| rules.terms.on_denied == OnDenied::Reject)
    }

    /// The rules of every path that no route claims.
    pub fn document(&self) -> Option<&ProgramRules> {
        self.rules.get(self.document?)
    }

    /// The rules of a route; `None`: `cors: false`.
    pub fn rules_of(&self, route: &ProgramRoute) -> Option<&ProgramRules> {
        self.rules.get(route.rules?)
    }
}

impl Policy for Program {
    type Rules = ProgramRules;

    fn all(&self) -> &[ProgramRules] {
        &self.rules
    }

    fn route(&self, path: &[u8]) -> Route<'_, ProgramRules> {
        // As `decision.md` says it, route after route: what searches faster is held to this.
        let path = if path.is_empty() { b"/" } else { path };
        if !self.routes.is_empty() && path::is_ambiguous(path) {
            return Route::Ambiguous;
        }
        let first = self.routes.iter().find(|route| path::Pattern::new(&route.path).claims_in_any_case(path));
        match first {
            None => self.document().map_or(Route::Unclaimed, |rules| Route::Rules(rules, "document")),
            Some(route) if !path::Pattern::new(&route.path).claims(path) => Route::Ambiguous,
            Some(route) => self.rules_of(route).map_or(Route::Denied, |rules| Route::Rules(rules, &route.path)),
        }
    }

    fn rejects(&self) -> bool {
        Self::rejects(self)
    }
}

impl Rules for ProgramRules {
    type Text = Arc<str>;

    fn index(&self) -> usize {
        self.index
    }

    fn terms(&self) -> &Terms<Arc<str>> {
        &self.terms
    }

    fn allows_origin(&self, origin: &[u8]) -> bool {
        self.origins.contains(origin)
    }

    fn allows_method(&self, method: &[u8]) -> bool {
        self.methods.allow(method)
    }

    fn allows_header(&self, name: &[u8]) -> bool {
        self.headers.allow(name)
    }
}

impl Methods {
    /// Reports whether the method is one of these, or safelisted.
    pub fn allow(&self, method: &[u8]) -> bool {
        method::is_safelisted(method)
            || match self {
                Self::Any => true,
                Self::Listed(names) => names.iter().any(|name| name.as_bytes() == method),
            }
    }
}

impl Headers {
    /// Reports whether the name is one of these, ignoring ASCII case.
    pub fn allow(&self, name: &[u8]) -> bool {
        match self {
            Self::Any { authorization } => *authorization || !name.eq_ignore_ascii_case(b"authorization"),
            Self::Listed(names) => names.iter().any(|listed| listed.as_bytes().eq_ignore_ascii_case(name)),
        }
    }
}
