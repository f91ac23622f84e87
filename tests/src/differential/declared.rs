//! What targets declare, each as what the server sees instead of what was sent: the answer must be the one to that.

use super::unseen;
use crate::Request;

/// A declared difference.
pub(super) struct Declared {
    /// As the target has it.
    pub(super) id: &'static str,
    /// What is seen instead; `None`: the difference does not concern this request.
    instead: fn(&Request) -> Option<Instead>,
}

/// What is seen instead of a request.
pub(super) enum Instead {
    /// Another.
    Of(Request),
    /// None: it is answered 400.
    Refused,
}

const FRAGMENT: Declared = Declared { id: "fragment-is-cut", instead: fragment_is_cut };
const FIRST_LINE: Declared = Declared { id: "first-line-only", instead: first_line_only };
const JOINED: Declared = Declared { id: "joined-list", instead: joined_list };
const JOINED_LINES: Declared = Declared { id: "joined-lines", instead: joined_lines };
const TAB: Declared = Declared { id: "tab-around-value", instead: tab_around_value };
const MALFORMED: Declared = Declared { id: "malformed-path", instead: malformed_path };

/// What is seen instead by all of these differences; `None`: one of them does not concern this request.
pub(super) fn instead(differences: &[Declared], request: &Request) -> Option<Instead> {
    let keeps_tabs = differences.iter().any(|declared| declared.id == TAB.id);
    let mut seen = if keeps_tabs { request.clone() } else { request.parsed() };
    for declared in differences {
        match (declared.instead)(&seen)? {
            Instead::Of(other) => seen = other,
            Instead::Refused => return Some(Instead::Refused),
        }
    }
    Some(Instead::Of(seen))
}

/// What a subject declares, as far as it can be seen on it. Neighbours may both concern a request.
pub(super) fn of(subject: &str) -> &'static [Declared] {
    match subject {
        "tower" | "actix" | "runtime" => &[FRAGMENT],
        "nginx-1.22" => &[TAB, FIRST_LINE, MALFORMED],
        "nginx-1.28" => &[TAB, JOINED, MALFORMED],
        "envoy-lua" => &[JOINED_LINES],
        _ => &[],
    }
}

/// The ids of all that can be seen on a subject.
pub(super) fn ids(subject: &str) -> impl Iterator<Item = &'static str> {
    let unseen: &[&str] = if subject == "envoy" { &unseen::ENVOY } else { &[] };
    of(subject).iter().map(|declared| declared.id).chain(unseen.iter().copied())
}

/// Reports whether a server's parser refuses what browsers may send, before there is a request to decide on.
pub(super) fn parser_refuses(subject: &str, request: &Request) -> bool {
    let method = request.method.as_slice();
    match subject {
        "nginx-1.22" | "nginx-1.28" => !method.iter().all(|byte| matches!(byte, b'A'..=b'Z' | b'_' | b'-')),
        // It knows the methods of the registry: these for certain.
        "envoy" | "envoy-lua" => {
            ![b"GET".as_slice(), b"HEAD", b"POST", b"PUT", b"DELETE", b"PATCH", b"OPTIONS"].contains(&method)
        }
        // Not all that a token may hold.
        "actix" => !method.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-'),
        _ => false,
    }
}

fn fragment_is_cut(request: &Request) -> Option<Instead> {
    let at = request.target.iter().position(|byte| *byte == b'#')?;
    let mut seen = request.clone();
    seen.target.truncate(at);
    Some(Instead::Of(seen))
}

fn first_line_only(request: &Request) -> Option<Instead> {
    let read = ["origin", "sec-fetch-site", "access-control-request-method", "access-control-request-headers"];
    let mut seen = request.clone();
    let mut known: Vec<String> = Vec::new();
    seen.headers.retain(|(name, _)| {
        let name = name.to_ascii_lowercase();
        let again = known.contains(&name);
        known.push(name.clone());
        !(again && read.contains(&name.as_str()))
    });
    (seen.headers.len() < request.headers.len()).then_some(Instead::Of(seen))
}

fn joined_list(request: &Request) -> Option<Instead> {
    const LIST: &str = "access-control-request-headers";
    let mut seen = request.clone();
    let lines: Vec<Vec<u8>> = seen.values(LIST).map(<[u8]>::to_vec).collect();
    if lines.len() < 2 {
        return None;
    }
    seen.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(LIST));
    seen.headers.push((LIST.to_owned(), lines.join(b", ".as_slice())));
    Some(Instead::Of(seen))
}

fn joined_lines(request: &Request) -> Option<Instead> {
    let mut seen = request.clone();
    for name in ["origin", "access-control-request-method", "access-control-request-headers"] {
        let lines: Vec<Vec<u8>> = seen.values(name).filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect();
        seen.headers.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
        seen.headers.extend((!lines.is_empty()).then(|| (name.to_owned(), lines.join(b",".as_slice()))));
    }
    Some(Instead::Of(seen))
}

fn tab_around_value(request: &Request) -> Option<Instead> {
    let seen = request.trimmed(b" ");
    (seen != request.parsed()).then_some(Instead::Of(seen))
}

fn malformed_path(request: &Request) -> Option<Instead> {
    let path = request.target.split(|byte| *byte == b'?').next().unwrap_or_default();
    let is_hex = |at: usize| path.get(at).is_some_and(u8::is_ascii_hexdigit);
    let percents = path.iter().enumerate().filter(|(_, byte)| **byte == b'%').map(|(at, _)| at);
    let mut malformed = percents.filter(|at| !is_hex(at + 1) || !is_hex(at + 2) || path[at + 1..at + 3] == *b"00");
    (malformed.next().is_some() || leads_above_root(path)).then_some(Instead::Refused)
}

/// Reports whether a path, once decoded, has more `..` than there is to go up.
fn leads_above_root(path: &[u8]) -> bool {
    let text: String = path.iter().map(|byte| char::from(*byte)).collect();
    let decoded = text.replace("%2e", ".").replace("%2E", ".").replace("%2f", "/").replace("%2F", "/");
    let mut depth = 0_isize;
    decoded.split('/').any(|segment| {
        depth += match segment {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        depth < 0
    })
}
