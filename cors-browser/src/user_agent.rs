use std::time::Duration;

use crate::{Browser, Call, Outcome, Request, Response, Step, fetch, preflight_cache::PreflightCache};

/// A browser that is running: calls made through one of these share what it keeps of preflights.
#[derive(Clone, Debug, Default)]
pub struct UserAgent {
    pub(crate) browser: Browser,
    pub(crate) cache: PreflightCache,
    pub(crate) now: Duration,
}

impl UserAgent {
    /// One that was just started.
    pub fn new(browser: Browser) -> Self {
        Self { browser, ..Self::default() }
    }

    /// Begins a call. What is to be sent is handed out, and waits for what comes back: see [`Step`].
    pub fn start(&mut self, call: &Call) -> Step<'_> {
        fetch::start(self, call)
    }

    /// Makes a call to a server, which is anything that answers requests; `None`: it does not answer.
    pub fn fetch(&mut self, call: &Call, mut server: impl FnMut(&Request) -> Option<Response>) -> Outcome {
        let mut step = self.start(call);
        loop {
            step = match step {
                Step::Send(sending) => match server(sending.request()) {
                    Some(response) => sending.receive(response),
                    None => sending.fail(),
                },
                Step::Done(outcome) => return *outcome,
            }
        }
    }

    /// Lets time pass. Its clock stands still otherwise: preflights are kept by it.
    pub fn advance(&mut self, time: Duration) {
        self.now = self.now.saturating_add(time);
    }

    /// Forgets every preflight.
    pub fn forget(&mut self) {
        self.cache.forget();
    }
}
