use cors_compiler::{Names, PolicyBlock, Spanned};

use super::expression::{Constant, expression};
use crate::Request;

/// Whether every name of the request's list is allowed.
pub(super) fn allowed(policy: &PolicyBlock, request: &Request) -> bool {
    let lines: Vec<&[u8]> = request.values("access-control-request-headers").collect();
    let joined = lines.join(&b',');
    let names = policy.allow_headers.as_ref().map(|names| &names.value);
    let is_listed = |name: &str| {
        names.is_some_and(|names| names.names.iter().any(|listed| listed.value.eq_ignore_ascii_case(name)))
    };
    let any = names.is_some_and(|names| names.any);
    let limit = if any { 4096 } else { 2 * list(policy.allow_headers.as_ref()).map_or(0, |list| list.len()) + 64 };
    joined.len() <= limit
        && joined.split(|byte| *byte == b',').map(trimmed).filter(|element| !element.is_empty()).all(|element| {
            let name = String::from_utf8_lossy(element).to_ascii_lowercase();
            is_token(element) && (is_listed(&name) || (any && name != "authorization"))
        })
}

/// The value that goes out: the names in the author's order and spelling.
pub(super) fn list(names: Option<&Spanned<Names>>) -> Option<String> {
    let names = &names?.value;
    let mut all: Vec<&str> = names.names.iter().map(|name| name.value.as_str()).collect();
    match names.star_at {
        Some(at) => all.insert(at, "*"),
        None if names.any => all.push("*"),
        None => {}
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// RFC 9110, 5.6.2.
pub(super) fn is_token(bytes: &[u8]) -> bool {
    static TOKEN: Constant = Constant::new(|| expression(r"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z"));
    TOKEN.is_match(bytes)
}

fn trimmed(element: &[u8]) -> &[u8] {
    static INNER: Constant = Constant::new(|| expression(r"\A[ \t]*(.*?)[ \t]*\z"));
    INNER.captures(element).unwrap().get(1).unwrap().as_bytes()
}
