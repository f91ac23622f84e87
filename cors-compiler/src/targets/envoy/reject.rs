use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Headers, ProgramRules};

use super::{
    cel::Expr,
    http_filter::{PerRoute, Typed},
    path_match::HeaderMatch,
    string_match::StringMatch,
};

/// `envoy.extensions.filters.http.rbac.v3.RBACPerRoute`
#[derive(Clone, Serialize)]
pub(super) struct RbacPerRoute {
    rbac: Rbac,
}

#[derive(Clone, Serialize)]
struct Rbac {
    rules: Rules,
}

/// `envoy.config.rbac.v3.RBAC`
///
/// What none of the policies allows is refused. The other way round, by policies that refuse, a condition that Envoy fails to
/// evaluate would let a request through.
#[derive(Clone, Serialize)]
struct Rules {
    action: &'static str,
    policies: BTreeMap<&'static str, Policy>,
}

/// `envoy.config.rbac.v3.Policy`: what one of the permissions, one of the principals and the condition hold for.
#[derive(Clone, Serialize)]
struct Policy {
    permissions: [Permission; 1],
    principals: [Anyone; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Expr>,
}

#[derive(Clone, Serialize)]
struct Anyone {
    any: bool,
}

/// `envoy.config.rbac.v3.Permission`
#[derive(Clone, Serialize)]
#[serde(untagged)]
enum Permission {
    Any { any: bool },
    Header { header: HeaderMatch },
    Not { not_rule: Box<Permission> },
    All { and_rules: Set },
    One { or_rules: Set },
}

#[derive(Clone, Serialize)]
struct Set {
    rules: Vec<Permission>,
}

const ORIGIN: &str = "origin";
const METHOD: &str = "access-control-request-method";
const LIST: &str = "access-control-request-headers";

/// Refuses what rules with `on_denied: reject` refuse and a browser would not.
///
/// Methods and headers are left to the browser, which refuses what the lists do not hold, but for two things. Browsers let `*`
/// cover `Authorization`, against the standard; and they know no bound on the list that they send.
pub(super) fn denied(rules: &ProgramRules) -> PerRoute {
    let mut origin = if rules.terms.any_origin {
        Permission::Any { any: true }
    } else {
        one_of(StringMatch::origins(&rules.origins).into_iter().map(|origin| header(ORIGIN, origin)).collect())
    };
    if rules.headers == (Headers::Any { authorization: false }) {
        origin = all_of(vec![origin, not(asks_for_authorization())]);
    }
    let condition = Expr::is_within(LIST, METHOD, rules.terms.request_list_limit);
    let mut policies = BTreeMap::from([not_cors(), ("origin-allowed", Policy::new(origin, Some(condition)))]);
    if !rules.terms.any_origin {
        policies.extend([own_page()]);
    }
    allow(policies)
}

/// Refuses every origin but one's own.
pub(super) fn ambiguous() -> PerRoute {
    allow(BTreeMap::from([not_cors(), own_page()]))
}

fn not_cors() -> (&'static str, Policy) {
    ("not-cors", Policy::new(not(is_there(ORIGIN)), None))
}

/// What a page of one's own sends. Not its preflights, which no browser makes: by them, a page whose origin is allowed too would
/// come around what holds for it.
fn own_page() -> (&'static str, Policy) {
    ("own-page", Policy::new(not(all_of(preflight())), Some(Expr::is_own_page())))
}

/// Reports a preflight that asks for `Authorization`.
fn asks_for_authorization() -> Permission {
    let mut all = preflight();
    all.push(header(LIST, StringMatch::regex(r"(?i)(\C*[, \t])?authorization([, \t]\C*)?")));
    all_of(all)
}

/// What makes a preflight of a request with an origin.
fn preflight() -> Vec<Permission> {
    vec![header(":method", StringMatch::exact("OPTIONS")), is_there(METHOD)]
}

/// A header that is there, and not empty. Not `.+`: it does not match all bytes.
fn is_there(name: &'static str) -> Permission {
    header(name, StringMatch::regex(r"\C+"))
}

fn allow(policies: BTreeMap<&'static str, Policy>) -> PerRoute {
    let rbac = Rbac { rules: Rules { action: "ALLOW", policies } };
    PerRoute::Reject(Typed::new(
        "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
        RbacPerRoute { rbac },
    ))
}

impl Policy {
    fn new(permission: Permission, condition: Option<Expr>) -> Self {
        Self { permissions: [permission], principals: [Anyone { any: true }], condition }
    }
}

fn header(name: &'static str, string_match: StringMatch) -> Permission {
    Permission::Header { header: HeaderMatch { name, string_match, invert_match: false } }
}

fn not(permission: Permission) -> Permission {
    Permission::Not { not_rule: Box::new(permission) }
}

fn all_of(rules: Vec<Permission>) -> Permission {
    Permission::All { and_rules: Set { rules } }
}

/// Of an empty list, none. Envoy takes no empty one.
fn one_of(rules: Vec<Permission>) -> Permission {
    if rules.is_empty() { not(Permission::Any { any: true }) } else { Permission::One { or_rules: Set { rules } } }
}
