use std::ffi::{OsStr, OsString};

use cors_core::{Field, Line};
use serde::Deserialize;

use crate::stop::Stop;

/// A request as it was typed or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    method: Vec<u8>,
    /// Without its query.
    path: Vec<u8>,
    headers: Vec<(String, Vec<u8>)>,
}

/// A line of `--requests`. The characters U+0000 to U+00FF of a value are its bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    method: String,
    path: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
}

impl Request {
    /// Reads a request from the command line.
    ///
    /// # Errors
    ///
    /// A failure if a header has no colon, or the path does not begin with a slash: such a path is nobody's intention.
    pub(super) fn from_words(method: &OsStr, path: &OsStr, headers: &[OsString]) -> Result<Self, Stop> {
        let raw = path.as_encoded_bytes();
        if !raw.starts_with(b"/") {
            let stop = Stop::failure(format!("`{}` is no path of a request", path.to_string_lossy()));
            return Err(stop.help("a path begins with `/`, and stands behind the policy's file"));
        }
        let headers = headers.iter().map(|header| field(header)).collect::<Result<_, _>>()?;
        Ok(Self { method: method.as_encoded_bytes().to_vec(), path: without_query(raw.to_vec()), headers })
    }

    /// Reads a line of JSON.
    ///
    /// # Errors
    ///
    /// Says why it is no request.
    pub(super) fn from_json(line: &[u8]) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(line).map_err(|error| format!("no request: {error}"))?;
        let mut headers = Vec::new();
        for (name, value) in written.headers {
            headers.push((name.to_ascii_lowercase(), bytes(&value)?));
        }
        Ok(Self { method: bytes(&written.method)?, path: without_query(bytes(&written.path)?), headers })
    }

    /// The lines of a header, whose name is in lower case.
    pub(super) fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.headers.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_slice())
    }
}

impl cors_core::Request for Request {
    fn method(&self) -> &[u8] {
        &self.method
    }

    fn path(&self) -> &[u8] {
        &self.path
    }

    fn authority(&self) -> Option<&[u8]> {
        match Line::of(self.lines("host")) {
            Line::One(host) => Some(host),
            Line::Absent | Line::Several => None,
        }
    }

    fn line(&self, field: Field) -> Line<'_> {
        Line::of(self.lines(match field {
            Field::Origin => "origin",
            Field::RequestMethod => "access-control-request-method",
            Field::SecFetchSite => "sec-fetch-site",
        }))
    }

    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        self.lines("access-control-request-headers")
    }
}

/// `Name: value`, blanks around the value trimmed as a server's parser does.
fn field(typed: &OsStr) -> Result<(String, Vec<u8>), Stop> {
    let bytes = typed.as_encoded_bytes();
    let colon = bytes.iter().position(|byte| *byte == b':');
    let (name, value) = colon.and_then(|at| bytes.split_at_checked(at)).ok_or_else(|| {
        let stop = Stop::failure(format!("`{}` is no header", typed.to_string_lossy()));
        stop.help("write one as `Origin: https://app.example.com`")
    })?;
    let value = value.strip_prefix(b":").unwrap_or(value).trim_ascii();
    Ok((String::from_utf8_lossy(name.trim_ascii()).to_ascii_lowercase(), value.to_vec()))
}

fn without_query(mut path: Vec<u8>) -> Vec<u8> {
    let end = path.iter().position(|byte| *byte == b'?').unwrap_or(path.len());
    path.truncate(end);
    path
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let byte = |c: char| u8::try_from(c).map_err(|_| format!("no request: U+{:04X} is no byte", u32::from(c)));
    text.chars().map(byte).collect()
}
