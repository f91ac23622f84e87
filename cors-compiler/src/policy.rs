use cors_core::OnDenied;

use crate::{Names, OriginPattern, PathPattern, PreflightMode, Span, Spanned};

/// A policy without a contradiction, its profile applied: what was checked, not yet made explicit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What the document, or else its file, is called.
    pub name: Option<String>,
    /// The profile that was applied.
    pub profile: Option<String>,
    /// The document's own rules, if it has any.
    pub document: Option<CheckedRules>,
    /// Its routes, in the author's order.
    pub routes: Vec<CheckedRoute>,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRoute {
    /// The paths that it claims; no other route claims one of them.
    pub paths: Vec<Spanned<PathPattern>>,
    /// Its rules. `None`: `cors: false`.
    pub rules: Option<CheckedRules>,
}

/// The rules of a document or of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRules {
    /// Where `allow_origins` stands.
    pub span: Span,
    /// Who may read. `None`: `*`.
    pub origins: Option<Vec<Spanned<OriginPattern>>>,
    /// `allow_methods`
    pub methods: Option<Names>,
    /// `allow_headers`
    pub headers: Option<Names>,
    /// `expose_headers`
    pub expose: Option<Names>,
    /// `allow_credentials`
    pub credentials: bool,
    /// `max_age`, in seconds.
    pub max_age: Option<u32>,
    /// `preflight`, if it stands there.
    pub preflight: Option<Spanned<PreflightMode>>,
    /// `preflight_status`: 200 or 204.
    pub preflight_status: u16,
    /// `on_denied`
    pub on_denied: OnDenied,
}
