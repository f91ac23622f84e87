//! The two requests of a call, sent to a running server: nothing else is sent.

mod connection;
mod exchange;
mod tls;

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

use cors_browser::{Browser, Call, Request, Response, UserAgent};
use cors_explain::Recorded;

use crate::{output, stop::Stop};
use connection::Connection;
use tls::Tls;
pub(super) use tls::Trust;

/// How long a request may take, from the name's address to the last byte of the answer's head.
const PATIENCE: Duration = Duration::from_secs(30);

/// The most requests: a preflight, and the call.
const MOST: usize = 2;

/// A running server. Where it is, is all that is said of it: name, `Host` and path are those of the call.
pub(super) struct Live {
    /// `host:port`
    address: String,
    /// What is to be found in its certificates; `None`: it listens for plain HTTP.
    tls: Option<Tls>,
}

impl Live {
    /// Reads `http://host:port` or `https://host:port`, of which nothing but scheme, host and port counts.
    ///
    /// # Errors
    ///
    /// A failure if it is no such thing, or if there is nobody whose signature would be trusted.
    pub(super) fn parse(text: &str, trust: &Trust) -> Result<Self, Stop> {
        let (address, is_secure) = address(text).ok_or_else(|| {
            Stop::failure(format!("`{text}` is no server that can be asked"))
                .help("name it as `https://api.example.com`, or as `http://127.0.0.1:8080`")
        })?;
        let tls = if is_secure { Some(Tls::new(trust)?) } else { trust.unused()? };
        Ok(Self { address, tls })
    }

    /// Makes the call as a browser makes it, and writes down what is sent and what comes back.
    ///
    /// A request whose preflight fails is not sent: it would not be by a browser either.
    ///
    /// # Errors
    ///
    /// A failure if the server cannot be reached, is not the one that it should be, or does not answer as HTTP has it.
    pub(super) fn ask(&self, call: &Call, browser: Browser) -> Result<Vec<Recorded>, Stop> {
        output::talk(&format!("asking {}: it gets what a browser would send, and may act on it", self.address));
        let mut recorded: Vec<Recorded> = Vec::new();
        let mut failure = None;
        UserAgent::new(browser).fetch(call, |request| {
            if recorded.len() == MOST || failure.is_some() {
                return None;
            }
            output::talk(&format!("sending {} {}", request.method, request.url.path()));
            let response = match self.send(request) {
                Ok(response) => Some(response),
                Err(error) => {
                    failure = Some(self.failed(request, &error));
                    None
                }
            };
            recorded.push(Recorded { request: request.clone(), response: response.clone() });
            response
        });
        failure.map_or(Ok(recorded), Err)
    }

    fn send(&self, request: &Request) -> io::Result<Response> {
        let connection = Connection::open(&self.address, PATIENCE)?;
        match &self.tls {
            Some(tls) => exchange::exchange(&mut tls.stream(host(request), connection)?, request),
            None => exchange::exchange(&mut { connection }, request),
        }
    }

    fn failed(&self, request: &Request, error: &io::Error) -> Stop {
        let told = self.tls.as_ref().and_then(|tls| tls.failed(&self.address, host(request), error));
        told.unwrap_or_else(|| {
            let stop = Stop::failure(format!("`{}` does not answer: {error}", self.address));
            match (&self.tls, error.kind()) {
                (None, ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => {
                    stop.help(format!("if it speaks TLS, name it as `https://{}`", self.address))
                }
                _ => stop,
            }
        })
    }
}

/// The name of a request's server: what its certificate is to hold.
fn host(request: &Request) -> &str {
    request.url.host_str().unwrap_or_default()
}

/// `host:port` of a URL, and whether TLS is spoken there.
fn address(text: &str) -> Option<(String, bool)> {
    let (rest, is_secure) = match text.strip_prefix("http://") {
        Some(rest) => (rest, false),
        None => (text.strip_prefix("https://")?, true),
    };
    let address = rest.split(['/', '?', '#']).next().filter(|address| !address.is_empty() && !address.contains('@'))?;
    let has_port = address.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let address = match (has_port, is_secure) {
        (true, _) => address.to_owned(),
        (false, true) => format!("{address}:443"),
        (false, false) => format!("{address}:80"),
    };
    Some((address, is_secure))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn servers() {
        for (text, expected) in [
            ("http://127.0.0.1:8080", Some(("127.0.0.1:8080", false))),
            ("http://a.example/x", Some(("a.example:80", false))),
            ("http://[::1]:80/", Some(("[::1]:80", false))),
            ("http://[::1]", Some(("[::1]:80", false))),
            ("https://a.example?x", Some(("a.example:443", true))),
            ("https://a.example:8443", Some(("a.example:8443", true))),
            ("https://", None),
            ("https://user@a.example", None),
            ("a.example", None),
        ] {
            let expected = expected.map(|(address, is_secure)| (address.to_owned(), is_secure));
            assert_eq!(address(text), expected, "{text}");
        }
    }
}
