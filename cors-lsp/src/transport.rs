//! Messages over streams of bytes, framed as the [base protocol] says.
//!
//! `lsp_server::Connection::stdio` ends at the first message that is no JSON, and it reads the next message only when the last was
//! taken, so that a burst of edits never waits together and each is judged by itself.
//!
//! [base protocol]: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol

use std::{
    io::{self, BufRead, Read as _, Write},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::Message;

use crate::{ClientEnd, Connection};

/// The longest line of a message's head, in bytes.
const LONGEST_HEADER: u64 = 4096;

/// The most bytes of a message. A document has at most 64 MiB, and as JSON it may be six times as long.
const LONGEST_MESSAGE: u64 = 512 * 1024 * 1024;

/// How long the end of a session waits for its last answers to be read.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What is told where a message is no JSON: nobody knows which request it was.
const NO_JSON: &str =
    r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"this message is no JSON of the protocol"}}"#;

/// The writing of what the server says.
#[derive(Debug)]
pub struct Writing(Receiver<io::Result<()>>);

impl Writing {
    /// Waits until all is written; the connection must be dropped before. It does not wait for ever: whoever reads no more has perhaps
    /// forgotten to close the stream.
    ///
    /// # Errors
    ///
    /// The stream could not be written.
    pub fn finish(self) -> io::Result<()> {
        self.0.recv_timeout(LAST_WORDS).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }
}

/// A connection over two streams. The thread that reads ends with its stream, or where a message's length cannot be read.
pub fn over(from: impl BufRead + Send + 'static, to: impl Write + Send + 'static) -> (Connection, Writing) {
    let (connection, ClientEnd { receiver: sent, sender: received }) = Connection::memory();
    let to = Arc::new(Mutex::new(to));
    let answers = Arc::clone(&to);
    thread::spawn(move || read(from, &received, &answers));
    let (done, written) = unbounded();
    thread::spawn(move || done.send(write(&to, &sent)));
    (connection, Writing(written))
}

fn read(mut from: impl BufRead, received: &Sender<Message>, answers: &Mutex<impl Write>) -> io::Result<()> {
    while let Some(length) = length(&mut from)? {
        let mut body = Vec::new();
        // Not reserved at once: the length may be anybody's.
        if from.by_ref().take(length).read_to_end(&mut body)? as u64 != length {
            return Ok(());
        }
        let Ok(message) = serde_json::from_slice(&body) else {
            frame(answers, NO_JSON)?;
            continue;
        };
        if received.send(message).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// The length of the next message. `None` where there is none, or none that can be told: where the next begins is then unknown.
fn length(from: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        from.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
        let Some(line) = line.strip_suffix(b"\n") else { return Ok(None) };
        let line = String::from_utf8_lossy(line);
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok().filter(|length| *length <= LONGEST_MESSAGE);
            }
            Some(_) => {}
            None if line.trim().is_empty() => return Ok(length),
            None => return Ok(None),
        }
    }
}

fn write(to: &Mutex<impl Write>, sent: &Receiver<String>) -> io::Result<()> {
    sent.iter().try_for_each(|message| frame(to, &message))
}

fn frame(to: &Mutex<impl Write>, body: &str) -> io::Result<()> {
    let mut to = to.lock().unwrap_or_else(PoisonError::into_inner);
    write!(to, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    to.flush()
}
