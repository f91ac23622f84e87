//! Streams of bytes that are messages, and such that are not.

use std::{
    io::{self, BufReader, Cursor, Write},
    iter,
    sync::{Arc, Mutex},
};

use cors_lsp::transport;
use lsp_server::Message;

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The methods of the messages that are read, and what is written meanwhile.
fn read(bytes: impl Into<Vec<u8>>) -> (Vec<String>, String) {
    let written = Written::default();
    let (connection, writing) = transport::over(Cursor::new(bytes.into()), written.clone());
    let methods = connection.receiver.iter().map(|message| match message {
        Message::Request(request) => request.method,
        Message::Notification(note) => note.method,
        Message::Response(_) => "response".to_owned(),
    });
    let methods = methods.collect();
    drop(connection);
    writing.finish().unwrap();
    let written = written.0.lock().unwrap().clone();
    (methods, String::from_utf8(written).unwrap())
}

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn messages_are_read_however_they_are_framed() {
    let note = r#"{"jsonrpc":"2.0","method":"a","params":{"é":"\ud83d\ude00"}}"#;
    let request = r#"{"method":"b","id":"x"}"#;
    let with_type = format!(
        "content-TYPE: application/vscode-jsonrpc; charset=utf-8\ncontent-length:{}\n\n{request}",
        request.len()
    );
    let response = r#"{"jsonrpc":"2.0","id":7,"result":null}"#;
    let (methods, written) = read(framed(note) + &with_type + &framed(response));
    assert_eq!((methods, written), (["a", "b", "response"].map(str::to_owned).to_vec(), String::new()));
}

#[test]
fn what_is_no_message_is_answered_and_passed_over() {
    let deep = "[".repeat(100_000);
    for body in ["", "{", "null", "[]", "{\"id\": null}", "{\"method\": 1}", &deep] {
        let (methods, written) = read(framed(body) + &framed(r#"{"method":"after"}"#));
        assert_eq!(methods, ["after"], "{body}");
        assert!(written.contains(r#""id":null,"error":{"code":-32700"#), "{written}");
    }
    let (methods, _) = read(
        [
            framed("").into_bytes(),
            b"Content-Length: 2\r\n\r\n\xff\xfe".to_vec(),
            framed(r#"{"method":"after"}"#).into_bytes(),
        ]
        .concat(),
    );
    assert_eq!(methods, ["after"]);
}

#[test]
fn where_no_next_message_can_be_found_reading_ends() {
    let before = framed(r#"{"method":"before"}"#);
    let long = format!("X: {}\r\n\r\n", "x".repeat(10_000));
    for end in [
        "\r\n\r\n{}",
        "nonsense\r\n\r\n",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length: 999999999999\r\n\r\n{}",
        "Content-Length: 5\r\n\r\n{}",
        "Content-Length: 500\r\n\r\n{}",
        "Content-Length: 2",
        &long,
    ] {
        assert_eq!(read(before.clone() + end + &before).0, ["before"], "{end}");
    }
}

#[test]
fn nothing_is_read_for_a_server_that_has_gone() {
    let (from, mut to) = io::pipe().unwrap();
    let (connection, writing) = transport::over(BufReader::new(from), Written::default());
    drop(connection);
    writing.finish().unwrap();
    let message = framed(r#"{"method":"a"}"#);
    let mut written = iter::repeat_with(|| to.write_all(message.as_bytes()));
    assert_eq!(written.find_map(Result::err).unwrap().kind(), io::ErrorKind::BrokenPipe);
}

#[test]
fn what_is_sent_is_framed() {
    let written = Written::default();
    let (connection, writing) = transport::over(Cursor::new(Vec::new()), written.clone());
    let body = r#"{"jsonrpc":"2.0","method":"é","params":{"a":1}}"#;
    connection.sender.send(body.to_owned()).unwrap();
    drop(connection);
    writing.finish().unwrap();
    assert_eq!(String::from_utf8(written.0.lock().unwrap().clone()).unwrap(), framed(body));
}
