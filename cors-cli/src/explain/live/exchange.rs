use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};

use cors_browser::{HeaderList, Request, Response};
use cors_explain::authority;

/// The most bytes of an answer's head.
const LONGEST_HEAD: u64 = 256 * 1024;

/// Sends a request as HTTP/1.1 has it, its body empty, and reads the head of the answer. What else comes is not read.
pub(super) fn exchange(stream: &mut (impl Read + Write), request: &Request) -> io::Result<Response> {
    stream.write_all(&head(request)?)?;
    stream.flush()?;
    let mut answer = Vec::new();
    let mut stream = BufReader::new(stream).take(LONGEST_HEAD);
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

/// A request's head. It is that of one without a body, whatever the page sends.
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
    if !request.headers.contains("user-agent") {
        head.extend(b"user-agent: corsgen\r\n");
    }
    head.extend(b"connection: close\r\n\r\n");
    Ok(head)
}

/// Reads up to the empty line.
fn read_head(stream: &mut io::Take<impl BufRead>, head: &mut Vec<u8>) -> io::Result<()> {
    while stream.read_until(b'\n', head)? > 0 {
        if head.ends_with(b"\n\r\n") || head.ends_with(b"\n\n") {
            return Ok(());
        }
    }
    Err(match (stream.limit(), head.is_empty()) {
        (0, _) => io::Error::other("the head of its answer does not end"),
        (_, true) => io::Error::new(ErrorKind::UnexpectedEof, "it closes the connection"),
        (_, false) => no_http(),
    })
}

fn no_http() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "it is no answer of HTTP/1.1")
}

/// Reads a head. What is no header line is left out.
fn parse(head: &[u8]) -> io::Result<Response> {
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = lines.next().unwrap_or_default();
    let status =
        first.split(|byte| *byte == b' ').nth(1).and_then(|status| std::str::from_utf8(status).ok()?.parse().ok());
    let status = status.filter(|_| first.starts_with(b"HTTP/")).ok_or_else(no_http)?;
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
    use std::io::{BufReader, Read as _};

    use super::{parse, read_head};

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
    fn a_head_that_does_not_end() {
        let error = |bytes: &[u8]| {
            let mut stream = BufReader::new(bytes).take(64);
            read_head(&mut stream, &mut Vec::new()).unwrap_err().to_string()
        };
        assert_eq!(error(&[b'x'; 100]), "the head of its answer does not end");
        assert_eq!(error(b""), "it closes the connection");
        assert_eq!(error(b"HTTP/1.1 200"), "it is no answer of HTTP/1.1");
    }
}
