use cors_core::path;
use serde::Serialize;

use super::string_match::StringMatch;

/// `envoy.config.route.v3.RouteMatch`
#[derive(Clone, Default, Serialize)]
pub(super) struct PathMatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_separated_prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_sensitive: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<HeaderMatch>,
}

/// `envoy.config.route.v3.HeaderMatcher`
#[derive(Clone, Serialize)]
pub(super) struct HeaderMatch {
    pub(super) name: &'static str,
    pub(super) string_match: StringMatch,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) invert_match: bool,
}

/// Every segment is written with characters that all servers read alike: those that [`path::is_ambiguous`] lets stand.
const PLAIN: &str = concat!(
    r"(/|[A-Za-z0-9._~!$&'()*+,=:@\[\]|^-]",
    r"|%([189A-Fa-f][0-9A-Fa-f]|0[1-9A-Fa-f]|2[0-9A-Ca-c]|3[AaC-Fc-f]|[46]0|5[BDEbde]|7[B-DFb-df])",
    r")*(\?\C*)?",
);

/// No segment is `.`, `..`, or empty but for the last.
const SEGMENTS: &str = r"(/(\.?\.?[!-\-0->@-~]|\.\.\.)[!-.0->@-~]*)*/?(\?\C*)?";

impl PathMatch {
    /// Every path.
    pub(super) fn all() -> Self {
        Self { prefix: Some("/"), ..Self::default() }
    }

    /// Every path that two servers could read differently, whatever the routes. Lists of what is plain, inverted, so that what
    /// nobody thought of is not.
    pub(super) fn ambiguous() -> [Self; 2] {
        // Two, since Envoy bounds a regex's size.
        [PLAIN, SEGMENTS].map(|regex| {
            let string_match = StringMatch::regex(regex);
            Self { headers: vec![HeaderMatch { name: ":path", string_match, invert_match: true }], ..Self::all() }
        })
    }

    /// The paths that a route claims.
    pub(super) fn claimed(route: path::Pattern<'_>) -> Vec<Self> {
        match route.parts() {
            ("", _) => vec![Self::all()],
            ("/", _) => vec![Self { path: Some("/".to_owned()), ..Self::default() }],
            (prefix, true) => vec![Self { path_separated_prefix: Some(prefix.to_owned()), ..Self::default() }],
            (exact, false) => {
                let path = |path: String| Self { path: Some(path), ..Self::default() };
                vec![path(exact.to_owned()), path(format!("{exact}/"))]
            }
        }
    }

    /// The paths that a route claims if ASCII case is ignored. Behind [`PathMatch::claimed`] they are those that differ in case.
    pub(super) fn folded(route: path::Pattern<'_>) -> Vec<Self> {
        if !route.written().bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return Vec::new();
        }
        let claimed = Self::claimed(route);
        claimed.into_iter().map(|claimed| Self { case_sensitive: Some(false), ..claimed }).collect()
    }
}
