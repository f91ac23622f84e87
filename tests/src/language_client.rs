//! A client of language servers: what an editor says to one over its input and output.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::Failure;

/// How long a server may take for one answer: what is waited for longer has failed.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running server, and what it told of the documents that are open.
///
/// It speaks the [protocol] to any server: notifications that arrive meanwhile are kept, and what the server asks is answered as
/// an editor without any special gift would.
///
/// [protocol]: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
#[derive(Debug)]
pub struct LanguageClient {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    settings: Value,
    asked: i64,
    capabilities: Value,
    documents: BTreeMap<String, Document>,
    others: Vec<Value>,
}

/// An open document.
#[derive(Debug)]
struct Document {
    version: i64,
    /// What the server last told of it, and whether that was after its last change.
    diagnostics: Option<Vec<Value>>,
}

impl LanguageClient {
    /// Starts a server, and initializes it for the folder of this URI.
    ///
    /// `settings` are what it is given where it asks for its configuration: a section each, such as `{"yaml": {…}}`.
    ///
    /// # Errors
    ///
    /// If it does not start, or answers the first request with an error.
    pub fn start(command: &mut Command, folder: &str, settings: Value) -> Result<Self, Failure> {
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (to, output) = (process.stdin.take().ok_or("no input")?, process.stdout.take().ok_or("no output")?);
        let (sender, from) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Ok(Some(message)) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let capabilities = Value::Null;
        let mut client = Self {
            process,
            to,
            from,
            settings,
            asked: 0,
            capabilities,
            documents: BTreeMap::new(),
            others: Vec::new(),
        };
        let initialize = json!({
            "processId": std::process::id(),
            "rootUri": folder,
            "workspaceFolders": [{ "uri": folder, "name": "policies" }],
            "capabilities": capabilities_of_an_editor(),
        });
        client.capabilities = client.request("initialize", initialize)?["capabilities"].take();
        client.notify("initialized", json!({}))?;
        client.notify("workspace/didChangeConfiguration", json!({ "settings": client.settings }))?;
        Ok(client)
    }

    /// What the server said that it can do.
    pub const fn capabilities(&self) -> &Value {
        &self.capabilities
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    ///
    /// An answer that is an error, or none.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Failure> {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        let until = Instant::now() + PATIENCE;
        loop {
            let mut message = self.next(until).map_err(|error| format!("{method}: {error}"))?;
            if message.get("method").is_none() && message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(format!("{method}: {error}").into()),
                    None => Ok(message["result"].take()),
                };
            }
            self.take(message)?;
        }
    }

    /// Tells, and waits for nothing.
    ///
    /// # Errors
    ///
    /// If the server reads no more.
    pub fn notify(&mut self, method: &str, params: Value) -> Result<(), Failure> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Opens a document.
    ///
    /// # Errors
    ///
    /// If the server reads no more.
    pub fn open(&mut self, uri: &str, language: &str, text: &str) -> Result<(), Failure> {
        self.documents.insert(uri.to_owned(), Document { version: 1, diagnostics: None });
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Changes an open document: these [content changes], each `{"text": …}` for the whole or with a `range`.
    ///
    /// [content changes]: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocumentContentChangeEvent
    ///
    /// # Errors
    ///
    /// If it is not open, or the server reads no more.
    pub fn change(&mut self, uri: &str, changes: Value) -> Result<(), Failure> {
        let document = self.documents.get_mut(uri).ok_or_else(|| format!("{uri} is not open"))?;
        document.version += 1;
        document.diagnostics = None;
        let document = json!({ "uri": uri, "version": document.version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }))
    }

    /// Closes an open document. What is told of it later is not kept.
    ///
    /// # Errors
    ///
    /// If the server reads no more.
    pub fn close(&mut self, uri: &str) -> Result<(), Failure> {
        self.documents.remove(uri);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }))
    }

    /// The diagnostics of an open document, told after its last change; waits for them.
    ///
    /// # Errors
    ///
    /// If it is not open, or none are told in time.
    pub fn diagnostics(&mut self, uri: &str) -> Result<Vec<Value>, Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            let document = self.documents.get(uri).ok_or_else(|| format!("{uri} is not open"))?;
            if let Some(diagnostics) = &document.diagnostics {
                return Ok(diagnostics.clone());
            }
            let message = self.next(until).map_err(|error| format!("diagnostics of {uri}: {error}"))?;
            self.take(message)?;
        }
    }

    /// The notifications that were told beside diagnostics, and were not taken yet: log messages and the like.
    pub fn take_notifications(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.others)
    }

    /// Ends the server as the protocol has it, and tells how it ended.
    ///
    /// # Errors
    ///
    /// If it does not answer.
    pub fn shut_down(mut self) -> Result<ExitStatus, Failure> {
        self.request("shutdown", Value::Null)?;
        self.notify("exit", Value::Null)?;
        Ok(self.process.wait()?)
    }

    /// Sends bytes as they are: whatever no client should.
    ///
    /// # Errors
    ///
    /// If the server reads no more.
    pub fn send_raw(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.to.write_all(bytes)?;
        Ok(self.to.flush()?)
    }

    fn send(&mut self, message: &Value) -> Result<(), Failure> {
        let text = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes())
    }

    fn next(&mut self, until: Instant) -> Result<Value, Failure> {
        let left = until.saturating_duration_since(Instant::now());
        self.from.recv_timeout(left).map_err(|error| format!("the server says nothing: {error}").into())
    }

    /// Takes what no request of ours waits for.
    fn take(&mut self, mut message: Value) -> Result<(), Failure> {
        let Some(method) = message["method"].as_str() else { return Ok(()) };
        if let Some(id) = message.get("id") {
            let result = self.answer(method, &message["params"]);
            return self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
        }
        if method != "textDocument/publishDiagnostics" {
            self.others.push(message);
            return Ok(());
        }
        let told = &mut message["params"];
        let document = told["uri"].as_str().and_then(|uri| self.documents.get_mut(uri));
        // Without a version, or with the document's own: of an older text nothing is kept.
        if let Some(document) = document
            && told["version"].as_i64().is_none_or(|version| version == document.version)
            && let Value::Array(diagnostics) = told["diagnostics"].take()
        {
            document.diagnostics = Some(diagnostics);
        }
        Ok(())
    }

    fn answer(&self, method: &str, params: &Value) -> Value {
        match (method, params["items"].as_array()) {
            ("workspace/configuration", Some(items)) => {
                let section = |item: &Value| self.settings[item["section"].as_str().unwrap_or_default()].clone();
                items.iter().map(section).collect()
            }
            _ => Value::Null,
        }
    }
}

impl Drop for LanguageClient {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// As much as an editor usually can: Markdown, snippets, related places, renames and fixes as edits.
fn capabilities_of_an_editor() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "synchronization": { "didSave": true },
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true },
            "completion": {
                "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown", "plaintext"] },
            },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
            },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "rename": { "prepareSupport": true },
            "definition": {},
        },
        "workspace": {
            "configuration": true,
            "didChangeConfiguration": { "dynamicRegistration": true },
            "workspaceFolders": true,
            "workspaceEdit": { "documentChanges": true },
        },
    })
}

/// One message; `None` at the end of the output.
fn read(output: &mut impl BufRead) -> Result<Option<Value>, Failure> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse()?);
        }
    }
    let mut body = vec![0; length.ok_or("a message without its length")?];
    output.read_exact(&mut body)?;
    Ok(Some(serde_json::from_slice(&body)?))
}
