//! The decision once more, plain and slow: over what the author wrote, sharing nothing with the code that it is compared with but
//! the reader of documents. Written from `docs/decision.md`; regular expressions wherever they are the shortest way to say it.

mod expression;
mod headers;
mod origins;
mod paths;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use cors_compiler::{Document, Exactness, PolicyBlock, PreflightMode};
use cors_core::OnDenied;

use self::{
    origins::Origins,
    paths::{Claim, Paths},
};
use crate::{
    Answer, By, Class, Expectation, Failure, Group, Judged,
    Judged::{Absent, Allowed, Denied},
    Reply, Request, Subject,
};

/// The naive decision.
#[derive(Clone, Copy, Debug)]
pub struct Naive;

impl Subject for Naive {
    fn name(&self) -> &'static str {
        "naive"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let (document, report) = cors_compiler::parse(&group.source());
        if report.refuses() {
            return Err(format!("refused: {report:?}").into());
        }
        let policy = Written::new(&document, group.profile.as_deref());
        let answer = |request| Answer::expected(&policy.decide(request), request);
        Ok(Reply::Answers(requests.iter().map(answer).collect()))
    }
}

const EVERY_PREFLIGHT: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/// A policy as its author wrote it.
struct Written<'a> {
    document: &'a Document,
    profile: Option<&'a str>,
    paths: Paths<'a>,
    /// The origins of each path that was asked for: most policies have more paths than requests reach.
    origins: RefCell<BTreeMap<&'a str, Rc<Origins>>>,
}

impl<'a> Written<'a> {
    fn new(document: &'a Document, profile: Option<&'a str>) -> Self {
        Self { document, profile, paths: Paths::of(document), origins: RefCell::default() }
    }

    fn decide(&self, request: &Request) -> Expectation {
        let class = class(request);
        match self.paths.claim(cors_core::Request::path(request)) {
            Claim::Policy(name, policy) => {
                let origins = self.origins(name, policy);
                Question { name, policy, origins: &origins, request, class }.answer()
            }
            Claim::Nothing => no_policy(class, true),
            Claim::CorsFalse => no_policy(class, false),
            Claim::Ambiguous if !rejects_anywhere(self.document) => no_policy(class, false),
            Claim::Ambiguous => {
                let mut answer = no_policy(class, false);
                if class != Class::NotCors && !is_own_page(request) {
                    (answer.answered_by, answer.status) = (By::Layer, Some(403));
                }
                answer.response_headers.push(header("vary", "Origin"));
                answer
            }
        }
    }

    fn origins(&self, path: &'a str, policy: &PolicyBlock) -> Rc<Origins> {
        let mut known = self.origins.borrow_mut();
        Rc::clone(known.entry(path).or_insert_with(|| Rc::new(Origins::of(self.document, self.profile, policy))))
    }
}

fn rejects_anywhere(document: &Document) -> bool {
    let rejects = |policy: &PolicyBlock| policy.on_denied.is_some_and(|on_denied| on_denied.value == OnDenied::Reject);
    rejects(&document.policy) || document.routes.iter().flat_map(|routes| &routes.value).any(|r| rejects(&r.policy))
}

fn no_policy(class: Class, untouched: bool) -> Expectation {
    Expectation {
        policy: None,
        class,
        origin: if class == Class::NotCors { Absent } else { Denied },
        method: None,
        headers: None,
        answered_by: By::Application,
        status: None,
        response_headers: Vec::new(),
        untouched,
    }
}

/// The lines of a header that count: a sole empty one counts as none.
fn lines<'a>(request: &'a Request, name: &'a str) -> Vec<&'a [u8]> {
    let lines: Vec<&[u8]> = request.values(name).collect();
    if lines == [b""] { Vec::new() } else { lines }
}

fn class(request: &Request) -> Class {
    let asks_for_method = !lines(request, "access-control-request-method").is_empty();
    if lines(request, "origin").is_empty() {
        Class::NotCors
    } else if request.method == b"OPTIONS" && asks_for_method {
        Class::Preflight
    } else {
        Class::Actual
    }
}

/// Asked under `reject`, of a request whose origin is not allowed.
fn is_own_page(request: &Request) -> bool {
    match lines(request, "sec-fetch-site")[..] {
        [site] => site == b"same-origin" || site == b"none",
        [] => {
            let [host] = lines(request, "host")[..] else { return false };
            let own = [[b"http://", host].concat(), [b"https://", host].concat()];
            matches!(lines(request, "origin")[..], [origin] if own.iter().any(|own| own == origin))
        }
        _ => false,
    }
}

fn header(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// A request on a path that has a policy.
struct Question<'a> {
    name: &'a str,
    policy: &'a PolicyBlock,
    origins: &'a Origins,
    request: &'a Request,
    class: Class,
}

impl Question<'_> {
    fn answer(mut self) -> Expectation {
        let rejects = self.policy.on_denied.is_some_and(|on_denied| on_denied.value == OnDenied::Reject);
        let mut origin = self.origin();
        if rejects && origin == Denied && is_own_page(self.request) {
            (self.class, origin) = (Class::NotCors, Absent);
        }
        let asks = self.class == Class::Preflight && origin == Allowed;
        let judged = |allowed: bool| if allowed { Allowed } else { Denied };
        let method = asks.then(|| judged(self.allows_method()));
        let headers = asks.then(|| judged(headers::allowed(self.policy, self.request)));
        let refused = rejects && (origin == Denied || method == Some(Denied) || headers == Some(Denied));

        let forwards = self.policy.preflight.is_some_and(|preflight| preflight.value == PreflightMode::Forward);
        let status = match self.class {
            _ if refused => Some(403),
            Class::Preflight if !forwards => Some(self.policy.preflight_status.map_or(204, |status| status.value)),
            _ => None,
        };
        let mut response_headers = if refused { Vec::new() } else { self.cors_headers(origin) };
        if self.class == Class::Preflight && status.is_some() {
            response_headers.push(header("vary", EVERY_PREFLIGHT));
        } else if !self.origins.any {
            response_headers.push(header("vary", "Origin"));
        }
        Expectation {
            policy: Some(self.name.to_owned()),
            class: self.class,
            origin,
            method,
            headers,
            answered_by: if status.is_some() { By::Layer } else { By::Application },
            status,
            response_headers,
            untouched: false,
        }
    }

    fn origin(&self) -> Judged {
        match lines(self.request, "origin")[..] {
            [] => Absent,
            _ if self.origins.any => Allowed,
            [origin] if self.origins.hold(origin) => Allowed,
            _ => Denied,
        }
    }

    fn allows_method(&self) -> bool {
        let [method] = lines(self.request, "access-control-request-method")[..] else { return false };
        let listed = self.policy.allow_methods.as_ref().map(|methods| &methods.value);
        let is_listed =
            listed.is_some_and(|listed| listed.any || listed.names.iter().any(|name| name.value.as_bytes() == method));
        headers::is_token(method) && (is_listed || [b"GET".as_slice(), b"HEAD", b"POST"].contains(&method))
    }

    /// The CORS headers of a response that is not the layer's refusal.
    fn cors_headers(&self, origin: Judged) -> Vec<(String, String)> {
        let mut set = Vec::new();
        match origin {
            _ if self.origins.any => set.push(header("access-control-allow-origin", "*")),
            Allowed => {
                let sent = String::from_utf8_lossy(lines(self.request, "origin")[0]).into_owned();
                set.push(header("access-control-allow-origin", sent));
            }
            Denied | Absent => return set,
        }
        if self.policy.allow_credentials.is_some_and(|credentials| credentials.value) {
            set.push(header("access-control-allow-credentials", "true"));
        }
        let policy = self.policy;
        if self.class == Class::Preflight {
            set.extend(
                headers::list(policy.allow_methods.as_ref()).map(|list| header("access-control-allow-methods", list)),
            );
            set.extend(
                headers::list(policy.allow_headers.as_ref()).map(|list| header("access-control-allow-headers", list)),
            );
            set.extend(policy.max_age.map(|age| header("access-control-max-age", age.value.to_string())));
        } else {
            set.extend(
                headers::list(policy.expose_headers.as_ref()).map(|list| header("access-control-expose-headers", list)),
            );
        }
        set
    }
}
