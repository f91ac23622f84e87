//! A real Chromium: what a page sees of a server is what the model of browsers says, of the decision's answers and of the server's own.
//!
//! ```text
//! Chromium ──> pages                                         the pages that call
//!          ──> TLS ──> recorder ──> server ──> application   what they call, `https`
//!          ──────────> recorder ──> …                        the same, `http`
//! ```
//!
//! Every page and every API has a name and a port as in the world; Chromium is told that all of them are here.

mod call;
mod chromium;
mod fetch;
mod pages;
mod recorder;

use std::{fmt, net::SocketAddr};

use cors_compiler::Program;

pub use call::{Call, Page, Row, Sees};
pub use chromium::{Chromium, Scheme};
pub use fetch::{Fetched, Seen, Sent};

use crate::{
    Failure,
    subjects::envoy::Server,
    tls::{self, Certificate},
};
use fetch::{Browser, Server as Answering};
use recorder::Recorder;

/// The policy that every server is given.
pub const POLICY: &str = include_str!("../browser/cors.yaml");

/// What came of all calls through one server.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The browser's name and main version: `chromium-156`.
    pub browser: String,
    /// Calls of `fetch()`.
    pub calls: usize,
    /// Preflights that reached the server.
    pub preflights: usize,
    /// Calls that came out as the model says of the server's own answers, and are not among the differences by that.
    pub replayed: usize,
    /// Calls that the server's parser refused, as it should.
    pub unsendable: usize,
    /// What was seen or sent otherwise.
    pub differences: Vec<String>,
}

/// Lets Chromium make the calls of these rows, by their names, to a server that should have the policy. `name`: as the rows call it.
///
/// # Errors
///
/// What kept it from calling.
pub fn run(
    name: &str,
    program: &Program,
    server: SocketAddr,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Tally, Failure> {
    let world = World::of(server)?;
    let mut chromium = Chromium::start(&world.flags())?;
    chromium.set_cookie("https://api.example.com/")?;
    let mut tally = Tally { browser: chromium.name()?, ..Tally::default() };
    for (page, mut rows) in call::rows()? {
        rows.retain(|row| is_wanted(&row.id));
        if rows.is_empty() {
            continue;
        }
        let session = chromium.open(&page)?;
        for row in rows {
            world.recorder.take();
            let mut predicted = Browser::of(Answering::Decision(program), page.known()?);
            let mut replayed = Browser::of(Answering::Running(server), page.known()?);
            for call in row.calls_of() {
                let fetched = world.fetch(&mut chromium, &session, &call)?;
                let (mut expected, told) = predicted.fetch(&call);
                let place = format!("{}, from {page}: {} {}", row.id, call.method(), call.url);
                if !call.is_as_written(&expected) {
                    tally.differences.push(format!("{place}\n  written   {call:?}\n  predicted {expected}"));
                }
                if call.parser_refuses.iter().any(|server| server == name) {
                    tally.unsendable += 1;
                    expected.seen = Seen::Refused;
                }
                // Why the page is refused no target promises: Envoy leaves to the browser some of what the decision refuses. What the
                // console says is compared with what the model says of the server's own answers.
                expected.console.clone_from(&fetched.console);
                tally.count(&place, &expected.of_headers(&told), &fetched.clone().of_headers(&told));
                let (replay, told) = replayed.fetch(&call);
                tally.replay(&place, &replay.of_headers(&told), &fetched.of_headers(&told));
            }
        }
    }
    Ok(tally)
}

/// Where the browser's requests go.
struct World {
    recorder: Recorder,
    certificate: Certificate,
    pages: SocketAddr,
    tls: Server,
}

impl World {
    fn of(server: SocketAddr) -> Result<Self, Failure> {
        let (recorder, pages, certificate) = (Recorder::start(server)?, pages::start()?, Certificate::new()?);
        let tls = tls::start(&certificate, &[pages, recorder.address()])?;
        Ok(Self { recorder, certificate, pages, tls })
    }

    /// What tells Chromium that all of it is here. The first rule that fits holds.
    fn flags(&self) -> [String; 2] {
        let (pages, api) = (self.pages, self.recorder.address());
        let (secure_pages, secure_api) = (self.tls.address(0), self.tls.address(1));
        let rules = [
            format!("MAP api*.example.com:443 {secure_api}"),
            format!("MAP api*.example.com:80 {api}"),
            format!("MAP *:443 {secure_pages}"),
            format!("MAP *:8443 {secure_pages}"),
            format!("MAP *:9443 {secure_pages}"),
            format!("MAP *:80 {pages}"),
            format!("MAP *:5173 {pages}"),
            // Nothing leaves this machine.
            "MAP * ~NOTFOUND".to_owned(),
        ];
        [
            format!("--host-resolver-rules={}", rules.join(", ")),
            format!("--ignore-certificate-errors-spki-list={}", self.certificate.fingerprint),
        ]
    }

    /// What the page sees of a call, and what the server was sent.
    fn fetch(&self, chromium: &mut Chromium, session: &str, call: &Call) -> Result<Fetched, Failure> {
        let seen = chromium.fetch(session, call)?;
        let sent = self.recorder.take().iter().map(Sent::of).collect();
        let mut console = chromium.console(session)?;
        // What it says of a status that the page reads is no matter of CORS.
        console.retain(|line| !line.starts_with("Failed to load resource: the server responded with a status of "));
        Ok(Fetched { seen, sent, console })
    }
}

impl Tally {
    fn count(&mut self, place: &str, expected: &Fetched, fetched: &Fetched) {
        self.calls += 1;
        self.preflights += fetched.sent.iter().filter(|sent| sent.asks_method.is_some()).count();
        if expected != fetched {
            self.differences.push(format!("{place}\n  predicted {expected}\n  seen      {fetched}"));
        }
    }

    fn replay(&mut self, place: &str, modelled: &Fetched, fetched: &Fetched) {
        if modelled == fetched {
            self.replayed += 1;
        } else {
            self.differences
                .push(format!("{place}\n  of what the server answers\n  modelled  {modelled}\n  seen      {fetched}"));
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} calls, {} preflights, {} by the server's own answers, {} calls that its parser refuses, {} differences",
            self.calls,
            self.preflights,
            self.replayed,
            self.unsendable,
            self.differences.len()
        )
    }
}
