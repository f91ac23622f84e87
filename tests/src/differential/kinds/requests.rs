use cors_compiler::ProgramRules;
use cors_core::{Decision, Outcome, Rules};

use crate::{Request, application};

/// A kind, in words, and whether a request is of it.
type Kind = (&'static str, fn(&Sent<'_>) -> bool);

/// A request, and what was decided.
pub(super) struct Sent<'a> {
    request: &'a Request,
    decision: &'a Decision<'a, ProgramRules>,
    is_sendable: bool,
    /// The sole `Origin` that a policy denies, with the policy's rules.
    denied: Option<(&'a [u8], &'a ProgramRules)>,
}

/// What may stand in an allowed origin.
const BYTES: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789-_.:/[]";

impl<'a> Sent<'a> {
    pub(super) fn of(request: &'a Request, decision: &'a Decision<'a, ProgramRules>, is_sendable: bool) -> Self {
        let mut origins = request.values("origin");
        let denied = match (origins.next(), origins.next(), decision.route.rules()) {
            (Some(origin), None, Some(rules)) if decision.verdict.origin == Some(false) => Some((origin, rules)),
            _ => None,
        };
        Self { request, decision, is_sendable, denied }
    }

    /// Whether it is denied, and one of what is made of its origin would be allowed.
    fn misses(&self, others: impl Fn(&[u8]) -> Vec<Vec<u8>>) -> bool {
        self.denied.is_some_and(|(origin, rules)| others(origin).iter().any(|other| rules.allows_origin(other)))
    }

    fn lines(&self, name: &str) -> usize {
        self.request.values(name).count()
    }

    fn empty_lines(&self, name: &str) -> usize {
        self.request.values(name).filter(|value| value.is_empty()).count()
    }

    /// The lists of request headers, together.
    fn list(&self) -> Vec<u8> {
        self.request.values("access-control-request-headers").collect::<Vec<_>>().join(b",".as_slice())
    }

    /// How much longer the list is than what is still read, of a preflight from an allowed origin.
    fn beyond_limit(&self) -> Option<isize> {
        self.decision.verdict.headers?;
        let terms = self.decision.route.rules()?.terms();
        Some(self.list().len() as isize - terms.request_list_limit as isize)
    }

    fn path(&self) -> &[u8] {
        cors_core::Request::path(self.request)
    }

    fn path_has(&self, part: &[u8]) -> bool {
        self.path().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
    }

    fn any_value(&self, name: &str, is_so: impl Fn(u8) -> bool) -> bool {
        self.request.values(name).flatten().any(|byte| is_so(*byte))
    }

    /// An own page: not allowed, and let through all the same.
    fn is_own_page(&self, by_site: bool) -> bool {
        let is_let_through = self.lines("origin") == 1
            && self.decision.verdict.origin.is_none()
            && self.request.values("origin").all(|origin| !origin.is_empty());
        is_let_through && by_site == (self.request.values("sec-fetch-site").any(|site| !site.is_empty()))
    }
}

fn without(origin: &[u8], at: usize) -> Vec<u8> {
    [&origin[..at], &origin[at + 1..]].concat()
}

fn before_last(origin: &[u8], byte: u8) -> &[u8] {
    &origin[..origin.iter().rposition(|own| *own == byte).unwrap_or(0)]
}

fn text(origin: &[u8]) -> String {
    origin.iter().map(|byte| char::from(*byte)).collect()
}

/// Its host, and where that stands.
fn labels(origin: &[u8]) -> Vec<String> {
    let text = text(origin);
    let authority = text.split("://").nth(1).unwrap_or_default().to_owned();
    authority.split(':').next().unwrap_or_default().split('.').map(str::to_owned).collect()
}

pub(super) const KINDS: &[Kind] = &[
    ("request: ambiguous-path", |r| r.decision.word() == "ambiguous-path"),
    ("request: no-policy", |r| r.decision.word() == "no-policy"),
    ("request: not-cors", |r| r.decision.word() == "not-cors"),
    ("request: origin-denied", |r| r.decision.word() == "origin-denied"),
    ("request: method-denied", |r| r.decision.word() == "method-denied"),
    ("request: headers-denied", |r| r.decision.word() == "headers-denied"),
    ("request: an allowed preflight of a browser's", |r| {
        r.is_sendable
            && r.decision.word() == "allowed"
            && r.decision.verdict.headers == Some(true)
            && !r.list().is_empty()
    }),
    ("request: an allowed request of a browser's", |r| {
        r.is_sendable && r.decision.word() == "allowed" && r.decision.verdict.headers.is_none()
    }),
    ("request: none of a browser's", |r| !r.is_sendable),
    ("request: refused", |r| r.decision.outcome == Outcome::Respond(403)),
    ("request: to an error of the application's", |r| {
        r.decision.outcome == Outcome::Continue && application::status(r.request) >= 400
    }),
    ("request: to a redirection of the application's", |r| {
        r.decision.outcome == Outcome::Continue && application::status(r.request) == 301
    }),
    ("request: an upgrade", |r| r.lines("upgrade") > 0),
    ("request: an upgrade that is refused", |r| r.lines("upgrade") > 0 && r.decision.outcome == Outcome::Respond(403)),
    ("request: to a Vary of the application's", |r| r.lines("x-vary") > 0 && r.decision.outcome == Outcome::Continue),
    ("origin: one byte too many", |r| r.misses(|origin| (0..origin.len()).map(|at| without(origin, at)).collect())),
    ("origin: one byte missing", |r| {
        r.misses(|origin| {
            let places = (0..=origin.len()).flat_map(|at| BYTES.iter().map(move |byte| (at, byte)));
            places.map(|(at, byte)| [&origin[..at], &[*byte], &origin[at..]].concat()).collect()
        })
    }),
    ("origin: another byte", |r| {
        r.misses(|origin| {
            let places = (0..origin.len()).flat_map(|at| BYTES.iter().map(move |byte| (at, byte)));
            places.map(|(at, byte)| [&origin[..at], &[*byte], &origin[at + 1..]].concat()).collect()
        })
    }),
    ("origin: another byte for a dot", |r| {
        r.misses(|origin| {
            let places = (0..origin.len()).filter(|at| origin[*at].is_ascii_alphanumeric());
            places.map(|at| [&origin[..at], b".", &origin[at + 1..]].concat()).collect()
        })
    }),
    ("origin: upper case", |r| r.misses(|origin| vec![origin.to_ascii_lowercase()])),
    ("origin: another scheme", |r| {
        r.misses(|origin| {
            let text = text(origin);
            vec![text.replacen("http://", "https://", 1).into(), text.replacen("https://", "http://", 1).into()]
        })
    }),
    ("origin: another port", |r| {
        r.misses(|origin| {
            let front = if origin.last().is_some_and(u8::is_ascii_digit) { before_last(origin, b':') } else { origin };
            ["", ":8443", ":1", ":444"].iter().map(|port| [front, port.as_bytes()].concat()).collect()
        })
    }),
    ("origin: the scheme's own port", |r| {
        r.misses(|origin| {
            [":443", ":80"].iter().filter_map(|port| Some(origin.strip_suffix(port.as_bytes())?.to_vec())).collect()
        })
    }),
    ("origin: a port out of range", |r| {
        r.misses(|origin| {
            let port = origin.rsplit(|byte| *byte == b':').next().unwrap_or_default();
            let is_large = text(port).parse::<u64>().is_ok_and(|port| port > 65535);
            if is_large { vec![[before_last(origin, b':'), b":1"].concat()] } else { Vec::new() }
        })
    }),
    ("origin: a port that begins with 0", |r| {
        r.misses(|origin| match text(origin).rsplit_once(":0") {
            Some((front, _)) => vec![format!("{front}:1").into()],
            None => Vec::new(),
        })
    }),
    ("origin: more behind it", |r| r.misses(|origin| (0..origin.len()).map(|at| origin[..at].to_vec()).collect())),
    ("origin: more in front of it", |r| r.misses(|origin| (1..origin.len()).map(|at| origin[at..].to_vec()).collect())),
    ("origin: another host in front of it", |r| {
        r.misses(|origin| {
            vec![text(origin).replacen("://evil-", "://", 1).into(), text(origin).replacen("://evil.", "://", 1).into()]
        })
    }),
    ("origin: a user in front of its host", |r| r.misses(|origin| vec![text(origin).replacen("a@", "", 1).into()])),
    ("origin: a list with an allowed one", |r| {
        r.misses(|origin| {
            text(origin).split(", ").filter(|_| origin.contains(&b',')).map(|part| part.as_bytes().to_vec()).collect()
        })
    }),
    ("origin: twice", |r| {
        r.misses(
            |origin| {
                if origin.len().is_multiple_of(2) { vec![origin[..origin.len() / 2].to_vec()] } else { Vec::new() }
            },
        )
    }),
    ("origin: a `*`", |r| r.misses(|origin| vec![text(origin).replacen('*', "a", 1).into()])),
    ("origin: null where it is denied", |r| r.denied.is_some_and(|(origin, _)| origin == b"null")),
    ("origin: null where it is allowed", |r| {
        r.decision.word() == "allowed" && r.request.values("origin").any(|origin| origin == b"null")
    }),
    ("origin: a label of 64 bytes", |r| {
        r.misses(|origin| match labels(origin).iter().find(|label| label.len() == 64) {
            Some(label) => vec![text(origin).replacen(label.as_str(), &label[1..], 1).into()],
            None => Vec::new(),
        })
    }),
    ("origin: a label of 63 bytes", |r| {
        r.decision.verdict.origin == Some(true)
            && r.request.values("origin").any(|origin| labels(origin).iter().any(|label| label.len() == 63))
    }),
    ("origin: a host of 254 bytes", |r| {
        r.misses(|origin| match labels(origin).join(".") {
            host if host.len() == 254 => vec![text(origin).replacen(&host, &host[1..], 1).into()],
            _ => Vec::new(),
        })
    }),
    ("origin: a host of 253 bytes", |r| {
        r.decision.verdict.origin == Some(true)
            && r.request.values("origin").any(|origin| labels(origin).join(".").len() == 253)
    }),
    ("origin: a byte beyond ASCII", |r| r.any_value("origin", |byte| byte >= 0x80)),
    ("origin: a control character", |r| r.any_value("origin", |byte| byte < 0x20 && byte != b'\t')),
    ("origin: empty", |r| r.lines("origin") == 1 && r.empty_lines("origin") == 1),
    ("origin: two lines", |r| r.lines("origin") == 2 && r.empty_lines("origin") == 0),
    ("origin: an empty line beside another", |r| r.lines("origin") == 2 && r.empty_lines("origin") == 1),
    ("origin: blanks around it", |r| {
        r.request.values("origin").any(|origin| origin.trim_ascii() != origin)
            && r.misses(|origin| vec![origin.trim_ascii().to_vec()])
    }),
    ("method: two lines", |r| r.lines("access-control-request-method") == 2),
    ("method: an empty line", |r| r.empty_lines("access-control-request-method") > 0),
    ("method: another case", |r| {
        r.decision.verdict.method == Some(false)
            && r.request.values("access-control-request-method").any(|method| method.iter().any(u8::is_ascii_lowercase))
    }),
    ("method: no token", |r| r.any_value("access-control-request-method", |byte| b" ,(\xff".contains(&byte))),
    ("list: two lines", |r| r.lines("access-control-request-headers") == 2),
    ("list: three lines", |r| r.lines("access-control-request-headers") >= 3),
    ("list: an empty line", |r| r.empty_lines("access-control-request-headers") > 0),
    ("list: as long as may be, and allowed", |r| {
        r.beyond_limit() == Some(0) && r.decision.verdict.headers == Some(true)
    }),
    ("list: in several lines, as long as may be", |r| {
        r.beyond_limit() == Some(0)
            && r.decision.verdict.headers == Some(true)
            && r.lines("access-control-request-headers") > 1
    }),
    ("list: one byte too long", |r| r.beyond_limit() == Some(1)),
    ("list: another case", |r| r.decision.verdict.headers == Some(true) && r.list().iter().any(u8::is_ascii_uppercase)),
    ("list: empty elements", |r| {
        r.decision.verdict.headers == Some(true) && r.list().windows(2).any(|window| window == b",,")
    }),
    ("list: tabs", |r| r.decision.verdict.headers == Some(true) && r.list().contains(&b'\t')),
    ("list: no token", |r| {
        r.decision.verdict.headers == Some(false)
            && r.any_value("access-control-request-headers", |byte| b"()\"@=;\xff\x01\x7f".contains(&byte))
    }),
    ("list: Authorization", |r| {
        r.decision.verdict.headers.is_some() && text(&r.list()).to_ascii_lowercase().contains("authorization")
    }),
    ("site: own page by Sec-Fetch-Site", |r| r.is_own_page(true)),
    ("site: own page by Host", |r| r.is_own_page(false)),
    ("site: two lines", |r| r.lines("sec-fetch-site") == 2),
    ("site: another case", |r| r.request.values("sec-fetch-site").any(|site| site == b"Same-Origin")),
    ("path: a triplet of a letter", |r| r.path_has(b"%61")),
    ("path: a triplet of `/`", |r| r.path_has(b"%2f")),
    ("path: a triplet of a backslash", |r| r.path_has(b"%5c")),
    ("path: a triplet of NUL", |r| r.path_has(b"%00")),
    ("path: half a triplet", |r| r.path().ends_with(b"%4")),
    ("path: two slashes", |r| r.path_has(b"//")),
    ("path: a dot segment", |r| r.path_has(b"/../")),
    ("path: a dot segment in disguise", |r| r.path_has(b"/%2e%2e")),
    ("path: a parameter", |r| r.path_has(b";a=b")),
    ("path: a backslash", |r| r.path().contains(&b'\\')),
    ("path: a byte beyond ASCII", |r| r.path().contains(&0xff)),
    ("path: another case", |r| {
        r.decision.word() == "ambiguous-path"
            && r.path().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'/')
            && !r.path_has(b"//")
    }),
    ("path: a query", |r| r.request.target.contains(&b'?')),
    ("path: a fragment", |r| r.request.target.contains(&b'#')),
    ("path: a slash at the end", |r| {
        r.path().len() > 1 && r.path().ends_with(b"/") && r.decision.route.rules().is_some()
    }),
];
