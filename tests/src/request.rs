use cors_core::{Field, Line};

/// A request as it goes over a socket: any bytes, sendable or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Vec<u8>,
    /// The target: path and query.
    pub target: Vec<u8>,
    /// The header lines in order, `host` among them.
    pub headers: Vec<(String, Vec<u8>)>,
}

/// The `host` of a request that names none.
const HOST: &str = "api.example.com";

impl Request {
    /// A request with a `host` line in front, unless `headers` hold one.
    pub fn new(method: impl Into<Vec<u8>>, target: impl Into<Vec<u8>>, mut headers: Vec<(String, Vec<u8>)>) -> Self {
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            headers.insert(0, ("host".to_owned(), HOST.as_bytes().to_vec()));
        }
        Self { method: method.into(), target: target.into(), headers }
    }

    /// The values of a header's lines, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.headers.iter().filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_slice())
    }

    /// What a parser makes of it: blanks around a header's value are none of it.
    #[must_use]
    pub fn parsed(&self) -> Self {
        self.trimmed(b" \t")
    }

    /// The same without these bytes around the values of its headers.
    #[must_use]
    pub fn trimmed(&self, blanks: &[u8]) -> Self {
        let mut trimmed = self.clone();
        for (_, value) in &mut trimmed.headers {
            while value.last().is_some_and(|byte| blanks.contains(byte)) {
                value.pop();
            }
            let blank = value.iter().take_while(|byte| blanks.contains(byte)).count();
            value.drain(..blank);
        }
        trimmed
    }

    /// The request in HTTP/1.1. It asks the server to close the connection, unless it says itself what becomes of it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = [&self.method, b" ".as_slice(), &self.target, b" HTTP/1.1\r\n"].concat();
        for (name, value) in &self.headers {
            bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        if self.values("connection").next().is_none() {
            bytes.extend(b"connection: close\r\n");
        }
        bytes.extend(b"\r\n");
        bytes
    }
}

impl cors_core::Request for Request {
    fn method(&self) -> &[u8] {
        &self.method
    }

    fn path(&self) -> &[u8] {
        self.target.split(|byte| *byte == b'?').next().unwrap_or_default()
    }

    fn authority(&self) -> Option<&[u8]> {
        match Line::of(self.values("host")) {
            Line::One(host) => Some(host),
            Line::Absent | Line::Several => None,
        }
    }

    fn line(&self, field: Field) -> Line<'_> {
        Line::of(self.values(match field {
            Field::Origin => "origin",
            Field::RequestMethod => "access-control-request-method",
            Field::SecFetchSite => "sec-fetch-site",
        }))
    }

    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        self.values("access-control-request-headers")
    }
}
