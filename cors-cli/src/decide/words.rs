use std::fmt::Write as _;

use cors_compiler::{Program, ProgramRules, Shown, Source};
use cors_core::{Class, Decision, Field, Line, Outcome, Preflight, Request as _, Route};

use super::{
    answer::{characters, response_headers},
    request::Request,
};

/// A decision in words: the verdict first, then why, then the headers that go out.
pub(super) fn tell(source: &Source, program: &Program, request: &Request) -> String {
    let decision = cors_core::decide(program, request);
    let mut text = format!("{}\n\n", decision.word());
    let mut row = |name: &str, words: String| _ = writeln!(text, "  {name:8} {}", Shown::line(&words));
    row("policy", policy(&decision, source));
    row("request", class(&decision, request));
    if let Some(allowed) = decision.verdict.origin {
        row("origin", judged(request.line(Field::Origin), allowed));
    }
    if let Some(allowed) = decision.verdict.method {
        row("method", judged(request.line(Field::RequestMethod), allowed));
    }
    if let Some(allowed) = decision.verdict.headers {
        row("headers", request_list(request, allowed));
    }
    row("answer", outcome(&decision));
    let headers = response_headers(&decision, request);
    if !headers.is_empty() {
        text.push('\n');
    }
    for (name, value) in headers {
        _ = writeln!(text, "{name}: {}", value.escape_debug());
    }
    text
}

fn policy(decision: &Decision<'_, ProgramRules>, source: &Source) -> String {
    match &decision.route {
        Route::Rules(rules, name) => {
            let line = source.position(rules.span.start).line;
            let whose =
                if *name == "document" { "the document's own".to_owned() } else { format!("the route `{name}`") };
            format!("{whose}, {}:{line}", source.name())
        }
        Route::Denied => "none: `cors: false`".to_owned(),
        Route::Ambiguous => "none: two servers could read this path differently".to_owned(),
        Route::Unclaimed => "none: no route claims this path, and the document has no policy of its own".to_owned(),
    }
}

fn class(decision: &Decision<'_, ProgramRules>, request: &Request) -> String {
    let words = match (decision.verdict.class, request.line(Field::Origin)) {
        (Class::Preflight, _) => "a preflight",
        (Class::Actual, _) => "CORS, as it has an `Origin`",
        (Class::NotCors, Line::Absent) => "not CORS, as it has no `Origin`",
        (Class::NotCors, _) => "not CORS, as it comes from one's own page",
    };
    words.to_owned()
}

fn judged(line: Line<'_>, allowed: bool) -> String {
    let what = match line {
        Line::One(value) => format!("`{}`", characters(value).escape_debug()),
        Line::Several => "more than one line".to_owned(),
        Line::Absent => "none".to_owned(),
    };
    format!("{what}, {}", if allowed { "allowed" } else { "denied" })
}

fn request_list(request: &Request, allowed: bool) -> String {
    let lines: Vec<String> = request.request_list().map(|line| characters(line).escape_debug().to_string()).collect();
    if lines.is_empty() {
        return "none asked for".to_owned();
    }
    format!("`{}`, {}", lines.join(", "), if allowed { "allowed" } else { "denied" })
}

fn outcome(decision: &Decision<'_, ProgramRules>) -> String {
    let forwards = decision.route.rules().is_some_and(|rules| rules.terms.preflight == Preflight::Forward);
    match (decision.outcome, decision.verdict.class) {
        (Outcome::Respond(403), _) => "403, and the application is not asked".to_owned(),
        (Outcome::Respond(status), _) => format!("{status}, by the layer itself"),
        (Outcome::Continue, Class::Preflight) if forwards => {
            "the application's, as `preflight: forward` says".to_owned()
        }
        (Outcome::Continue, _) if decision.effect.strip => "the application's, its own CORS headers removed".to_owned(),
        (Outcome::Continue, _) => "the application's, as it is".to_owned(),
    }
}
