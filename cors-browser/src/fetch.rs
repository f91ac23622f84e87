use crate::{
    CacheMode, Call, Check, Departure, Exchange, Failure, HeaderList, Kind, Outcome, Reason, Request, Response,
    ResponseType, Rung, UserAgent, Verdict, Warning,
    construct::construct,
    cors_check::cors_check,
    location::{Next, redirect},
    main_fetch::{Route, route},
    pending::{Pending, Tainting},
    preflight::{Permission, Preflight},
    resource_policy, response_headers,
};

/// How far a call is.
#[must_use]
#[derive(Debug)]
pub enum Step<'a> {
    /// A request is to be sent.
    Send(Sending<'a>),
    /// The call is over.
    Done(Box<Outcome>),
}

/// A request that waits for its answer.
#[must_use]
#[derive(Debug)]
pub struct Sending<'a> {
    fetch: Box<Fetch<'a>>,
    request: Request,
    /// The names that a preflight asks for; `None`: it is no preflight.
    names: Option<Vec<String>>,
}

/// A call on its way.
#[derive(Debug)]
struct Fetch<'a> {
    agent: &'a mut UserAgent,
    pending: Pending,
    outcome: Box<Outcome>,
    /// Whether the current URL was asked for with a preflight, sent or kept.
    is_preflighted: bool,
}

/// Begins a call: [fetch](https://fetch.spec.whatwg.org/#concept-fetch).
pub(crate) fn start<'a>(agent: &'a mut UserAgent, call: &Call) -> Step<'a> {
    let mut outcome = Box::new(Outcome::new(agent.browser, call.api));
    match construct(agent.browser, call, &mut outcome.warnings) {
        Ok(pending) => {
            outcome.same_origin = pending.is_own();
            Box::new(Fetch { agent, pending, outcome, is_preflighted: false }).main_fetch()
        }
        Err(rung) => {
            outcome.failed = Failure::thrown(&rung, call);
            outcome.ladder.push(rung);
            Step::Done(outcome)
        }
    }
}

impl<'a> Sending<'a> {
    /// What is to be sent.
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// Whether it is a preflight.
    pub const fn is_preflight(&self) -> bool {
        self.names.is_some()
    }

    /// Goes on with what came back.
    pub fn receive(self, response: Response) -> Step<'a> {
        let Self { fetch, request, names } = self;
        match names {
            Some(names) => fetch.preflighted(&names, request, response),
            None => fetch.answered(request, response),
        }
    }

    /// Goes on without an answer: the server could not be reached, or closed the connection.
    pub fn fail(self) -> Step<'a> {
        let Self { mut fetch, request, names } = self;
        let kind = if names.is_some() { Kind::Preflight { kept_for: 0 } } else { Kind::Actual };
        fetch.outcome.exchanges.push(Exchange { kind, request, response: None });
        let rung =
            Rung { is_preflight: names.is_some(), ..Rung::no(Reason::Network, fetch.pending.url.as_str(), None) };
        fetch.note(vec![rung], None);
        fetch.blocked()
    }
}

impl<'a> Fetch<'a> {
    fn main_fetch(mut self: Box<Self>) -> Step<'a> {
        self.outcome.urls.push(self.pending.url.clone());
        let mut rungs = Vec::new();
        let route = route(&self.pending, &mut rungs, &mut self.outcome.warnings);
        self.note(rungs, None);
        self.is_preflighted = matches!(route, Route::Preflight(_));
        match route {
            Route::Blocked => self.blocked(),
            Route::Local => self.finish(ResponseType::Basic, 200, Vec::new()),
            Route::Direct(tainting) => {
                self.pending.tainting = tainting;
                self.send()
            }
            Route::Preflight(names) => {
                self.pending.tainting = Tainting::Cors;
                self.preflight(names)
            }
        }
    }

    /// [HTTP fetch](https://fetch.spec.whatwg.org/#concept-http-fetch), step 4.3.1: a preflight, unless one is kept.
    fn preflight(mut self: Box<Self>, names: Vec<String>) -> Step<'a> {
        let request = self.pending.preflight(&names);
        let kept = self.agent.cache.serves(&self.pending, &names, self.agent.now);
        let left = kept.filter(|_| !self.bypasses_cache());
        self.note(vec![Rung::choice(Check::PreflightKept, left.is_some(), self.pending.url.as_str(), None)], None);
        let Some(left) = left.map(|left| left.as_secs()) else {
            return Step::Send(Sending { fetch: self, request, names: Some(names) });
        };
        self.outcome.exchanges.push(Exchange { kind: Kind::KeptPreflight { left }, request, response: None });
        self.send()
    }

    fn bypasses_cache(&self) -> bool {
        let by_mode = match self.pending.call.cache {
            CacheMode::NoStore | CacheMode::Reload => true,
            CacheMode::NoCache => self.pending.browser == crate::Browser::Chromium,
            CacheMode::Default | CacheMode::ForceCache | CacheMode::OnlyIfCached => false,
        };
        by_mode && self.pending.browser.departs(Departure::CacheMode)
    }

    /// A preflight was answered.
    fn preflighted(mut self: Box<Self>, names: &[String], request: Request, response: Response) -> Step<'a> {
        let origin = self.pending.preflight_origin();
        let (include, method) = (self.pending.includes(), self.pending.method.as_bytes());
        let asked = Preflight { browser: self.pending.browser, origin: origin.as_bytes(), include, method, names };
        let rungs = asked.check(&response);
        let passes = rungs.iter().all(|rung| rung.verdict.is_ok());
        let permission = Permission::of(&self.pending, &response);
        let browser = self.pending.browser;
        let is_unkept = self.pending.call.cache == CacheMode::NoStore && browser == crate::Browser::Chromium;
        let lists = |rung: &Rung| matches!(rung.check, Check::MethodAllowed | Check::HeaderAllowed);
        let is_kept = passes
            || (browser.departs(Departure::KeepsRefused)
                && rungs.iter().all(|rung| rung.verdict.is_ok() || lists(rung)));
        let kept_for = if is_kept && !is_unkept { permission.max_age } else { 0 };
        if is_kept && !is_unkept {
            self.agent.cache.store(&self.pending, &permission, self.agent.now);
        }
        self.warn_of(names, &permission, &response.headers, passes);
        self.note(rungs, Some(response.status));
        if !passes {
            self.note_location(&response);
        }
        self.outcome.exchanges.push(Exchange { kind: Kind::Preflight { kept_for }, request, response: Some(response) });
        if passes {
            return self.send();
        }
        self.outcome.unsent = Some(self.pending.actual());
        self.outcome.held = Some(Box::new(self.pending.clone()));
        self.blocked()
    }

    /// Tells failures where the answer redirects to, if it does.
    fn note_location(&mut self, response: &Response) {
        let Some(location) = response.headers.get("location").filter(|_| response.is_redirect()) else { return };
        let failures = self.outcome.failed.iter_mut().chain(&mut self.outcome.also_would_fail);
        failures.for_each(|failure| failure.is_redirecting(&self.pending.url, &location));
    }

    fn warn_of(&mut self, names: &[String], permission: &Permission, headers: &HeaderList, passes: bool) {
        let asked = String::from_utf8_lossy(&headers.get("access-control-max-age").unwrap_or_default()).into_owned();
        if passes && !asked.is_empty() && asked != permission.max_age.to_string() {
            self.outcome.warnings.push(Warning::MaxAge { asked, kept: permission.max_age });
        }
        let has = |name: &[u8]| permission.headers.iter().any(|allowed| allowed.eq_ignore_ascii_case(name));
        let asks = names.iter().any(|name| name == "authorization");
        if passes && asks && has(b"*") && !has(b"authorization") {
            self.outcome.warnings.push(Warning::AuthorizationByWildcard);
        }
    }

    fn send(self: Box<Self>) -> Step<'a> {
        let request = self.pending.actual();
        Step::Send(Sending { fetch: self, request, names: None })
    }

    /// The request itself was answered.
    fn answered(mut self: Box<Self>, request: Request, response: Response) -> Step<'a> {
        let rungs = match self.pending.tainting {
            Tainting::Basic => Vec::new(),
            Tainting::Cors => cors_check(self.pending.origin(), self.pending.includes(), &response),
            Tainting::Opaque => vec![resource_policy::check(&self.pending, &response)],
        };
        self.note(rungs, Some(response.status));
        if self.outcome.failed.is_none() {
            match redirect(&self.pending, &response) {
                Ok(next) => return self.go_on(next, request, response),
                Err(rung) => self.note(vec![rung], Some(response.status)),
            }
        } else {
            self.note_location(&response);
        }
        self.outcome.exchanges.push(Exchange { kind: Kind::Actual, request, response: Some(response) });
        self.blocked()
    }

    fn go_on(mut self: Box<Self>, next: Next, request: Request, response: Response) -> Step<'a> {
        let (kind, headers) = match self.pending.tainting {
            Tainting::Basic => (ResponseType::Basic, response_headers::basic(&response.headers)),
            Tainting::Cors => (ResponseType::Cors, response_headers::cors(&response.headers, self.pending.includes())),
            Tainting::Opaque => (ResponseType::Opaque, Vec::new()),
        };
        let status = if kind == ResponseType::Opaque { 0 } else { response.status };
        self.outcome.exchanges.push(Exchange { kind: Kind::Actual, request, response: Some(response) });
        match next {
            Next::Answer => self.finish(kind, status, headers),
            Next::OpaqueRedirect => self.finish(ResponseType::OpaqueRedirect, 0, Vec::new()),
            Next::Follow(pending) => {
                self.pending = *pending;
                self.main_fetch()
            }
        }
    }

    fn finish(mut self: Box<Self>, kind: ResponseType, status: u16, headers: Vec<String>) -> Step<'a> {
        self.outcome.verdict = match kind {
            ResponseType::Opaque | ResponseType::OpaqueRedirect => Verdict::Opaque,
            ResponseType::Basic | ResponseType::Cors | ResponseType::Error => Verdict::Readable,
        };
        self.outcome.response_type = kind;
        self.outcome.status = Some(status);
        self.outcome.readable_headers = headers;
        Step::Done(self.outcome)
    }

    /// Ends in a [network error](https://fetch.spec.whatwg.org/#concept-network-error).
    fn blocked(self: Box<Self>) -> Step<'a> {
        let Self { agent, pending, mut outcome, is_preflighted } = *self;
        outcome.verdict = if outcome.sent().next().is_some() { Verdict::Blocked } else { Verdict::NotSent };
        if is_preflighted && !pending.browser.departs(Departure::KeepsAfterFailure) {
            agent.cache.clear(&pending);
        }
        Step::Done(outcome)
    }

    /// Puts rungs on the ladder. The first that fails is why the call does.
    fn note(&mut self, rungs: Vec<Rung>, status: Option<u16>) {
        let hop = self.pending.earlier.len();
        for rung in rungs {
            if let Some(failure) = Failure::of(&rung, &self.pending, status) {
                match self.outcome.failed {
                    None => self.outcome.failed = Some(failure),
                    Some(_) => self.outcome.also_would_fail.push(failure),
                }
            }
            self.outcome.ladder.push(Rung { hop, ..rung });
        }
    }
}
