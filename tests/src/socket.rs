//! Raw HTTP/1.1 over a socket: what is sent is what the case says, byte for byte.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::Request;

/// A response as it came over a socket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status; 0: the connection was closed without a response.
    pub status: u16,
    /// The header lines in order, names as they came.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, transfer coding undone.
    pub body: Vec<u8>,
}

const PATIENCE: Duration = Duration::from_secs(10);

/// Sends `request` on a connection of its own and reads the response.
///
/// # Errors
///
/// What the socket reports, and a response that is none.
pub fn exchange(address: SocketAddr, request: &Request) -> io::Result<Response> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    // A server may refuse a request before it has read it all, and close: its answer is still there to be read.
    let written = stream.write_all(&request.bytes());
    let read = Response::read(&mut stream, request.method == b"HEAD");
    written.and(read)
}

impl Response {
    /// Reads a response. `headless`: it answers a `HEAD`.
    ///
    /// # Errors
    ///
    /// What the stream reports, and a response that is none.
    pub fn read(stream: &mut impl Read, is_to_head: bool) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = find(&bytes, b"\r\n\r\n") {
                break end;
            }
            if read_more(stream, &mut bytes)? == 0 {
                return if bytes.is_empty() { Ok(Self::default()) } else { Err(malformed(&bytes)) };
            }
        };
        let mut response = Self::parse_head(bytes.get(..end).unwrap_or_default()).ok_or_else(|| malformed(&bytes))?;
        response.body = bytes.split_off(end + 4);
        if is_to_head || matches!(response.status, 100..=199 | 204 | 304) {
            return Ok(response);
        }
        response.read_body(stream)?;
        Ok(response)
    }

    /// The values of a header's lines, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.headers.iter().filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_slice())
    }

    fn parse_head(head: &[u8]) -> Option<Self> {
        let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let status = std::str::from_utf8(lines.next()?.get(9..12)?).ok()?.parse().ok()?;
        let mut headers = Vec::new();
        for line in lines {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = std::str::from_utf8(line.get(..colon)?).ok()?.to_owned();
            headers.push((name, line.get(colon + 1..)?.trim_ascii().to_vec()));
        }
        Some(Self { status, headers, body: Vec::new() })
    }

    fn read_body(&mut self, stream: &mut impl Read) -> io::Result<()> {
        let length = self.values("content-length").next().map(|value| String::from_utf8_lossy(value).into_owned());
        if let Some(length) = length {
            let length: usize = length.parse().map_err(|_| malformed(length.as_bytes()))?;
            while self.body.len() < length && read_more(stream, &mut self.body)? > 0 {}
            return Ok(());
        }
        let is_chunked = self.values("transfer-encoding").any(|value| value.eq_ignore_ascii_case(b"chunked"));
        if is_chunked {
            while !self.body.ends_with(b"0\r\n\r\n") && read_more(stream, &mut self.body)? > 0 {}
            self.body = unchunked(&self.body).ok_or_else(|| malformed(&self.body))?;
            return Ok(());
        }
        while read_more(stream, &mut self.body)? > 0 {}
        Ok(())
    }
}

fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = find(rest, b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(rest.get(..end)?).ok()?, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        let start = end + 2;
        body.extend(rest.get(start..start + length)?);
        rest = rest.get(start + length + 2..)?;
    }
}

fn read_more(stream: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let mut buffer = [0; 8192];
    let count = match stream.read(&mut buffer) {
        // Some servers reset a connection that they have answered.
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => 0,
        other => other?,
    };
    bytes.extend(buffer.get(..count).unwrap_or_default());
    Ok(count)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn malformed(bytes: &[u8]) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("no response: {}", bytes.escape_ascii()))
}
