//! The two requests of a call, sent to a running server: nothing else is sent.

use std::{
    io::{self, BufRead, BufReader, Read as _, Write as _},
    net::{TcpStream, ToSocketAddrs as _},
    time::Duration,
};

use cors_browser::{Browser, Call, HeaderList, Request, Response, UserAgent};
use cors_explain::{Recorded, authority};

use crate::{output, stop::Stop};

/// How long a server has for each step.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of an answer's head.
const LONGEST_HEAD: u64 = 256 * 1024;

/// The most requests: a preflight, and the call.
const MOST: usize = 2;

/// A server that listens for plain HTTP.
pub(super) struct Live {
    /// `host:port`
    address: String,
}

impl Live {
    /// Reads `http://host:port`, of which nothing but host and port counts.
    pub(super) fn parse(text: &str) -> Result<Self, Stop> {
        let wrong = || Stop::failure(format!("`{text}` is no server that can be asked"));
        let rest = text.strip_prefix("http://").ok_or_else(|| {
            let help = "name it as `http://127.0.0.1:8080`; TLS is for something in front to end, and the call itself may be of `https`";
            wrong().help(help)
        })?;
        let address = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let has_port = address.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        match address {
            "" => Err(wrong()),
            _ if has_port => Ok(Self { address: address.to_owned() }),
            _ => Ok(Self { address: format!("{address}:80") }),
        }
    }

    /// Makes the call as a browser makes it, and writes down what is sent and what comes back.
    ///
    /// A request whose preflight fails is not sent: it would not be by a browser either.
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
                    failure = Some(error);
                    None
                }
            };
            recorded.push(Recorded { request: request.clone(), response: response.clone() });
            response
        });
        match failure {
            Some(error) => Err(Stop::failure(format!("`{}` does not answer: {error}", self.address))),
            None => Ok(recorded),
        }
    }

    fn send(&self, request: &Request) -> io::Result<Response> {
        let address =
            self.address.to_socket_addrs()?.next().ok_or_else(|| io::Error::other("there is no such host"))?;
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.write_all(&head(request)?)?;
        let mut answer = Vec::new();
        let mut stream = BufReader::new(stream);
        // An interim answer, such as 103, stands before the one that counts.
        loop {
            read_head(&mut stream, &mut answer)?;
            let response = parse(&answer)?;
            if response.status >= 200 {
                return Ok(response);
            }
            answer.clear();
        }
    }
}

/// A request as HTTP/1.1 has it. Its body is empty.
fn head(request: &Request) -> io::Result<Vec<u8>> {
    let query = request.url.query().map_or_else(String::new, |query| format!("?{query}"));
    let mut head = format!("{} {}{query} HTTP/1.1\r\n", request.method, request.url.path()).into_bytes();
    head.extend(format!("host: {}\r\n", authority(&request.url)).bytes());
    for (name, value) in request.headers.iter() {
        // INVARIANT: what would be a line of its own is no part of a value; the model has refused it before.
        if value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
            return Err(io::Error::other("a header holds a line end"));
        }
        head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS") {
        head.extend(b"content-length: 0\r\n");
    }
    head.extend(b"user-agent: corsgen\r\nconnection: close\r\n\r\n");
    Ok(head)
}

/// Reads up to the empty line.
fn read_head(stream: &mut impl BufRead, head: &mut Vec<u8>) -> io::Result<()> {
    let mut stream = stream.take(LONGEST_HEAD);
    while stream.read_until(b'\n', head)? > 0 {
        if head.ends_with(b"\n\r\n") || head.ends_with(b"\n\n") {
            return Ok(());
        }
    }
    Err(io::Error::other("it is no answer of HTTP"))
}

/// Reads a head. What is no header line is left out.
fn parse(head: &[u8]) -> io::Result<Response> {
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = lines.next().unwrap_or_default();
    let status =
        first.split(|byte| *byte == b' ').nth(1).and_then(|status| std::str::from_utf8(status).ok()?.parse().ok());
    let status =
        status.filter(|_| first.starts_with(b"HTTP/")).ok_or_else(|| io::Error::other("it is no answer of HTTP"))?;
    let mut headers = HeaderList::new();
    for line in lines {
        if let Some(colon) = line.iter().position(|byte| *byte == b':')
            && let (name, [_, value @ ..]) = line.split_at(colon)
        {
            headers.append(&String::from_utf8_lossy(name), value);
        }
    }
    Ok(Response { status, headers })
}

#[cfg(test)]
mod tests {
    use super::{Live, parse};

    #[test]
    fn heads() {
        let response = parse(b"HTTP/1.1 204 No Content\r\nVary: Origin\r\nodd\r\nX-A:\tb \r\n\r\n").unwrap();
        assert_eq!(response.status, 204);
        let lines: Vec<(&str, &[u8])> = response.headers.iter().collect();
        assert_eq!(lines, [("vary", b"Origin".as_slice()), ("x-a", b"b")]);
        for odd in [b"".as_slice(), b"\n\n", b"SSH-2.0-x\n\n", b"HTTP/1.1\n\n", b"HTTP/1.1 x\n\n"] {
            assert!(parse(odd).is_err());
        }
    }

    #[test]
    fn servers() {
        for (text, address) in [
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
            ("http://a.example/x", "a.example:80"),
            ("http://[::1]:80/", "[::1]:80"),
            ("http://[::1]", "[::1]:80"),
        ] {
            assert_eq!(Live::parse(text).unwrap().address, address);
        }
        assert!(Live::parse("https://a.example").is_err() && Live::parse("http://").is_err());
    }
}
