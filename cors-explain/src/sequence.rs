use cors_browser::{
    Browser, Check, Credentials, Exchange, Failure, Kind, Outcome, Request, Response, ResponseType, Verdict,
};
use url::Url;

use crate::{Question, Sentence, because::because, server::authority, verdict::Title as _};

/// Who says what to whom, in order of time: three lanes, and messages between two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// What each lane is called: the page's origin, the browser, the host that is called.
    pub lanes: [String; 3],
    /// What happens, from the first to the last.
    pub events: Vec<Event>,
}

/// Someone who sends and gets messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The page's code.
    Page,
    /// The browser around it.
    Browser,
    /// The server.
    Server,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A message goes from one lane to a neighbour.
    Message(Message),
    /// Something is to be said beside a lane.
    Note(Note),
}

/// A message: an arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What kind of message it is.
    pub what: What,
    /// Who sends it.
    pub from: Lane,
    /// Who gets it, or would.
    pub to: Lane,
    /// Its first line: `OPTIONS /items/1`, `204`.
    pub title: String,
    /// Its header lines, in order.
    pub lines: Vec<HeaderLine>,
    /// Whether cookies and the like go along; `None`: that is no question here.
    pub cookies: Option<bool>,
    /// Whether it gets no farther than the lane that it goes to: the browser keeps it from the page.
    pub is_refused: bool,
}

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The page's call.
    Call,
    /// A preflight.
    Preflight,
    /// A preflight that is not sent, since the answer to an earlier one is kept: a dashed arrow.
    KeptPreflight,
    /// The answer to a preflight.
    PreflightAnswer,
    /// The request that the page asked for.
    Request,
    /// The answer to it.
    Answer,
    /// What the page gets: the answer, as far as it may read it.
    Result,
    /// What the page gets: an exception.
    Exception,
}

/// A header line of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderLine {
    /// Its name, in lower case.
    pub name: String,
    /// Its value, as it was sent; `None`: there is no such line, and that is what decides.
    pub value: Option<String>,
    /// What part it has.
    pub part: Part,
}

/// What part a header line has in the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// None.
    Plain,
    /// Browsers send it with everything: only worth room where there is room.
    Aside,
    /// The call goes on by it.
    Allows,
    /// The call fails by it.
    Refuses,
}

/// Something to be said beside a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Beside which lane: the browser's, or the server's. Beside the page's nothing is said.
    pub lane: Lane,
    /// What it is about.
    pub tone: Tone,
    /// The words.
    pub words: Sentence,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something holds.
    Good,
    /// Something does not.
    Bad,
    /// Neither.
    Plain,
}

pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> Sequence {
    let call = question.call;
    let url = outcome.urls.first().cloned().or_else(|| Url::parse(&call.url).ok());
    let host = url.as_ref().map_or_else(|| call.url.clone(), |url| authority(url).to_owned());
    let mut drawing = Drawing { question, outcome, events: Vec::new() };
    drawing.call();
    for exchange in &outcome.exchanges {
        drawing.exchange(exchange);
    }
    drawing.end();
    Sequence {
        lanes: [call.page.origin.to_string(), question.browser.title().to_owned(), host],
        events: drawing.events,
    }
}

impl Message {
    fn new(what: What, title: impl Into<String>) -> Self {
        let (from, to) = what.lanes();
        Self { what, from, to, title: title.into(), lines: Vec::new(), cookies: None, is_refused: false }
    }
}

impl What {
    /// From where to where.
    const fn lanes(self) -> (Lane, Lane) {
        match self {
            Self::Call => (Lane::Page, Lane::Browser),
            Self::Preflight | Self::KeptPreflight | Self::Request => (Lane::Browser, Lane::Server),
            Self::PreflightAnswer | Self::Answer => (Lane::Server, Lane::Browser),
            Self::Result | Self::Exception => (Lane::Browser, Lane::Page),
        }
    }

    /// Its name, for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Preflight => "preflight",
            Self::KeptPreflight => "kept-preflight",
            Self::PreflightAnswer => "preflight-answer",
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Result => "result",
            Self::Exception => "exception",
        }
    }
}

struct Drawing<'a> {
    question: &'a Question<'a>,
    outcome: &'a Outcome,
    events: Vec<Event>,
}

impl Drawing<'_> {
    fn say(&mut self, message: Message) {
        self.events.push(Event::Message(message));
    }

    fn note(&mut self, lane: Lane, tone: Tone, words: Sentence) {
        self.events.push(Event::Note(Note { lane, tone, words }));
    }

    fn call(&mut self) {
        let call = self.question.call;
        let title = format!("{}: {}", call.api.name(), call.method);
        self.say(Message::new(What::Call, title));
    }

    fn exchange(&mut self, exchange: &Exchange) {
        let first = self.outcome.urls.first();
        let of_request = &exchange.request;
        // After a redirect it goes elsewhere, perhaps to another server.
        let target = match first {
            Some(first) if authority(first) != authority(&of_request.url) => of_request.url.to_string(),
            _ => path_and_query(&of_request.url),
        };
        let title = format!("{} {target}", of_request.method);
        let is_preflight = exchange.kind != Kind::Actual;
        let failed = self.outcome.failed.as_ref().filter(|failed| self.is_about(failed, exchange));
        let what = match exchange.kind {
            Kind::Preflight { .. } => What::Preflight,
            Kind::KeptPreflight { .. } => What::KeptPreflight,
            Kind::Actual => What::Request,
        };
        let lines = request_lines(of_request, failed);
        let cookies = (!is_preflight).then_some(of_request.credentials);
        self.say(Message { lines, cookies, ..Message::new(what, title) });
        if let Kind::KeptPreflight { left } = exchange.kind {
            let words =
                Sentence::of("not sent: the answer to the last one is kept for {} s more", &[&left.to_string()]);
            return self.note(Lane::Browser, Tone::Good, words);
        }
        if !is_preflight {
            self.arrival(of_request, exchange.response.as_ref());
        }
        match &exchange.response {
            Some(response) => self.answer(exchange, response, failed),
            None => self.note(Lane::Browser, Tone::Bad, "no answer came".into()),
        }
    }

    /// What has happened at the server.
    fn arrival(&mut self, request: &Request, response: Option<&Response>) {
        if response.is_some() && self.outcome.verdict == Verdict::Blocked {
            let words = if self.question.reaches_application(request) {
                "the server has acted"
            } else {
                "the policy answers: the application is not asked"
            };
            self.note(Lane::Server, Tone::Plain, words.into());
        }
    }

    fn answer(&mut self, exchange: &Exchange, response: &Response, failed: Option<&Failure>) {
        let is_preflight = exchange.kind != Kind::Actual;
        let what = if is_preflight { What::PreflightAnswer } else { What::Answer };
        let title = match failed.map(Failure::check) {
            Some(Check::PreflightStatus) => format!("{}, which is not 200 to 299", response.status),
            _ => response.status.to_string(),
        };
        let asks = Asks {
            is_preflight,
            is_same_origin: self.outcome.same_origin,
            has_credentials: self.question.call.credentials == Credentials::Include,
        };
        let lines = response_lines(response, failed, asks);
        let is_refused = failed.is_some();
        self.say(Message { lines, is_refused, ..Message::new(what, title) });
        if let Some(failed) = failed {
            self.note(Lane::Browser, Tone::Bad, Sentence::from("refused: ").then(because(failed)));
        } else if let Kind::Preflight { kept_for } = exchange.kind {
            let kept = kept(self.question, &exchange.request, response, kept_for);
            self.note(Lane::Browser, Tone::Good, Sentence::from("allowed").then(kept));
        }
    }

    /// What the page gets.
    fn end(&mut self) {
        let outcome = self.outcome;
        if let Some(failed) = &outcome.failed {
            if outcome.exchanges.is_empty() {
                self.note(Lane::Browser, Tone::Bad, Sentence::from("not sent: ").then(because(failed)));
            }
            if outcome.exchanges.iter().all(|exchange| exchange.kind != Kind::Actual) && !outcome.exchanges.is_empty() {
                self.note(Lane::Browser, Tone::Plain, "the request itself is not sent".into());
            }
            let title = failed.exception(self.question.browser);
            return self.say(Message::new(What::Exception, title));
        }
        let title = match outcome.response_type {
            ResponseType::Opaque | ResponseType::OpaqueRedirect => "opaque: status 0, no headers, no body".to_owned(),
            _ => outcome.status.map_or_else(String::new, |status| format!("{status}, readable")),
        };
        self.say(Message::new(What::Result, title));
    }

    /// Whether a failure is one of this exchange's answer.
    fn is_about(&self, failed: &Failure, exchange: &Exchange) -> bool {
        let is_last = self.outcome.exchanges.last().is_some_and(|last| std::ptr::eq(last, exchange));
        is_last && failed.is_preflight == matches!(exchange.kind, Kind::Preflight { .. }) && exchange.response.is_some()
    }
}

/// For how long the browser keeps the answer to a preflight, and for how long others do.
fn kept(question: &Question<'_>, preflight: &Request, response: &Response, own: u64) -> Sentence {
    let once = Question { again: None, ..*question };
    let others = Browser::ALL.into_iter().filter_map(|browser| {
        let age = once.run(browser).exchanges.iter().find_map(|exchange| match exchange.kind {
            Kind::Preflight { kept_for } if exchange.request.url == preflight.url => Some(kept_for),
            _ => None,
        });
        age.filter(|age| *age != own).map(|age| format!("{} {age} s", browser.title()))
    });
    let others: Vec<String> = others.collect();
    let asked = response.headers.get("access-control-max-age").map(|asked| text(&asked));
    let kept = Sentence::from(format!(", and kept for {own} s").as_str()).then(match asked {
        Some(asked) if asked == own.to_string() => ", as the answer asks".into(),
        Some(asked) => Sentence::of("; the answer asks for {}", &[&asked]),
        None => ", since the answer does not say how long".into(),
    });
    if others.is_empty() { kept } else { kept.then(format!(" ({})", others.join(", ")).as_str().into()) }
}

fn path_and_query(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

/// What is about a request: `Origin`, and what the answer refuses.
fn request_lines(request: &Request, failed: Option<&Failure>) -> Vec<HeaderLine> {
    let refused = failed.map(|failed| match failed.check() {
        Check::MethodAllowed => "access-control-request-method",
        Check::HeaderAllowed => "access-control-request-headers",
        Check::AllowOrigin => "origin",
        _ => "",
    });
    let line = |(name, value): (&str, &[u8])| {
        let part = match name {
            _ if refused == Some(name) => Part::Refuses,
            "accept" => Part::Aside,
            name if name.starts_with("sec-fetch-") => Part::Aside,
            _ => Part::Plain,
        };
        HeaderLine { name: name.to_owned(), value: Some(text(value)), part }
    };
    request.headers.iter().map(line).collect()
}

/// What is asked of an answer.
#[derive(Clone, Copy)]
struct Asks {
    is_preflight: bool,
    is_same_origin: bool,
    has_credentials: bool,
}

/// The lines of an answer. Where the one that would have allowed it is not there, it is there as missing.
fn response_lines(response: &Response, failed: Option<&Failure>, asks: Asks) -> Vec<HeaderLine> {
    let decides = failed.and_then(|failed| header_of(failed.check()));
    let line = |(name, value): (&str, &[u8])| {
        let part = match name {
            _ if decides == Some(name) => Part::Refuses,
            _ if failed.is_none() && asks.allow(name) => Part::Allows,
            // Of a running server.
            "connection" | "content-length" | "date" | "keep-alive" | "server" | "transfer-encoding" => Part::Aside,
            _ => Part::Plain,
        };
        HeaderLine { name: name.to_owned(), value: Some(text(value)), part }
    };
    let mut lines: Vec<HeaderLine> = response.headers.iter().map(line).collect();
    let missing = decides.filter(|name| !response.headers.contains(name));
    lines.extend(missing.map(|name| HeaderLine { name: name.to_owned(), value: None, part: Part::Refuses }));
    lines
}

impl Asks {
    /// Reports whether a header is one by which the call goes on.
    fn allow(self, name: &str) -> bool {
        match name {
            _ if self.is_same_origin => false,
            "access-control-allow-origin" => true,
            "access-control-allow-credentials" => self.has_credentials,
            "access-control-allow-methods" | "access-control-allow-headers" => self.is_preflight,
            _ => false,
        }
    }
}

/// The header that a check is about.
const fn header_of(check: Check) -> Option<&'static str> {
    Some(match check {
        Check::AllowOrigin => "access-control-allow-origin",
        Check::AllowCredentials => "access-control-allow-credentials",
        Check::AllowMethods | Check::MethodAllowed => "access-control-allow-methods",
        Check::AllowHeaders | Check::HeaderAllowed => "access-control-allow-headers",
        Check::ResourcePolicy => "cross-origin-resource-policy",
        Check::Redirect => "location",
        _ => return None,
    })
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}
