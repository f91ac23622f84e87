//! Text to [`Document`]: what the author wrote, and everything in it that the language does not have.

mod characters;
mod given;
mod keys;
mod listed;
mod names;
mod origins;
mod policy_block;
mod risks;
mod routes;
mod scalar;
mod sets;

use crate::{
    Document, Finding, Report, Source, Span, Spanned,
    most::Most,
    name::{LONGEST_DOCUMENT_NAME, is_document_name},
    rules,
    yaml::{self, Kind, Node},
};
use keys::Place;

pub use given::give;
#[cfg(feature = "schema")]
pub(crate) use names::{FORBIDDEN_REQUEST_HEADERS, PREFLIGHT_RESPONSE_HEADERS, STANDARD_METHODS};

/// The most origin patterns of a document, sets and profiles included; and of all its policies, sets resolved.
pub(crate) const MOST_ORIGINS: usize = 1_000_000;

/// Reads a document. What could not be read stands in the report, and the document lacks it.
pub fn parse(source: &Source) -> (Document, Report) {
    read(source, Most::ToTell)
}

/// The same for a document that is to be mended: of what a list may hold thousands of times, more is found than one reads.
pub fn parse_to_fix(source: &Source) -> (Document, Report) {
    read(source, Most::to_fix(source))
}

fn read(source: &Source, most: Most) -> (Document, Report) {
    let mut reader = Reader::new(source, most);
    let mut document = reader.document();
    document.most = most;
    document.incomplete = reader.incomplete || reader.report.refuses();
    document.stem = source.stem().map(str::to_owned);
    (document, reader.report)
}

/// Reads nodes, and goes on after each that is wrong: authors want to see everything at once.
struct Reader<'a> {
    source: &'a Source,
    report: Report,
    most: Most,
    incomplete: bool,
    /// How many origin patterns were read.
    origins: usize,
    /// How many paths of routes were read.
    paths: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, most: Most) -> Self {
        Self { source, report: Report::default(), most, incomplete: false, origins: 0, paths: 0 }
    }

    fn document(&mut self) -> Document {
        let mut document = Document::default();
        // Until its keys are read, nothing is known to be missing.
        document.policy.has_unknown_keys = true;
        if let Some(finding) = characters::first_misplaced(self.source) {
            self.refuse(finding);
            return document;
        }
        let size = self.source.text().len();
        if size > Source::LONGEST {
            self.refuse(rules::too_large::past(Span::empty(0), Source::LONGEST, "bytes"));
            return document;
        }
        let root = yaml::read(self.source, &mut self.report);
        match root {
            None if self.report.findings().is_empty() => self.refuse(rules::empty_document::at(Span::empty(0))),
            None => self.incomplete = true,
            Some(Node { kind: Kind::Scalar { value, plain: true, .. }, span }) if value.is_empty() => {
                self.refuse(rules::empty_document::at(span));
            }
            Some(root) => self.root(&root, &mut document),
        }
        document
    }

    fn root(&mut self, root: &Node, document: &mut Document) {
        document.span = root.head();
        let entries = self.entries(root, Place::Document);
        document.policy.has_unknown_keys = entries.has_unknown;
        for (key, node) in entries.known {
            match key.value {
                "version" => self.version(node),
                "name" => document.name = self.document_name(node),
                "origin_sets" => document.origin_sets = self.sets(node, "origin_sets"),
                "profiles" => document.profiles = self.profiles(node),
                "routes" => {
                    document.has_routes = true;
                    document.routes = self.routes(node);
                }
                // Editors put it into JSON files.
                "$schema" => {}
                _ => self.policy_key(key, node, &mut document.policy),
            }
        }
    }

    fn version(&mut self, node: &Node) {
        let Some(version) = self.digits(node, "the number of a version") else { return };
        if version.value != crate::LANGUAGE_VERSION.to_string() {
            self.refuse(rules::unsupported_version::at(version.span, version.value));
        }
    }

    fn document_name(&mut self, node: &Node) -> Option<Spanned<String>> {
        let text = self.text(node, "a name")?;
        if !is_document_name(text.value) {
            self.refuse(rules::name_syntax::at(text.span, text.value, "the name of a document", LONGEST_DOCUMENT_NAME));
            return None;
        }
        Some(Spanned::new(text.value.to_owned(), text.span))
    }

    /// Reports, and remembers that the document lacks something.
    fn refuse(&mut self, finding: Finding) {
        self.incomplete = true;
        self.report.add(finding);
    }

    /// Reports that something else should stand here.
    fn wrong_type<T>(&mut self, node: &Node, wanted: &str) -> Option<T> {
        match scalar::found(node) {
            None => self.incomplete = true,
            Some(found) => self.refuse(rules::wrong_type::at(node.span, wanted, &found)),
        }
        None
    }
}
