use std::cell::OnceCell;

use cors_compiler::{Report, Source};
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::{
    judge::Judge,
    outline::Outline,
    text::{Encoding, Text},
};

/// A document that is open in the editor.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: Text,
    /// Whether the editor has been told what is found in it.
    pub(crate) is_told: bool,
    file_name: String,
    known: Known,
}

/// What is known of one version of the text, each when it is first asked for.
#[derive(Debug, Default)]
struct Known {
    source: OnceCell<Source>,
    report: OnceCell<Report>,
    outline: OnceCell<Outline>,
}

/// What only a policy's text holds.
const MARKS: [&str; 3] = ["allow_origins", "origin_sets", "cors.schema.json"];

impl Document {
    /// A document as the editor opens it.
    pub(crate) fn open(item: TextDocumentItem, encoding: Encoding) -> Self {
        let file_name = file_name(item.uri.as_str());
        let text = Text::new(item.text, encoding);
        Self { uri: item.uri, version: item.version, text, is_told: false, file_name, known: Known::default() }
    }

    /// Edits it. The changes are in the order in which they were made.
    pub(crate) fn edit(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        for change in changes {
            match change.range {
                Some(range) => self.text.replace(range, &change.text),
                None => self.text = Text::new(change.text, self.text.encoding()),
            }
        }
        self.version = version;
        self.is_told = false;
        self.known = Known::default();
    }

    /// Whether it is a policy: by its name, or by what it holds. Editors that know files by their ending alone send every YAML file,
    /// and to call each of them a broken policy would help nobody.
    pub(crate) fn is_policy(&self) -> bool {
        let text = self.text.as_str();
        self.file_name.to_ascii_lowercase().contains("cors") || MARKS.iter().any(|mark| text.contains(mark))
    }

    /// How lines of it end.
    pub(crate) fn line_end(&self) -> &'static str {
        let text = self.text.as_str();
        let first = text.find('\n').and_then(|at| text.get(..at));
        if first.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" }
    }

    /// The text as the compiler reads it.
    pub(crate) fn source(&self) -> &Source {
        self.known.source.get_or_init(|| Source::new(self.file_name.as_str(), self.text.as_str()))
    }

    /// What `corsgen check --verbose` says of the text.
    pub(crate) fn report(&self, judge: &Judge) -> &Report {
        self.known.report.get_or_init(|| judge.report(self.source()))
    }

    /// Lets go of what was found, which is to be told anew: it is judged by something else from now on.
    pub(crate) fn forget_report(&mut self) {
        self.is_told = false;
        self.known.report = OnceCell::new();
    }

    /// What stands where in the text, broken or not.
    pub(crate) fn outline(&self) -> &Outline {
        self.known.outline.get_or_init(|| Outline::of(self.text.as_str()))
    }
}

/// The last segment of a URI's path, its percent-triplets decoded.
fn file_name(uri: &str) -> String {
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    let segment = path.rsplit('/').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let triplet = rest.get(1..3).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let (byte, behind) = match triplet.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => (byte, rest.get(3..).unwrap_or_default()),
            None => (*first, after),
        };
        bytes.push(byte);
        rest = behind;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
