use std::{
    io::{BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::folder::Folder;

/// `corsgen lsp`, as an editor runs it.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: i32,
}

impl Server {
    /// A server that counts columns as `check` does.
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let arguments = [&["lsp"], arguments].concat();
        let mut process = folder
            .command(&arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut server = Self { process, input, output, asked: 0 };
        let capabilities = json!({"general": {"positionEncodings": ["utf-32"]}});
        let answer = server.ask("initialize", json!({"processId": null, "capabilities": capabilities}));
        assert_eq!(answer["capabilities"]["positionEncoding"], "utf-32");
        assert_eq!(answer["serverInfo"]["name"], "corsgen");
        server.note("initialized", json!({}));
        server
    }

    fn note(&mut self, method: &str, params: Value) {
        Message::from(Notification { method: method.to_owned(), params }).write(&mut self.input).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let request = Request { id: self.asked.into(), method: method.to_owned(), params };
        Message::from(request).write(&mut self.input).unwrap();
        loop {
            if let Message::Response(Response { id, response_result }) =
                Message::read(&mut self.output).unwrap().unwrap()
            {
                assert_eq!(id, self.asked.into());
                return response_result.unwrap();
            }
        }
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.note("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// What is told next.
    fn told(&mut self) -> Value {
        match Message::read(&mut self.output).unwrap().unwrap() {
            Message::Notification(note) => note.params,
            other => panic!("{other:?}"),
        }
    }

    /// How it ends, if it is to exit, or else if its input ends.
    fn end(mut self, exits: bool) -> (Option<i32>, String) {
        if exits {
            self.note("exit", Value::Null);
        }
        drop(self.input);
        let output = self.process.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }
}

#[test]
fn an_editor_is_told_what_check_prints() {
    let folder = Folder::new();
    for (name, text) in [
        (
            "cors.yaml",
            "# \u{1f600}\r\nallow_origins: [\"https://é\u{1f600}.example\", https://a.example/, HTTP://B.example:80]\r\nallow_credentials: yes\r\nroutes: [{path: /x/, cors: true}]\r\n",
        ),
        ("cors.yaml", "allow_origins:\n\t- https://a.example\n"),
        ("cors.yaml", "routes:\n  - path: /x\n    allow_origins: [\"null\", https://*.github.io]\n"),
        ("cors.json", "{\"allow_origins\": \"*\", \"allow_credentials\": true, \"max_age\": 86400}"),
        ("cors.yaml", ""),
    ] {
        folder.write(name, text);
        let output = folder.command(&["check", "--verbose", "--format", "json", name]).output().unwrap();
        let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
        let place = |place: &Value| json!({"line": place["line"].as_u64().unwrap() - 1, "character": place["column"].as_u64().unwrap() - 1});
        let findings = printed["files"][0]["findings"].as_array().unwrap().iter();
        let expected: Vec<Value> = findings
            .map(|f| json!([f["rule"], {"start": place(&f["span"]["start"]), "end": place(&f["span"]["end"])}]))
            .collect();

        let mut server = Server::start(&folder, &["--stdio"]);
        server.open(&format!("file:///policies/{name}"), text);
        let told = server.told();
        let found: Vec<Value> =
            told["diagnostics"].as_array().unwrap().iter().map(|d| json!([d["code"], d["range"]])).collect();
        assert!(!found.is_empty());
        assert_eq!(found, expected, "{text}");
        server.ask("shutdown", Value::Null);
        assert_eq!(server.end(true), (Some(0), String::new()));
    }
}

#[test]
fn the_exit_status_tells_whether_leave_was_taken() {
    let folder = Folder::new();
    for (shuts_down, exits, status) in [(true, true, 0), (true, false, 0), (false, true, 1), (false, false, 1)] {
        let mut server = Server::start(&folder, &[]);
        if shuts_down {
            assert_eq!(server.ask("shutdown", Value::Null), Value::Null);
        }
        assert_eq!(server.end(exits), (Some(status), String::new()), "{shuts_down} {exits}");
    }
}

#[test]
fn what_is_no_message_stops_nobody() {
    let folder = Folder::new();
    let mut server = Server::start(&folder, &[]);
    server.input.write_all(b"Content-Length: 9\r\n\r\n{\"id\": ]}").unwrap();
    let mut answer = vec![0; "Content-Length: 109\r\n\r\n".len()];
    std::io::Read::read_exact(&mut server.output, &mut answer).unwrap();
    let length = String::from_utf8(answer).unwrap().trim().rsplit(' ').next().unwrap().parse().unwrap();
    let mut answer = vec![0; length];
    std::io::Read::read_exact(&mut server.output, &mut answer).unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)));
    assert_eq!(server.ask("shutdown", Value::Null), Value::Null);
    server.input.write_all(b"Content-Length: much\r\n\r\n").unwrap();
    assert_eq!(server.end(false), (Some(0), String::new()), "the next message cannot be found");
}
