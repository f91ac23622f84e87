use cors_compiler::{PolicyBlock, Source, Span};

/// A policy's text, to be edited in the way in which its author writes: in block or in flow style, or as JSON.
///
/// Where the style cannot be told from what is around, there is a text for each: whoever asked tries them in turn.
pub(super) struct Written<'a> {
    pub(super) source: &'a Source,
}

impl Written<'_> {
    /// The text with something in the place of a span.
    pub(super) fn replace(&self, span: Span, by: &str) -> String {
        let text = self.source.text();
        let (before, after) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
        format!("{before}{by}{after}")
    }

    /// The same at two places that do not overlap.
    pub(super) fn replace_two(&self, one: (Span, &str), other: (Span, &str)) -> String {
        // The later one first, so that the earlier one stays where it is.
        let (first, second) = if one.0 < other.0 { (one, other) } else { (other, one) };
        let text = self.replace(second.0, second.1);
        Written { source: &Source::new(self.source.name(), text) }.replace(first.0, first.1)
    }

    /// Adds elements behind the last one of a list.
    pub(super) fn append(&self, last: Span, new: &[&str]) -> Vec<String> {
        let is_quoted = self.source.slice(last).starts_with('"');
        let new: Vec<String> =
            new.iter().map(|text| if is_quoted { format!("\"{text}\"") } else { quoted(text) }).collect();
        let line = self.line_before(last.start);
        let mut texts = Vec::new();
        if line.trim_end().ends_with('-') && line.trim_matches([' ', '\t', '-']).is_empty() {
            let items: String = new.iter().map(|item| format!("\n{line}{item}")).collect();
            texts.push(self.replace(Span::empty(self.line_end(last.end)), &items));
        }
        let items: String = new.iter().map(|item| format!(", {item}")).collect();
        texts.push(self.replace(Span::empty(last.end), &items));
        texts
    }

    /// Adds a key behind `allow_origins`. `values`: a list, or the one value that it has.
    pub(super) fn key(&self, block: &PolicyBlock, key: &str, values: &[&str], is_list: bool) -> Vec<String> {
        let plain: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        let json: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
        let (plain, json) = if is_list {
            (format!("[{}]", plain.join(", ")), format!("[{}]", json.join(", ")))
        } else {
            (values.concat(), values.concat())
        };
        let mut texts: Vec<String> = self.in_block(block, &format!("{key}: {plain}"));
        texts.extend(self.in_flow(block, &format!("\"{key}\": {json}, ")));
        texts
    }

    /// The same of a key with one value, beside a replacement.
    pub(super) fn key_and(&self, block: &PolicyBlock, key: &str, value: &str, other: (Span, &str)) -> Vec<String> {
        let Some(at) = own_key(block) else { return Vec::new() };
        let indent = self.indent(at.start);
        let before = format!("{key}: {value}\n{indent}");
        let behind = format!("{}\n{indent}{key}: {value}", other.1);
        vec![
            self.replace(other.0, &behind),
            self.replace_two((Span::empty(at.start), &before), other),
            self.replace_two((Span::empty(at.start), &format!("\"{key}\": {value}, ")), other),
        ]
    }

    /// Adds a line to a block, as near behind `allow_origins` as can be.
    fn in_block(&self, block: &PolicyBlock, entry: &str) -> Vec<String> {
        let Some(own) = own_key(block) else { return Vec::new() };
        let indent = self.indent(own.start);
        let next = block.keys.iter().map(|key| key.span).filter(|key| key.start > own.start).min();
        let before = |span: Span| self.replace(Span::empty(span.start), &format!("{entry}\n{indent}"));
        let end = block.allow_origins.as_ref().map(|origins| self.line_end(origins.span.end.max(own.end)));
        let behind = end.map(|end| self.replace(Span::empty(end), &format!("\n{indent}{entry}")));
        next.map(before).into_iter().chain(behind).chain([before(own)]).collect()
    }

    fn in_flow(&self, block: &PolicyBlock, entry: &str) -> Option<String> {
        own_key(block).map(|own| self.replace(Span::empty(own.start), entry))
    }

    /// Adds a mapping to a list of mappings, before the one whose first key is at `first`.
    pub(super) fn item_before(&self, first: Span, entries: &[(&str, String)]) -> Vec<String> {
        let indent = self.indent(first.start);
        let dash = self.line_before(first.start);
        let block: Vec<String> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        let again = dash.rfind('-').map(|at| dash.get(at..).unwrap_or_default()).unwrap_or_default();
        let before_dash = dash.get(..dash.len() - again.len()).unwrap_or_default();
        let mut text = block.join(&format!("\n{indent}"));
        text += &format!("\n{before_dash}{again}");
        vec![self.replace(Span::empty(first.start), &text)]
    }

    /// An entry of a mapping in the place of `key`, whose value is at `value`.
    pub(super) fn entry(&self, key: &str, value: Span, by: &str) -> Vec<String> {
        let before = self.source.text().get(..value.start).unwrap_or_default();
        let Some(start) = before.rfind(key) else { return Vec::new() };
        let whole = Span::new(start, value.end);
        let json = by.split_once(": ").map(|(key, value)| format!("{key}\": {value}"));
        let mut texts = vec![self.replace(whole, by)];
        texts.extend(json.map(|json| self.replace(whole, &json)));
        texts
    }

    /// What stands in the line before a byte.
    fn line_before(&self, byte: usize) -> &str {
        let before = self.source.text().get(..byte).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    /// As many blanks as stand before a byte in its line.
    fn indent(&self, byte: usize) -> String {
        " ".repeat(self.line_before(byte).chars().count())
    }

    /// Where the line of a byte ends, its line end excluded. A span of a list in block style ends behind its last line.
    fn line_end(&self, byte: usize) -> usize {
        let text = self.source.text();
        let before = text.get(..byte).unwrap_or_default();
        let start = before.trim_end().len();
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        start + rest.get(..length).unwrap_or_default().trim_end_matches('\r').len()
    }
}

fn own_key(block: &PolicyBlock) -> Option<Span> {
    block.keys.iter().find(|key| key.value == "allow_origins").map(|key| key.span)
}

/// A text as an element of a list, in quotes where it needs them.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    let is_word = text.chars().all(is_plain) && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let is_other = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "~"];
    if is_word
        && !text.contains(": ")
        && !text.ends_with(':')
        && !is_other.contains(&text.to_ascii_lowercase().as_str())
    {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
