use std::{collections::BTreeMap, ops::ControlFlow};

use lsp_server::{ErrorCode, Message, Notification, Request};
use lsp_types::{
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    InitializeParams, MessageType, PublishDiagnosticsParams, ShowMessageParams, Uri,
    notification::{
        DidChangeConfiguration, DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Exit,
        Notification as _, PublishDiagnostics, ShowMessage,
    },
    request::{Initialize, Request as _, Shutdown},
};
use serde_json::Value;

use crate::{
    Connection, Ended, Settings, capabilities,
    client::Client,
    diagnostics,
    document::Document,
    inbox::Inbox,
    judge::Judge,
    requests::{self, Asking, Refusal, parameters},
    told,
};

/// What an editor has open, and what it can do.
pub(crate) struct Server<'c> {
    connection: &'c Connection,
    inbox: Inbox,
    phase: Phase,
    settings: Settings,
    client: Client,
    judge: Judge,
    /// The open documents by their URI.
    documents: BTreeMap<String, Document>,
}

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Fresh,
    Running,
    ShutDown,
}

type Flow = ControlFlow<Ended>;

impl<'c> Server<'c> {
    pub(crate) fn new(connection: &'c Connection, settings: Settings) -> Self {
        Self {
            connection,
            inbox: Inbox::default(),
            phase: Phase::Fresh,
            settings,
            client: Client::default(),
            judge: Judge::default(),
            documents: BTreeMap::new(),
        }
    }

    /// Answers until the session ends.
    pub(crate) fn run(mut self) -> Ended {
        loop {
            if let ControlFlow::Break(ended) = self.step() {
                return ended;
            }
        }
    }

    /// Handles what has waited longest. Where nothing waits, it is time to judge what was edited, and then to wait: a burst of edits
    /// is judged once.
    fn step(&mut self) -> Flow {
        for answer in self.inbox.take_in(&self.connection.receiver) {
            self.send(answer)?;
        }
        if let Some(message) = self.inbox.next() {
            return self.handle(message);
        }
        if let Some(told) = self.next_untold() {
            return self.send(told);
        }
        match self.connection.receiver.recv() {
            Ok(message) => self.inbox.add(message).map_or(Flow::Continue(()), |answer| self.send(answer)),
            // Whoever asked has gone.
            Err(_) => Flow::Break(self.ended()),
        }
    }

    const fn ended(&self) -> Ended {
        if matches!(self.phase, Phase::ShutDown) { Ended::AsAsked } else { Ended::Abruptly }
    }

    fn send(&self, message: String) -> Flow {
        match self.connection.sender.send(message) {
            Ok(()) => Flow::Continue(()),
            Err(_) => Flow::Break(self.ended()),
        }
    }

    fn handle(&mut self, message: Message) -> Flow {
        match message {
            Message::Request(request) => {
                let answer = self.answer(request);
                self.send(answer)
            }
            Message::Notification(notification) => self.note(notification),
            // Nothing is asked of the client.
            Message::Response(_) => Flow::Continue(()),
        }
    }

    fn answer(&mut self, request: Request) -> String {
        let refused = |code, message: &str| told::refused(&request.id, Refusal { code, message: message.to_owned() });
        match (self.phase, request.method.as_str()) {
            (Phase::Fresh, Initialize::METHOD) => self.initialize(request),
            (Phase::Fresh, _) => refused(ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Phase::ShutDown, _) => refused(ErrorCode::InvalidRequest, "the server was shut down"),
            (_, Initialize::METHOD) => refused(ErrorCode::InvalidRequest, "`initialize` comes once"),
            (_, Shutdown::METHOD) => {
                self.phase = Phase::ShutDown;
                told::answer(&request.id, Ok(()))
            }
            _ => {
                let (documents, client) = (&self.documents, &self.client);
                let judge = self.judge.on((self.settings.today)());
                requests::answer(request, &Asking { documents, client, judge })
            }
        }
    }

    fn initialize(&mut self, request: Request) -> String {
        let result = parameters::<InitializeParams>(request.params).map(|params| {
            self.phase = Phase::Running;
            self.client = Client::of(&params);
            // Whoever cannot be told has gone: the answer will find out.
            _ = self.configure(&params.initialization_options.unwrap_or_default());
            capabilities::of(&self.client, self.settings.version)
        });
        told::answer(&request.id, result)
    }

    fn note(&mut self, Notification { method, params }: Notification) -> Flow {
        match (self.phase, method.as_str()) {
            (_, Exit::METHOD) => return Flow::Break(self.ended()),
            (Phase::Running, DidOpenTextDocument::METHOD) => {
                if let Ok(DidOpenTextDocumentParams { text_document }) = parameters(params) {
                    let document = Document::open(text_document, self.client.encoding);
                    self.documents.insert(document.uri.as_str().to_owned(), document);
                }
            }
            (Phase::Running, DidChangeTextDocument::METHOD) => {
                if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) = parameters(params)
                    && let Some(document) = self.documents.get_mut(text_document.uri.as_str())
                {
                    document.edit(text_document.version, content_changes);
                }
            }
            (Phase::Running, DidCloseTextDocument::METHOD) => {
                if let Ok(DidCloseTextDocumentParams { text_document }) = parameters(params)
                    && self.documents.remove(text_document.uri.as_str()).is_some()
                {
                    let published = published(text_document.uri, Vec::new(), None);
                    return published.map_or(Flow::Continue(()), |message| self.send(message));
                }
            }
            (Phase::Running, DidChangeConfiguration::METHOD) => {
                if let Ok(DidChangeConfigurationParams { settings }) = parameters(params) {
                    return self.configure(&settings);
                }
            }
            // Others need no answer.
            _ => {}
        }
        Flow::Continue(())
    }

    /// Takes an editor's settings; what is wrong with them is told to its user.
    fn configure(&mut self, settings: &Value) -> Flow {
        let configured = self.judge.configure(settings);
        self.documents.values_mut().for_each(Document::forget_report);
        let Err(message) = configured else { return Flow::Continue(()) };
        let shown = ShowMessageParams { typ: MessageType::WARNING, message };
        told::note(ShowMessage::METHOD, shown).map_or(Flow::Continue(()), |message| self.send(message))
    }

    /// What is found in a document that was opened or edited since the editor was told.
    fn next_untold(&mut self) -> Option<String> {
        let document = self.documents.values_mut().find(|document| !document.is_told)?;
        document.is_told = true;
        let found = if document.is_policy() {
            let report = document.report(self.judge.on((self.settings.today)()));
            diagnostics::of(document, report.findings(), &self.client)
        } else {
            Vec::new()
        };
        published(document.uri.clone(), found, Some(document.version))
    }
}

fn published(uri: Uri, diagnostics: Vec<lsp_types::Diagnostic>, version: Option<i32>) -> Option<String> {
    told::note(PublishDiagnostics::METHOD, PublishDiagnosticsParams { uri, diagnostics, version })
}
