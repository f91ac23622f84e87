use std::sync::Arc;

use cors_browser::{Failure, Outcome};
use cors_compiler::{Headers, Methods, Program, ProgramRules, Span, origin_set::OriginSet};
use cors_core::{OnDenied, Preflight, Route, Terms};

use crate::{Question, cause::Cause};

/// More is not worth telling.
const MOST: usize = 8;

/// What would fail next, one after the other: no browser tells.
///
/// A refused origin gets an answer without a list, of which a browser would find fault with everything. So the policy itself is mended in
/// memory, whatever its compiler would say to that, and asked again. A server that was asked cannot be mended: there, its answers count.
pub(crate) fn next(question: &Question<'_>, outcome: &Outcome) -> Vec<Failure> {
    let cause = Cause::of(question, outcome);
    let (None, Some(judged), Some(mut cause)) = (question.live, question.policy, cause) else {
        return of_answers(question, outcome);
    };
    let mut judged = judged.clone();
    let first = outcome.failed.clone();
    let mut failures: Vec<Failure> =
        outcome.also_would_fail.iter().filter(|next| is_beside(&cause, next)).cloned().collect();
    for _ in 0..MOST {
        if mend(&mut judged.program, outcome, &cause).is_none() {
            break;
        }
        let mended = Question { policy: Some(&judged), ..*question };
        let outcome = mended.run(question.browser);
        // The same again is what a policy cannot change.
        let next = Cause::of(&mended, &outcome).filter(|next| *next != cause);
        let (Some(next), Some(failed)) = (next, &outcome.failed) else { break };
        // `on_denied: reject` says the same to whatever it refuses.
        let is_told = |told: &Failure| told.reason == failed.reason && told.subject == failed.subject;
        if !failures.iter().chain(&first).any(is_told) {
            failures.push(failed.clone());
        }
        failures.extend(outcome.also_would_fail.iter().filter(|beside| is_beside(&next, beside)).cloned());
        cause = next;
    }
    failures
}

/// Whether a failure has the same cause: each header that is missing fails by itself.
fn is_beside(cause: &Cause, failure: &Failure) -> bool {
    matches!(cause, Cause::Headers(names) if names.iter().any(|name| name.eq_ignore_ascii_case(&failure.subject)))
}

/// What else is wrong with the answers that there are.
fn of_answers(question: &Question<'_>, outcome: &Outcome) -> Vec<Failure> {
    let response = outcome.unsent.as_ref().and_then(|request| question.respond(request));
    let of_unsent = response.map_or_else(Vec::new, |response| outcome.would_fail_with(&response));
    outcome.also_would_fail.iter().cloned().chain(of_unsent).collect()
}

/// Takes a cause out of the way; `None`: it cannot be.
fn mend(program: &mut Program, outcome: &Outcome, cause: &Cause) -> Option<()> {
    let request = &outcome.exchanges.last()?.request;
    let origin = || String::from_utf8_lossy(&request.headers.get("origin").unwrap_or_default()).into_owned();
    let path = request.url.path().as_bytes();
    let index = match cors_core::Policy::route(program, path) {
        Route::Rules(rules, _) => Some(rules.index),
        Route::Denied | Route::Ambiguous | Route::Unclaimed => None,
    };
    match (cause, index) {
        (Cause::Unclaimed, _) => program.document = Some(add(program, &origin())),
        (Cause::Denied, _) => {
            let rules = add(program, &origin());
            let claims =
                |route: &&mut cors_compiler::ProgramRoute| cors_core::path::Pattern::new(&route.path).claims(path);
            program.routes.iter_mut().find(claims)?.rules = Some(rules);
        }
        (cause, Some(index)) => return mend_rules(program.rules.get_mut(index)?, cause),
        (_, None) => return None,
    }
    Some(())
}

fn mend_rules(rules: &mut ProgramRules, cause: &Cause) -> Option<()> {
    match cause {
        Cause::Origin(origin) => {
            rules.origins.exact.push(origin.as_str().into());
            rules.origins.exact.sort_unstable();
        }
        Cause::AnyOrigin(origin) => {
            rules.origins = OriginSet { exact: vec![origin.as_str().into()], patterns: Vec::new() };
            (rules.terms.any_origin, rules.terms.credentials) = (false, true);
        }
        Cause::Credentials => rules.terms.credentials = true,
        Cause::Method(method) => {
            if let Methods::Listed(listed) = &mut rules.methods {
                listed.push(method.as_str().into());
            }
            rules.terms.allow_methods = Some(joined(rules.terms.allow_methods.as_ref(), std::slice::from_ref(method)));
        }
        Cause::Headers(names) => {
            match &mut rules.headers {
                Headers::Listed(listed) => listed.extend(names.iter().map(|name| name.to_ascii_lowercase().into())),
                Headers::Any { authorization } => *authorization = true,
            }
            rules.terms.allow_headers = Some(joined(rules.terms.allow_headers.as_ref(), names));
            rules.terms.request_list_limit = usize::MAX;
        }
        Cause::Unclaimed | Cause::Denied | Cause::Ambiguous | Cause::Elsewhere => return None,
    }
    Some(())
}

fn joined(list: Option<&Arc<str>>, new: &[String]) -> Arc<str> {
    let names = list.iter().map(|list| &***list).chain(new.iter().map(String::as_str));
    names.collect::<Vec<&str>>().join(", ").into()
}

/// Adds rules that allow an origin and nothing else.
fn add(program: &mut Program, origin: &str) -> usize {
    let index = program.rules.len();
    program.rules.push(ProgramRules {
        index,
        span: Span::default(),
        preflight_span: None,
        terms: Terms {
            any_origin: false,
            credentials: false,
            allow_methods: None,
            allow_headers: None,
            expose_headers: None,
            max_age: None,
            request_list_limit: 64,
            preflight: Preflight::Answer(204),
            on_denied: OnDenied::Pass,
        },
        origins: OriginSet { exact: vec![origin.into()], patterns: Vec::new() },
        methods: Methods::Listed(Vec::new()),
        headers: Headers::Listed(Vec::new()),
    });
    index
}
