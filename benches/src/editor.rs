//! An editor with a language server, over a connection in memory: what it waits for is the server alone.

use std::{
    thread::{self, JoinHandle},
    time::Duration,
};

use cors_lsp::{ClientEnd, Connection, Ended, Settings, serve};
use lsp_server::{Notification, Request};
use serde_json::{Value, json};

/// An editor that has one policy open, and the place in the middle of it where something is typed and taken back again.
pub struct Editor {
    connection: ClientEnd,
    server: JoinHandle<Ended>,
    sent: i32,
    version: i32,
    /// The version that findings were last told of.
    told: i32,
    /// Where something is typed.
    pub at: Value,
    is_typed: bool,
}

/// What the server said, as JSON: to read it takes the editor's own time, which is not the server's.
pub struct Said(String);

impl Said {
    /// The message.
    pub fn read(&self) -> Value {
        serde_json::from_str(&self.0).expect("the server speaks JSON")
    }
}

/// How long an answer may take: whoever waits longer waits for what never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the document is called.
pub const URI: &str = "file:///cors.yaml";

impl Editor {
    /// Opens a policy, and waits until it was judged. It is edited within the host in the middle of its text.
    pub fn open(text: &str) -> Self {
        let (served, connection) = Connection::memory();
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

    /// What is found in the text as it is now; waits until it is told.
    pub fn findings(&mut self) -> Said {
        loop {
            let said = self.receive();
            if self.told == self.version {
                return said;
            }
        }
    }

    /// Asks about the document, at the place of the edits, and waits for the answer.
    pub fn ask_here(&mut self, method: &str, more: Value) -> Said {
        let mut params =
            json!({"textDocument": {"uri": URI}, "position": self.at, "range": {"start": self.at, "end": self.at}});
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    fn ask(&mut self, method: &str, params: Value) -> Said {
        self.sent += 1;
        let id = self.sent;
        let request = Request { id: id.into(), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).expect("the server listens");
        let begin = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":"#);
        loop {
            let said = self.receive();
            if said.0.starts_with(&begin) {
                return said;
            }
        }
    }

    fn note(&self, method: &str, params: Value) {
        let note = Notification { method: method.to_owned(), params };
        self.connection.sender.send(note.into()).expect("the server listens");
    }

    fn receive(&mut self) -> Said {
        let said = self.connection.receiver.recv_timeout(PATIENCE).expect("the server answers");
        // The last member of what is told of findings: no more than its end need be read.
        if said.ends_with(&format!(r#""version":{}}}}}"#, self.version)) {
            self.told = self.version;
        }
        Said(said)
    }

    /// Leaves.
    pub fn close(mut self) {
        self.ask("shutdown", Value::Null);
        self.note("exit", Value::Null);
        assert_eq!(self.server.join().expect("the server ends"), Ended::AsAsked);
    }
}
