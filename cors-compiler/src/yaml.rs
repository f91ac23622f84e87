//! YAML to a tree of nodes with their places: the only file that names the YAML crate.

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as YamlSpan, StructureStyle};

use crate::{Finding, Report, Source, Span, rules};

/// How deep lists and mappings may nest.
pub(crate) const DEEPEST: usize = 64;

/// What there are too many of, deeper than that.
const NESTED: &str = "nested lists and mappings";

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A text.
    Scalar {
        value: String,
        /// Whether it stands there without quotes, so that it may be a number or a boolean.
        plain: bool,
        /// Where its first byte stands, if the source holds it byte for byte.
        verbatim: Option<usize>,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the author's order, duplicates included.
    Mapping(Vec<(Node, Node)>),
    /// What was refused already.
    Refused,
}

impl Node {
    /// What its author would point at: of a mapping the first key, else all of it.
    pub(crate) fn head(&self) -> Span {
        match &self.kind {
            Kind::Mapping(entries) => entries.first().map_or(self.span, |(key, _)| key.span),
            _ => self.span,
        }
    }
}

/// Reads the one document of a source. `None` where nothing can be judged: the report says why.
pub(crate) fn read(source: &Source, report: &mut Report) -> Option<Node> {
    let options = granit_parser::options! {
        strict_indentation: true,
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let mut builder = Builder { source, report, open: Vec::new(), root: None, documents: 0 };
    for event in Parser::new_from_str_with_options(source.text(), options) {
        match event {
            Ok((event, span)) => {
                if builder.event(event, span_of(&span), span.tag_span().as_ref().map(span_of)).is_break() {
                    return None;
                }
            }
            Err(error) => {
                let finding = unreadable(source, &error);
                builder.report.add(finding);
                return None;
            }
        }
    }
    builder.root
}

struct Builder<'a> {
    source: &'a Source,
    report: &'a mut Report,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
}

/// A list or mapping whose end has not come.
struct Open {
    start: Span,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Mapping { entries: Vec<(Node, Node)>, key: Option<Node>, flow: bool },
}

type Flow = std::ops::ControlFlow<()>;

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span, tag: Option<Span>) -> Flow {
        if let Some(tag) = tag {
            self.report.add(rules::tag::at(tag));
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.report.add(rules::several_documents::at(self.at_document_mark(span)));
                    return Flow::Break(());
                }
                if let Some(mark) = end_mark_before(self.source, span.start) {
                    self.report.add(rules::several_documents::end_mark(mark));
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let written = self.source.slice(span);
                // `*.example.com` is an alias to YAML, and to nobody else.
                let is_name =
                    written.len() > 1 && written.bytes().skip(1).all(|b| b.is_ascii_alphanumeric() || b == b'_');
                self.report.add(if is_name { rules::alias::at(span) } else { rules::unquoted_star::at(span, written) });
                self.close(Node { span, kind: Kind::Refused });
            }
            Event::Anchor(..) => self.report.add(rules::anchor::at(span)),
            Event::Scalar(value, style, ..) => self.scalar(&value, style, span),
            Event::SequenceStart(..) => return self.open(span, OpenKind::List(Vec::new())),
            Event::MappingStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                return self.open(span, OpenKind::Mapping { entries: Vec::new(), key: None, flow });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => {}
        }
        Flow::Continue(())
    }

    /// The reader's own limits are of each style alone: sixty-four brackets within sixty-four blocks are no error to it.
    fn open(&mut self, start: Span, kind: OpenKind) -> Flow {
        if self.open.len() == DEEPEST {
            self.report.add(rules::too_large::past(start, DEEPEST, NESTED));
            return Flow::Break(());
        }
        self.open.push(Open { start, kind });
        Flow::Continue(())
    }

    /// The `---` itself; the event's own span may lie behind it.
    fn at_document_mark(&self, span: Span) -> Span {
        if self.source.slice(span).starts_with("---") { Span::new(span.start, span.start + 3) } else { span }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, span: Span) {
        let plain = style == ScalarStyle::Plain;
        if plain && value.starts_with(':') && self.is_in_flow() {
            let reason =
                "between brackets a text that begins with `:` needs quotes, since YAML readers differ about it";
            self.report.add(rules::yaml_syntax::unreadable(span, reason));
        }
        let slice = self.source.slice(span);
        // Where nothing stands, the reader says `~`.
        let value = if plain && slice.is_empty() { "" } else { value };
        let quoted = slice.get(1..slice.len().saturating_sub(1));
        let verbatim = match style {
            ScalarStyle::Plain if slice == value => Some(span.start),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if quoted == Some(value) => Some(span.start + 1),
            _ => None,
        };
        self.close(Node { span, kind: Kind::Scalar { value: value.to_owned(), plain, verbatim } });
    }

    /// Whether the innermost list or mapping stands between brackets.
    fn is_in_flow(&self) -> bool {
        self.open.last().is_some_and(|open| self.source.slice(open.start).starts_with(['[', '{']))
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let (kind, last) = match open.kind {
            OpenKind::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Kind::List(items), last)
            }
            OpenKind::Mapping { entries, .. } => {
                let last = entries.last().map(|(_, value)| value.span.end);
                (Kind::Mapping(entries), last)
            }
        };
        let closes = self.source.slice(span).starts_with([']', '}']);
        // The end of a block lies past blank lines and comments: its last element is what its author would point at.
        let end = if closes { span.end } else { last.unwrap_or(span.end).min(span.end) };
        self.close(Node { span: Span::new(open.start.start, end.max(open.start.start)), kind });
    }

    /// Puts a finished node where it belongs.
    fn close(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(OpenKind::List(items)) => items.push(node),
            Some(OpenKind::Mapping { entries, key: slot @ Some(_), .. }) => {
                entries.extend(slot.take().map(|key| (key, node)));
            }
            Some(OpenKind::Mapping { key: slot, flow, .. }) => {
                if !*flow && let Some(tab) = tab_before(self.source, node.span.start) {
                    self.report.add(rules::tab_indentation::at(tab));
                }
                *slot = Some(node);
            }
        }
    }
}

/// A tab in front of `at` on its line, if only blanks stand there. The YAML reader takes one before the root mapping.
fn tab_before(source: &Source, at: usize) -> Option<Span> {
    let before = source.text().get(..at)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let indentation = before.get(start..)?;
    let tab = start + indentation.find('\t')?;
    indentation.chars().all(|c| matches!(c, ' ' | '\t')).then(|| Span::new(tab, tab + 1))
}

/// A line `...` in front of the document. Some YAML readers take it for the end of an empty document, others refuse it.
fn end_mark_before(source: &Source, at: usize) -> Option<Span> {
    let before = source.text().get(..at)?;
    let start = if before.starts_with("...") { 0 } else { before.find("\n...")? + 1 };
    Some(Span::new(start, start + 3))
}

fn span_of(span: &YamlSpan) -> Span {
    let range = span.byte_range().unwrap_or_default();
    Span::new(range.start, range.end)
}

/// What the YAML reader could not read, in the words of the rule that knows it best.
fn unreadable(source: &Source, error: &ScanError) -> Finding {
    let at = error.marker().byte_offset().unwrap_or(source.text().len()).min(source.text().len());
    let rest = source.text().get(at..).unwrap_or_default();
    let span = Span::new(at, at + rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8));
    match error.kind() {
        ErrorKind::DirectiveDisallowed => {
            let line = rest.lines().next().unwrap_or_default();
            rules::directive::at(Span::new(at, at + line.trim_end().len()))
        }
        ErrorKind::RecursionLimitExceeded => rules::too_large::past(span, DEEPEST, NESTED),
        ErrorKind::MissingAnchorOrAliasName => {
            star(source, at).unwrap_or_else(|| rules::yaml_syntax::unreadable(span, &error.info()))
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => rules::tab_indentation::at(tab_on_line(source, at).unwrap_or(span)),
        // It is told at the beginning of the text that the tab breaks off.
        ErrorKind::TabInPlainScalar => rules::tab_indentation::at(tab_below(source, at).unwrap_or(span)),
        _ => match tab_on_line(source, at) {
            Some(tab) => rules::tab_indentation::at(tab),
            None => rules::yaml_syntax::unreadable(span, &error.info()),
        },
    }
}

/// `*` without a name, at or just before `at`: what follows up to a blank or a flow mark is what its author wrote.
fn star(source: &Source, at: usize) -> Option<Finding> {
    let text = source.text();
    let start = [Some(at), at.checked_sub(1)]
        .into_iter()
        .flatten()
        .find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with('*')))?;
    let rest = text.get(start..)?;
    let length = rest.find(|c: char| c.is_whitespace() || ",]}#".contains(c)).unwrap_or(rest.len());
    Some(rules::unquoted_star::at(Span::new(start, start + length), rest.get(..length)?))
}

/// The tab that indents the first such line below `at`.
fn tab_below(source: &Source, at: usize) -> Option<Span> {
    source.text().get(at..)?.match_indices('\n').find_map(|(line, _)| tab_on_line(source, at + line + 1))
}

/// The tab that indents the line of `at`, if one does.
fn tab_on_line(source: &Source, at: usize) -> Option<Span> {
    let before = source.text().get(..at)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = source.text().get(start..)?.lines().next()?;
    let indentation = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
    let tab = start + indentation.find('\t')?;
    Some(Span::new(tab, tab + 1))
}
