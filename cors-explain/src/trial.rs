use cors_browser::{Body, Kind, Outcome, Request};

use crate::{Question, Sentence, shell::quote};

/// A command that shows the same on a running server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// What it sends.
    pub what: Sentence,
    /// The command for a shell, quoted: `curl -i` and its method, then an option with its value each, then the URL. Joined by blanks, or
    /// by blank, backslash and line feed, they are the command.
    pub command: Vec<String>,
    /// The lines that are to come back, status first. Others may stand between them.
    pub expect: Vec<String>,
    /// What must not come back.
    pub expect_not: Option<String>,
}

/// The preflight, and then the request, though the browser would not send it.
pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> Vec<Trial> {
    let sent = outcome.exchanges.iter().map(|exchange| (exchange.kind, &exchange.request));
    let first_url = outcome.urls.first();
    // Redirects are followed by nobody here.
    let sent = sent.filter(|(_, request)| first_url.is_none_or(|url| url.path() == request.url.path()));
    let unsent = outcome.unsent.iter().map(|request| (Kind::Actual, request));
    sent.chain(unsent).take(2).map(|(kind, request)| trial(question, kind, request)).collect()
}

fn trial(question: &Question<'_>, kind: Kind, request: &Request) -> Trial {
    let is_preflight = kind != Kind::Actual;
    let mut command = vec![match request.method.as_str() {
        "GET" => "curl -i".to_owned(),
        // `-X HEAD` would wait for a body.
        "HEAD" => "curl -i -I".to_owned(),
        method => format!("curl -i -X {}", quote(method)),
    }];
    for (name, value) in request.headers.iter().filter(|(name, _)| !name.starts_with("sec-") && *name != "accept") {
        let value = String::from_utf8_lossy(value);
        // curl drops a header without a value, unless it ends in a semicolon.
        let line = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        command.push(format!("-H {}", quote(&line)));
    }
    if !is_preflight && question.call.body.as_ref().is_some_and(|body| *body != Body::Stream) {
        command.push("--data-raw ''".to_owned());
    }
    command.push(quote(request.url.as_str()));
    let what = if is_preflight { "the preflight" } else { "the request" };
    let response = question.respond(request);
    let lines = response.iter().flat_map(|response| response.headers.iter());
    let lines = lines.map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value)));
    let status = response.iter().map(|response| response.status.to_string());
    let is_allowed = response.as_ref().is_none_or(|response| response.headers.contains("access-control-allow-origin"));
    Trial {
        what: what.into(),
        command,
        expect: status.chain(lines).collect(),
        expect_not: (!is_allowed).then(|| "access-control-allow-origin".to_owned()),
    }
}
