//! An editor with a language server, over a connection in memory: what it waits for is the server alone.

use std::thread::{self, JoinHandle};

use cors_lsp::{Ended, Settings, serve};
use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

/// An editor that has one policy open, and the place in the middle of it where something is typed and taken back again.
pub struct Editor {
    connection: Connection,
    server: JoinHandle<Ended>,
    sent: i32,
    version: i32,
    /// The version that findings were last told of.
    told: i32,
    /// Where something is typed.
    pub at: Value,
    is_typed: bool,
}

/// What the document is called.
pub const URI: &str = "file:///cors.yaml";

impl Editor {
    /// Opens a policy, and waits until it was judged. It is edited within the host in the middle of its text.
    pub fn open(text: &str) -> Self {
        let (connection, served) = Connection::memory();
        let server = thread::spawn(move || serve(&served, Settings { today: || None, version: "0" }));
        let middle = text.len() / 2;
        let host = middle + text[middle..].find("://").expect("an origin behind the middle") + 3;
        let (line, column) =
            (text[..host].matches('\n').count(), host - text[..host].rfind('\n').map_or(0, |at| at + 1));
        let at = json!({"line": line, "character": column});
        let mut editor = Self { connection, server, sent: 0, version: 1, told: 0, at, is_typed: false };
        let capabilities = json!({"textDocument": {"publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true}}});
        editor.ask("initialize", json!({"capabilities": capabilities}));
        editor.note("initialized", json!({}));
        let document = json!({"uri": URI, "languageId": "yaml", "version": 1, "text": text});
        editor.note("textDocument/didOpen", json!({"textDocument": document}));
        editor.findings();
        editor
    }

    /// Types a letter, or takes it back.
    pub fn edit(&mut self) {
        let mut end = self.at.clone();
        end["character"] = json!(self.at["character"].as_u64().expect("a column") + u64::from(self.is_typed));
        let text = if self.is_typed { "" } else { "x" };
        self.is_typed = !self.is_typed;
        self.version += 1;
        let changes = json!([{"range": {"start": self.at, "end": end}, "text": text}]);
        self.note(
            "textDocument/didChange",
            json!({"textDocument": {"uri": URI, "version": self.version}, "contentChanges": changes}),
        );
    }

    /// Waits until the server has nothing more to say: what it said of the text as it is now has come.
    pub fn settle(&mut self) {
        if self.told != self.version {
            self.findings();
        }
    }

    /// How many findings there are in the text as it is now; waits until they are told.
    pub fn findings(&mut self) -> usize {
        loop {
            if let Message::Notification(note) = self.receive()
                && note.params["version"] == self.version
            {
                return note.params["diagnostics"].as_array().map_or(0, Vec::len);
            }
        }
    }

    /// Asks about the document, at the place of the edits, and waits for the answer.
    pub fn ask_here(&mut self, method: &str, more: Value) -> Value {
        let mut params =
            json!({"textDocument": {"uri": URI}, "position": self.at, "range": {"start": self.at, "end": self.at}});
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let id = self.sent;
        let request = Request { id: id.into(), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).expect("the server listens");
        loop {
            if let Message::Response(Response { id: of, response_result }) = self.receive()
                && of == id.into()
            {
                return response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"));
            }
        }
    }

    fn note(&self, method: &str, params: Value) {
        let note = Notification { method: method.to_owned(), params };
        self.connection.sender.send(note.into()).expect("the server listens");
    }

    fn receive(&mut self) -> Message {
        let message = self.connection.receiver.recv().expect("the server answers");
        if let Message::Notification(note) = &message {
            self.told = note.params["version"].as_i64().and_then(|version| version.try_into().ok()).unwrap_or(0);
        }
        message
    }

    /// Leaves.
    pub fn close(mut self) {
        self.ask("shutdown", Value::Null);
        self.note("exit", Value::Null);
        assert_eq!(self.server.join().expect("the server ends"), Ended::AsAsked);
    }
}
