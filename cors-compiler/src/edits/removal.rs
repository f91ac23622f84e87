use crate::{Edit, Fix, Source, Span};

use super::layout::{BLANK, after_line_break, before_dash, is_below_comment, last_line};

/// Takes an element out of its list. `None` where it is the only one, or where a comment stands beside it or right above it, which
/// perhaps is about it: what its author wrote there is not for a tool to remove, nor to leave to another element.
///
/// `element` is an element of a list, in block or flow style; its quotes belong to it.
pub(crate) fn of_element(source: &Source, element: Span) -> Option<Fix> {
    let text = source.text();
    match before_dash(text, element.start) {
        Some(dash) => removal(of_block(text, element, dash)?),
        None => removal(of_flow(text, element)?),
    }
}

/// Takes the entry of a key, which stands once, out of its mapping, which has others. `None` as for an element, and where the entry
/// is the first of a mapping in a block list, whose dash it would take along.
pub(crate) fn of_entry(source: &Source, key: &str, value: Span) -> Option<Fix> {
    let text = source.text();
    let written = text.get(..value.start)?.trim_end().strip_suffix(':')?.trim_end();
    let quote = if written.ends_with('"') {
        "\""
    } else if written.ends_with('\'') {
        "'"
    } else {
        ""
    };
    let before = written.strip_suffix(quote)?.strip_suffix(key)?.strip_suffix(quote)?;
    let entry = Span::new(before.len(), value.end);
    let after = text.get(value.end..)?;
    if !after_line_break(before) || after.trim_start_matches(BLANK).starts_with(',') || closes(after) {
        return removal(of_flow(text, entry)?);
    }
    let end = entry.end + line_end(after)?;
    if is_below_comment(before) { None } else { removal(Span::new(before.trim_end_matches(BLANK).len(), end)) }
}

fn removal(span: Span) -> Option<Fix> {
    Some(Fix { safe: true, edits: vec![Edit { span, text: String::new() }] })
}

/// The line of `- element`. `dash` is the text up to the dash.
fn of_block(text: &str, element: Span, dash: &str) -> Option<Span> {
    let start = dash.trim_end_matches(BLANK).len();
    let end = line_end(text.get(element.end..)?).map(|length| element.end + length)?;
    let indented_dash = text.get(start..=dash.len())?;
    let is_element = |line: &str| line.strip_prefix(indented_dash).is_some_and(|rest| rest.starts_with(BLANK));
    let before = text.get(..start)?;
    let has_sibling = before.lines().next_back().is_some_and(is_element) || text.get(end..).is_some_and(is_element);
    (has_sibling && !is_below_comment(before)).then_some(Span::new(start, end))
}

/// The element and a comma; the whole line if there is nothing else in it.
fn of_flow(text: &str, element: Span) -> Option<Span> {
    let (before, after) = (text.get(..element.start)?, text.get(element.end..)?);
    if is_below_comment(before) {
        return None;
    }
    let Some(behind) = after.trim_start_matches(BLANK).strip_prefix(',') else {
        return of_last(before, after, element);
    };
    let comma_end = element.end + after.len() - behind.len();
    let next = behind.trim_start_matches(BLANK);
    // A comma stands behind the last element too, if its author likes.
    let is_last = closes(behind);
    if next.starts_with('#') || (is_last && comma_before(before).is_none()) {
        return None;
    }
    match line_end(behind) {
        _ if is_last && !after_line_break(before) => Some(Span::new(before.trim_end_matches(BLANK).len(), comma_end)),
        Some(length) if after_line_break(before) => {
            Some(Span::new(before.trim_end_matches(BLANK).len(), comma_end + length))
        }
        // Nothing follows in this line: the blanks before it would be left at its end.
        Some(_) => Some(Span::new(before.trim_end_matches(BLANK).len(), comma_end)),
        None => Some(Span::new(element.start, comma_end + behind.len() - next.len())),
    }
}

/// The last element: the comma before it goes too, wherever that stands.
fn of_last(before: &str, after: &str, element: Span) -> Option<Span> {
    let comma = comma_before(before)?;
    let is_followed = after.trim_start_matches(BLANK).starts_with('#');
    (!is_followed).then(|| Span::new(comma, element.end))
}

/// Where the comma before an element stands.
fn comma_before(before: &str) -> Option<usize> {
    let comma = before.trim_end().strip_suffix(',')?;
    // On its own line there is none before the element: it would be a part of it.
    let is_comment = after_line_break(before) && last_line(comma).contains('#');
    (!is_comment).then_some(comma.len())
}

/// Reports whether nothing but comments stands before the end of a list or mapping in flow style.
fn closes(after: &str) -> bool {
    let mut rest = after.trim_start();
    while let Some(comment) = rest.strip_prefix('#') {
        rest = comment.split_once('\n').map_or("", |(_, below)| below.trim_start());
    }
    rest.starts_with([']', '}'])
}

/// How long the rest of a line is, its end included, if it is blank.
fn line_end(rest: &str) -> Option<usize> {
    let text = rest.trim_start_matches(BLANK);
    let text = text.strip_prefix('\r').unwrap_or(text);
    if text.is_empty() { Some(rest.len()) } else { text.strip_prefix('\n').map(|next| rest.len() - next.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its element `b`.
    fn without(text: &str) -> Option<String> {
        let start = text.find('b')?;
        let quoted = text[..start].ends_with('"');
        let element = if quoted { Span::new(start - 1, start + 2) } else { Span::new(start, start + 1) };
        let fix = of_element(&Source::new("cors.yaml", text), element)?;
        let [Edit { span, text: by }] = fix.edits.as_slice() else { return None };
        Some(text[..span.start].to_owned() + by + &text[span.end..])
    }

    #[test]
    fn an_element_goes_and_the_layout_stays() {
        for (text, expected) in [
            ("k: [a, b]\n", Some("k: [a]\n")),
            ("k: [a,b]\n", Some("k: [a]\n")),
            ("k: [b, a]  # both\n", Some("k: [a]  # both\n")),
            ("k: [a, b, c]\n", Some("k: [a, c]\n")),
            ("k: [a, \"b\", c]\r\n", Some("k: [a, c]\r\n")),
            ("k: [ a, b ]\n", Some("k: [ a ]\n")),
            ("k: [b]\n", None),
            ("k: [b,]\n", None),
            ("k: [\n  b,\n]\n", None),
            ("k: [\n  b, \n  # none\n]\n", None),
            ("k: [a, b,]\n", Some("k: [a,]\n")),
            ("k: [\n  # its own\n  b,\n  a\n]\n", None),
            ("k:\n  - a\n  # its own\n  - b\n", None),
            ("k:\n  # first\n  - a\n  - b\n  # third\n  - c\n", Some("k:\n  # first\n  - a\n  # third\n  - c\n")),
            ("k: [\n  a,\n  b,\n]\n", Some("k: [\n  a,\n]\n")),
            ("k: [\r\n  a,\r\n  b\r\n]\r\n", Some("k: [\r\n  a\r\n]\r\n")),
            ("k: [\n  a, # why, c,\n  \"b\"\n]\n", None),
            ("k: [\n  b, # why\n  a\n]\n", None),
            ("k:\n  - a\n  - b\n", Some("k:\n  - a\n")),
            ("k:\n  - b\n  - a\n", Some("k:\n  - a\n")),
            ("k:\r\n- a\r\n- \"b\"\r\n- c\r\n", Some("k:\r\n- a\r\n- c\r\n")),
            ("k:\n  - a\n  - b", Some("k:\n  - a\n")),
            ("k:\n  - a\n  - b # why\n", None),
            ("k:\n  - b\n", None),
            ("k:\n  - b\nl: [a]\n", None),
            ("k:\n  - a\n\n  - b\n", None),
            ("k:\n  -\tb \t\n  - a\n", Some("k:\n  - a\n")),
            ("k: [\n  a, c,\n  b, d\n]\n", Some("k: [\n  a, c,\n  d\n]\n")),
            ("k: [\n  a, b,\n  c\n]\n", Some("k: [\n  a,\n  c\n]\n")),
            ("k: [ b,\n  c]\n", Some("k: [\n  c]\n")),
            ("k: [a,\n  b] # why\n", Some("k: [a] # why\n")),
            ("- - b\n  - a\n", None),
        ] {
            assert_eq!(without(text).as_deref(), expected, "{text:?}");
        }
    }

    /// The text without the entry of `s`.
    fn without_entry(text: &str) -> Option<String> {
        let start = text.find("200")?;
        let fix = of_entry(&Source::new("cors.yaml", text), "s", Span::new(start, start + 3))?;
        let [Edit { span, text: by }] = fix.edits.as_slice() else { return None };
        Some(text[..span.start].to_owned() + by + &text[span.end..])
    }

    #[test]
    fn an_entry_goes_and_the_layout_stays() {
        for (text, expected) in [
            ("p: f\ns: 200\n\n# end\n", Some("p: f\n\n# end\n")),
            ("s: 200\r\np: f\r\n", Some("p: f\r\n")),
            ("p: f\n\"s\" :\n  200", Some("p: f\n")),
            ("p: f\n's': 200\n", Some("p: f\n")),
            ("p: f\ns: 200 # why\n", None),
            ("p: f\n# why\ns: 200\n", None),
            ("p: f\ns: # why\n  200\n", None),
            ("r:\n  - p: f\n    s: 200\n  - p: g\n", Some("r:\n  - p: f\n  - p: g\n")),
            ("r:\n  - s: 200\n    p: f\n", None),
            ("{p: f, s: 200}", Some("{p: f}")),
            ("{s: 200, p: f}", Some("{p: f}")),
            ("{p: f, s: 200, q: g}", Some("{p: f, q: g}")),
            ("{\n\t\"p\": \"f\",\n\t\"s\": 200\n}\n", Some("{\n\t\"p\": \"f\"\n}\n")),
            ("{\n  \"s\": 200,\n  \"p\": \"f\"\n}\n", Some("{\n  \"p\": \"f\"\n}\n")),
            ("{\n  p: f, # why\n  s: 200\n}\n", None),
            ("{p: f, s: 200, # why\n q: g}", None),
        ] {
            assert_eq!(without_entry(text).as_deref(), expected, "{text:?}");
        }
    }
}
