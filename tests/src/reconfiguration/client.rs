use std::{
    io::{self, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::{Answer, Failure, Request, socket::Response};

/// A client's way to a server: it keeps its connection, or has one for each request.
#[derive(Debug)]
pub(super) struct Connection {
    address: SocketAddr,
    keeps: bool,
    /// What the last request left open.
    open: Option<TcpStream>,
}

/// What became of a request.
#[derive(Debug)]
pub(super) struct Asked {
    /// What came, if that is an answer, and whole.
    pub(super) answer: Result<Answer, Failure>,
    /// Whether it came on a connection that had carried another before.
    pub(super) is_reused: bool,
    /// Whether the request was sent a second time.
    pub(super) is_resent: bool,
}

/// Far longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(30);

impl Connection {
    /// One for each request.
    pub(super) const fn fresh(address: SocketAddr) -> Self {
        Self { address, keeps: false, open: None }
    }

    /// One for all, for as long as the server keeps it.
    pub(super) const fn kept(address: SocketAddr) -> Self {
        Self { address, keeps: true, open: None }
    }

    /// Sends a request.
    ///
    /// A server may close a connection that is idle, and the client cannot know before it has sent the next request. So, and only
    /// so, it is sent again, once: if the connection had carried a request before and was closed without a byte of an answer. On a
    /// new connection the same is a failure, and so is an answer that ends too soon.
    ///
    /// # Errors
    ///
    /// If nobody listens.
    pub(super) fn ask(&mut self, request: &Request) -> io::Result<Asked> {
        if let Some(mut stream) = self.open.take() {
            match exchange(&mut stream, request, self.keeps) {
                Ok(Response { status: 0, .. }) => {}
                came => return Ok(self.finish(stream, came, [true, false])),
            }
            let mut stream = self.connect()?;
            let came = exchange(&mut stream, request, self.keeps);
            return Ok(self.finish(stream, came, [false, true]));
        }
        let mut stream = self.connect()?;
        let came = exchange(&mut stream, request, self.keeps);
        Ok(self.finish(stream, came, [false, false]))
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    fn finish(&mut self, stream: TcpStream, came: io::Result<Response>, [is_reused, is_resent]: [bool; 2]) -> Asked {
        let answer = came.map_err(Failure::from).and_then(|response| {
            if self.keeps && !response.values("connection").any(|value| value.eq_ignore_ascii_case(b"close")) {
                self.open = Some(stream);
            }
            answer(&response)
        });
        Asked { answer, is_reused, is_resent }
    }
}

fn exchange(stream: &mut TcpStream, request: &Request, keeps: bool) -> io::Result<Response> {
    let mut request = request.clone();
    if keeps {
        request.headers.push(("connection".to_owned(), b"keep-alive".to_vec()));
    }
    // Of a connection that the server has closed, either fails: the reading tells whether a byte came.
    let _ = stream.write_all(&request.bytes());
    Response::read(stream, request.method == b"HEAD")
}

/// What a response says, if it is whole and somebody's.
fn answer(response: &Response) -> Result<Answer, Failure> {
    let length = response.values("content-length").next().map(|value| String::from_utf8_lossy(value).into_owned());
    let is_whole = length.is_none_or(|length| length == response.body.len().to_string());
    match Answer::of_response(response) {
        Some(answer @ Answer::Observed(_)) if is_whole => Ok(answer),
        _ => Err(format!("no answer, or not all of it: {response:?}").into()),
    }
}
