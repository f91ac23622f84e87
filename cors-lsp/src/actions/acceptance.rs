//! Accepting a risk: the policy says which, of which pattern, and has to say why.

use cors_compiler::{Edit, Finding, Level, Span, rules};

use crate::{
    document::Document,
    edits::insertion,
    outline::{Kind, Node},
    policies::{PolicyPlace, policies},
};

use super::Remedy;

/// An entry in `accept_risks` of every policy for which the finding is a risk. Its reason is empty, which `corsgen` refuses: nobody
/// accepts a risk without giving one.
pub(super) fn of(document: &Document, finding: &Finding) -> Option<Remedy> {
    if finding.rule.level != Level::Risk || *finding.rule == rules::risk_expired::RULE {
        return None;
    }
    let text = document.text.as_str();
    let outline = document.outline();
    let pattern = outline.at(text, finding.span.start).filter(|at| at.node.is_scalar())?.node.value(text);
    let acceptance = Acceptance { text, line_end: document.line_end(), risk: finding.rule.name, origin: &pattern };
    let is_its = |policy: &PolicyPlace<'_>| {
        let origins = policy.mapping.get(text, "allow_origins").map(|origins| origins.span);
        let places = std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        origins.is_some_and(|origins| places.into_iter().any(|place| holds(origins, place)))
    };
    let edits: Option<Vec<Edit>> =
        policies(outline, text).filter(is_its).map(|policy| acceptance.within(policy.mapping)).collect();
    let edits = edits.filter(|edits| !edits.is_empty())?;
    Some(Remedy {
        title: format!("Accept `{}` for `{pattern}`, with a reason", finding.rule.name),
        edits,
        is_certain: false,
    })
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

struct Acceptance<'a> {
    text: &'a str,
    line_end: &'static str,
    risk: &'a str,
    origin: &'a str,
}

impl Acceptance<'_> {
    /// The edit that adds it to a policy.
    fn within(&self, policy: &Node) -> Option<Edit> {
        let entry = policy.entries().iter().find(|entry| entry.key.value(self.text) == "allow_origins")?;
        let is_json = entry.key.slice(self.text).starts_with('"');
        match policy.get(self.text, "accept_risks") {
            Some(list) => self.listed(list, is_json),
            None if policy.is_flow(self.text) => {
                let key = if is_json { "\"accept_risks\"" } else { "accept_risks" };
                let flow = self.flow(is_json);
                let text = match self.own_line(entry.key.span.start) {
                    Some(line) => {
                        let outer = self.indentation(policy.span.start);
                        let deeper = line.strip_prefix(outer).filter(|step| !step.is_empty()).unwrap_or("  ");
                        let end = self.line_end;
                        format!(",{end}{line}{key}: [{end}{line}{deeper}{flow}{end}{line}]")
                    }
                    None => format!(", {key}: [{flow}]"),
                };
                Some(insertion(entry.value.span.end, text))
            }
            None => {
                let indentation = " ".repeat(self.column(policy.span.start));
                let (line_end, entry_of_list) = (self.line_end, self.block(&format!("{indentation}  ")));
                let text = format!("{line_end}{indentation}accept_risks:{line_end}{entry_of_list}");
                Some(insertion(self.line_end_behind(entry.value.span.end), text))
            }
        }
    }

    fn listed(&self, list: &Node, is_json: bool) -> Option<Edit> {
        let Kind::List(items) = &list.kind else { return None };
        let last = items.last().map(|item| item.span.end);
        if list.is_flow(self.text) {
            let flow = self.flow(is_json);
            let Some(item) = items.last() else { return Some(insertion(list.span.start + 1, flow)) };
            let between = match self.own_line(item.span.start) {
                Some(line) => format!("{}{line}", self.line_end),
                None => " ".to_owned(),
            };
            return Some(insertion(item.span.end, format!(",{between}{flow}")));
        }
        let indentation = " ".repeat(self.column(list.span.start));
        let text = format!("{}{}", self.line_end, self.block(&indentation));
        Some(insertion(self.line_end_behind(last?), text))
    }

    fn flow(&self, is_json: bool) -> String {
        let Self { risk, origin, .. } = self;
        let origin = serde_json::Value::from(*origin);
        if is_json {
            format!("{{\"risk\": \"{risk}\", \"origin\": {origin}, \"reason\": \"\"}}")
        } else {
            format!("{{risk: {risk}, origin: {origin}, reason: \"\"}}")
        }
    }

    fn block(&self, indentation: &str) -> String {
        let Self { line_end, risk, origin, .. } = self;
        let origin = serde_json::Value::from(*origin);
        format!(
            "{indentation}- risk: {risk}{line_end}{indentation}  origin: {origin}{line_end}{indentation}  reason: \"\""
        )
    }

    fn column(&self, byte: usize) -> usize {
        self.before(byte).len()
    }

    /// What stands before a byte in its line.
    fn before(&self, byte: usize) -> &str {
        let before = self.text.get(..byte).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    /// The blanks with which the line of a byte begins.
    fn indentation(&self, byte: usize) -> &str {
        let before = self.before(byte);
        before.get(..before.len() - before.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
    }

    /// The same, if what begins at the byte is the first in its line: whoever gives each a line of its own gives the next one too.
    fn own_line(&self, byte: usize) -> Option<&str> {
        let before = self.before(byte);
        (before.len() < byte && before.trim_start_matches([' ', '\t']).is_empty()).then_some(before)
    }

    /// The end of the line: a comment on it stays where it is.
    fn line_end_behind(&self, byte: usize) -> usize {
        let rest = self.text.get(byte..).unwrap_or_default();
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        byte + line.trim_end_matches('\r').len()
    }
}
