//! A client as an editor is one.

use std::{collections::HashMap, thread, time::Duration};

use cors_lsp::{ClientEnd, Connection, Ended, Settings, serve};
use lsp_server::{Message, Notification, Request, Response};
use lsp_types::{
    Diagnostic, Position, PublishDiagnosticsParams, Range, TextDocumentIdentifier, TextDocumentPositionParams,
    notification::Notification as _, request,
};
use serde_json::{Value, json};

/// An editor with a server of its own.
pub(crate) struct Editor {
    connection: ClientEnd,
    server: Option<thread::JoinHandle<Ended>>,
    sent: i32,
    published: HashMap<String, PublishDiagnosticsParams>,
    texts: HashMap<String, (i32, String)>,
    messages: Vec<String>,
}

/// The document that most tests have open.
pub(crate) const URI: &str = "file:///home/me/cors.yaml";

/// How long an answer may take: longer than any does on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

impl Editor {
    /// One that can do what most can.
    pub(crate) fn start() -> Self {
        Self::with(json!({
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true, "versionSupport": true},
                "completion": {"completionItem": {"snippetSupport": true}},
                "hover": {"contentFormat": ["markdown"]},
            },
            "workspace": {"workspaceEdit": {"documentChanges": true}},
        }))
    }

    /// One that can do this.
    pub(crate) fn with(capabilities: Value) -> Self {
        let mut editor = Self::fresh();
        editor.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities})).unwrap();
        editor.note("initialized", json!({}));
        editor
    }

    /// One that has not said a word.
    pub(crate) fn fresh() -> Self {
        let (served, connection) = Connection::memory();
        let settings = Settings { today: || cors_compiler::Date::parse("2026-11-23"), version: "0" };
        let server = thread::spawn(move || serve(&served, settings));
        let (published, texts) = (HashMap::new(), HashMap::new());
        Self { connection, server: Some(server), sent: 0, published, texts, messages: Vec::new() }
    }

    /// One whose user has configured the server.
    pub(crate) fn configured(options: Value) -> Self {
        let mut editor = Self::fresh();
        editor.ask("initialize", json!({"capabilities": {}, "initializationOptions": options})).unwrap();
        editor
    }

    /// Opens a document and its text is this.
    pub(crate) fn opened(text: &str) -> Self {
        let mut editor = Self::start();
        editor.open(URI, text);
        editor
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        self.texts.insert(uri.to_owned(), (1, text.to_owned()));
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.note("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Sends changes, after which the text is `text`.
    pub(crate) fn change(&mut self, uri: &str, changes: Value, text: &str) {
        let (version, own) = self.texts.get_mut(uri).unwrap();
        *version += 1;
        text.clone_into(own);
        let document = json!({"uri": uri, "version": version});
        self.note("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.note("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// Says something.
    pub(crate) fn note(&self, method: &str, params: Value) {
        self.tell(Notification { method: method.to_owned(), params });
    }

    /// Sends any message.
    pub(crate) fn tell(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).unwrap();
    }

    /// Sends a request, and returns its id.
    pub(crate) fn send(&mut self, method: &str, params: Value) -> i32 {
        self.sent += 1;
        self.tell(Request { id: self.sent.into(), method: method.to_owned(), params });
        self.sent
    }

    /// Asks, and returns the answer, or the code and message of the refusal.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        let id = self.send(method, params);
        self.answer(id)
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: i32) -> Result<Value, (i32, String)> {
        loop {
            if let Message::Response(Response { id: of, response_result }) = self.receive()
                && of == id.into()
            {
                return response_result.map_err(|error| (error.code, error.message));
            }
        }
    }

    /// The same, with the types of the protocol.
    pub(crate) fn request<R: request::Request>(&mut self, params: Value) -> R::Result {
        serde_json::from_value(self.ask(R::METHOD, params).unwrap()).unwrap()
    }

    /// What is found in the text as it is now.
    pub(crate) fn diagnostics(&mut self, uri: &str) -> Vec<Diagnostic> {
        let version = self.texts.get(uri).unwrap().0;
        loop {
            let published = self.published.get(uri).filter(|published| published.version == Some(version));
            if let Some(published) = published {
                return published.diagnostics.clone();
            }
            self.receive();
        }
    }

    /// What was last told of a document.
    pub(crate) fn last_told(&self, uri: &str) -> Option<&PublishDiagnosticsParams> {
        self.published.get(uri)
    }

    /// Forgets what was told of a document: it is to be told anew.
    pub(crate) fn forget_told(&mut self, uri: &str) {
        self.published.remove(uri);
    }

    /// What the user was shown since this was last asked.
    pub(crate) fn messages(&mut self) -> Vec<String> {
        std::mem::take(&mut self.messages)
    }

    pub(crate) fn receive(&mut self) -> Message {
        let message = self.connection.receiver.recv_timeout(PATIENCE).unwrap();
        let message = serde_json::from_str(&message).unwrap();
        if let Message::Notification(note) = &message {
            if note.method == lsp_types::notification::ShowMessage::METHOD {
                self.messages.push(note.params["message"].as_str().unwrap().to_owned());
                return message;
            }
            assert_eq!(note.method, lsp_types::notification::PublishDiagnostics::METHOD);
            let published: PublishDiagnosticsParams = serde_json::from_value(note.params.clone()).unwrap();
            self.published.insert(published.uri.as_str().to_owned(), published);
        }
        message
    }

    /// Takes leave.
    pub(crate) fn shut_down(mut self) -> Ended {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.exit()
    }

    /// Leaves.
    pub(crate) fn exit(mut self) -> Ended {
        self.note("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }

    /// Is gone, without a word.
    pub(crate) fn vanish(mut self) -> Ended {
        let server = self.server.take().unwrap();
        drop(self.connection);
        server.join().unwrap()
    }
}

/// A text without the mark `§`, and where that stands.
pub(crate) fn marked(text: &str) -> (String, Position) {
    let (before, after) = text.split_once('§').unwrap();
    (format!("{before}{after}"), end_of(before))
}

/// Where a text ends, in UTF-16.
pub(crate) fn end_of(text: &str) -> Position {
    let line = text.matches('\n').count();
    let last = text.rsplit('\n').next().unwrap();
    Position::new(line.try_into().unwrap(), last.encode_utf16().count().try_into().unwrap())
}

/// Where `part` stands in a text for the first time, in UTF-16.
pub(crate) fn range_of(text: &str, part: &str) -> Range {
    let at = text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
    Range::new(end_of(&text[..at]), end_of(&text[..at + part.len()]))
}

/// A place in the document that most tests have open.
pub(crate) fn place(position: Position) -> Value {
    let text_document = TextDocumentIdentifier { uri: URI.parse().unwrap() };
    serde_json::to_value(TextDocumentPositionParams { text_document, position }).unwrap()
}

/// A text after the edits of an editor, applied by somebody else's rules: from the last to the first.
pub(crate) fn edited(text: &str, edits: &[lsp_types::TextEdit]) -> String {
    let byte = |position: Position| {
        let start = text.split_inclusive('\n').take(position.line as usize).map(str::len).sum::<usize>();
        let mut units = 0;
        let line = &text[start..];
        let ahead = line.chars().take_while(|c| {
            units += c.len_utf16();
            units <= position.character as usize
        });
        start + ahead.map(char::len_utf8).sum::<usize>()
    };
    let mut edits: Vec<_> =
        edits.iter().map(|edit| (byte(edit.range.start)..byte(edit.range.end), &edit.new_text)).collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut text = text.to_owned();
    edits.iter().rev().for_each(|(range, by)| text.replace_range(range.clone(), by));
    text
}
