use std::collections::BTreeMap;

use cors_core::OnDenied;
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
#[derive(Clone, Serialize)]
struct Rules {
    action: &'static str,
    policies: BTreeMap<&'static str, Policy>,
}

/// `envoy.config.rbac.v3.Policy`: what matches one of the permissions, one of the principals and the condition.
#[derive(Clone, Serialize)]
struct Policy {
    permissions: Vec<Permission>,
    principals: [Principal; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Expr>,
}

#[derive(Clone, Serialize)]
#[serde(untagged)]
enum Permission {
    Header { header: HeaderMatch },
    Not { not_rule: Box<Permission> },
    All { and_rules: Set },
    One { or_rules: Set },
}

#[derive(Clone, Serialize)]
struct Set {
    rules: Vec<Permission>,
}

#[derive(Clone, Serialize)]
struct Principal {
    any: bool,
}

/// What is in there, if anything: `.` would not match what is no UTF-8.
const SOMETHING: &str = r"\C+";

/// Refuses what rules with `on_denied: reject` refuse and a browser would not.
///
/// Methods and headers are left to the browser, which refuses what the lists do not hold, but for two things. Browsers let `*`
/// cover `Authorization`, against the standard; and they know no bound on the list that they send.
pub(super) fn denied(rules: &ProgramRules) -> PerRoute {
    debug_assert_eq!(rules.terms.on_denied, OnDenied::Reject);
    let mut policies = BTreeMap::new();
    if !rules.terms.any_origin {
        policies.insert("origin-denied", foreign(StringMatch::origins(&rules.origins)));
    }
    if rules.headers == (Headers::Any { authorization: false }) {
        policies.insert("authorization-denied", authorization());
    }
    policies.insert("list-too-long", long_list(rules.terms.request_list_limit));
    deny(policies)
}

/// Refuses every origin but one's own.
pub(super) fn ambiguous() -> PerRoute {
    deny(BTreeMap::from([("ambiguous-path", foreign(Vec::new()))]))
}

/// What other sites' pages send, but for these origins.
fn foreign(allowed: Vec<StringMatch>) -> Policy {
    let mut all = vec![header("origin", StringMatch::regex(SOMETHING))];
    if !allowed.is_empty() {
        let rules = allowed.into_iter().map(|origin| header("origin", origin)).collect();
        all.push(not(Permission::One { or_rules: Set { rules } }));
    }
    all.push(not(header("sec-fetch-site", StringMatch::regex("same-origin|none"))));
    policy(all, Some(Expr::foreign_page()))
}

fn authorization() -> Policy {
    let listed = StringMatch::regex(r"(?i)(\C*[, \t])?authorization([, \t]\C*)?");
    let mut all = preflight();
    all.push(header("access-control-request-headers", listed));
    policy(all, None)
}

fn long_list(limit: usize) -> Policy {
    let mut all = preflight();
    all.push(header("access-control-request-headers", StringMatch::regex(SOMETHING)));
    policy(all, Some(Expr::longer("access-control-request-headers", limit)))
}

fn preflight() -> Vec<Permission> {
    vec![
        header(":method", StringMatch::Exact { exact: "OPTIONS".to_owned() }),
        header("origin", StringMatch::regex(SOMETHING)),
        header("access-control-request-method", StringMatch::regex(SOMETHING)),
    ]
}

fn deny(policies: BTreeMap<&'static str, Policy>) -> PerRoute {
    let rbac = Rbac { rules: Rules { action: "DENY", policies } };
    PerRoute::Reject(Typed::new(
        "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
        RbacPerRoute { rbac },
    ))
}

fn policy(all: Vec<Permission>, condition: Option<Expr>) -> Policy {
    let permissions = vec![Permission::All { and_rules: Set { rules: all } }];
    Policy { permissions, principals: [Principal { any: true }], condition }
}

fn header(name: &'static str, string_match: StringMatch) -> Permission {
    Permission::Header { header: HeaderMatch { name, string_match, invert_match: false } }
}

fn not(permission: Permission) -> Permission {
    Permission::Not { not_rule: Box::new(permission) }
}
