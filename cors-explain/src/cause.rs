use cors_browser::{Failure, Outcome, Reason, Request};
use cors_compiler::ProgramRules;
use cors_core::{Route, Rules as _};

use crate::{Answered, Question};

/// What in a policy makes a call fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// No route claims the path, and the document has no policy of its own.
    Unclaimed,
    /// `cors: false`.
    Denied,
    /// Two servers could read the path differently.
    Ambiguous,
    /// The origin is not allowed.
    Origin(String),
    /// Credentials are not allowed.
    Credentials,
    /// Any origin is allowed, which does not do with credentials.
    AnyOrigin(String),
    /// The method is not allowed.
    Method(String),
    /// Headers are not allowed, by their names as the page spells them.
    Headers(Vec<String>),
    /// It is not the policy's affair.
    Elsewhere,
}

impl Cause {
    /// What makes a call fail; `None`: it does not fail.
    pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> Option<Self> {
        let failed = outcome.failed.as_ref()?;
        let Some(request) = failing(outcome, failed) else { return Some(Self::Elsewhere) };
        let Some(answered) = question.by_policy(request) else { return Some(Self::Elsewhere) };
        Some(Self::of_answer(question, outcome, failed, request, &answered))
    }

    fn of_answer(
        question: &Question<'_>,
        outcome: &Outcome,
        failed: &Failure,
        request: &Request,
        answered: &Answered<'_>,
    ) -> Self {
        let is_cors = matches!(
            failed.reason,
            Reason::AllowOriginMissing
                | Reason::AllowOriginWildcard
                | Reason::AllowCredentials
                | Reason::MethodNotAllowed
                | Reason::HeaderNotAllowed
                | Reason::AuthorizationNotCovered
                | Reason::PreflightStatus
        );
        let sent = String::from_utf8_lossy(&request.headers.get("origin").unwrap_or_default()).into_owned();
        let rules = match answered.decision.route {
            _ if !is_cors => return Self::Elsewhere,
            Route::Unclaimed => return Self::Unclaimed,
            Route::Denied => return Self::Denied,
            Route::Ambiguous => return Self::Ambiguous,
            Route::Rules(rules, _) => rules,
        };
        let verdict = answered.decision.verdict;
        let asked = String::from_utf8_lossy(&request.headers.get("access-control-request-method").unwrap_or_default())
            .into_owned();
        match failed.reason {
            _ if verdict.origin == Some(false) => Self::Origin(sent),
            Reason::AllowOriginWildcard => Self::AnyOrigin(sent),
            Reason::AllowCredentials => Self::Credentials,
            _ if verdict.method == Some(false) => Self::Method(asked),
            _ if verdict.headers == Some(false) => Self::Headers(spelt(question, not_allowed(rules, request))),
            Reason::MethodNotAllowed => Self::Method(asked),
            Reason::HeaderNotAllowed | Reason::AuthorizationNotCovered => {
                let failures = outcome.failed.iter().chain(&outcome.also_would_fail);
                let of_headers = failures.filter(|failure| failure.check() == failed.check());
                Self::Headers(spelt(question, of_headers.map(|failure| failure.subject.clone()).collect()))
            }
            _ => Self::Elsewhere,
        }
    }
}

/// The request whose answer fails.
fn failing<'a>(outcome: &'a Outcome, failed: &Failure) -> Option<&'a Request> {
    let exchange = if failed.is_preflight { outcome.preflight() } else { outcome.actual() };
    exchange.map(|exchange| &exchange.request)
}

/// The names that a preflight asks for and the rules do not allow.
fn not_allowed(rules: &ProgramRules, request: &Request) -> Vec<String> {
    let lines = request.headers.lines("access-control-request-headers");
    let names = lines.flat_map(|line| line.split(|byte| *byte == b','));
    let refused = names.filter(|name| !rules.allows_header(name));
    refused.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// Names as the page spells them.
fn spelt(question: &Question<'_>, names: Vec<String>) -> Vec<String> {
    let spelt = |name: String| {
        let typed = question.call.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(&name));
        typed.map_or_else(|| usual(&name), |(own, _)| own.clone())
    };
    names.into_iter().map(spelt).collect()
}

/// A name as it is usually spelt: `Content-Type`.
pub(crate) fn usual(name: &str) -> String {
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    let parts: Vec<String> = name.split('-').map(capital).collect();
    if name == "etag" { "ETag".to_owned() } else { parts.join("-") }
}
