use crate::Route;

/// What a policy says to a request: why, and what is to be done.
#[derive(Debug, PartialEq, Eq)]
pub struct Decision<'p, R> {
    /// What holds for the path.
    pub route: Route<'p, R>,
    /// Why.
    pub verdict: Verdict,
    /// What is to be done.
    pub outcome: Outcome,
    /// The headers, on whichever response goes out.
    pub effect: Effect,
}

/// The class of a request, and what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How the request is seen.
    pub class: Class,
    /// `None`: no `Origin`, or none that counts.
    pub origin: Option<bool>,
    /// `None` unless a preflight from an allowed origin.
    pub method: Option<bool>,
    /// `None` unless a preflight from an allowed origin.
    pub headers: Option<bool>,
}

/// How a request is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `OPTIONS` with `Origin` and `Access-Control-Request-Method`.
    Preflight,
    /// Any other request with `Origin`.
    Actual,
    /// No `Origin`, or a page of one's own.
    NotCors,
}

/// What is to be done with the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The application answers.
    Continue,
    /// The layer answers, with this status and no body.
    Respond(u16),
}

/// What is to be done to a response's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Whether CORS headers that others wrote are removed first.
    pub strip: bool,
    /// `Access-Control-Allow-Origin`; with `Echo`, credentials follow the rules.
    pub allow_origin: AllowOrigin,
    /// Which of the rules' lists go out.
    pub lists: Lists,
    /// What is added to `Vary`.
    pub vary: Vary,
}

/// `Access-Control-Allow-Origin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowOrigin {
    /// Absent.
    None,
    /// `*`
    Any,
    /// The request's own `Origin` line, which was found in the set.
    Echo,
}

/// Which of the rules' lists go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// None.
    None,
    /// Methods, headers and max age.
    Preflight,
    /// Exposed headers.
    Actual,
}

/// What is added to `Vary`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vary {
    /// Nothing.
    None,
    /// `Origin`
    Origin,
    /// `Origin, Access-Control-Request-Method, Access-Control-Request-Headers`
    Preflight,
}

impl<R> Decision<'_, R> {
    /// The verdict in one word, the same in every log: the first that holds of `ambiguous-path`, `no-policy`, `not-cors`,
    /// `origin-denied`, `method-denied`, `headers-denied`, `allowed`.
    pub const fn word(&self) -> &'static str {
        match (&self.route, &self.verdict) {
            (Route::Ambiguous, _) => "ambiguous-path",
            (Route::Denied | Route::Unclaimed, _) => "no-policy",
            (_, Verdict { class: Class::NotCors, .. }) => "not-cors",
            (_, Verdict { origin: Some(false), .. }) => "origin-denied",
            (_, Verdict { method: Some(false), .. }) => "method-denied",
            (_, Verdict { headers: Some(false), .. }) => "headers-denied",
            _ => "allowed",
        }
    }
}

impl Effect {
    /// Leaves a response as it is.
    pub const NONE: Self = Self { strip: false, allow_origin: AllowOrigin::None, lists: Lists::None, vary: Vary::None };
    /// Removes others' CORS headers and adds none.
    pub const STRIP: Self = Self { strip: true, ..Self::NONE };
}
