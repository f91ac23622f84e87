//! The application behind every subject: it answers as it is asked to, and writes CORS headers of its own that are wrong, so that
//! a layer that does not own those headers is caught.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    thread,
};

use crate::Request;

/// What it always writes. That `x-application` is there tells that the application answered.
pub const HEADERS: [(&str, &str); 9] = [
    ("x-application", "1"),
    ("access-control-allow-origin", "https://application.example"),
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-methods", "PURGE"),
    ("access-control-allow-headers", "x-application"),
    ("access-control-max-age", "1"),
    ("access-control-expose-headers", "x-application"),
    ("access-control-allow-private-network", "true"),
    ("vary", "Accept-Encoding"),
];

/// The status that it answers with: what the line `x-status` asks for, or the query (of which no CORS depends); else 101 to a
/// WebSocket's upgrade; else 200.
pub fn status(request: &Request) -> u16 {
    let asked = request.values("x-status").next().and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
    let asked = asked.or_else(|| queried(request, "x-status")?.parse().ok());
    let upgrades = request.values("upgrade").any(|value| value.eq_ignore_ascii_case(b"websocket"));
    asked.unwrap_or(if upgrades { 101 } else { 200 })
}

/// Where it redirects to: what the query's `x-location` asks for.
pub fn location(request: &Request) -> Option<String> {
    queried(request, "x-location").map(str::to_owned)
}

/// Its headers: [`HEADERS`], a `vary` line for each line `x-vary` of the request, and its [`location`].
pub fn headers(request: &Request) -> Vec<(&'static str, Vec<u8>)> {
    let always = HEADERS.iter().map(|(name, value)| (*name, value.as_bytes().to_vec()));
    let asked = request.values("x-vary").map(|value| ("vary", value.to_vec()));
    always.chain(asked).chain(location(request).map(|location| ("location", location.into_bytes()))).collect()
}

/// What the query says of a name.
fn queried<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let query = request.target.splitn(2, |byte| *byte == b'?').nth(1)?;
    let pairs = query.split(|byte| *byte == b'&').filter_map(|pair| std::str::from_utf8(pair).ok()?.split_once('='));
    pairs.filter(|(own, _)| *own == name).map(|(_, value)| value).next()
}

/// Its body: empty where the status allows none.
pub fn body(request: &Request) -> &'static [u8] {
    if matches!(status(request), 100..=199 | 204 | 304) { b"" } else { b"application\n" }
}

/// Starts the application on a free port of the loopback interface. It runs for as long as the process does.
///
/// # Errors
///
/// What the socket reports.
pub fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A proxy that closes a connection in the middle is none of the application's concern.
            thread::spawn(move || serve(&stream).ok());
        }
    });
    Ok(address)
}

/// Serves a connection until its other end closes it.
fn serve(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        (&*stream).write_all(&response(&request))?;
        if status(&request) == 101 || request.values("connection").any(|value| value.eq_ignore_ascii_case(b"close")) {
            return Ok(());
        }
    }
    Ok(())
}

fn response(request: &Request) -> Vec<u8> {
    let (status, body) = (status(request), body(request));
    let mut bytes = format!("HTTP/1.1 {status} Answer\r\n").into_bytes();
    for (name, value) in headers(request) {
        bytes.extend([name.as_bytes(), b": ", &value, b"\r\n"].concat());
    }
    match status {
        101 => bytes.extend(b"connection: Upgrade\r\nupgrade: websocket\r\n"),
        204 | 304 => {}
        _ => bytes.extend(format!("content-length: {}\r\n", body.len()).bytes()),
    }
    bytes.extend(b"\r\n");
    if request.method != b"HEAD" {
        bytes.extend(body);
    }
    bytes
}

/// Reads a request with its body, which is dropped. `None`: the connection was closed.
pub(crate) fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let Some(first) = line(reader)? else { return Ok(None) };
    let mut words = first.splitn(2, |byte| *byte == b' ');
    let (method, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let target = rest.strip_suffix(b" HTTP/1.1").or_else(|| rest.strip_suffix(b" HTTP/1.0")).unwrap_or(rest);
    let mut headers = Vec::new();
    while let Some(line) = line(reader)?.filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or_default().trim_ascii().to_vec();
        headers.push((String::from_utf8_lossy(name).into_owned(), value));
    }
    let request = Request { method: method.to_vec(), target: target.to_vec(), headers };
    drop_body(&request, reader)?;
    Ok(Some(request))
}

fn drop_body(request: &Request, reader: &mut impl BufRead) -> io::Result<()> {
    let number = |text: &[u8], radix| usize::from_str_radix(&String::from_utf8_lossy(text), radix).unwrap_or(0);
    if let Some(length) = request.values("content-length").next() {
        reader.read_exact(&mut vec![0; number(length, 10)])?;
    } else if request.values("transfer-encoding").next().is_some() {
        while let Some(length) = line(reader)?.map(|line| number(&line, 16)) {
            reader.read_exact(&mut vec![0; length + 2])?;
            if length == 0 {
                break;
            }
        }
    }
    Ok(())
}

/// A line without its end.
fn line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(line.strip_suffix(b"\r\n").or_else(|| line.strip_suffix(b"\n")).unwrap_or(&line).to_vec()))
}
