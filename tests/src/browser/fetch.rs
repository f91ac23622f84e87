//! What `fetch()` does in front of a server that answers as the decision says, or as a running one does.

use std::{collections::BTreeSet, fmt, io, net::SocketAddr};

use cors_browser::{Outcome, ResponseType, UserAgent, Verdict};
use cors_compiler::Program;
use cors_core::decide;

use super::call::Call;
use crate::{Answer, By, Request, application, socket};

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What the page sees.
    pub seen: Seen,
    /// What the server is sent, in order.
    pub sent: Vec<Sent>,
    /// What the console says of CORS.
    pub console: Vec<String>,
}

/// What a page sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// That it failed; not why.
    Refused,
    /// An answer.
    Response {
        /// `basic` from one's own origin, `cors` from another; `opaque`, `opaqueredirect`.
        kind: String,
        /// The status.
        status: u16,
        /// The names of the headers that it can read.
        reads: BTreeSet<String>,
        /// The body.
        body: String,
    },
}

/// A request as the server gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// Host and target.
    pub url: String,
    /// `Origin`.
    pub origin: Option<String>,
    /// `Access-Control-Request-Method`.
    pub asks_method: Option<String>,
    /// `Access-Control-Request-Headers`.
    pub asks_headers: Option<String>,
    /// `Cookie`.
    pub cookie: Option<String>,
}

/// A page's browser, as the model has it, and who answers it.
pub(super) struct Browser<'a> {
    agent: UserAgent,
    page: cors_browser::Page,
    server: Server<'a>,
}

/// Who answers.
#[derive(Clone, Copy)]
pub(super) enum Server<'a> {
    /// What a policy decides, with the application behind it.
    Decision(&'a Program),
    /// A server, asked over a socket.
    Running(SocketAddr),
}

/// The headers of an application's answer that every server passes on. Of the rest each has its own.
const OF_APPLICATION: [&str; 3] = ["content-length", "vary", "x-application"];

/// What is of a connection, not of an answer, or is written anew on the way to Chromium.
const OF_CONNECTION: [&str; 6] = ["connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"];

impl<'a> Browser<'a> {
    /// The browser of a page.
    pub(super) fn of(server: Server<'a>, page: cors_browser::Page) -> Self {
        Self { agent: UserAgent::new(cors_browser::Browser::Chromium), page, server }
    }

    /// What becomes of a call, and which headers it can tell of: it does not know what else is added on the way to Chromium.
    pub(super) fn fetch(&mut self, call: &Call) -> (Fetched, BTreeSet<String>) {
        let mut tells = BTreeSet::new();
        let mut body = String::new();
        let server = self.server;
        let outcome = self.agent.fetch(&call.asked(&self.page), |sent| {
            let request = written(sent);
            let response = server.answer(&request).ok()?;
            tells =
                response.headers.iter().map(|(name, _)| name.to_owned()).filter(|name| server.tells(name)).collect();
            body = if sent.method == "HEAD" { String::new() } else { text(application::body(&request)) };
            Some(response)
        });
        let sent = outcome.sent().map(|sent| Sent::of(&written(sent))).collect();
        let console = outcome.console(cors_browser::Browser::Chromium);
        (Fetched { seen: Seen::of(&outcome, body), sent, console }, tells)
    }
}

impl Server<'_> {
    fn answer(self, request: &Request) -> io::Result<cors_browser::Response> {
        let program = match self {
            Self::Running(server) => {
                let response = socket::exchange(server, request)?;
                let headers = response.headers.iter().map(|(name, value)| (name, value));
                return if response.status == 0 {
                    Err(io::ErrorKind::ConnectionReset.into())
                } else {
                    Ok(cors_browser::Response::new(response.status, headers))
                };
            }
            Self::Decision(program) => program,
        };
        let Answer::Observed(answer) = Answer::of_decision(&decide(program, request), request) else {
            panic!("a decision refuses no request")
        };
        let cors =
            answer.cors.iter().flat_map(|(name, lines)| lines.iter().map(move |line| (name.clone(), line.clone())));
        let vary = answer.vary.iter().map(|name| ("vary".to_owned(), name.clone().into_bytes()));
        let mut response = cors_browser::Response::new(answer.status, cors.chain(vary));
        if answer.by == By::Application {
            response.headers.append("x-application", "1");
            if let Some(location) = application::location(request) {
                response.headers.append("location", location);
            }
            if !matches!(answer.status, 204 | 304) {
                response.headers.append("content-length", "12");
            }
        }
        Ok(response)
    }

    /// Whether what a page reads can be told by an answer's header.
    fn tells(self, name: &str) -> bool {
        match self {
            Self::Decision(_) => OF_APPLICATION.contains(&name),
            Self::Running(_) => !OF_CONNECTION.contains(&name),
        }
    }
}

impl Fetched {
    /// The same, with these headers alone.
    #[must_use]
    pub(super) fn of_headers(mut self, tells: &BTreeSet<String>) -> Self {
        if let Seen::Response { reads, .. } = &mut self.seen {
            reads.retain(|name| tells.contains(name));
        }
        self
    }
}

impl Seen {
    fn of(outcome: &Outcome, body: String) -> Self {
        if matches!(outcome.verdict, Verdict::Blocked | Verdict::NotSent) {
            return Self::Refused;
        }
        let is_opaque = matches!(outcome.response_type, ResponseType::Opaque | ResponseType::OpaqueRedirect);
        Self::Response {
            kind: outcome.response_type.name().to_owned(),
            status: outcome.status.unwrap_or_default(),
            reads: outcome.readable_headers.iter().cloned().collect(),
            body: if is_opaque { String::new() } else { body },
        }
    }
}

/// A request as it goes over a socket.
fn written(sent: &cors_browser::Request) -> Request {
    let url = &sent.url;
    let host = url.host_str().unwrap_or_default();
    let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let mut headers = vec![("host".to_owned(), authority.into_bytes())];
    headers.extend(sent.headers.iter().map(|(name, value)| (name.to_owned(), value.to_vec())));
    // It is a `Secure` one.
    if sent.credentials && url.scheme() == "https" {
        headers.push(("cookie".to_owned(), b"session=1".to_vec()));
    }
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    Request { method: sent.method.clone().into(), target: format!("{}{query}", url.path()).into(), headers }
}

impl Sent {
    /// What there is to see of a request.
    pub(super) fn of(request: &Request) -> Self {
        let header = |name| {
            let values: Vec<_> = request.values(name).map(text).collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        Self {
            method: text(&request.method),
            url: header("host").unwrap_or_default() + &text(&request.target),
            origin: header("origin"),
            asks_method: header("access-control-request-method"),
            asks_headers: header("access-control-request-headers"),
            cookie: header("cookie"),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl fmt::Display for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.seen)?;
        for sent in &self.sent {
            write!(f, "\n              {sent:?}")?;
        }
        for line in &self.console {
            write!(f, "\n              {line}")?;
        }
        Ok(())
    }
}
